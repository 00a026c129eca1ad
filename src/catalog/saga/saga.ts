/** Saga: does several steps at several parts as if they were one transaction, by undoing what was done when one of them fails. */
import { defineKind } from '../kind.ts';
import { sagaEstimate } from './estimate.ts';
import { SAGA_PARAMETERS } from './parameters.ts';
import { SagaStation } from './station.ts';

export const saga = defineKind({
  id: 'saga',
  name: 'Saga',
  group: 'messages',
  role: 'compute',
  summary: 'Does steps at several parts one after the other, and undoes them when one fails.',
  about:
    'A transaction over several services without a lock across them. Its links are the steps, in the order of their step numbers; each is a call. When one ' +
    'fails, those that were done are undone in reverse by calls over the same links, as a class of their own if you like; undoing that fails is tried again, ' +
    'and given up in the end: then the saga is stuck. A step that timed out may have been done, so it is undone too. Every move is written down first, so ' +
    'that a copy which crashed goes on where it was. By events, outages make sagas wait where an orchestrator would turn back. ' +
    'Left out here: steps side by side, isolation between sagas; of its links only step, classes, weight 0, network and policy count.',
  params: SAGA_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['running', 'undone'],
  figures: [
    { id: 'running', label: 'running', unit: 'count', help: 'Sagas under way: begun, and neither done nor undone.' },
    { id: 'undone', label: 'undone', unit: 'count', help: 'Sagas of which a step failed and all that was done is undone.' },
    { id: 'completed', label: 'completed', unit: 'count', help: 'Sagas of which every step is done.' },
    { id: 'stuck', label: 'stuck', unit: 'count', help: 'Sagas given up because undoing failed: part of them stays done.' },
    { id: 'inDoubt', label: 'in doubt', unit: 'count', help: 'Steps that timed out and may have been done.' },
    { id: 'compensations', label: 'undo calls', unit: 'count', help: 'Calls made to undo a step.' },
    { id: 'abandoned', label: 'half done', unit: 'count', help: 'Sagas that a crash has left half done for ever.' },
    { id: 'resumed', label: 'resumed', unit: 'count', help: 'Sagas that went on after a crash.' },
    { id: 'oldestMs', label: 'oldest', unit: 'ms', help: 'How long ago the oldest saga under way began.' },
    { id: 'lastedMs', label: 'lasted p99', unit: 'ms', help: 'From begun to done or undone, p99 since the warm-up.' },
  ],
  slots: (values) => values.concurrency,
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 1 }],
  estimate: sagaEstimate,
  build: (context, values) => new SagaStation(context, values),
});
