/** `tornado`: which settings move a figure, and by how much. */
import { differenceTexts, intervalTexts } from '../../../run/experiment/compare.ts';
import { FIGURES, type Figure } from '../../../run/experiment/figures.ts';
import { settingsOf } from '../../../run/study/settings.ts';
import { type Tornado, type TornadoEnd, type TornadoPlan, tornado, USUAL_TORNADO } from '../../../run/study/tornado.ts';
import { formatQuantity } from '../../../std/quantity.ts';
import { BAD_INPUT, Stop } from '../../output.ts';
import { told } from '../../spread.ts';
import { columns, type StudyOptions, study, tookWords, wholeOption } from './study.ts';

export function tornadoCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const figure = figureOption(options.figure ?? 'latency.p99');
    const seeds = wholeOption('seeds', options.seeds, USUAL_TORNADO.seeds, 2, 100);
    const factor = factorOption(options.factor);
    const plan: TornadoPlan = { ...USUAL_TORNADO, factor, figure, seeds, settings: settingsOf(design) };
    let runs = 0;
    const found = await tornado(design, plan, pool, (so) => {
      runs = so.done;
      watch(so);
    });
    return { json: (wallMs) => jsonOf(found, plan, runs, wallMs), text: (wallMs) => textOf(found, plan, runs, wallMs), code: 0 };
  });
}

function figureOption(id: string): Figure {
  const figure = FIGURES.find((one) => one.id === id);
  if (figure !== undefined) return figure;
  throw new Stop(BAD_INPUT, `--figure: there is no ${id}. Use ${FIGURES.map((one) => one.id).join(', ')}.`);
}

function factorOption(text: string | undefined): number {
  const factor = Number(text ?? USUAL_TORNADO.factor);
  if (factor > 1 && factor <= 1000) return factor;
  throw new Stop(BAD_INPUT, '--factor: a number above 1, to 1000.');
}

function jsonOf({ base, bars, looked, without }: Tornado, { figure }: TornadoPlan, runs: number, wallMs: number): object {
  const end = (one: TornadoEnd | undefined) => (one === undefined ? null : { ...one, difference: told(one.difference) });
  return {
    runs,
    wallMs,
    figure: figure.id,
    base: told(base),
    looked,
    without,
    bars: bars.map(({ setting, less, more }) => ({
      setting: setting.id,
      value: setting.value,
      unit: setting.unit,
      less: end(less),
      more: end(more),
    })),
  };
}

function textOf({ base, bars, looked, without }: Tornado, { figure, seeds, factor }: TornadoPlan, runs: number, wallMs: number): string {
  const end = (one: TornadoEnd | undefined): string => {
    if (one === undefined) return '–';
    const { mean, half } = differenceTexts(one.difference, figure.unit, base.mean);
    return `${mean}${half === undefined ? '' : ` ± ${half}`}`;
  };
  const rows = bars.map(({ setting, less, more }) => [
    setting.words,
    formatQuantity(setting.value, setting.unit, 3),
    less === undefined ? '' : formatQuantity(less.value, setting.unit, 3),
    end(less),
    more === undefined ? '' : formatQuantity(more.value, setting.unit, 3),
    end(more),
  ]);
  const { mean, half } = intervalTexts(base, figure.unit);
  return [
    `${figure.words} is ${mean}${half === undefined ? '' : ` ± ${half}`} over ${seeds} seeds. Each setting turned down and up, the others as they are.`,
    '',
    columns([['setting', 'now', `÷${factor}`, 'moves it by', `×${factor}`, 'moves it by'], ...rows]),
    '',
    `${looked} settings looked at; ${without} of them do not move it at all.`,
    tookWords(runs, wallMs),
  ].join('\n');
}
