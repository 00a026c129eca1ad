/** Objectives as lines on the chart that shows their figure. */
import type { Unit } from '../../src/std/parameter.ts';
import { LABEL_HEIGHT } from './line-labels.ts';
import type { ChartScene, Panel } from './model.ts';
import { brief } from './numbers.ts';

/** The lines for one metric, each labelled with its bound: `objective ≤ 20 ms`. */
export function limitLines({ limits }: Pick<ChartScene, 'limits'>, metric: string, unit: Unit): Panel['limits'] {
  return limits
    .filter((limit) => limit.metric === metric)
    .map(({ bound, value }) => ({ value, label: `objective ${bound === 'most' ? '≤' : '≥'} ${brief(value, unit)}` }));
}

interface LimitText {
  /** px. */
  readonly y: number;
  readonly label: string;
}

/** Words of two lines that nearly meet would cover each other: the lower one's are left out, for its line remains. */
export function keptApart(texts: readonly LimitText[]): readonly LimitText[] {
  let last = Number.NEGATIVE_INFINITY;
  return [...texts]
    .sort((a, b) => a.y - b.y)
    .filter(({ y }) => {
      const room = y - last >= LABEL_HEIGHT;
      if (room) last = y;
      return room;
    });
}
