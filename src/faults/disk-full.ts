/** Disk full: writes fail, reads go on. */
import { defineFault, MACHINES } from './fault.ts';

export const diskFull = defineFault({
  id: 'disk-full',
  name: 'Disk full',
  group: 'data',
  summary: 'It cannot write; reads go on.',
  about:
    'Logs or data have filled the volume: calls that write are answered with an error at once, those that read are served as ever. A part without ' +
    'writes does not notice.',
  targets: MACHINES,
  sources: false,
  params: {},
  lasts: 10_000,
  badge: () => 'disk full',
  turn: (knobs, reach) => {
    for (const i of reach.instances) knobs.diskFull[i] = 1;
  },
});
