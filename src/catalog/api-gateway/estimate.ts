/** What a gateway would let in, how busy its workers would be, and where its routes would send the rest. */
import { mean, variance } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import type { Doubt, Estimator, Given, Resource } from '../estimate.ts';
import { routedShares } from '../estimate-hop.ts';
import { answersOver, passOn, type Shares } from '../estimate-relay.ts';
import { inflowsOf, stationFigures, sumOf } from '../estimate-station.ts';
import { AUTHENTICATION, type GATEWAY_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof GATEWAY_PARAMETERS>;

/** Requests a second by class that have a route, and the share of them that finds a token. */
function admitted(given: Given, values: Values, shares: Shares): { readonly routed: Float64Array; readonly tokens: number } {
  const routed = given.rates.map((rate, cls) => (shares.some((row) => row[cls]! > 0) ? rate : 0));
  const total = sumOf(routed);
  const stores = values.limitCounting === 'each' ? given.instances : 1;
  const limit = values.limit === 'all' ? values.limitRate * stores : Infinity;
  return { routed, tokens: total > limit ? limit / total : 1 };
}

export const gatewayEstimate: Estimator<Values> = {
  send(given, values) {
    const shares = routedShares(given);
    const { routed, tokens } = admitted(given, values, shares);
    const accepted = given.before?.accepted ?? 1;
    const lost = sumOf(given.rates) > 0 ? sumOf(routed) / sumOf(given.rates) : 1;
    const passes = lost > 0 ? Math.min(tokens, accepted / lost) : 0;
    return passOn(
      given,
      shares,
      routed.map((rate) => rate * passes),
      given.before?.scv ?? 1,
    );
  },
  serve(given, values) {
    const shares = routedShares(given);
    const { routed, tokens } = admitted(given, values, shares);
    const all = sumOf(given.rates);
    const inside = all > 0 ? (sumOf(routed) * tokens) / all : 1;
    const authentication = AUTHENTICATION[values.authentication] ?? { type: 'constant', value: 0 };
    const service = {
      mean: mean(values.overhead) + mean(authentication),
      variance: variance(values.overhead) + variance(authentication),
    };
    const station = stationFigures({
      inflows: inflowsOf(given.incoming).map((one) => ({ ...one, rate: one.rate * inside })),
      instances: given.instances,
      workers: values.workers,
      queueLimit: values.queueLimit,
      service,
      exponential: false,
    });
    const answer = answersOver(given, shares);
    const resources: Resource[] = [{ name: 'workers', load: station.load }];
    if (values.limit === 'all') {
      const stores = values.limitCounting === 'each' ? given.instances : 1;
      resources.push({ name: 'rate limit', load: sumOf(routed) / (values.limitRate * stores), wanted: true });
    }
    return {
      ...answer,
      mean: answer.mean.map((ms) => ms + station.wait + service.mean),
      variance: answer.variance.map((square) => square + station.waitVariance + service.variance),
      utilisation: station.utilisation,
      wait: station.wait,
      resources,
      accepted: inside * station.accepted,
      scv: station.scv,
      p99: undefined,
      doubts: [...limiting(values, tokens), ...station.doubts],
      figures: values.limit === 'session' ? {} : { limitedShare: all > 0 ? (sumOf(routed) * (1 - tokens)) / all : 0 },
    };
  },
};

function limiting(values: Values, tokens: number): readonly Doubt[] {
  if (values.limit === 'session') return [{ text: 'The limit of each session is not reckoned with.', hides: 'none' }];
  if (tokens === 1) return [];
  return [{ text: `Its rate limit turns away about ${Math.round((1 - tokens) * 100)} % of the requests.`, hides: 'none' }];
}
