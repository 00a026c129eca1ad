/** Paused replication: what is written no longer reaches the replicas. */
import { defineFault } from './fault.ts';

export const pauseReplication = defineFault({
  id: 'pause-replication',
  name: 'Paused replication',
  group: 'data',
  summary: 'What is written no longer reaches the replicas.',
  about:
    'A stopped applier or a full relay log: replicas answer, with what they had. Reads from them get older by the second, and nothing is in error. ' +
    'Synchronous writes wait. When it goes on they catch up.',
  targets: ['node'],
  needs: 'replication',
  sources: false,
  params: {},
  lasts: 10_000,
  badge: () => 'not copying',
  turn: (knobs, reach) => {
    for (const n of reach.nodes) knobs.replicationPaused[n] = 1;
  },
});
