/** What a client would send, by its rate and the weights of its classes and links, and how long it would wait. */
import { mean } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator, Given, Source } from '../estimate.ts';
import { answersOver, noShares, passOn, type Shares } from '../estimate-relay.ts';
import { mixOf } from './mix.ts';
import type { CLIENT_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof CLIENT_PARAMETERS>;

function sourceOf(values: Values): Source & { readonly keys: number; readonly skew: number } {
  const { keys, skew } = values;
  if (values.loop === 'closed') return { is: 'closed', users: values.users, think: mean(values.think), keys, skew };
  const doubts: Doubt[] = [];
  if (values.arrivals === 'bursty') {
    const text = `Requests come in bursts of ${values.burstFactor} times the rate: calls wait longer than any formula for steady traffic says.`;
    doubts.push({ text, hides: 'time' });
  }
  const changesAt = values.shape === 'steady' ? Infinity : values.shapeStart;
  return { is: 'open', rate: values.rate, scv: values.arrivals === 'even' ? 0 : 1, doubts, changesAt, keys, skew };
}

/** Which share of a class's requests takes each link, and which share of all requests each class is. */
function mixed(given: Given, values: Values): { readonly shares: Shares; readonly weights: Float64Array } {
  const { classes, far } = given;
  const sent = mixOf(classes, values.classes, far);
  const shares = noShares(given);
  const weights = new Float64Array(classes.length);
  sent.classes.forEach((cls, i) => {
    weights[cls] = sent.shares[i]! - (sent.shares[i - 1] ?? 0);
    const route = sent.routes[i]!;
    route.links.forEach((link, k) => {
      shares[far.findIndex((f) => f.link === link)]![cls] = route.shares[k]! - (route.shares[k - 1] ?? 0);
    });
  });
  return { shares, weights };
}

export const clientEstimate: Estimator<Values> = {
  source: sourceOf,
  send(given, values) {
    const { shares, weights } = mixed(given, values);
    const { rate, scv } = given.source;
    return passOn(
      given,
      shares,
      weights.map((weight) => weight * rate),
      scv,
    );
  },
  serve(given, values) {
    const { shares, weights } = mixed(given, values);
    const sent = given.far.length > 0;
    const lost = weights.some((weight, cls) => weight > 0 && !shares.some((row) => row[cls]! > 0));
    const doubts: Doubt[] = [];
    if (!sent) doubts.push({ text: 'It calls nothing yet: no link leaves it.', hides: 'all' });
    else if (lost) doubts.push({ text: 'No link takes some of what it sends: that fails at once.', hides: 'time' });
    return {
      ...answersOver({ ...given, rates: weights.map((weight) => weight * given.source.rate) }, shares),
      utilisation: Number.NaN,
      wait: Number.NaN,
      resources: [],
      accepted: 1,
      scv: given.source.scv,
      p99: undefined,
      doubts,
      figures: {},
    };
  },
};
