/** A chain: the sides that it can take when it is parted. */
import type { CapSetting } from '../cap-setting.ts';

export const CAP_SETTINGS: readonly CapSetting[] = [
  {
    side: 'cp',
    help: 'The tail answers reads, and has only what all members have.',
    params: { reads: 'tail' },
  },
  {
    side: 'ap',
    help: 'Any member answers reads with what it knows to be committed, however old.',
    params: { reads: 'any' },
  },
];
