/** What a source sends, and where: the classes it sends by their weights, and for each the links that take it by theirs. */
import type { FarEnd } from '../../engine/station.ts';

export interface Route {
  readonly links: readonly number[];
  /** Running sums of the weights, scaled to end at 1. */
  readonly shares: Float64Array;
}

export interface Mix {
  /** Indexes of the classes sent, their running shares, and the route of each. */
  readonly classes: readonly number[];
  readonly shares: Float64Array;
  readonly routes: readonly Route[];
}

/** The mix of a source that sends the classes with these ids; none named means all. */
export function mixOf(
  classes: readonly { readonly id: string; readonly weight: number }[],
  ids: readonly string[],
  far: readonly FarEnd[],
): Mix {
  const sent = classes.flatMap((c, i) => (c.weight > 0 && (ids.length === 0 || ids.includes(c.id)) ? [i] : []));
  return { classes: sent, shares: running(sent.map((i) => classes[i]!.weight)), routes: sent.map((cls) => routeOf(cls, far)) };
}

/** The links that take a class, with their shares. */
function routeOf(cls: number, far: readonly FarEnd[]): Route {
  const usable = far.filter((f) => f.plan.weight > 0 && (f.plan.classes.length === 0 || f.plan.classes.includes(cls)));
  return { links: usable.map((f) => f.link), shares: running(usable.map((f) => f.plan.weight)) };
}

function running(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((w, i) => {
    sum += w;
    sums[i] = sum;
  });
  return sums.map((share) => share / sum);
}
