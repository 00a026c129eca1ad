/** What may be said beforehand of a part that steers others and serves nobody: nothing flows through it. */
import type { Estimator } from './estimate.ts';

export const controllerEstimate: Estimator<unknown> = {
  send: (given) =>
    given.far.map((_, i) => ({
      rates: new Float64Array(given.classes.length),
      fills: 0,
      drops: 0,
      loading: 0,
      scv: 1,
      spread: given.spreads[i]!,
      reads: given.reads,
      writes: given.writes,
    })),
  serve: (given) => ({
    mean: new Float64Array(given.classes.length),
    variance: new Float64Array(given.classes.length),
    utilisation: Number.NaN,
    wait: Number.NaN,
    resources: [],
    accepted: 1,
    scv: 1,
    miss: 0,
    missed: undefined,
    p99: undefined,
    doubts: [{ text: 'Copies that it would start or drain are not foretold.', hides: 'none' }],
    figures: {},
  }),
};
