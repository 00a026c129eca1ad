/** One line each for many workers: how good the choice of a line is, from blind to informed. */
import { mg1MeanSojourn } from '../theory/mg1.ts';
import { choicesSojourn } from '../theory/power-of-choices.ts';
import { roundRobinSojourn } from '../theory/round-robin.ts';
import { shorterOfTwoSojourn } from '../theory/shortest-queue.ts';
import type { ProofCase } from './case.ts';
import { meanLatency, part } from './read-report.ts';
import { design, exponential, link, NO_LIMIT, node } from './small-design.ts';

const group = 'balancing';
const NO_OVERHEAD = { type: 'constant', value: 0 } as const;

/** Poisson requests through a balancer to `servers` copies of one worker each with exponential work of 1 ms, each so busy. */
function balanced(servers: number, load: number, params: Record<string, string | number>, seconds: number, warmup: number) {
  const nodes = [
    node('users', 'client', { rate: 1000 * load * servers, keys: 1, sessions: NO_LIMIT }),
    node('lb', 'load-balancer', { overhead: NO_OVERHEAD, healthChecks: false, ...params }),
    node('app', 'service', { instances: servers, workers: 1, queueLimit: NO_LIMIT, work: exponential(1) }),
  ];
  return design(nodes, [link('users', 'lb'), link('lb', 'app')], seconds + warmup, warmup);
}

const NOT_MODELLED = 'Several balancers with partial views, and counts that are out of date.';

const choices = (
  [
    [1, 'random', 'blindly', 'mm1-limit', {}],
    [2, 'power-of-two', 'the better of two', 'two-choices', {}],
    [3, 'power-of-two', 'the best of three', 'three-choices', { choices: 3 }],
  ] as const
).map(([d, algorithm, how, id, more], i): ProofCase => {
  return {
    id: `balance-${id}`,
    title: `A hundred servers, chosen ${how}`,
    system: `Poisson arrivals at 90,000/s to a hundred servers, each busy 90 % of the time with exponential work of 1 ms; ${algorithm} choice.`,
    source: 'Mitzenmacher, The Power of Two Choices in Randomized Load Balancing (1996), theorem 3.5; Vvedenskaya et al. (1996)',
    notModelled: NOT_MODELLED,
    group,
    replications: d === 3 ? 6 : 10,
    design: () => balanced(100, 0.9, { algorithm, ...more }, i === 0 ? 3 : 1, i === 0 ? 1.5 : 0.5),
    quantities: [
      {
        name: 'mean time from asking to answer',
        unit: 'ms',
        exact: choicesSojourn(d, 0.9),
        formula: 'Σ ρ^((dⁱ−d)/(d−1)), the limit of infinitely many servers',
        tolerance: 0.03,
        approximate: true,
        measure: meanLatency,
      },
    ],
  };
});

const turns = ([1, 2, 4, 10] as const).map((n): ProofCase => {
  return {
    id: `turns-${n}`,
    title: n === 1 ? 'One server behind a balancer' : `Taking turns among ${n} servers`,
    system: `Poisson arrivals at ${800 * n}/s, round robin over ${n} server${n === 1 ? '' : 's'} of exponential work of 1 ms, each busy 80 % of the time.`,
    source: 'Kleinrock, Queueing Systems I (1975), section 6.4 (each server sees every n-th arrival: Eₙ/M/1)',
    notModelled: NOT_MODELLED,
    group,
    replications: 20,
    design: () => balanced(n, 0.8, { algorithm: 'round-robin' }, [0, 260, 120, 0, 40][n] ?? 20, 3),
    quantities: [
      {
        name: 'mean time from asking to answer',
        unit: 'ms',
        exact: roundRobinSojourn(n, 0.8, 1),
        formula: 'E[S]/(1−σ), σ = A*(μ(1−σ))',
        tolerance: 0.01,
        measure: meanLatency,
      },
    ],
  };
});

const shorter: ProofCase = {
  id: 'shorter-of-two',
  title: 'Two servers, the one with fewer open calls',
  system: 'Poisson arrivals at 1,600/s, least connections over two servers of exponential work of 1 ms, each busy 80 % of the time.',
  source: 'Haight, "Two queues in parallel", Biometrika 45 (1958); solved numerically',
  notModelled: NOT_MODELLED,
  group,
  replications: 20,
  design: () => balanced(2, 0.8, { algorithm: 'least-connections' }, 80, 3),
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: shorterOfTwoSojourn(0.8),
      formula: 'balance equations of the two queues',
      tolerance: 0.01,
      measure: meanLatency,
    },
  ],
};

const bottleneck: ProofCase = {
  id: 'balancer-bottleneck',
  title: 'A balancer that is the bottleneck',
  system: 'Poisson arrivals at 8,000/s to a balancer that can pass on 10,000/s on one core; behind it ten servers with time to spare.',
  source: 'Kleinrock, Queueing Systems I (1975), section 5.6 (M/D/1, Pollaczek–Khinchine)',
  notModelled: 'Work of the balancer that differs from request to request.',
  group,
  replications: 20,
  design: () => {
    const lb = { overhead: NO_OVERHEAD, healthChecks: false, capacity: 10_000, cores: 1, backlog: NO_LIMIT };
    const nodes = [
      node('users', 'client', { rate: 8000, keys: 1, sessions: 100 }),
      node('lb', 'load-balancer', lb),
      node('app', 'service', { instances: 10, workers: 1000, work: NO_OVERHEAD }),
    ];
    return design(nodes, [link('users', 'lb'), link('lb', 'app')], 7, 1);
  },
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: mg1MeanSojourn(8, 0.1, 0),
      formula: '1/μ + ρ/(2μ(1−ρ))',
      tolerance: 0.015,
      measure: meanLatency,
    },
  ],
};

const OWNERS = 100;
const POINTS = 100;

const ring: ProofCase = {
  id: 'hash-ring',
  title: 'Shares on a hash ring',
  system: 'A million users, each kept at one of 100 servers by consistent hashing with 100 points for each server.',
  source: 'Karger et al. (1997); David and Nagaraja, Order Statistics (3rd ed.), section 6.4 (spacings): shares are Beta(V, (n−1)V)',
  notModelled: 'Users who ask more often than others.',
  group,
  replications: 4,
  design: () => balanced(OWNERS, 0.01, { algorithm: 'consistent-hash', hashBy: 'session', virtualNodes: POINTS }, 400, 0),
  quantities: [
    {
      name: 'standard deviation of the shares over their mean',
      unit: '',
      exact: Math.sqrt((OWNERS - 1) / (OWNERS * POINTS + 1)),
      formula: '√((n−1)/(nV+1)) ≈ 1/√V',
      // A sample deviation of n shares is itself uncertain by 1/√2(n−1); the ring is one sample, so three of those.
      tolerance: 3 / Math.sqrt(2 * (OWNERS - 1)),
      approximate: true,
      measure: (report) => {
        const shares = part(report, 'app').instances.map((one) => one.arrivals);
        const mean = shares.reduce((sum, x) => sum + x, 0) / shares.length;
        return Math.sqrt(shares.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / shares.length) / mean;
      },
    },
  ],
};

export const BALANCING: readonly ProofCase[] = [...choices, ...turns, shorter, bottleneck, ring];
