/** Zone loss: every instance in a zone or region loses power at once. */
import { DOWN_SILENT } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';

export const zoneLoss = defineFault({
  id: 'zone-loss',
  name: 'Zone loss',
  group: 'machine',
  summary: 'Everything in a zone or region goes down at once.',
  about:
    'A data centre loses power or its network: all instances placed there fall silent together, whatever part they belong to. What has copies in ' +
    'other zones survives with less capacity. When it ends they start again, empty.',
  targets: ['zone', 'region'],
  sources: false,
  params: {},
  lasts: 15_000,
  badge: () => 'zone down',
  turn: (knobs, reach) => {
    for (const i of reach.instances) knobs.down[i] = DOWN_SILENT;
  },
});
