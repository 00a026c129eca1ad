/**
 * The part of a prediction that kinds share which pass each request on over one of their links: a share of each class takes
 * each link, and waits for its answer.
 */
import { splitScv } from '../theory/approximate.ts';
import { blend } from '../theory/popularity.ts';
import type { Answer, Flow, Given, Spread } from './estimate.ts';
import { sumOf } from './estimate-station.ts';

/** Share of the requests of each class (column) that take each link (row). */
export type Shares = readonly Float64Array[];

/** Shares of nothing yet. */
export function noShares({ far, classes }: Given): Shares {
  return far.map(() => new Float64Array(classes.length));
}

/** Calls over each link when so many of each class a second, with this scv in all, are passed on. */
export function passOn(given: Given, shares: Shares, rates: Float64Array, scv: number, spreads: readonly Spread[] = given.spreads): Flow[] {
  const total = sumOf(rates);
  return shares.map((row, i) => {
    const passed = rates.map((rate, cls) => rate * row[cls]!);
    const part = total > 0 ? Math.min(1, sumOf(passed) / total) : 0;
    return {
      rates: passed,
      fills: 0,
      drops: 0,
      loading: 0,
      scv: splitScv(scv, part),
      spread: spreads[i]!,
      reads: given.reads,
      writes: given.writes,
    };
  });
}

/** What the answers take, by class: a mixture over the links. Classes that no link takes are answered at once. */
export function answersOver(given: Given, shares: Shares): Answer {
  const { classes, answers, rates } = given;
  const mean = new Float64Array(classes.length);
  const variance = new Float64Array(classes.length);
  let asked = 0;
  let missing = 0;
  const missed: { mix: Float64Array; rate: number }[] = [];
  for (let cls = 0; cls < classes.length; cls++) {
    let first = 0;
    let second = 0;
    shares.forEach((row, i) => {
      const share = row[cls]!;
      if (share === 0) return;
      const answer = answers[i]!;
      first += share * answer.mean[cls]!;
      second += share * (answer.variance[cls]! + answer.mean[cls]! * answer.mean[cls]!);
      const reads = classes[cls]!.write ? 0 : rates[cls]! * share;
      asked += reads;
      missing += reads * answer.miss;
      if (answer.missed !== undefined) missed.push({ mix: answer.missed, rate: reads * answer.miss });
    });
    mean[cls] = first;
    variance[cls] = first < Infinity ? Math.max(0, second - first * first) : Infinity;
  }
  return { mean, variance, miss: asked > 0 ? missing / asked : 0, missed: missed.length > 0 ? blend(missed) : undefined };
}
