/** The network that a link crosses. */
import type { ParamSpecs } from '../../../std/parameter.ts';
import { choice, number } from './spec.ts';

export const NETWORK = {
  delay: choice({
    label: 'Delay',
    group: 'Network',
    source: 'chosen',
    default: 'placement',
    live: false,
    help: 'Where the one-way delay comes from.',
    options: [
      { value: 'placement', label: 'by placement', help: 'From the zones and regions at both ends; 7 ms last mile from a client.' },
      { value: 'own', label: 'own', help: 'A delay of its own.' },
    ],
  }),
  latency: {
    type: 'distribution',
    label: 'One-way delay',
    group: 'Network',
    live: false,
    default: { type: 'constant', value: 0.5 },
    shownIf: { param: 'delay', is: ['own'] },
    source: 'chosen',
    help: 'Time for a message to cross, each way.',
  },
  loss: number({
    label: 'Loss',
    group: 'Network',
    unit: 'ratio',
    min: 0,
    max: 0.9,
    default: 0,
    source: 'chosen',
    help: 'Share of messages lost and sent again after 200 ms, 400 ms, … (RFC 6298).',
  }),
  bandwidth: number({
    label: 'Bandwidth',
    group: 'Network',
    unit: 'bytesPerSecond',
    min: 0,
    max: 1e12,
    default: 0,
    zero: 'no limit',
    source: 'chosen',
    help: 'Bytes per second each way; messages queue for the wire.',
  }),
} satisfies ParamSpecs;
