/** The sides that an SQL database can take when it is parted. */
import type { CapSetting } from '../cap-setting.ts';

export const CAP_SETTINGS: readonly CapSetting[] = [
  {
    side: 'cp',
    help: 'A write is done when every replica has applied it, and the leader alone answers; a copy that is cut off holds writes up.',
    params: { replication: 'sync', reads: 'primary', failover: 'automatic' },
  },
  {
    side: 'ap',
    help: 'A write is done at the leader and any copy is read, however far behind it is.',
    params: { replication: 'async', reads: 'any', failover: 'automatic' },
  },
  {
    side: 'session',
    help: 'A write is done when one replica has received it, and the leader answers reads.',
    params: { replication: 'semi-sync', reads: 'primary', failover: 'automatic' },
  },
];
