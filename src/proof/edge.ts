/** Names and edges: how often a resolver knows the answer, and how often one point of presence has the object. */
import { zipfProbabilities } from '../std/zipf.ts';
import { cheHitRatio } from '../theory/che.ts';
import { resolverHitRatio } from '../theory/names.ts';
import type { ProofCase } from './case.ts';
import { part } from './read-report.ts';
import { design, link, node } from './small-design.ts';

const INSTANT = { type: 'constant', value: 0 } as const;

const hits =
  (id: string) =>
  (report: Parameters<typeof part>[0]): number =>
    part(report, id).figures['hitRatio'] ?? Number.NaN;

/** Requests by name to a service that takes no time, from sessions that keep nothing themselves. */
function named(rate: number, resolvers: number, ttl: number, seconds: number) {
  const nodes = [
    node('users', 'client', { rate, sessions: 100_000, keys: 1 }),
    node('name', 'dns', { resolvers, ttl, keep: 'none', trip: INSTANT, healthChecks: false }),
    node('web', 'service', { instances: 1, workers: 1000, work: INSTANT }),
  ];
  return design(nodes, [link('users', 'name'), link('name', 'web')], seconds);
}

const NO_TIME = 'The time that a look-up takes: those who ask meanwhile wait for it and count as misses. Here it takes none.';

const oneResolver: ProofCase = {
  id: 'dns-hit-ratio',
  title: 'A name behind one resolver',
  system: 'Poisson questions at 2/s to one resolver; an answer lives for 10 s from when it was fetched.',
  source: 'Hubert, powerdns.org (2017): 1 − 1/(R·T) for a busy name; Fofack et al. (2014), section 3.1',
  notModelled: NO_TIME,
  group: 'caches',
  replications: 10,
  design: () => named(2, 1, 10_000, 10_000),
  quantities: [
    {
      name: 'hit ratio of the resolver',
      unit: '',
      exact: resolverHitRatio(2, 10, 1),
      formula: '1 − 1/(1 + R·T)',
      tolerance: 0.01,
      measure: hits('name'),
    },
  ],
};

const manyResolvers: ProofCase = {
  id: 'dns-shared-resolvers',
  title: 'The same questions over fifty resolvers',
  system: 'Poisson questions at 50/s from 100,000 sessions, spread by hash over 50 resolvers; an answer lives for 4 s.',
  source: 'as above, at R/50 each',
  notModelled: `${NO_TIME} Sessions spread over resolvers by hash, a little unevenly.`,
  group: 'caches',
  replications: 6,
  design: () => named(50, 50, 4000, 800),
  quantities: [
    {
      name: 'hit ratio of the resolvers',
      unit: '',
      exact: resolverHitRatio(50, 4, 50),
      formula: '1 − 1/(1 + R·T/n)',
      tolerance: 0.01,
      absolute: true,
      approximate: true,
      measure: hits('name'),
    },
  ],
};

const [KEYS, OBJECTS] = [5000, 500];

const edge: ProofCase = {
  id: 'cdn-che',
  title: 'A point of presence that is full',
  system: 'Independent requests for 5,000 objects, popularity 1/rank^0.9; the point of presence holds 500, the least recently used go.',
  source: 'Che, Tung and Wang (2002); Fricker, Robert and Roberts (2012)',
  notModelled: 'Popularity that changes, and requests for an object that is being fetched: fetching takes no time here.',
  group: 'caches',
  replications: 5,
  design: () =>
    design(
      [
        node('users', 'client', { rate: 400, keys: KEYS, skew: 0.9 }),
        node('edge', 'cdn', { places: 'here', capacity: OBJECTS, time: INSTANT }),
        node('origin', 'service', { instances: 1, workers: 1000, work: INSTANT }),
      ],
      [link('users', 'edge'), link('edge', 'origin')],
      70,
      20,
    ),
  quantities: [
    {
      name: 'hit ratio',
      unit: '',
      exact: cheHitRatio(zipfProbabilities(KEYS, 0.9), OBJECTS, 'lru'),
      formula: 'Σ pᵢ(1−e^(−pᵢT)), T from Σ(1−e^(−pᵢT)) = C',
      tolerance: 0.01,
      absolute: true,
      approximate: true,
      measure: hits('edge'),
    },
  ],
};

export const EDGE: readonly ProofCase[] = [oneResolver, manyResolvers, edge];
