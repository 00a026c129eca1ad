/** What a firewall would let through, and how busy its cores would be: as if every connection were known, or none. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator, Resource } from '../estimate.ts';
import { hopEstimate, overRequests, turnsAway } from '../estimate-hop.ts';
import { sumOf } from '../estimate-station.ts';
import type { FIREWALL_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof FIREWALL_PARAMETERS>;

export const firewallEstimate: Estimator<Values> = hopEstimate((given, values) => {
  const blocked = given.classes.map(({ id }) => values.blocked.includes(id));
  const share = overRequests(given, (cls) => (blocked[cls] ? 1 : 0));
  // What is denied is never remembered, so it is compared with the rules each time.
  const compared = values.mode === 'stateless' ? 1 : share;
  const rules = values.rules * values.ruleTime;
  const resources: Resource[] = [];
  const doubts: Doubt[] = [...turnsAway('A rule', share)];
  if (values.mode === 'stateful') doubts.push({ text: 'Its connections are taken to be known and its table to have room.', hides: 'none' });
  if (values.sourceRate > 0) doubts.push({ text: 'Its limit on new connections is not reckoned with.', hides: 'none' });
  if (values.throughput > 0) doubts.push({ text: 'The time that its throughput takes is not reckoned with.', hides: 'none' });
  if (sumOf(given.rates) === 0) doubts.length = 0;
  return {
    passes: Float64Array.from(blocked, (is) => (is ? 0 : 1)),
    service: { mean: mean(values.time) + compared * rules, variance: variance(values.time) + compared * (1 - compared) * rules * rules },
    workers: values.cores,
    queueLimit: values.backlog,
    resources,
    doubts,
  };
});
