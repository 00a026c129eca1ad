/** One figure of two runs on one axis, and below it how the second differs from the first, window by window. */
import type { Unit } from '../../../src/std/parameter.ts';
import { clockText } from '../../ui/plot-area.ts';
import type { ChartModel, Series } from '../model.ts';
import { at, brief } from '../numbers.ts';
import { LOOKS } from '../palette.ts';
import type { ScaleSpec } from '../value-axis.ts';
import { signed } from '../value-axis.ts';
import { usual } from '../windows.ts';

export interface Compared {
  readonly name: string;
  readonly unit: Unit;
  readonly scale: ScaleSpec;
  /** One number for each window; NaN where nothing was measured. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Ends of the windows, ms. */
  readonly times: Float64Array;
  /** From when on they may differ, ms. */
  readonly fromMs: number;
}

export function comparedModel({ name, unit, scale, a, b, times, fromMs }: Compared): ChartModel {
  const difference = b.map((value, i) => value - at(a, i));
  const line = (key: 'a' | 'b' | 'difference', label: string, rank: number, values: Float64Array): Series => ({
    key,
    label,
    name: key === 'difference' ? `${name}, B − A` : `${name}, ${label}`,
    unit,
    look: LOOKS.compared[key],
    rank,
    values: () => values,
  });
  return {
    teaches: '',
    panels: [
      { key: 'both', height: 2, scale, series: [line('a', 'A', 1, a), line('b', 'B', 2, b)], limits: [], nothing: 'nothing measured' },
      {
        key: 'difference',
        height: 1,
        scale: { is: 'signed', unit },
        series: [line('difference', 'B − A', 1, difference)],
        limits: [],
        nothing: 'nothing measured',
      },
    ],
    times: () => times,
    samples: undefined,
    refresh: () => 0,
    finding: () => comparedFinding({ unit, a, b, times, fromMs }),
  };
}

/** What is usual in both from the change on: `from 20 s on usually A 45 ms, B 12 ms`. */
function comparedFinding({ unit, a, b, times, fromMs }: Pick<Compared, 'unit' | 'a' | 'b' | 'times' | 'fromMs'>): string {
  const end = at(times, times.length - 1);
  if (!(fromMs < end)) return 'the same all the way';
  const after = (i: number) => at(times, i) > fromMs;
  const [inA, inB] = [usual(a, after), usual(b, after)];
  const from = fromMs > 0 ? `from ${clockText(fromMs)} on ` : '';
  if (Number.isNaN(inA) && Number.isNaN(inB)) return `${from}nothing measured`;
  if (inA === inB) return `${from}usually the same, ${brief(inA, unit)}`;
  return `${from}usually A ${brief(inA, unit)}, B ${brief(inB, unit)} (${signed(inB - inA, unit)})`;
}
