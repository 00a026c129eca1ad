/** Reordering: some messages are held up on the way, so that later ones overtake them. */
import { either } from '../engine/knobs.ts';
import { NS_PER_MS } from '../std/units.ts';
import { defineFault } from './fault.ts';
import { millis, share } from './spec.ts';
import { eachWay, WAY, wayWords } from './way.ts';

export const reorder = defineFault({
  id: 'reorder',
  name: 'Reordering',
  group: 'network',
  summary: 'Some messages are overtaken by later ones.',
  about:
    'Packets that take different ways through the network, or a retry in between: a share of messages is held up for a while. Where each stands for ' +
    'itself they arrive in another order; over TCP everything behind one that is held up waits for it, so that the tail grows for all.',
  targets: ['link', 'node'],
  sources: true,
  params: {
    share: share({ label: 'Share of messages', group: 'Reordering', default: 0.1, help: 'Each message is held up with this probability.' }),
    by: millis({ label: 'Held up for', group: 'Reordering', default: 50, help: 'Time that such a message takes longer, each way.' }),
    way: WAY,
  },
  lasts: 10_000,
  grows: { share: 0 },
  badge: (values) => `reorder ${Math.round(values.share * 100)} %${wayWords(values.way)}`,
  turn: (knobs, reach, values) => {
    eachWay(reach, values.way, (d) => {
      knobs.heldUp[d] = either(knobs.heldUp[d]!, values.share);
      knobs.heldUpBy[d] = Math.max(knobs.heldUpBy[d]!, Math.round(values.by * NS_PER_MS));
    });
  },
});
