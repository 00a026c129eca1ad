/** A store of several leaders: the sides that it can take when it is parted. */
import type { CapSetting } from '../cap-setting.ts';

export const CAP_SETTINGS: readonly CapSetting[] = [
  {
    side: 'ap',
    help: 'Every leader takes writes and answers with what it has; of two that met, the later stands.',
    params: { resolution: 'later' },
  },
];
