/** The figures of a topic: of the subscriber that is furthest behind, or of all together. */
import type { FigureSpec } from '../kind.ts';

export const PUBSUB_FIGURES: readonly FigureSpec[] = [
  { id: 'depth', label: 'depth', unit: 'count', help: 'Messages that wait for the subscriber that is furthest behind.' },
  { id: 'ageMs', label: 'age', unit: 'ms', help: 'How long the first message of some subscriber has been waiting.' },
  {
    id: 'delayMs',
    label: 'delay p99',
    unit: 'ms',
    help: 'From published to acknowledged, p99 of the slowest subscriber since the warm-up.',
  },
  { id: 'redeliveries', label: 'redelivered', unit: 'count', help: 'Deliveries beyond the first of a copy.' },
  { id: 'duplicates', label: 'duplicates', unit: 'count', help: 'Acknowledgements for copies that were gone by then: work done twice.' },
  { id: 'deadLettered', label: 'given up', unit: 'count', help: 'Copies given up after too many deliveries.' },
  {
    id: 'dropped',
    label: 'dropped',
    unit: 'count',
    help: 'Copies lost: for want of room, in a crash, or failed when delivered at most once.',
  },
  { id: 'missed', label: 'missed', unit: 'count', help: 'Copies not made because no copy of the subscriber was up.' },
  { id: 'reordered', label: 'reordered', unit: 'count', help: 'Copies done after a later one of their key.' },
  { id: 'waiting', label: 'waiting', unit: 'count', help: 'Copies that wait, for all subscribers together.' },
  { id: 'unacknowledged', label: 'held', unit: 'count', help: 'Copies that subscribers hold now.' },
];
