/** Coverage: caching. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const CACHING: readonly Row[] = [
  {
    id: 'K1',
    concept: 'layers: client, CDN, web server, application, database; query-level and object-level',
    built: [],
    proof: [],
  },
  {
    id: 'K2',
    concept: 'cache-aside, read-through, write-through, write-behind, write-around, refresh-ahead',
    built: [],
    proof: [],
  },
  {
    id: 'K3',
    concept: 'LRU, LFU, FIFO, random (and one modern policy), capacity, TTL with jitter',
    built: [],
    proof: [],
  },
  {
    id: 'K4',
    concept: 'staleness, invalidation, stampede and coalescing, penetration, hot key, cold start, cache SPOF and failover to a replica',
    built: [],
    proof: [],
  },
];
