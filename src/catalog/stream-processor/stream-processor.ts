/** Stream processor: counts events in windows of the time at which they happened, and survives crashes by checkpoints. */
import { defineKind } from '../kind.ts';
import { streamEstimate } from './estimate.ts';
import { STREAM_PARAMETERS } from './parameters.ts';
import { StreamStation } from './station.ts';

export const streamProcessor = defineKind({
  id: 'stream-processor',
  name: 'Stream processor',
  group: 'messages',
  role: 'compute',
  summary: 'Counts events in windows of event time and sends a result when a window is over.',
  about:
    'A job such as those of Flink or Kafka Streams behind a log or a queue. Each event counts in the windows of the time at which its producer sent it; ' +
    'a window is over when the watermark has passed it, and what comes for it later is late. Checkpoints decide what a crash means: counted once, twice or ' +
    'never. Events are acknowledged at checkpoints, so let the log or queue have as many open as come between two (in work at a time, prefetch); a processor ' +
    'that is slow holds it back. Results are calls over its links, with the key of their events. A source that falls silent leaves windows open. ' +
    'Left out here: joins, timers, state that moves when copies come or go; of its links only classes, weight 0, network and policy count.',
  params: STREAM_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['results', 'behindMs'],
  figures: [
    { id: 'results', label: 'results', unit: 'count', help: 'Results that were sent.' },
    { id: 'behindMs', label: 'behind', unit: 'ms', help: 'How far the watermark of the copy furthest behind is from now.' },
    { id: 'counted', label: 'counted', unit: 'count', help: 'Events in those results, as often as they were counted.' },
    { id: 'late', label: 'late', unit: 'count', help: 'Events that came when all their windows were over.' },
    { id: 'open', label: 'open windows', unit: 'count', help: 'Windows that are not over.' },
    { id: 'state', label: 'state', unit: 'count', help: 'Events counted in open windows.' },
    { id: 'held', label: 'held', unit: 'count', help: 'Events taken in since the last checkpoint began, and not acknowledged.' },
    { id: 'checkpoints', label: 'checkpoints', unit: 'count', help: 'Checkpoints that became safe.' },
    { id: 'refused', label: 'refused', unit: 'count', help: 'Results that were not taken where they were sent.' },
  ],
  countInstances: (values) => values.instances + values.reserve,
  runs: (values) => values.instances,
  slots: (values) => values.workers,
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  estimate: streamEstimate,
  build: (context, values) => new StreamStation(context, values),
});
