/** What a gateway would let in, how busy its workers would be, and where its routes would send the rest. */

import { routeFor } from '../../mechanisms/relay/routes.ts';
import { mean, variance } from '../../std/distribution.ts';
import type { Doubt, Estimator, Given, Resource } from '../estimate.ts';
import { answersOver, noShares, passOn, type Shares } from '../estimate-relay.ts';
import { inflowsOf, stationFigures, sumOf } from '../estimate-station.ts';
import { AUTHENTICATION } from './parameters.ts';
import { identityLink, routesAmong, storeLink, type Values } from './settings.ts';

function sharesOf(given: Given, { aggregate }: Values): Shares {
  const shares = noShares(given);
  const routes = routesAmong(given.far);
  given.classes.forEach((_, cls) => {
    const route = routeFor(cls, routes);
    route.links.forEach((link, k) => {
      const share = aggregate === 'one' ? route.shares[k]! - (route.shares[k - 1] ?? 0) : 1;
      shares[given.far.findIndex((f) => f.link === link)]![cls] = share;
    });
  });
  return shares;
}

/** Calls that each request makes before it is passed on: one to the store that counts, one to whoever knows its user. */
function askedOf(given: Given, values: Values): Shares {
  const shares = noShares(given);
  const asks = (link: number): void => {
    const i = given.far.findIndex((f) => f.link === link);
    given.classes.forEach((_, cls) => {
      if (i >= 0) shares[i]![cls] = shares[i]![cls]! + 1;
    });
  };
  if (values.limitCounting === 'store' && (values.limit !== 'none' || values.quota !== 'none')) asks(storeLink(given.far));
  if (values.authentication === 'session-store') asks(storeLink(given.far));
  if (values.authentication === 'identity') asks(identityLink(given.far));
  return shares;
}

/** Requests a second that the limiter lets in on and on. */
function ceiling(values: Values): number {
  const buckets = values.limitAlgorithm.endsWith('bucket');
  return buckets ? values.limitRate : (values.limitCount * 1000) / values.limitWindow;
}

/** Requests a second by class that have a route, and the share of them that finds a token. */
function admitted(given: Given, values: Values, shares: Shares): { readonly routed: Float64Array; readonly tokens: number } {
  const routed = given.rates.map((rate, cls) => (shares.some((row) => row[cls]! > 0) ? rate : 0));
  const total = sumOf(routed);
  const stores = values.limitCounting === 'each' ? given.instances : 1;
  const limit = values.limit === 'all' ? ceiling(values) * stores : Infinity;
  return { routed, tokens: total > limit ? limit / total : 1 };
}

export const gatewayEstimate: Estimator<Values> = {
  send(given, values) {
    const shares = sharesOf(given, values);
    const { routed, tokens } = admitted(given, values, shares);
    const accepted = given.before?.accepted ?? 1;
    const lost = sumOf(given.rates) > 0 ? sumOf(routed) / sumOf(given.rates) : 1;
    const passes = lost > 0 ? Math.min(tokens, accepted / lost) : 0;
    const asked = askedOf(given, values);
    const all = shares.map((row, i) => row.map((share, cls) => share + asked[i]![cls]!));
    return passOn(
      given,
      all,
      routed.map((rate) => rate * passes),
      given.before?.scv ?? 1,
    );
  },
  serve(given, values) {
    const shares = sharesOf(given, values);
    const { routed, tokens } = admitted(given, values, shares);
    const all = sumOf(given.rates);
    const inside = all > 0 ? (sumOf(routed) * tokens) / all : 1;
    const authentication = AUTHENTICATION[values.authentication] ?? { type: 'constant', value: 0 };
    const service = {
      mean: mean(values.overhead) + mean(authentication) + values.authorisation,
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
    const asked = answersOver(given, askedOf(given, values));
    const resources: Resource[] = [{ name: 'workers', load: station.load }];
    if (values.limit === 'all') {
      const stores = values.limitCounting === 'each' ? given.instances : 1;
      resources.push({ name: 'rate limit', load: sumOf(routed) / (ceiling(values) * stores), wanted: true });
    }
    return {
      ...answer,
      mean: answer.mean.map((ms, cls) => ms + asked.mean[cls]! + station.wait + service.mean),
      variance: answer.variance.map((square, cls) => square + asked.variance[cls]! + station.waitVariance + service.variance),
      utilisation: station.utilisation,
      wait: station.wait,
      resources,
      accepted: inside * station.accepted,
      scv: station.scv,
      p99: undefined,
      doubts: [...limiting(values, tokens), ...station.doubts],
      figures:
        values.limit !== 'all' && values.limit !== 'none' ? {} : { limitedShare: all > 0 ? (sumOf(routed) * (1 - tokens)) / all : 0 },
    };
  },
};

/** What most of its settings leave uncertain, in words. */
function limiting(values: Values, tokens: number): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const say = (text: string, hides: Doubt['hides'] = 'none'): void => void doubts.push({ text, hides });
  if (values.limit === 'session') say('The limit of each session is not reckoned with.');
  else if (values.limit === 'tenant' || values.limit === 'route') say('Limits of tenants and routes are not reckoned with.');
  else if (tokens < 1) say(`Its rate limit turns away about ${Math.round((1 - tokens) * 100)} % of the requests.`);
  if (values.limit !== 'none' && values.limitAlgorithm === 'leaky-bucket')
    say('The wait in the leaky bucket is not reckoned with.', 'time');
  if (values.translation > 0) say('The work of translation is not reckoned with.', 'all');
  if (values.quota !== 'none') say('Quotas are not reckoned with.');
  if (values.aggregate !== 'one') say('Answers that are merged are taken to come one after the other.', 'time');
  if (values.cacheEntries > 0) say('What it answers from memory is not reckoned with.', 'time');
  if (values.mfaShare > 0) say('The wait for a second factor is not reckoned with.', 'time');
  if (values.authTtl > 0) say('Every request is taken to ask about its user, though some are remembered.', 'time');
  if (values.invalidShare > 0 || values.forbiddenShare > 0) say('Users who are turned away are taken for served.');
  return doubts;
}
