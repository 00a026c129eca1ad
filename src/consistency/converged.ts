/**
 * Eventual convergence (Vogels 2009, "Eventually consistent"): when a key has not been written for a while, and nothing was broken, all
 * reads of it agree. How long a while is must be said, since no run is endless.
 */
import type { Operations } from './operations.ts';
import { sorted, starts } from './order.ts';
import { type Example, type Verdict, verdictOf } from './verdict.ts';

/** A stretch of time in which something was broken, ns. */
export interface Storm {
  readonly from: number;
  readonly to: number;
}

/** `quiet`: ns without a write of the key and without a storm after which its reads are to agree. */
export function converged(ops: Operations, storms: readonly Storm[], quiet: number): Verdict {
  const { object, write, version, began, ended } = ops;
  const all = sorted(ops, () => true, object, began);
  const at = starts(all, object, ops.objects);
  let [chances, violations] = [0, 0];
  let example: Example | undefined;
  for (let key = 0; key < ops.objects; key++) {
    let [lastWrite, first] = [-1, -1];
    /** Until when the writes so far keep the key busy. */
    let busy = Number.NEGATIVE_INFINITY;
    for (let k = at[key]!; k < at[key + 1]!; k++) {
      const i = all[k]!;
      if (write[i] === 1) {
        [lastWrite, first] = [i, -1];
        busy = Math.max(busy, ended[i]! < Number.POSITIVE_INFINITY ? ended[i]! : began[i]!);
        continue;
      }
      // Nothing was ever written, or not long enough ago, or somebody writes while it is read, or something is broken.
      const next = all[k + 1];
      const disturbed = next !== undefined && k + 1 < at[key + 1]! && write[next] === 1 && began[next]! <= ended[i]!;
      if (lastWrite < 0 || disturbed || began[i]! < busy + quiet || stormy(storms, began[i]! - quiet, ended[i]!)) continue;
      if (first < 0) {
        first = i;
        continue;
      }
      chances++;
      if (version[i] === version[first]) continue;
      violations++;
      if (example === undefined || ended[i]! < ended[example.pair[1]]!) example = { operations: [first, i], pair: [first, i] };
    }
  }
  return verdictOf(chances, violations, example);
}

function stormy(storms: readonly Storm[], from: number, to: number): boolean {
  return storms.some((storm) => storm.from < to && storm.to > from);
}
