/**
 * Linearizability (Herlihy & Wing 1990): every operation seems to happen at one moment between its beginning and its end. It holds for a
 * whole exactly when it holds for each key, so keys are judged one by one. Where it is known who read from whom, Gibbons & Korach (1997),
 * "Testing shared memories", section 4, decide it in n log n: a write and the reads of its version are a cluster that must happen
 * undivided, its zone reaches from its first end to its last beginning, and the history is linearizable exactly when no two clusters must
 * each come before the other. That is: no p of a over before x of b began while a y of b was over before q of a began.
 */
import { INITIAL, NOWHERE, type Operations } from './operations.ts';
import { sorted, starts } from './order.ts';
import { type Example, smaller, type Verdict, verdictOf } from './verdict.ts';

/** A version of a key with everything about it. `f`: the first end; `s`: the last beginning. */
interface Cluster {
  /** INITIAL for the value from before the run. */
  readonly write: number;
  readonly all: number[];
  f: number;
  s: number;
}

/** Clusters beside each other in time that are looked at for a smaller example, and operations of each (chosen). */
const NEIGHBOURS = 24;
const CANDIDATES = 5;
/** Pairs of clusters looked at closely, in all. */
const MOST_PAIRS = 3000;

export function linearizable(ops: Operations): Verdict {
  const all = sorted(ops, () => true, ops.object, ops.began);
  const at = starts(all, ops.object, ops.objects);
  const search = { pairs: 0, example: undefined as Example | undefined };
  let [chances, violations] = [0, 0];
  for (let object = 0; object < ops.objects; object++) {
    const own = all.subarray(at[object]!, at[object + 1]!);
    chances += readsAfterWrites(ops, own);
    violations += tooEarly(ops, own, search);
    violations += judge(ops, clustersOf(ops, own), search);
  }
  return verdictOf(chances, violations, search.example);
}

/** Reads that began after some write had been acknowledged. */
function readsAfterWrites({ write, began, ended }: Operations, own: Int32Array): number {
  let [first, count] = [Number.POSITIVE_INFINITY, 0];
  for (const i of own) if (write[i] === 1) first = Math.min(first, ended[i]!);
  for (const i of own) if (write[i] === 0 && began[i]! > first) count++;
  return count;
}

/** Reads of what nobody wrote, or had not begun to write. */
function tooEarly({ write, origin, began, ended }: Operations, own: Int32Array, search: { example: Example | undefined }): number {
  let count = 0;
  for (const i of own) {
    const writer = origin[i]!;
    if (write[i] === 1 || writer === INITIAL || (writer !== NOWHERE && began[writer]! <= ended[i]!)) continue;
    count++;
    const example: Example = writer === NOWHERE ? { operations: [i], pair: [i, i] } : { operations: [i, writer], pair: [writer, i] };
    search.example = smaller(search.example, example, ended);
  }
  return count;
}

function clustersOf({ write, origin, began, ended }: Operations, own: Int32Array): Cluster[] {
  const found = new Map<number, Cluster>();
  for (const i of own) {
    const writer = origin[i]!;
    if (writer === NOWHERE) continue;
    let cluster = found.get(writer);
    if (cluster === undefined) {
      cluster = { write: writer, all: [], f: Number.POSITIVE_INFINITY, s: Number.NEGATIVE_INFINITY };
      if (writer === INITIAL) cluster.f = Number.NEGATIVE_INFINITY;
      found.set(writer, cluster);
    }
    cluster.all.push(i);
    cluster.f = Math.min(cluster.f, ended[i]!);
    cluster.s = Math.max(cluster.s, began[i]!);
  }
  // A write that nobody heard of and nobody read need not have happened.
  return [...found.values()]
    .filter(({ write: w, all }) => w === INITIAL || all.length > 1 || (write[w] === 1 && ended[w]! < Number.POSITIVE_INFINITY))
    .sort((a, b) => a.f - b.f || a.s - b.s || a.write - b.write);
}

/** How many clusters cannot be put into an order with some other; the smallest example is kept. */
function judge(ops: Operations, clusters: readonly Cluster[], search: { pairs: number; example: Example | undefined }): number {
  // Among the clusters up to each place, the two whose zones reach furthest.
  const [best, second] = [new Int32Array(clusters.length), new Int32Array(clusters.length)];
  let [one, two] = [-1, -1];
  clusters.forEach(({ s }, i) => {
    if (one < 0 || s > clusters[one]!.s) [one, two] = [i, one];
    else if (two < 0 || s > clusters[two]!.s) two = i;
    best[i] = one;
    second[i] = two;
  });
  let violations = 0;
  clusters.forEach((b, i) => {
    const last = lastBefore(clusters, b.s);
    if (last < 0) return;
    const furthest = best[last] === i ? second[last]! : best[last]!;
    const a = clusters[furthest];
    if (a === undefined || a.s <= b.f) return;
    violations++;
    look(ops, a, b, search);
    if (i > 0) look(ops, clusters[0]!, b, search);
    for (let j = Math.max(0, i - NEIGHBOURS); j < Math.min(clusters.length, i + NEIGHBOURS); j++) {
      if (j !== i && clusters[j] !== a) look(ops, clusters[j]!, b, search);
    }
  });
  return violations;
}

/** The last place whose first end lies before this moment; -1: none. */
function lastBefore(clusters: readonly Cluster[], moment: number): number {
  let [low, high] = [0, clusters.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clusters[middle]!.f < moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The smallest example that two clusters give, if they clash. */
function look(ops: Operations, a: Cluster, b: Cluster, search: { pairs: number; example: Example | undefined }): void {
  if (!(a.f < b.s && b.f < a.s) || search.pairs >= MOST_PAIRS) return;
  search.pairs++;
  const { began, ended } = ops;
  const over = (i: number): number => (i === INITIAL ? Number.NEGATIVE_INFINITY : ended[i]!);
  const [as, bs] = [candidates(ops, a), candidates(ops, b)];
  for (const p of a.write === INITIAL ? [INITIAL, ...as] : as) {
    for (const x of bs) {
      if (x === INITIAL || over(p) >= began[x]!) continue;
      for (const y of b.write === INITIAL ? [INITIAL, ...bs] : bs) {
        for (const q of as) {
          if (over(y) >= began[q]!) continue;
          const operations = [...new Set([a.write, b.write, p, q, x, y])].filter((i) => i !== INITIAL);
          const example = { operations, ...clashOf(ops, [p, x], [y, q]) };
          search.example = smaller(search.example, example, ended);
        }
      }
    }
  }
}

/** Two steps that contradict each other: the later one is told, the other is what it goes against, where that is more than the beginning. */
function clashOf({ began }: Operations, one: readonly [number, number], two: readonly [number, number]): Omit<Example, 'operations'> {
  if (one[0] === INITIAL) return { pair: two };
  if (two[0] === INITIAL) return { pair: one };
  return began[one[1]]! > began[two[1]]! ? { pair: one, against: two } : { pair: two, against: one };
}

/** The operations of a cluster that an example may need: all of a few, else its write, the first to end, the last to begin. */
function candidates({ began, ended }: Operations, { write, all }: Cluster): readonly number[] {
  if (all.length <= CANDIDATES) return all;
  let [first, last] = [all[0]!, all[0]!];
  for (const i of all) {
    if (ended[i]! < ended[first]!) first = i;
    if (began[i]! > began[last]!) last = i;
  }
  return [...new Set(write === INITIAL ? [first, last] : [write, first, last])];
}
