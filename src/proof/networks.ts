/** Several stations in a row, in a circle or by chance: networks of queues, and a broker between producer and consumers. */
import { assert } from '../std/assert.ts';
import { sojournQuantile } from '../theory/erlang.ts';
import { type OpenStation, openNetwork } from '../theory/jackson.ts';
import { closedNetwork } from '../theory/mva.ts';
import type { ProofCase } from './case.ts';
import { meanLatency, meanWait, part } from './read-report.ts';
import { design, exponential, link, NO_LIMIT, node } from './small-design.ts';

const group = 'networks';

/** One worker with exponential work of this mean in ms, which is free while calls are out. */
function stage(id: string, mean: number) {
  return node(id, 'service', { instances: 1, workers: 1, queueLimit: NO_LIMIT, work: exponential(mean), waiting: 'freed' });
}

const USERS = 50;
const THINK = 1000;
const crowd = closedNetwork(
  [20, 12, 5].map((demand) => ({ demand, servers: 1 })),
  THINK,
  USERS,
);

const closed: ProofCase = {
  id: 'closed-crowd',
  title: 'Fifty users who wait for their answers (closed network)',
  system: 'Fifty users think for 1 s (exponential), then pass three stations of one worker each with exponential work of 20, 12 and 5 ms.',
  source: 'Reiser and Lavenberg (1980); Lazowska et al., Quantitative System Performance (1984), chapter 6',
  notModelled: 'Users who give up, and work that is not exponential: the answer would no longer be exact.',
  group,
  replications: 20,
  design: () => {
    const users = node('users', 'client', { loop: 'closed', users: USERS, think: exponential(THINK), keys: 1 });
    const links = [link('users', 'first'), link('first', 'second', { step: 1 }), link('first', 'third', { step: 2 })];
    return design([users, stage('first', 20), stage('second', 12), stage('third', 5)], links, 1050, 50);
  },
  quantities: [
    {
      name: 'requests answered per second',
      unit: '/s',
      exact: crowd.throughput * 1000,
      formula: 'N/(Z+R), exact mean value analysis',
      tolerance: 0.01,
      measure: (report) => report.total.throughput,
    },
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: crowd.response,
      formula: 'Σ Dₖ(1+Qₖ(N−1)), exact mean value analysis',
      tolerance: 0.01,
      measure: meanLatency,
    },
  ],
};

/** The answer of an open network whose times are in ms. */
function solved(stations: readonly OpenStation[]) {
  const network = openNetwork(stations);
  assert(network !== undefined, 'all traffic leaves in the end');
  return network;
}

const rate = (perSecond: number): number => perSecond / 1000;
const chain = solved([
  { outside: rate(80), service: 1 / 10, servers: 1, to: [0, 1, 0] },
  { outside: 0, service: 1 / 8, servers: 1, to: [0, 0, 1] },
  { outside: 0, service: 1 / 5, servers: 1, to: [] },
]);

const tandem: ProofCase = {
  id: 'tandem',
  title: 'Three services in a row (tandem of queues)',
  system: 'Poisson arrivals at 80/s pass three services of one worker each, with exponential work of 10, 8 and 5 ms.',
  source: 'Burke (1956); Kleinrock, Queueing Systems I (1975), section 4.8',
  notModelled: 'Work on the way back, and workers held while calls are out: these free them.',
  group,
  replications: 20,
  design: () => {
    const nodes = [node('users', 'client', { rate: 80, keys: 1 }), stage('first', 10), stage('second', 8), stage('third', 5)];
    return design(nodes, [link('users', 'first'), link('first', 'second'), link('second', 'third')], 560, 60);
  },
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: chain.meanResponse,
      formula: 'Σ 1/(μᵢ−λ)',
      tolerance: 0.02,
      measure: meanLatency,
    },
    {
      name: 'mean wait at the second service',
      unit: 'ms',
      exact: chain.stations[1]!.meanWait,
      formula: 'ρ/(μ−λ): what leaves an M/M/1 is Poisson again',
      tolerance: 0.02,
      measure: meanWait('second'),
    },
  ],
};

const tree = solved([
  { outside: rate(100), service: 1 / 8, servers: 1, to: [0, 0.6, 0.4 * 0.25] },
  { outside: 0, service: 1 / 10, servers: 1, to: [0, 0, 0.25] },
  { outside: 0, service: 1 / 25, servers: 1, to: [] },
]);

const branching: ProofCase = {
  id: 'branching',
  title: 'A service that sometimes calls others (Jackson network)',
  system:
    'Poisson arrivals at 100/s at a service (8 ms); 60 % of requests then call a second one (10 ms), and 25 % of all a third one (25 ms); exponential work, one worker each.',
  source: 'Jackson (1957); Kleinrock, Queueing Systems I (1975), section 4.8',
  notModelled: 'Requests that come back to a station, and workers held while calls are out: these free them.',
  group,
  replications: 20,
  design: () => {
    const nodes = [node('users', 'client', { rate: 100, keys: 1 }), stage('first', 8), stage('second', 10), stage('third', 25)];
    const second = link('first', 'second', { step: 1, probability: 0.6 });
    return design(nodes, [link('users', 'first'), second, link('first', 'third', { step: 2, probability: 0.25 })], 510, 60);
  },
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: tree.meanResponse,
      formula: 'Σ λᵢ/(μᵢ−λᵢ) / λ, with λⱼ = Σ λᵢpᵢⱼ',
      tolerance: 0.02,
      measure: meanLatency,
    },
    {
      name: 'how busy the third service is',
      unit: '',
      exact: tree.stations[2]!.utilisation,
      formula: 'λ₃/μ₃',
      tolerance: 0.02,
      measure: (report) => part(report, 'third').utilisation,
    },
  ],
};

const broker: ProofCase = {
  id: 'broker',
  title: 'A queue and four consumers',
  system: 'Messages at 320/s (Poisson) are stored at once and delivered one at a time to four consumers with exponential work of 10 ms.',
  source: 'Gross and Harris, Fundamentals of Queueing Theory (4th ed.), section 2.3',
  notModelled: 'Time to store and to deliver, redelivery, batches.',
  group,
  replications: 20,
  design: () => {
    const nodes = [
      node('users', 'client', { rate: 320, keys: 1 }),
      node('queue', 'queue', { capacity: NO_LIMIT, prefetch: 1, time: { type: 'constant', value: 0 } }),
      node('consumers', 'service', { instances: 4, workers: 1, work: exponential(10) }),
    ];
    return design(nodes, [link('users', 'queue'), link('queue', 'consumers')], 250, 20);
  },
  quantities: [
    {
      name: 'p99 from stored to acknowledged',
      unit: 'ms',
      exact: sojournQuantile(rate(320), 1 / 10, 4, 0.99),
      formula: 'P(T>t) of M/M/4 solved for 1 %',
      tolerance: 0.03,
      measure: (report) => part(report, 'queue').figures['delayMs'] ?? Number.NaN,
    },
  ],
};

export const NETWORKS: readonly ProofCase[] = [closed, tandem, branching, broker];
