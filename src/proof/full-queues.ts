/** Single stations whose line has an end, or which have none: what finds no room is turned away. */
import type { Distribution } from '../std/distribution.ts';
import { erlangB } from '../theory/erlang.ts';
import { mmck } from '../theory/mmck.ts';
import type { ProofCase, Quantity } from './case.ts';
import { meanLatency, outcomeShare } from './read-report.ts';
import { exponential } from './small-design.ts';
import { station } from './station.ts';

const group = 'queues';

const mm4of12: ProofCase = {
  id: 'mm4-12',
  title: 'A line with room for eight (M/M/4/12)',
  system: 'Poisson arrivals at 450/s, four workers with exponential work of 10 ms, room for eight to wait; the rest is turned away.',
  source: 'Gross and Harris, Fundamentals of Queueing Theory (4th ed.), section 2.5',
  notModelled: 'Callers who come back after being turned away.',
  group,
  replications: 20,
  design: () => station(450, 4, exponential(10), 8, 250),
  quantities: [
    {
      name: 'share turned away',
      unit: '',
      exact: mmck(0.45, 0.1, 4, 12).blocked,
      formula: 'p₁₂ of the birth–death chain',
      tolerance: 0.01,
      measure: (report) => outcomeShare(report, 'rejected'),
    },
    {
      name: 'mean time of those let in',
      unit: 'ms',
      exact: mmck(0.45, 0.1, 4, 12).meanSojourn,
      formula: 'L/λ(1−p₁₂)',
      tolerance: 0.01,
      measure: meanLatency,
    },
  ],
};

const LAWS: readonly [id: string, name: string, work: Distribution][] = [
  ['constant', 'of constant length', { type: 'constant', value: 10 }],
  ['exponential', 'of exponential length', exponential(10)],
  ['lognormal', 'of lognormal length (cv 2)', { type: 'lognormal-cv', mean: 10, cv: 2 }],
];

/** Blocked share of Erlang's loss system: offered work a, so many workers. */
const lost: Quantity = {
  name: 'share turned away',
  unit: '',
  exact: erlangB(10, 8),
  formula: '(aᶜ/c!)/Σ aᵏ/k!, whatever the law of the work',
  tolerance: 0.02,
  measure: (report) => outcomeShare(report, 'rejected'),
};

const losses = LAWS.map(
  ([id, name, work]): ProofCase => ({
    id: `loss-${id}`,
    title: `Ten workers and no line, work ${name} (Erlang B)`,
    system: `Poisson arrivals at 800/s, ten workers, no room to wait, work ${name} with mean 10 ms: 8 erlang.`,
    source: 'Erlang (1917); Gross and Harris, Fundamentals of Queueing Theory (4th ed.), section 2.6 (insensitivity)',
    notModelled: 'Callers who come back after being turned away.',
    group,
    replications: 20,
    design: () => station(800, 10, work, 0, 90),
    quantities: [lost],
  }),
);

export const FULL_QUEUES: readonly ProofCase[] = [mm4of12, ...losses];
