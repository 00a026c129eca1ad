/** How a copy of the far end is chosen. */
import type { ParamSpecs } from '../../../std/parameter.ts';
import { choice } from './spec.ts';

export const CHOICE = {
  balance: choice({
    label: 'Choice of copy',
    group: 'Target',
    source: 'chosen',
    default: 'round-robin',
    live: false,
    help: 'How a copy is chosen when the far end has several and does not choose itself.',
    options: [
      { value: 'round-robin', label: 'round robin', help: 'Each in turn.' },
      { value: 'random', label: 'random', help: 'Any, evenly.' },
      { value: 'least-connections', label: 'least connections', help: 'The one with the fewest calls of this caller open.' },
      { value: 'power-of-two', label: 'power of two choices', help: 'The less busy of two drawn at random (Mitzenmacher 2001).' },
    ],
  }),
} satisfies ParamSpecs;
