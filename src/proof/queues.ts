/** Single stations against queueing theory: one line, one or more workers, room or none. */
import type { Distribution } from '../std/distribution.ts';
import { erlangB, mmc, sojournQuantile, waitQuantile } from '../theory/erlang.ts';
import { mg1MeanWait } from '../theory/mg1.ts';
import { mmck } from '../theory/mmck.ts';
import type { ProofCase, Quantity } from './case.ts';
import { call, meanLatency, meanWait, outcomeShare, p99Latency, p99Wait, part } from './read-report.ts';
import { design, exponential, link, NO_LIMIT, node } from './small-design.ts';

/** Poisson requests to one instance with so many workers and so much room to wait, after a minute of warm-up. */
function station(rate: number, workers: number, work: Distribution, room: number, seconds: number) {
  const nodes = [node('users', 'client', { rate, keys: 1 }), node('app', 'service', { instances: 1, workers, queueLimit: room, work })];
  return design(nodes, [link('users', 'app')], seconds + 60, 60);
}

const group = 'queues';
const NO_NETWORK = 'The network, the cost of switching between requests, and callers who give up.';

const mm1: ProofCase = {
  id: 'mm1',
  title: 'One worker, random arrivals, random work (M/M/1)',
  system:
    'Poisson arrivals at 80/s, one worker, exponential work of 10 ms on average, room without end: the worker is busy 80 % of the time.',
  source: 'Kleinrock, Queueing Systems I (1975), section 3.2',
  notModelled: NO_NETWORK,
  group,
  replications: 20,
  design: () => station(80, 1, exponential(10), NO_LIMIT, 1800),
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: mmc(0.08, 0.1, 1).meanSojourn,
      formula: '1/(μ−λ)',
      tolerance: 0.02,
      measure: meanLatency,
    },
    {
      name: 'p99 of the time from asking to answer',
      unit: 'ms',
      exact: sojournQuantile(0.08, 0.1, 1, 0.99),
      formula: '−ln(1−0.99)/(μ−λ)',
      tolerance: 0.03,
      measure: p99Latency,
    },
    {
      name: 'length of the line less rate × wait (Little)',
      unit: '',
      exact: 0,
      formula: 'L = λW, in any stable run',
      tolerance: 0.01 * mmc(0.08, 0.1, 1).meanQueue,
      absolute: true,
      measure: (report) => {
        const { queueLength, arrivals, waitMs } = part(report, 'app');
        const rate = arrivals / (report.simulatedMs - report.warmupMs);
        return queueLength.mean - rate * (waitMs.mean ?? Number.NaN);
      },
    },
  ],
};

const mm8: ProofCase = {
  id: 'mm8',
  title: 'Eight workers and one line (M/M/8, Erlang C)',
  system: 'Poisson arrivals at 700/s, eight workers, exponential work of 10 ms, one line in order of arrival.',
  source: 'Erlang (1917); Gross and Harris, Fundamentals of Queueing Theory (4th ed.), section 2.3',
  notModelled: NO_NETWORK,
  group,
  replications: 20,
  design: () => station(700, 8, exponential(10), NO_LIMIT, 1500),
  quantities: [
    {
      name: 'mean wait',
      unit: 'ms',
      exact: mmc(0.7, 0.1, 8).meanWait,
      formula: 'C(c, a)/(cμ−λ)',
      tolerance: 0.02,
      measure: meanWait('app'),
    },
    {
      name: 'p99 of the wait',
      unit: 'ms',
      exact: waitQuantile(0.7, 0.1, 8, 0.99),
      formula: 'ln(C(c, a)/0.01)/(cμ−λ)',
      tolerance: 0.02,
      measure: p99Wait('app'),
    },
  ],
};

const mm8Pool: ProofCase = {
  id: 'mm8-pool',
  title: 'The same line before a pool of connections',
  system: 'Poisson calls at 700/s over a pool of eight connections, each held for exponential work of 10 ms: the line forms at the caller.',
  source: 'Gross and Harris, Fundamentals of Queueing Theory (4th ed.), section 2.3',
  notModelled: 'Opening and closing connections, and the network.',
  group,
  replications: 20,
  design: () => {
    const nodes = [
      node('users', 'client', { rate: 700, keys: 1 }),
      node('app', 'service', { instances: 1, workers: 8, work: exponential(10) }),
    ];
    return design(nodes, [link('users', 'app', { pool: 8, poolWait: 600_000 })], 260, 60);
  },
  quantities: [
    {
      name: 'share of calls that wait',
      unit: '',
      exact: mmc(0.7, 0.1, 8).waitProbability,
      formula: 'C(c, a) of Erlang',
      tolerance: 0.02,
      measure: (report) => call(report, 'users-app').pool.waits / call(report, 'users-app').calls,
    },
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: mmc(0.7, 0.1, 8).meanSojourn,
      formula: 'C(c, a)/(cμ−λ) + 1/μ',
      tolerance: 0.02,
      measure: meanLatency,
    },
  ],
};

const md1: ProofCase = {
  id: 'md1',
  title: 'Work that always takes as long (M/D/1)',
  system: 'Poisson arrivals at 80/s, one worker, every request takes 10 ms.',
  source: 'Kleinrock, Queueing Systems I (1975), section 5.6 (Pollaczek–Khinchine)',
  notModelled: NO_NETWORK,
  group,
  replications: 20,
  design: () => station(80, 1, { type: 'constant', value: 10 }, NO_LIMIT, 2500),
  quantities: [
    {
      name: 'mean wait',
      unit: 'ms',
      exact: mg1MeanWait(0.08, 10, 0),
      formula: 'λE[S²]/2(1−ρ)',
      tolerance: 0.01,
      measure: meanWait('app'),
    },
  ],
};

const mg1: ProofCase = {
  id: 'mg1-lognormal',
  title: 'Work of very different lengths (M/G/1)',
  system: 'Poisson arrivals at 80/s, one worker, lognormal work of 10 ms on average whose standard deviation is 20 ms.',
  source: 'Kleinrock, Queueing Systems I (1975), section 5.6 (Pollaczek–Khinchine)',
  notModelled: NO_NETWORK,
  group,
  replications: 24,
  design: () => station(80, 1, { type: 'lognormal-cv', mean: 10, cv: 2 }, NO_LIMIT, 2200),
  quantities: [
    {
      name: 'mean wait',
      unit: 'ms',
      exact: mg1MeanWait(0.08, 10, 20 * 20),
      formula: 'λE[S²]/2(1−ρ)',
      tolerance: 0.05,
      measure: meanWait('app'),
    },
  ],
};

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

export const QUEUES: readonly ProofCase[] = [mm1, mm8, mm8Pool, md1, mg1, mm4of12, ...losses];
