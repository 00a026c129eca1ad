/** `frontier`: a grid over one to three settings, and the points that no other beats in cost, latency and availability. */
import type { Design } from '../../../design/document.ts';
import { type Axis, type Frontier, frontier, type GridPoint, gridOf, paretoOf, usualValues } from '../../../run/study/frontier.ts';
import { settingsOf } from '../../../run/study/settings.ts';
import { valueText } from '../../../run/study/study.ts';
import { formatQuantity } from '../../../std/quantity.ts';
import { BAD_INPUT, Stop } from '../../output.ts';
import { columns, type StudyOptions, study, tookWords, wholeOption } from './study.ts';

const MOST_AXES = 3;

export function frontierCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const axes = axesOf(design, options.vary ?? []);
    const seeds = wholeOption('seeds', options.seeds, 1, 1, 100);
    const found = await frontier(design, axes, seeds, pool, watch);
    const runs = gridOf(axes).length * seeds;
    return { json: (wallMs) => jsonOf(found, runs, wallMs), text: (wallMs) => textOf(found, runs, wallMs), code: 0 };
  });
}

/** `--vary web.instances=1,2,4`, once for each axis; without values those that are usual. */
function axesOf(design: Design, texts: readonly string[]): readonly Axis[] {
  if (texts.length === 0 || texts.length > MOST_AXES) {
    throw new Stop(BAD_INPUT, `Say with --vary which one to three settings to turn, such as --vary web.instances=1,2,4.`);
  }
  const settings = settingsOf(design);
  return texts.map((text) => {
    const [id = '', list] = text.split('=');
    const setting = settings.find((one) => one.id === id);
    if (setting === undefined)
      throw new Stop(BAD_INPUT, `--vary: there is no ${id}. Use one of ${settings.map((one) => one.id).join(', ')}.`);
    const values = list === undefined ? usualValues(setting) : list.split(',').map(Number);
    const wrong = values.find((value) => !(value >= setting.min && value <= setting.max && (!setting.whole || Number.isInteger(value))));
    if (wrong !== undefined || values.length === 0) {
      throw new Stop(BAD_INPUT, `--vary ${id}: ${setting.whole ? 'whole ' : ''}numbers from ${setting.min} to ${setting.max}.`);
    }
    return { setting, values: [...new Set(values)].sort((a, b) => a - b) };
  });
}

function jsonOf({ axes, points }: Frontier, runs: number, wallMs: number): object {
  const best = paretoOf(points);
  const told = (point: GridPoint | undefined, i: number) =>
    point === undefined ? null : { ...point, problem: point.problem ?? null, best: best.has(i) };
  return {
    runs,
    wallMs,
    axes: axes.map(({ setting, values }) => ({ setting: setting.id, unit: setting.unit, values })),
    points: points.map(told),
  };
}

function textOf({ axes, points }: Frontier, runs: number, wallMs: number): string {
  const best = paretoOf(points);
  const rows = points.flatMap((point, i) =>
    point === undefined
      ? []
      : [
          [
            best.has(i) ? '*' : '',
            ...point.values.map((value, a) => formatQuantity(value, axes[a]?.setting.unit ?? 'count', 3)),
            valueText(point.costPerHour, 'usd'),
            valueText(point.p99Ms, 'ms'),
            valueText(point.availability, 'ratio'),
            point.problem ?? (point.met ? 'met' : 'missed'),
          ],
        ],
  );
  return [
    columns([['', ...axes.map(({ setting }) => setting.id), 'cost/h', 'p99', 'answered', 'objectives'], ...rows]),
    '',
    `* on the frontier: ${best.size} of ${points.length} points that no other beats in cost, p99 and share answered at once.`,
    tookWords(runs, wallMs),
  ].join('\n');
}
