/** Limiters of an API gateway: what each lets in, and how long what it shapes has to wait. */
import { cappedPoisson } from '../theory/limiters.ts';
import { mg1MeanWait } from '../theory/mg1.ts';
import type { ProofCase } from './case.ts';
import { meanLatency } from './read-report.ts';
import { design, link, NO_LIMIT, node } from './small-design.ts';

const group = 'retries';
const INSTANT = { type: 'constant', value: 0 } as const;
const NOT_MODELLED = 'Several gateways that count apart, and clocks that differ.';

/** Requests of one source through a gateway with a limiter to an app that takes no time. */
function limited(client: Record<string, number | string>, gateway: Record<string, number | string>, seconds: number, warmup = 0) {
  const nodes = [
    node('users', 'client', { keys: 1, sessions: 1, ...client }),
    node('gateway', 'api-gateway', { instances: 1, limit: 'all', overhead: INSTANT, ...gateway }),
    node('app', 'service', { instances: 1, workers: 1000, work: INSTANT }),
  ];
  return design(nodes, [link('users', 'gateway'), link('gateway', 'app')], seconds, warmup);
}

const leaky: ProofCase = {
  id: 'leaky-bucket',
  title: 'The wait in a leaky bucket',
  system: 'Poisson arrivals at 800/s to a gateway from which requests leave evenly at 1,000/s, with room for all who wait.',
  source: 'Turner (1986); Kleinrock, Queueing Systems I (1975), section 5.6 (M/D/1)',
  notModelled: NOT_MODELLED,
  group,
  replications: 20,
  design: () => limited({ rate: 800 }, { limitAlgorithm: 'leaky-bucket', limitRate: 1000, limitBurst: NO_LIMIT }, 42, 2),
  quantities: [
    {
      name: 'mean wait',
      unit: 'ms',
      exact: mg1MeanWait(0.8, 1, 0),
      formula: 'ρ/(2μ(1−ρ))',
      tolerance: 0.03,
      measure: meanLatency,
    },
  ],
};

const fixed: ProofCase = {
  id: 'fixed-window',
  title: 'What a fixed window lets in',
  system: 'Poisson arrivals at 1,000/s to a gateway that lets in 100 requests in every tenth of a second.',
  source: 'Feller, An Introduction to Probability Theory I (1968), chapter VI (Poisson sums)',
  notModelled: NOT_MODELLED,
  group,
  replications: 10,
  design: () => limited({ rate: 1000 }, { limitAlgorithm: 'fixed-window', limitCount: 100, limitWindow: 100 }, 60),
  quantities: [
    {
      name: 'requests let in by a window',
      unit: '',
      exact: cappedPoisson(100, 100),
      formula: 'E[min(N, 100)], N Poisson of mean 100',
      tolerance: 0.005,
      measure: (report) => report.total.ok / 600,
    },
  ],
};

const SECONDS = 20;

const flooded = (
  [
    ['sliding-log', 'A sliding log under a flood', 'every stretch of a second'],
    ['sliding-counter', 'A sliding counter under a flood', 'two windows of a second, weighted'],
  ] as const
).map(([algorithm, title, how], i): ProofCase => {
  return {
    id: algorithm,
    title,
    system: `Evenly spaced requests at 1,000/s to a gateway that lets in 50 in ${how}; ${SECONDS} s from the first window to the last.`,
    source: 'Cloudflare, "How we built rate limiting capable of scaling to millions of domains" (2017)',
    notModelled: NOT_MODELLED,
    group,
    replications: 3,
    // Half a gap beyond, so that no request comes at the very end.
    design: () =>
      limited({ rate: 1000, arrivals: 'even' }, { limitAlgorithm: algorithm, limitCount: 50, limitWindow: 1000 }, SECONDS + 0.0005),
    quantities: [
      {
        name: 'requests let in',
        unit: '',
        exact: i === 0 ? 50 * SECONDS : counted(50, 1000, SECONDS * 1000),
        formula: i === 0 ? 'N × T ÷ W' : 'counted request by request in whole numbers',
        tolerance: 0,
        measure: (report) => report.total.ok,
      },
    ],
  };
});

/** What a sliding counter admits of a request every ms, by its definition. */
function counted(most: number, windowMs: number, lastMs: number): number {
  const admitted: number[] = [];
  for (let ms = 1; ms <= lastMs; ms++) {
    const k = Math.floor(ms / windowMs);
    const before = k > 0 ? (admitted[k - 1] ?? 0) : 0;
    const here = admitted[k] ?? 0;
    if (before * ((k + 1) * windowMs - ms) + (here + 1) * windowMs <= most * windowMs) admitted[k] = here + 1;
  }
  return admitted.reduce((sum, n) => sum + n, 0);
}

export const LIMITERS: readonly ProofCase[] = [leaky, fixed, ...flooded];
