/**
 * Cache: remembers versions of keys for a while. As cache-aside it only answers what it is asked and its caller loads and fills; in
 * the other modes it stands before its origin and loads, or writes, by itself.
 */
import { defineKind } from '../kind.ts';
import { cacheEstimate } from './estimate.ts';
import { CACHE_PARAMETERS } from './parameters.ts';
import { CacheStation } from './station.ts';

export const cache = defineKind({
  id: 'cache',
  name: 'Cache',
  group: 'data',
  role: 'cache',
  summary: 'Remembers what was read, for a while.',
  about:
    'A cache such as Redis or memcached with real keys: what is in decides what hits. Each entry holds the version that was current when it was ' +
    'filled, so stale answers are seen as they happen. Keys are spread over instances by their hash; an instance that goes down takes its keys with ' +
    'it unless it has copies. Writes pass it, go through it, are saved behind it or go around it, as set. ' +
    'Left out here: entries written to a disk, a copy that was away and needs only the last of it.',
  params: CACHE_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['flush'],
  choosesInstance: true,
  countInstances: (values) => values.instances * (1 + values.replicas),
  aside: (values) => values.mode === 'cache-aside',
  face: ['hitRatio', 'p50'],
  figures: [
    { id: 'hitRatio', label: 'hit', unit: 'ratio', help: 'Look-ups that found their key, since the warm-up.' },
    { id: 'entries', label: 'entries', unit: 'count', help: 'Keys remembered now.' },
    { id: 'evictions', label: 'evicted', unit: 'count', help: 'Entries dropped to make room, since the warm-up.' },
    {
      id: 'expirations',
      label: 'expired',
      unit: 'count',
      help: 'Entries found to be too old when they were asked for, since the warm-up.',
    },
    { id: 'bytes', label: 'memory', unit: 'bytes', help: 'Bytes that the entries take now, at all instances.' },
    { id: 'failovers', label: 'failovers', unit: 'count', help: 'Times that a copy took over for its instance, since the warm-up.' },
    {
      id: 'stale',
      label: 'stale',
      unit: 'count',
      help: 'Answers from here older than what had been written and acknowledged by then, since the warm-up.',
    },
    { id: 'coalesced', label: 'waited', unit: 'count', help: "Look-ups that waited for another's load, since the warm-up." },
    { id: 'refused', label: 'refused', unit: 'count', help: 'Fills that came without a lease in force, since the warm-up.' },
    { id: 'refreshed', label: 'anew', unit: 'count', help: 'Entries loaded anew before their end, since the warm-up.' },
    { id: 'unsaved', label: 'unsaved', unit: 'count', help: 'Keys written here that the store does not have yet.' },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'cache', each: 'instance' }],
  estimate: cacheEstimate,
  build: (context, values) => new CacheStation(context, values),
});
