/**
 * How fresh reads were, against the time since the last write: t-visibility and k-staleness as Bailis et al. (2012), "Probabilistically
 * bounded staleness for practical partial quorums", define them, counted from what happened. A read is stale when a version acknowledged
 * before it began is newer than what it returned; versions that their store gave up meanwhile count no more, for they are lost and not late.
 */
import type { Loss, Operations } from './operations.ts';
import { sorted, starts } from './order.ts';

/** Ends of the stretches of time since a write, ns; the last one has none. Twice to two and a half times the one before (chosen). */
export const STRETCHES: readonly number[] = [1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9, 2e9, 5e9, 1e10];
/** Versions behind are told apart up to here. */
const MOST_BEHIND = 8;

export interface Freshness {
  readonly dataset: number;
  reads: number;
  stale: number;
  /** Reads, and stale ones, by how long before they began the newest version had been acknowledged. */
  readonly after: Float64Array;
  readonly staleAfter: Float64Array;
  /** Stale reads by how many versions they were behind; the last place has all that were further. */
  readonly behind: Float64Array;
  /** How long what stale reads returned had been superseded, ns. */
  readonly ages: number[];
}

/** For each data set that was read, in order. */
export function freshness(ops: Operations): readonly Freshness[] {
  const { object, write, ended } = ops;
  const found = new Map<number, Freshness>();
  const writes = sorted(ops, (i) => write[i] === 1 && ended[i]! < Number.POSITIVE_INFINITY, object, ended);
  const reads = sorted(ops, (i) => write[i] === 0, object, ops.began);
  const [writesAt, readsAt] = [starts(writes, object, ops.objects), starts(reads, object, ops.objects)];
  for (let key = 0; key < ops.objects; key++) {
    const dataset = ops.what[key]?.dataset ?? 0;
    const mine = found.get(dataset) ?? blank(dataset);
    found.set(dataset, mine);
    const losses = ops.losses.filter((loss) => loss.object === key);
    count(ops, writes.subarray(writesAt[key]!, writesAt[key + 1]!), reads.subarray(readsAt[key]!, readsAt[key + 1]!), losses, mine);
  }
  return [...found.values()].filter((one) => one.reads > 0).sort((a, b) => a.dataset - b.dataset);
}

function blank(dataset: number): Freshness {
  const places = STRETCHES.length + 1;
  return {
    dataset,
    reads: 0,
    stale: 0,
    after: new Float64Array(places),
    staleAfter: new Float64Array(places),
    behind: new Float64Array(MOST_BEHIND),
    ages: [],
  };
}

/** One key: its acknowledged writes by their ends, its reads by their beginnings. */
function count(ops: Operations, writes: Int32Array, reads: Int32Array, losses: readonly Loss[], into: Freshness): void {
  const { rank, began, ended, version } = ops;
  const isLost = (w: number, now: number): boolean =>
    losses.some(({ first, last, at }) => at <= now && version[w]! >= first && version[w]! <= last);
  let [at, newest] = [0, -1];
  for (const i of reads) {
    into.reads++;
    const now = began[i]!;
    for (; at < writes.length && ended[writes[at]!]! < now; at++)
      if (newest < 0 || rank[writes[at]!]! > rank[newest]!) newest = writes[at]!;
    if (newest >= 0 && isLost(newest, now)) {
      newest = -1;
      for (let w = 0; w < at; w++) if (!isLost(writes[w]!, now) && (newest < 0 || rank[writes[w]!]! > rank[newest]!)) newest = writes[w]!;
    }
    if (newest < 0) continue;
    const stretch = stretchOf(now - ended[newest]!);
    into.after[stretch] = into.after[stretch]! + 1;
    if (rank[i]! >= rank[newest]!) continue;
    into.stale++;
    into.staleAfter[stretch] = into.staleAfter[stretch]! + 1;
    let [missed, since] = [0, now];
    for (let w = 0; w < at; w++) {
      if (rank[writes[w]!]! <= rank[i]! || isLost(writes[w]!, now)) continue;
      missed++;
      since = Math.min(since, ended[writes[w]!]!);
    }
    const place = Math.min(missed, MOST_BEHIND) - 1;
    into.behind[place] = into.behind[place]! + 1;
    into.ages.push(now - since);
  }
}

function stretchOf(since: number): number {
  const found = STRETCHES.findIndex((end) => since < end);
  return found < 0 ? STRETCHES.length : found;
}
