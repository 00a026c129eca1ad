/** Coverage: consistency. See `row.ts` for what a row promises. */
import type { Row } from './row.ts';

export const CONSISTENCY: readonly Row[] = [
  {
    id: 'S1',
    concept:
      'strong/linearizable, sequential, causal, session, read-your-writes, monotonic reads, eventual, weak: a checker says for each which held in this run and shows the first counter-example as a small timeline',
    built: [
      'panel Consistency',
      'command sim run',
      'example failover',
      'parameter sql-database.replication',
      'parameter sql-database.reads',
    ],
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
    built: [
      'kind quorum-store',
      'parameter quorum-store.readCount',
      'parameter quorum-store.writeCount',
      'parameter quorum-store.readFrom',
      'example quorum-overlap',
    ],
    proof: [
      'pbs.test "are those of an independent Monte Carlo"',
      'visibility.test "counts each read by the time since"',
      'visibility.test "tells how many versions behind"',
      'quorum.test "that asks one copy may be old"',
      'random/quorum.test "is a regular register under random faults"',
      'random/quorum.test "let reads miss finished writes"',
      'case misses-3-1-1',
      'case misses-3-1-2',
      'case quorums-that-meet',
    ],
  },
  {
    id: 'S3',
    concept: 'versioning, vector clocks, LWW with clock skew',
    built: [
      'parameter quorum-store.versions',
      'parameter quorum-store.context',
      'parameter quorum-store.siblings',
      'fault clock-skew',
      'example shared-cart',
    ],
    proof: [
      'values.test "replace what their writer had seen"',
      'values.test "agree with sets of all"',
      'quorum.test "by a wrong clock leave the wrong one"',
      'quorum.test "by version vectors stay beside each other"',
      'quorum-store.test "a clock ahead makes later writes"',
      'multi-leader.test "leave the earlier when its clock is ahead"',
    ],
  },
  {
    id: 'S4',
    concept: 'gossip and heartbeat failure detection (timeout vs false alarms)',
    built: [
      'parameter quorum-store.spread',
      'parameter quorum-store.detector',
      'parameter quorum-store.phi',
      'parameter quorum-store.suspectAfter',
      'parameter multi-leader-store.spread',
    ],
    proof: [
      'membership.test "let everybody find out about a crash"',
      'membership.test "carries signs of life through others"',
      'membership.test "give an alarm about one that only paused"',
      'membership.test "is a matter of the time-out"',
      'membership.test "is a matter of phi"',
      'membership.test "is made anew by phi"',
      'suspicion.test "waits longer where signs of life"',
    ],
  },
];
