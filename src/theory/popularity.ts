/**
 * Popularity of many keys in few numbers: ranks in groups that grow, the most popular alone, so that a formula over a
 * million keys takes a hundred steps. A mix is the share of requests that each group gets; within a group all keys are
 * taken to be alike, which errs by less than 2e-3 in a hit ratio (see the test of cache-hits).
 */
import { exp, ln, pow } from '../std/math.ts';

/** Ranks that stand alone, by how much groups grow beyond them, and the most keys there are (chosen). */
const ALONE = 12;
const GROWTH = 1.3;
const MOST_KEYS = 1_000_000;

/** First rank (from 0) of each group, and one behind the last. */
const STARTS = starts();
/** How many groups there are. */
export const GROUPS = STARTS.length - 1;

/** Shares of requests by group. */
export type KeyMix = Float64Array;

/** Nothing is asked. */
export const NO_KEYS: KeyMix = new Float64Array(GROUPS);

/** Keys in group `g`, of `keys` in all: the last group may be cut. */
export function keysIn(g: number, keys: number): number {
  return Math.max(0, Math.min(keys, STARTS[g + 1]!) - STARTS[g]!);
}

/** Shares of the groups when rank r of `keys` is asked for in proportion to r^-skew. */
export function zipfMix(keys: number, skew: number): KeyMix {
  const mix = new Float64Array(GROUPS);
  let total = 0;
  for (let g = GROUPS - 1; g >= 0; g--) {
    const count = keysIn(g, keys);
    if (count === 0) continue;
    const first = STARTS[g]! + 1;
    // A sum of a smooth function is its integral from half before the first to half behind the last term.
    mix[g] = count === 1 ? pow(first, -skew) : integral(first + count - 0.5, skew) - integral(first - 0.5, skew);
    total += mix[g]!;
  }
  for (let g = 0; g < GROUPS; g++) mix[g] = mix[g]! / total;
  return mix;
}

/** Mixes put together by their rates; the very same object when there is only one. */
export function blend(parts: readonly { readonly mix: KeyMix; readonly rate: number }[]): KeyMix {
  const used = parts.filter((part) => part.rate > 0);
  const first = used[0];
  if (first === undefined) return NO_KEYS;
  if (used.every((part) => part.mix === first.mix)) return first.mix;
  const total = used.reduce((sum, part) => sum + part.rate, 0);
  const out = new Float64Array(GROUPS);
  for (const { mix, rate } of used) for (let g = 0; g < GROUPS; g++) out[g] = out[g]! + (mix[g]! * rate) / total;
  return out;
}

function starts(): number[] {
  const out: number[] = [];
  let at = 0;
  while (at < MOST_KEYS) {
    out.push(at);
    at = at < ALONE ? at + 1 : Math.floor(at * GROWTH) + 1;
  }
  return [...out, MOST_KEYS];
}

/** The integral of t^-s from 1 to x. */
function integral(x: number, s: number): number {
  const power = (1 - s) * ln(x);
  return Math.abs(power) < 1e-9 ? ln(x) : (exp(power) - 1) / (1 - s);
}
