/** What a sharded store tells of itself. */
import type { FigureSpec } from './kind.ts';

/** Figures of a sharded store, in the order in which its station writes them. */
export const SHARDED_FIGURES: readonly FigureSpec[] = [
  { id: 'shards', label: 'Shards', unit: 'count', help: 'How many hold keys.' },
  { id: 'hottest', label: 'Hottest shard', unit: 'ratio', help: 'Its calls, compared with an even share: 1 is even.' },
  { id: 'led', label: 'With a leader', unit: 'count', help: 'Shards that can be written to.' },
  { id: 'moved', label: 'Keys moved', unit: 'count', help: 'Keys that changed their shard, of those that anybody had asked for.' },
  { id: 'movedShare', label: 'Share moved', unit: 'ratio', help: 'Of the keys that were there when shards were added or taken away.' },
  { id: 'left', label: 'Still to move', unit: 'count', help: 'Keys that have a new shard and are not there yet.' },
  { id: 'lostWrites', label: 'Lost writes', unit: 'count', help: 'Confirmed writes that a new leader did not have.' },
  {
    id: 'inDoubt',
    label: 'In doubt',
    unit: 'count',
    help: 'Keys locked by prepared parts of writes over several shards that cannot learn how their write ends.',
  },
  { id: 'committed', label: 'Committed', unit: 'count', help: 'Writes over several shards that were decided, since the warm-up.' },
  { id: 'aborted', label: 'Given up', unit: 'count', help: 'Writes over several shards that were given up, since the warm-up.' },
  {
    id: 'lockWaits',
    label: 'Wait for keys',
    unit: 'count',
    help: 'Calls that wait now for a key that a write over several shards has locked.',
  },
  {
    id: 'readsHeld',
    label: 'Reads held up',
    unit: 'count',
    help: 'Reads that waited until their shard knew how a write over several shards ended, since the warm-up.',
  },
  { id: 'readWaitMs', label: 'Their wait', unit: 'ms', help: 'Mean of those that went on.' },
  { id: 'readWaitP99Ms', label: 'Their wait, p99', unit: 'ms', help: 'Of those that went on.' },
];
