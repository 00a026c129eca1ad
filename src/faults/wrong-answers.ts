/** Wrong answers: a share of answers is wrong and looks right. */
import { either } from '../engine/knobs.ts';
import { defineFault, MACHINES } from './fault.ts';
import { share } from './spec.ts';

export const wrongAnswers = defineFault({
  id: 'wrong-answers',
  name: 'Wrong answers',
  group: 'machine',
  summary: 'A share of its answers is wrong, and nobody notices.',
  about:
    'A bug, a bad memory cell, a stale configuration: the call is answered in time and in form, with the wrong content. No timeout, retry or breaker ' +
    'helps, and every chart of failures stays calm. Answers that were made with a wrong one are wrong too; the report counts them.',
  targets: MACHINES,
  sources: false,
  params: {
    share: share({ label: 'Share of answers', group: 'Answers', default: 0.1, help: 'Each answer is wrong with this probability.' }),
  },
  lasts: 10_000,
  grows: { share: 0 },
  badge: (values) => `wrong ${Math.round(values.share * 100)} %`,
  turn: (knobs, reach, values) => {
    for (const i of reach.instances) knobs.wrong[i] = either(knobs.wrong[i]!, values.share);
  },
});
