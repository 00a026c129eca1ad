/** Coverage: consistency. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const CONSISTENCY: readonly Row[] = [
  {
    id: 'S1',
    concept:
      'strong/linearizable, sequential, causal, session, read-your-writes, monotonic reads, eventual, weak: a checker says for each which held in this run and shows the first counter-example as a small timeline',
    built: [],
    proof: [],
  },
  {
    id: 'S2',
    concept:
      'R+W>N, W=1, R=1 presets; probability of a stale read against time since the write (t-visibility) and versions behind (k-staleness)',
    built: [],
    proof: [],
  },
  {
    id: 'S3',
    concept: 'versioning, vector clocks, LWW with clock skew',
    built: [],
    proof: [],
  },
  {
    id: 'S4',
    concept: 'gossip and heartbeat failure detection (timeout vs false alarms)',
    built: [],
    proof: [],
  },
];
