/** Hit ratios of caches: a full one by what is thrown out, an unlimited one by how long entries live. */
import { zipfProbabilities } from '../std/zipf.ts';
import { type CheEviction, cheHitRatio } from '../theory/che.ts';
import { ttlHitRatio, ttlHitRatioOver } from '../theory/ttl.ts';
import type { ProofCase } from './case.ts';
import { part } from './read-report.ts';
import { design, link, node } from './small-design.ts';

const group = 'caches';
const INSTANT = { type: 'constant', value: 0 } as const;
const NOT_MODELLED = 'Popularity that changes, and look-ups of a key that is being loaded: loading takes no time here.';

/** Requests for keys by Zipf's law through a cache that loads what it misses from a store, at once. */
function cached(rate: number, keys: number, skew: number, cache: Record<string, string | number>, seconds: number, warmup: number) {
  const nodes = [
    node('users', 'client', { rate, keys, skew }),
    node('cache', 'cache', { mode: 'read-through', time: INSTANT, ...cache }),
    node('db', 'sql-database', { replicas: 0, readTime: INSTANT, heartbeat: 100_000 }),
  ];
  return design(nodes, [link('users', 'cache'), link('cache', 'db')], seconds + warmup, warmup);
}

const hits = (report: Parameters<typeof part>[0]): number => part(report, 'cache').figures['hitRatio'] ?? Number.NaN;

const KEYS = 10_000;
const CAPACITY = 1000;

function full(eviction: CheEviction, skew: number): ProofCase {
  return {
    id: `cache-${eviction}-${String(skew).replace('.', '-')}`,
    title: `A full cache that drops ${eviction === 'lru' ? 'the least recently used' : 'the oldest'}, popularity by Zipf ${skew}`,
    system: `Independent requests for 10,000 keys, popularity 1/rank^${skew}; the cache holds 1,000.`,
    source: 'Che, Tung and Wang (2002); Fricker, Robert and Roberts (2012)',
    notModelled: NOT_MODELLED,
    group,
    replications: 6,
    design: () => cached(1000, KEYS, skew, { capacity: CAPACITY, ttl: 0, policy: eviction }, 60, 40),
    quantities: [
      {
        name: 'hit ratio',
        unit: '',
        exact: cheHitRatio(zipfProbabilities(KEYS, skew), CAPACITY, eviction),
        formula: eviction === 'lru' ? 'Σ pᵢ(1−e^(−pᵢT)), T from Σ(1−e^(−pᵢT)) = C' : 'Σ pᵢ·pᵢT/(1+pᵢT), T from Σ pᵢT/(1+pᵢT) = C',
        tolerance: 0.01,
        absolute: true,
        approximate: true,
        measure: hits,
      },
    ],
  };
}

const oneKey: ProofCase = {
  id: 'cache-ttl',
  title: 'One key that lives for ten seconds',
  system: 'One key asked for 0.5 times a second (Poisson); its entry lives for 10 s from when it was filled.',
  source: 'Fofack, Nain, Neglia and Towsley (2014), section 3.1',
  notModelled: NOT_MODELLED,
  group,
  replications: 20,
  design: () => cached(0.5, 1, 0, { capacity: 10, ttl: 10_000 }, 20_000, 100),
  quantities: [
    {
      name: 'hit ratio',
      unit: '',
      exact: ttlHitRatio(0.5, 10),
      formula: 'λT/(1+λT)',
      tolerance: 0.01,
      measure: hits,
    },
  ],
};

const manyKeys: ProofCase = {
  id: 'cache-ttl-zipf',
  title: 'Many keys that live for ten seconds',
  system:
    'Poisson requests at 200/s for 2,000 keys, popularity 1/rank^0.9; room for all, entries live for 10 s from when they were filled.',
  source: 'Fofack, Nain, Neglia and Towsley (2014), section 3.1, summed over keys',
  notModelled: NOT_MODELLED,
  group,
  replications: 10,
  design: () => cached(200, 2000, 0.9, { capacity: 2000, ttl: 10_000 }, 400, 30),
  quantities: [
    {
      name: 'hit ratio',
      unit: '',
      exact: ttlHitRatioOver(zipfProbabilities(2000, 0.9), 200, 10),
      formula: 'Σ pᵢ·λᵢT/(1+λᵢT)',
      tolerance: 0.01,
      measure: hits,
    },
  ],
};

export const CACHES: readonly ProofCase[] = [...[0.6, 0.8, 1, 1.2].map((skew) => full('lru', skew)), full('fifo', 0.8), oneKey, manyKeys];
