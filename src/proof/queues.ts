/** Single stations against queueing theory: one line with room for all, one or more workers. Lines with an end: full-queues.ts. */
import { mmc, sojournQuantile, waitQuantile } from '../theory/erlang.ts';
import { mg1MeanWait } from '../theory/mg1.ts';
import { evenlySpacedSojourn } from '../theory/round-robin.ts';
import type { ProofCase } from './case.ts';
import { call, meanLatency, meanWait, p99Latency, p99Wait, part } from './read-report.ts';
import { design, exponential, link, NO_LIMIT, node } from './small-design.ts';
import { station } from './station.ts';

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

const lifo: ProofCase = {
  id: 'mm1-lifo',
  title: 'Last come, first served',
  system:
    'Poisson arrivals at 80/s, one worker, exponential work of 10 ms; whoever came last is next. The mean is that of any other order.',
  source: 'Kleinrock, Queueing Systems I (1975), sections 3.2 and 3.4 (conservation: the order does not change how many are there)',
  notModelled: NO_NETWORK,
  group,
  replications: 20,
  design: () => station(80, 1, exponential(10), NO_LIMIT, 1500, {}, { discipline: 'lifo' }),
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: mmc(0.08, 0.1, 1).meanSojourn,
      formula: '1/(μ−λ), as in order of arrival',
      tolerance: 0.02,
      measure: meanLatency,
    },
  ],
};

const dm1: ProofCase = {
  id: 'dm1',
  title: 'Evenly spaced arrivals (D/M/1)',
  system: 'A request every 12.5 ms, one worker, exponential work of 10 ms: what a load generator sends queues about half as long.',
  source: 'Kleinrock, Queueing Systems I (1975), section 6.4 (G/M/1)',
  notModelled: NO_NETWORK,
  group,
  replications: 20,
  design: () => station(80, 1, exponential(10), NO_LIMIT, 1200, { arrivals: 'even' }),
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: evenlySpacedSojourn(0.8, 10),
      formula: 'E[S]/(1−σ), σ = e^(−(1−σ)/ρ)',
      tolerance: 0.02,
      measure: meanLatency,
    },
  ],
};

export const QUEUES: readonly ProofCase[] = [mm1, lifo, dm1, mm8, mm8Pool, md1, mg1];
