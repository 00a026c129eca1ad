/** A consensus store: the sides that it can take when it is parted. */
import type { CapSetting } from '../cap-setting.ts';

export const CAP_SETTINGS: readonly CapSetting[] = [
  {
    side: 'cp',
    help: 'A majority commits every write, and the leader makes sure that it leads before it reads.',
    params: { reads: 'read-index' },
  },
  {
    side: 'ap',
    help: 'A majority commits every write, and any member answers reads with what it holds, however old.',
    params: { reads: 'follower' },
  },
];
