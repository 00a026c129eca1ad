/** One-way partition: messages pass in one direction and not in the other. */
import { WAY_BACK, WAY_THERE } from '../engine/knobs.ts';
import { defineFault } from './fault.ts';

export const oneWayPartition = defineFault({
  id: 'one-way-partition',
  name: 'One-way partition',
  group: 'network',
  summary: 'Messages pass one way and not the other.',
  about:
    'A broken transceiver or a wrong rule: one side hears the other and is not heard. Where requests get through and answers do not, work is done ' +
    'and nobody learns of it; a retry does it again. Failure detectors on the two sides come to opposite opinions.',
  targets: ['link', 'partition', 'node', 'instance'],
  sources: true,
  cuts: true,
  params: {
    lost: {
      type: 'choice',
      label: 'Lost is',
      group: 'Direction',
      default: 'back',
      live: false,
      source: 'chosen',
      help: 'Which direction does not pass.',
      options: [
        { value: 'there', label: 'what the first side sends', help: 'On a link: requests.' },
        { value: 'back', label: 'what the second side sends', help: 'On a link: answers.' },
      ],
    },
  },
  lasts: 10_000,
  badge: () => 'half cut',
  turn: (knobs, reach, values) => {
    const there = values.lost === 'there';
    if (reach.sides !== undefined) knobs.oneWay.push(there ? reach.sides : reach.sides.map((side) => (side === 0 ? 0 : 3 - side)));
    else for (const l of reach.links) knobs.severed[l] = knobs.severed[l]! | (there ? WAY_THERE : WAY_BACK);
  },
});
