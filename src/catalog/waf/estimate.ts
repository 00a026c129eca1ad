/** What a web application firewall would let through, and how busy its workers would be. It does not know how long bodies are. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator } from '../estimate.ts';
import { hopEstimate, overRequests, turnsAway } from '../estimate-hop.ts';
import { ratesOf, type WAF_PARAMETERS } from './parameters.ts';

export const wafEstimate: Estimator<ValuesOf<typeof WAF_PARAMETERS>> = hopEstimate((given, values) => {
  const { attacks, detection, falseAlarms } = ratesOf(values);
  const blocks = values.mode === 'block';
  const stopped = given.classes.map(({ id }) => (blocks ? (attacks.includes(id) ? detection : falseAlarms) : 0));
  const doubts: Doubt[] = [
    ...turnsAway(
      'It',
      overRequests(given, (cls) => stopped[cls]!),
    ),
  ];
  if (values.kilobyteTime > 0) doubts.push({ text: 'Bodies are taken to be empty: inspecting them takes longer.', hides: 'none' });
  return {
    passes: Float64Array.from(stopped, (share) => 1 - share),
    service: { mean: mean(values.time), variance: variance(values.time) },
    workers: values.workers,
    queueLimit: values.queueLimit,
    doubts,
  };
});
