/**
 * The prediction that kinds share which stand in the way of requests: each takes a worker for a while, a share of each class is
 * turned away there and then, the rest goes on over its route.
 */
import { routeFor } from '../mechanisms/relay/routes.ts';
import type { Doubt, Estimator, Given, Resource } from './estimate.ts';
import { answersOver, noShares, passOn, type Shares } from './estimate-relay.ts';
import { inflowsOf, stationFigures, sumOf } from './estimate-station.ts';

export interface Hop {
  /** Share of each class that goes on once a worker is done with it. */
  readonly passes: Float64Array;
  readonly service: { readonly mean: number; readonly variance: number };
  readonly workers: number;
  readonly queueLimit: number;
  /** ms by class that pass without a worker, on the way there and back. */
  readonly besides?: Float64Array;
  /** ms that pass without a worker on every request, after the work. */
  readonly after?: { readonly mean: number; readonly variance: number };
  /** It answers by itself where no link takes a request. */
  readonly ends?: boolean;
  readonly resources?: readonly Resource[];
  readonly doubts?: readonly Doubt[];
  readonly figures?: Readonly<Record<string, number>>;
}

/** Share of each class that takes each link, by its routes. */
function routedShares(given: Given): Shares {
  const shares = noShares(given);
  given.classes.forEach((_, cls) => {
    const route = routeFor(cls, given.far);
    route.links.forEach((link, k) => {
      shares[given.far.findIndex((f) => f.link === link)]![cls] = route.shares[k]! - (route.shares[k - 1] ?? 0);
    });
  });
  return shares;
}

export function hopEstimate<V>(hopOf: (given: Given, values: V) => Hop): Estimator<V> {
  return {
    send(given, values) {
      const { passes } = hopOf(given, values);
      const stands = given.before?.accepted ?? 1;
      return passOn(
        given,
        routedShares(given),
        given.rates.map((rate, cls) => rate * passes[cls]! * stands),
        given.before?.scv ?? 1,
      );
    },
    serve(given, values) {
      const hop = hopOf(given, values);
      const { passes, service, besides } = hop;
      const station = stationFigures({
        inflows: inflowsOf(given.incoming),
        instances: given.instances,
        workers: hop.workers,
        queueLimit: hop.queueLimit,
        service,
        exponential: false,
      });
      const answer = answersOver(given, routedShares(given));
      const after = hop.after ?? { mean: 0, variance: 0 };
      const own = station.wait + service.mean + after.mean;
      const lost = given.rates.some((rate, cls) => rate > 0 && routeFor(cls, given.far).links.length === 0);
      const nowhere: Doubt = { text: 'No link takes some of what arrives: that fails at once.', hides: 'time' };
      return {
        ...answer,
        mean: answer.mean.map((ms, cls) => passes[cls]! * (ms + (besides?.[cls] ?? 0)) + own),
        variance: answer.variance.map((square, cls) => {
          const ms = answer.mean[cls]!;
          const p = passes[cls]!;
          return p * square + p * (1 - p) * ms * ms + station.waitVariance + service.variance + after.variance;
        }),
        utilisation: station.utilisation,
        wait: station.wait,
        resources: [{ name: 'workers', load: station.load }, ...(hop.resources ?? [])],
        accepted: station.accepted,
        scv: station.scv,
        p99: undefined,
        doubts: [...(lost && hop.ends !== true ? [nowhere] : []), ...(hop.doubts ?? []), ...station.doubts],
        figures: hop.figures ?? {},
      };
    },
  };
}

/** A mean over the requests that arrive, of something known by class. */
export function overRequests({ rates }: Given, of: (cls: number) => number): number {
  const all = sumOf(rates);
  return all > 0 ? rates.reduce((sum, rate, cls) => sum + rate * of(cls), 0) / all : 0;
}

/** Doubt about a share that is turned away; none when it is next to nothing. */
export function turnsAway(what: string, share: number): readonly Doubt[] {
  if (share < 5e-4) return [];
  return [{ text: `${what} turns away about ${Math.max(1, Math.round(share * 100))} % of the requests.`, hides: 'none' }];
}
