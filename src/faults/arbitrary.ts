/** Arbitrary failure: errors, wrong answers and slowness at once, as in the Byzantine model. */
import { either } from '../engine/knobs.ts';
import { defineFault, MACHINES } from './fault.ts';
import { factor, share } from './spec.ts';

export const arbitrary = defineFault({
  id: 'arbitrary',
  name: 'Arbitrary failure',
  group: 'machine',
  summary: 'It errs, gives wrong answers and is slow, all at once.',
  about:
    'The most general way to fail (Lamport, Shostak and Pease 1982): half of the share of calls is answered with an error at once, half of the rest of ' +
    'it wrongly, and everything takes longer. Nothing here plots against others: it does not lie to each caller differently.',
  targets: MACHINES,
  sources: false,
  params: {
    share: share({
      label: 'Share of calls',
      group: 'Arbitrary',
      default: 0.4,
      help: 'Half of them end in an error, half in a wrong answer.',
    }),
    factor: factor({ label: 'Times slower', group: 'Arbitrary', default: 2, help: 'Every duration of work is multiplied by this.' }),
  },
  lasts: 10_000,
  grows: { share: 0, factor: 1 },
  badge: (values) => `mad ${Math.round(values.share * 100)} %`,
  turn: (knobs, reach, values) => {
    for (const i of reach.instances) {
      knobs.errors[i] = either(knobs.errors[i]!, values.share / 2);
      knobs.wrong[i] = either(knobs.wrong[i]!, values.share / 2);
      knobs.slow[i] = knobs.slow[i]! * values.factor;
    }
  },
});
