/** Quota cut: whoever limits its callers allows them less. */
import { defineFault } from './fault.ts';
import { share } from './spec.ts';

export const quotaCut = defineFault({
  id: 'quota-cut',
  name: 'Quota cut',
  group: 'load',
  summary: 'Its limits and quotas allow only a part of what they did.',
  about:
    'A provider lowers what it sells, a plan expires, somebody mistypes a limit: rate limits and quotas are a share of what they were, and what was ' +
    'used up counts. Calls beyond are turned away at once, and retries use up what is left. It needs a limit or a quota that is set.',
  targets: ['node'],
  needs: 'limits',
  sources: false,
  params: {
    left: share({ label: 'What is left', group: 'Quota', default: 0.25, help: 'Share of the limits and quotas that still holds.' }),
  },
  lasts: 20_000,
  grows: { left: 1 },
  badge: (values) => `quota ${Math.round(values.left * 100)} %`,
  turn: (knobs, reach, values) => {
    for (const n of reach.nodes) knobs.allowance[n] = knobs.allowance[n]! * values.left;
  },
});
