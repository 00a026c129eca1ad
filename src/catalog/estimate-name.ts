/**
 * The prediction that kinds of names share: what arrives goes on to the addresses, in even shares or by weight, and resolvers know
 * the answer as often as their time to live allows. Calls go straight from callers to addresses, which may stand anywhere, so
 * nothing is said of times.
 */
import { addressList } from '../mechanisms/names/addresses.ts';
import { resolverHitRatio } from '../theory/names.ts';
import type { Estimator, Given } from './estimate.ts';
import { answersOver, noShares, passOn, type Shares } from './estimate-relay.ts';
import { sumOf } from './estimate-station.ts';

/** Settings of a name that is looked up. */
interface Looked {
  readonly ttl: number;
  readonly resolvers: number;
  readonly keep: string;
}

function sharesOf(given: Given, weighted: boolean): Shares {
  const { addresses, weight, groups, groupOf } = addressList(given.far, given.classes.length);
  const shares = noShares(given);
  const row = new Map(given.far.map((f, i) => [f.link, i]));
  given.classes.forEach((_, cls) => {
    const usable = (groups[groupOf[cls]!] ?? []).filter((a) => weight[a]! > 0);
    const part = (a: number): number => (weighted ? weight[a]! : 1);
    const total = usable.reduce((sum, a) => sum + part(a), 0);
    for (const a of usable) {
      const into = shares[row.get(addresses[a]!.link)!]!;
      into[cls] = into[cls]! + part(a) / total;
    }
  });
  return shares;
}

/** `weighted`: whether answers follow the links' weights. `looked`: how it is looked up, if it is. */
export function nameEstimate<V>(weighted: (values: V) => boolean, looked: (values: V) => Looked | undefined): Estimator<V> {
  return {
    send: (given, values) => passOn(given, sharesOf(given, weighted(values)), given.rates, given.before?.scv ?? 1),
    serve: (given, values) => ({
      ...answersOver(given, sharesOf(given, weighted(values))),
      utilisation: Number.NaN,
      wait: Number.NaN,
      resources: [],
      accepted: 1,
      scv: given.inflowScv,
      p99: undefined,
      doubts: [
        {
          text: 'Calls go from their callers straight to the addresses, wherever both stand; that way and the look-ups are not foretold.',
          hides: 'time' as const,
        },
      ],
      figures: hitsOf(given, looked(values)),
    }),
  };
}

/** Each caller has resolvers of its own; callers that keep answers ask seldom, and how seldom depends on each session. */
function hitsOf({ incoming, rates }: Given, looked: Looked | undefined): Readonly<Record<string, number>> {
  if (looked === undefined || looked.keep !== 'none' || incoming.length !== 1) return {};
  return { hitRatio: resolverHitRatio(sumOf(rates), looked.ttl / 1000, looked.resolvers) };
}
