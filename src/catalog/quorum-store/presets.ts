/** Presets of a quorum store: the classic choices of R and W, and what two families of products do; and its sides under a partition. */
import type { Preset } from '../preset.ts';

export const QUORUM_PRESETS: readonly Preset[] = [
  {
    id: 'strict',
    label: 'R + W above N',
    help: 'Majorities for reads and for writes: every read meets every finished write.',
    source: 'Gifford, "Weighted voting for replicated data", 1979',
    params: { readLevel: 'quorum', writeLevel: 'quorum' },
  },
  {
    id: 'quick',
    label: 'R = W = 1',
    help: 'The first copy that answers is enough: quick, available, and now and then old.',
    source: 'Bailis et al., "Probabilistically bounded staleness", 2012',
    params: { readLevel: 'one', writeLevel: 'one' },
  },
  {
    id: 'read-one',
    label: 'R = 1, W = N',
    help: 'Reads are cheap and never old; a copy that is away stops all writes.',
    source: 'read-one, write-all: Bernstein, Hadzilacos, Goodman, 1987',
    params: { readLevel: 'one', writeLevel: 'all' },
  },
  {
    id: 'sloppy',
    label: 'Always writable',
    help: 'Two of three with stand-ins and version vectors: writes go on, and siblings are kept.',
    source: 'DeCandia et al., "Dynamo", 2007: (3, 2, 2), sloppy quorum',
    params: { readLevel: 'count', writeLevel: 'count', sloppy: true, versions: 'vectors', instances: 5 },
  },
  {
    id: 'regions',
    label: 'Three regions, a majority at home',
    help: 'Three copies in each of three regions; calls wait for two at home and reach the others later.',
    source: 'Cassandra 4.1 documentation, 2022: LOCAL_QUORUM',
    params: { places: 'three', readLevel: 'local-quorum', writeLevel: 'local-quorum' },
  },
];
