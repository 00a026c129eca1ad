/** Link flap: a link is cut and whole again and again. */
import { BOTH_WAYS } from '../engine/knobs.ts';
import { nanos, nextAt, within } from './cycle.ts';
import { defineFault } from './fault.ts';
import { millis } from './spec.ts';

export const linkFlap = defineFault({
  id: 'link-flap',
  name: 'Flapping link',
  group: 'network',
  summary: 'A link, or the way between two sides, is cut for a moment, again and again.',
  about:
    'A loose cable, a route that comes and goes. What is sent into a gap is sent again after 200 ms, 400 ms and so on, and may meet the next gap: short ' +
    'cuts become long waits.',
  targets: ['link', 'node', 'partition'],
  sources: true,
  cuts: true,
  params: {
    cut: millis({ label: 'Cut for', group: 'Flapping', default: 300, help: 'How long nothing passes each time.' }),
    whole: millis({ label: 'Whole for', group: 'Flapping', default: 700, help: 'How long it is whole in between.' }),
  },
  lasts: 10_000,
  badge: () => 'link flaps',
  turn: (knobs, reach, values, since) => {
    const cut = nanos(values.cut);
    if (within(since, cut + nanos(values.whole)) >= cut) return;
    if (reach.between === true && reach.sides !== undefined) knobs.cuts.push(reach.sides);
    else for (const l of reach.links) knobs.severed[l] = BOTH_WAYS;
  },
  changes: (values, since) => {
    const cut = nanos(values.cut);
    const cycle = cut + nanos(values.whole);
    return Math.min(nextAt(since, cycle, 0), nextAt(since, cycle, cut));
  },
});
