/** Coverage: consistency. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const CONSISTENCY: readonly Row[] = [
  {
    id: 'S1',
    concept:
      'strong/linearizable, sequential, causal, session, read-your-writes, monotonic reads, eventual, weak: a checker says for each which held in this run and shows the first counter-example as a small timeline',
    built: ['panel Consistency', 'command sim run', 'example failover', 'parameter sql-database.replication', 'parameter sql-database.reads'],
    proof: [
      'consistency/consistency.test "are linearizable for the checker exactly when"',
      'consistency/consistency.test "are sequentially consistent for the checker"',
      'consistency/consistency.test "are causally consistent for the checker"',
      'consistency/consistency.test "keep the session guarantees whenever"',
      'models.test "a session that does not see its own write"',
      'models.test "a session whose reads go back"',
      'models.test "is broken when reads of a key that was left alone"',
      'models.test "a value that nobody wrote"',
      'models.test "says held only when there were chances enough"',
      'run/consistency.test "are few when any copy answers"',
      'run/consistency.test "are all of them while one instance answers"',
      'space-time.test "has a lane for the versions"',
    ],
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
