/** What estimates of stores share: work of several sorts put together, and what callers are told who wait for more than one answer. */
import { type Distribution, mean, variance } from '../std/distribution.ts';
import type { Doubt, Given, Served } from './estimate.ts';

/** So many a second of work that takes a draw, and so much besides, ms. */
export interface Work {
  readonly rate: number;
  readonly time: Distribution;
  readonly besides: number;
}

/** Mean and variance of all of it, ms. */
export function mixed(works: readonly Work[]): { readonly rate: number; readonly mean: number; readonly variance: number } {
  const rate = works.reduce((sum, one) => sum + one.rate, 0);
  if (rate === 0) return { rate, mean: 0, variance: 0 };
  let [first, second] = [0, 0];
  for (const { rate: each, time, besides } of works) {
    const ms = mean(time) + besides;
    first += (each / rate) * ms;
    second += (each / rate) * (variance(time) + ms * ms);
  }
  return { rate, mean: first, variance: Math.max(0, second - first * first) };
}

/**
 * Mean of the longest of n waits of this mean, ms, of which a share is none at all and the others are exponential: m Σ (1-(1-p)^j)/j for
 * waits that are some with chance p and then m on average (from E[max] = ∫ 1-(1-p e^(-x/m))^n dx).
 */
export function longestWait(wait: number, load: number, n: number): number {
  if (wait === 0) return 0;
  const some = Math.min(1, load);
  let [sum, none] = [0, 1];
  for (let j = 1; j <= n; j++) {
    none *= 1 - some;
    sum += (1 - none) / j;
  }
  return (wait / some) * sum;
}

/** Beyond this share of what can be done at a time the slowest of several answers waits longer than they do on average (chosen). */
const QUIET = 0.3;

export function together(load: number, what: string): readonly Doubt[] {
  if (load < QUIET) return [];
  return [{ text: `${what} wait in lines: how long the slowest of them takes is not foretold.`, hides: 'time' }];
}

/** Mean one-way ms between two different ones of a store's instances, `from` some up to before `to` others. */
export function meanWay({ between }: Given, from: readonly number[], to: readonly number[]): number {
  let [sum, pairs] = [0, 0];
  for (const i of from) {
    for (const j of to) {
      sum += i === j ? 0 : between(i, j);
      pairs++;
    }
  }
  return pairs > 0 ? sum / pairs : 0;
}

/** A store that sends nothing on, with a time for each class. */
export function storeServed(given: Given, mean: (cls: number) => number, more: Partial<Served>): Served {
  return {
    mean: Float64Array.from(given.classes, (_, cls) => mean(cls)),
    variance: new Float64Array(given.classes.length),
    utilisation: Number.NaN,
    wait: Number.NaN,
    resources: [],
    accepted: 1,
    scv: 1,
    miss: 0,
    missed: undefined,
    p99: undefined,
    doubts: [],
    figures: {},
    ...more,
  };
}

/** 0, 1, … up to before n, each with so much added. */
export function instancesFrom(first: number, n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => first + i);
}
