/** `sweep`: throughput and latency over the values of one setting, as drawn and under a lighter load. */
import type { Design } from '../../../design/document.ts';
import { intervalTexts } from '../../../run/experiment/compare.ts';
import { type Setting, settingsOf } from '../../../run/study/settings.ts';
import { valueText } from '../../../run/study/study.ts';
import { type Sweep, sweep, sweepValues, sweepWords, USUAL_SWEEP } from '../../../run/study/sweep.ts';
import type { Interval } from '../../../stats/confidence.ts';
import type { Unit } from '../../../std/parameter.ts';
import { formatQuantity, parseQuantity } from '../../../std/quantity.ts';
import { BAD_INPUT, Stop } from '../../output.ts';
import { told } from '../../spread.ts';
import { columns, type StudyOptions, study, tookWords, wholeOption } from './study.ts';

export function sweepCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const setting = settingFor(design, options);
    const values = valuesFor(setting, options.values ?? options.vary?.[0]?.split('=')[1]);
    const loads = loadsFor(options.loads);
    const seeds = wholeOption('seeds', options.seeds, USUAL_SWEEP.seeds, 1, 100);
    const found = await sweep(design, { setting, values, loads, seeds }, pool, watch);
    const runs = values.length * loads.length * seeds;
    return { json: (wallMs) => jsonOf(found, design, runs, wallMs), text: (wallMs) => textOf(found, design, runs, wallMs), code: 0 };
  });
}

/** `--part log --parameter linger`, or `--vary log.linger=0,5,20`. A link is a part by its ends: `web>db`. */
function settingFor(design: Design, { part, parameter, vary }: StudyOptions): Setting {
  const id = part !== undefined && parameter !== undefined ? `${part}.${parameter}` : vary?.[0]?.split('=')[0];
  if (id === undefined || (vary !== undefined && vary.length > 1)) {
    throw new Stop(
      BAD_INPUT,
      'Say which one setting to sweep: --part PART --parameter SETTING --values a,b,c, or --vary PART.SETTING=a,b,c.',
    );
  }
  const settings = settingsOf(design, true);
  const found = settings.find((one) => one.id === id);
  if (found !== undefined) return found;
  const of = settings.filter((one) => part !== undefined && one.id.startsWith(`${part}.`));
  throw new Stop(BAD_INPUT, `There is no ${id}. Use one of ${(of.length > 0 ? of : settings).map((one) => one.id).join(', ')}.`);
}

function valuesFor(setting: Setting, text: string | undefined): readonly number[] {
  if (text === undefined) return sweepValues(setting);
  const { min, max, whole, unit } = setting;
  const values = text.split(',').map((word) => {
    const read = parseQuantity(word.trim(), unit);
    if (!read.ok || read.value < min || read.value > max || (whole && !Number.isInteger(read.value))) {
      throw new Stop(BAD_INPUT, `--values: “${word}” is no ${whole ? 'whole ' : ''}value of ${setting.id} from ${min} to ${max}.`);
    }
    return read.value;
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

function loadsFor(text: string | undefined): readonly number[] {
  if (text === undefined) return USUAL_SWEEP.loads;
  const loads = text.split(',').map(Number);
  if (loads.some((load) => !(load > 0 && load <= 1000))) throw new Stop(BAD_INPUT, '--loads: numbers above 0, times the load as drawn.');
  return [...new Set(loads)];
}

function jsonOf(found: Sweep, design: Design, runs: number, wallMs: number): object {
  const { setting, loads, points } = found;
  return {
    runs,
    wallMs,
    setting: setting.id,
    unit: setting.unit,
    loads,
    points: points.map(({ throughput, p50Ms, p99Ms, busiest, problem, ...point }) => ({
      ...point,
      throughput: told(throughput),
      p50Ms: told(p50Ms),
      p99Ms: told(p99Ms),
      busiest: busiest ?? null,
      problem: problem ?? null,
    })),
    finding: sweepWords(found, design),
  };
}

function textOf(found: Sweep, design: Design, runs: number, wallMs: number): string {
  const { setting, points } = found;
  const rows = points.map((point) => [
    formatQuantity(point.value, setting.unit, 4),
    `× ${point.load}`,
    withHalf(point.throughput, 'perSecond'),
    withHalf(point.p50Ms, 'ms'),
    withHalf(point.p99Ms, 'ms'),
    point.problem ?? valueText(point.answered, 'ratio'),
  ]);
  const table = columns([[setting.param, 'load', 'answered', 'p50', 'p99', 'share'], ...rows]);
  return [table, '', sweepWords(found, design), tookWords(runs, wallMs)].join('\n');
}

function withHalf(interval: Interval, unit: Unit): string {
  const { mean, half } = intervalTexts(interval, unit);
  return half === undefined ? mean : `${mean} ± ${half}`;
}
