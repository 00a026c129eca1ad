/** CPU steal: neighbours on the same host take a share of the processor. */
import { defineFault, MACHINES } from './fault.ts';
import { share } from './spec.ts';

export const cpuSteal = defineFault({
  id: 'cpu-steal',
  name: 'CPU steal',
  group: 'machine',
  summary: 'Others on the same host take a share of its processor.',
  about:
    'On an oversold host the hypervisor gives the processor to somebody else for a share of the time. What is left is 1 − s of it, so work takes ' +
    '1 ÷ (1 − s) times as long: at 50 % twice, at 90 % ten times.',
  targets: MACHINES,
  sources: false,
  params: {
    share: share({ label: 'Share stolen', group: 'Steal', max: 0.99, default: 0.5, help: 'Share of the processor that others get.' }),
  },
  lasts: 10_000,
  grows: { share: 0 },
  badge: (values) => `steal ${Math.round(values.share * 100)} %`,
  turn: (knobs, reach, values) => {
    for (const i of reach.instances) knobs.slow[i] = knobs.slow[i]! * (1 / (1 - values.share));
  },
});
