/** Requests that wait for several answers at once: the slowest decides. */
import type { Distribution } from '../std/distribution.ts';
import { shareSlow, slowestOfExponentials } from '../theory/fanout.ts';
import type { ProofCase } from './case.ts';
import { meanLatency, outcomeShare } from './read-report.ts';
import { design, exponential, link, NO_LIMIT, node } from './small-design.ts';

const group = 'fan-out';
const NOT_MODELLED = 'Leaves that queue, or that are slow together because they share a machine.';

/** Each request calls so many leaves at the same time; leaves have workers for all. */
function fanOut(rate: number, leaves: number, work: Distribution, timeout: number, seconds: number) {
  const nodes = [
    node('users', 'client', { rate, keys: 1 }),
    node('front', 'service', { instances: 1, workers: 10_000, queueLimit: NO_LIMIT, work: { type: 'constant', value: 0 } }),
    node('leaf', 'service', { instances: 1, workers: 10_000, queueLimit: NO_LIMIT, work }),
  ];
  const links = [link('users', 'front', { timeout }), link('front', 'leaf', { count: leaves, together: true })];
  return design(nodes, links, seconds + 1, 1);
}

const slowest: ProofCase = {
  id: 'slowest-of-ten',
  title: 'The slowest of ten answers',
  system: 'Each request calls ten leaves at the same time and waits for all; each takes an exponential time of 10 ms, independently.',
  source: 'David and Nagaraja, Order Statistics (3rd ed.), section 2.5 (Rényi)',
  notModelled: NOT_MODELLED,
  group,
  replications: 20,
  design: () => fanOut(100, 10, exponential(10), 0, 100),
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: slowestOfExponentials(10, 10),
      formula: 'm·(1 + 1/2 + … + 1/n)',
      tolerance: 0.01,
      measure: meanLatency,
    },
  ],
};

const SLOW_SHARE = 0.01;
const oftenFast: Distribution = {
  type: 'mixture',
  parts: [
    { weight: 1 - SLOW_SHARE, of: { type: 'constant', value: 10 } },
    { weight: SLOW_SHARE, of: { type: 'constant', value: 1000 } },
  ],
};

const tail: ProofCase = {
  id: 'tail-at-scale',
  title: 'One slow answer in a hundred, a hundred answers',
  system: 'Each request waits for a hundred leaves; each is slow (1 s instead of 10 ms) with a chance of 1 %. Its caller waits 500 ms.',
  source: 'Dean and Barroso, "The Tail at Scale", CACM 56 (2013)',
  notModelled: NOT_MODELLED,
  group,
  replications: 20,
  design: () => fanOut(20, 100, oftenFast, 500, 60),
  quantities: [
    {
      name: 'share of requests that are slow',
      unit: '',
      exact: shareSlow(100, SLOW_SHARE),
      formula: '1−(1−p)ⁿ',
      tolerance: 0.01,
      absolute: true,
      measure: (report) => outcomeShare(report, 'timeout'),
    },
  ],
};

export const FAN_OUT: readonly ProofCase[] = [slowest, tail];
