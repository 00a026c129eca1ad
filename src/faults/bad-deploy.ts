/** Bad deploy: a faulty version reaches one copy after the other. */
import { either } from '../engine/knobs.ts';
import { nanos, nextAt } from './cycle.ts';
import { defineFault } from './fault.ts';
import { factor, millis, share } from './spec.ts';

export const badDeploy = defineFault({
  id: 'bad-deploy',
  name: 'Bad deploy',
  group: 'machine',
  summary: 'A faulty version is rolled out, copy by copy.',
  about:
    'Each copy that has the new version errs on a share of calls and is slower; the next copy gets it some time later, until all have it. When the ' +
    'fault ends everything is rolled back. How soon somebody notices decides how much of the traffic it reaches.',
  targets: ['node'],
  sources: false,
  params: {
    every: millis({ label: 'One more every', group: 'Deploy', default: 3000, help: 'Until the next copy gets the new version.' }),
    errors: share({ label: 'Errors', group: 'Deploy', default: 0.2, help: 'Share of calls that the new version answers with an error.' }),
    factor: factor({ label: 'Times slower', group: 'Deploy', default: 2, help: 'How much longer its work takes.' }),
  },
  lasts: 20_000,
  badge: () => 'bad version',
  turn: (knobs, reach, values, since) => {
    const reached = Math.floor(since / nanos(values.every)) + 1;
    for (const i of reach.instances.slice(0, reached)) {
      knobs.errors[i] = either(knobs.errors[i]!, values.errors);
      knobs.slow[i] = knobs.slow[i]! * values.factor;
    }
  },
  changes: (values, since, reach) => {
    const next = nextAt(since, nanos(values.every), 0);
    return next < nanos(values.every) * reach.instances.length ? next : Number.POSITIVE_INFINITY;
  },
});
