/** A quorum store: the sides that it can take when it is parted. */
import type { CapSetting } from '../cap-setting.ts';

export const CAP_SETTINGS: readonly CapSetting[] = [
  {
    side: 'cp',
    help: 'Majorities of the copies take every write and answer every read; a side that has no majority refuses.',
    params: { readLevel: 'quorum', writeLevel: 'quorum' },
  },
  {
    side: 'ap',
    help: 'The first copy that answers is enough for a read and for a write.',
    params: { readLevel: 'one', writeLevel: 'one' },
  },
  {
    side: 'session',
    help: 'A majority takes every write, the first copy answers a read.',
    params: { readLevel: 'one', writeLevel: 'quorum' },
  },
];
