/** Objectives as lines on the chart that shows their figure. */
import type { Unit } from '../../src/std/parameter.ts';
import type { ChartScene, Panel } from './model.ts';
import { brief } from './numbers.ts';

/** The lines for one metric, each labelled with its bound: `objective ≤ 20 ms`. */
export function limitLines({ limits }: Pick<ChartScene, 'limits'>, metric: string, unit: Unit): Panel['limits'] {
  return limits
    .filter((limit) => limit.metric === metric)
    .map(({ bound, value }) => ({ value, label: `objective ${bound === 'most' ? '≤' : '≥'} ${brief(value, unit)}` }));
}
