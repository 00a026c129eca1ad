/**
 * Routes of a part that passes requests on: which links may take a class, and how they share it. Links that name the class come
 * before links for all classes (the catch-all route); where several remain, their weights divide the traffic, as for a canary.
 */
import type { FarEnd } from '../../engine/station.ts';

export interface Route {
  readonly links: readonly number[];
  /** Running sums of the links' weights, ending at 1. */
  readonly shares: Float64Array;
}

/** The route of one class; without links when nothing serves it. */
export function routeFor(cls: number, far: readonly FarEnd[]): Route {
  const open = far.filter((f) => f.plan.weight > 0);
  const named = open.filter((f) => f.plan.classes.includes(cls));
  const used = named.length > 0 ? named : open.filter((f) => f.plan.classes.length === 0);
  const total = used.reduce((sum, f) => sum + f.plan.weight, 0);
  let sum = 0;
  const shares = Float64Array.from(used, (f) => {
    sum += f.plan.weight;
    return sum / total;
  });
  return { links: used.map((f) => f.link), shares };
}

/** The link for a number in [0, 1). */
export function linkAt(route: Route, u: number): number {
  let i = 0;
  while (i < route.links.length - 1 && u >= route.shares[i]!) i++;
  return route.links[i]!;
}
