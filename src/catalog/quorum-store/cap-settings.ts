/** A quorum store: the sides that it can take when it is parted. */
import type { CapSetting } from '../cap-setting.ts';

export const CAP_SETTINGS: readonly CapSetting[] = [
  {
    side: 'cp',
    help: 'Majorities for reads and writes, and old copies are repaired before a reader is answered: the smaller side of a cut is unavailable.',
    params: { readLevel: 'quorum', writeLevel: 'quorum', sloppy: false, readRepair: 'sync' },
  },
  {
    side: 'ap',
    help: 'One copy is enough, stand-ins count: every side of a cut goes on, and reads may be old until hints are handed over.',
    params: { readLevel: 'one', writeLevel: 'one', sloppy: true, handoff: true, readRepair: 'async' },
  },
  {
    side: 'session',
    help: 'A majority takes every write, the first copy answers a read.',
    params: { readLevel: 'one', writeLevel: 'quorum', sloppy: false },
  },
];
