/**
 * Sequential consistency (Lamport 1979): some order of all operations has each session's own order and gives every read the last version
 * written. Where the order of each key's versions is known, Gibbons & Korach (1997), "Testing shared memories", section 3 ("conflict
 * order"), decide it by a graph: edges along each session, from a write to its readers, from each version to the next, and from a reader
 * to the next version. The history is sequentially consistent, by the order that the stores kept, exactly when nothing goes round.
 * Real time plays no part: reads may be old, as long as everybody can agree on one story.
 */
import { NOBODY } from '../engine/recording.ts';
import { smallestCycle } from './cycles.ts';
import { NOWHERE, type Operations } from './operations.ts';
import { sorted, starts } from './order.ts';
import { cyclesOf } from './strong-components.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** Edges from one place to another: those of place p are `to` from `at[p]` on. */
export interface Graph {
  readonly places: number;
  readonly at: Int32Array;
  readonly to: Int32Array;
}

export function sequential(ops: Operations): Verdict {
  const inCycle = cyclesOf(graphOf(ops));
  const some = inCycle.filter((component, i) => i < ops.count && component >= 0).length;
  const example = some === 0 ? undefined : smallestCycle(ops, inCycle);
  return verdictOf(followers(ops), some === 0 ? 0 : new Set(inCycle.filter((component) => component >= 0)).size, example);
}

/** Operations that something of their session comes before. */
function followers({ count, session, began, ended, sessions }: Operations): number {
  const first = new Float64Array(sessions).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < count; i++) if (session[i] !== NOBODY) first[session[i]!] = Math.min(first[session[i]!]!, ended[i]!);
  let found = 0;
  for (let i = 0; i < count; i++) if (session[i] !== NOBODY && began[i]! > first[session[i]!]!) found++;
  return found;
}

/** Places are the operations, and behind them a moment of its session for each end. */
function graphOf(ops: Operations): Graph {
  const [from, to]: [number[], number[]] = [[], []];
  const edge = (a: number, b: number): void => {
    from.push(a);
    to.push(b);
  };
  const places = sessionEdges(ops, edge);
  versionEdges(ops, edge);
  const at = new Int32Array(places + 1);
  for (const a of from) at[a + 1] = at[a + 1]! + 1;
  for (let p = 0; p < places; p++) at[p + 1] = at[p + 1]! + at[p]!;
  const [next, sortedTo] = [at.slice(), new Int32Array(to.length)];
  from.forEach((a, e) => {
    sortedTo[next[a]!] = to[e]!;
    next[a] = next[a]! + 1;
  });
  return { places, at, to: sortedTo };
}

/** A session's ends, one after the other; what began after an end hangs on it. How many places there are then. */
function sessionEdges(ops: Operations, edge: (a: number, b: number) => void): number {
  const { session, began, ended } = ops;
  const begins = sorted(ops, (i) => session[i] !== NOBODY, session, began);
  const ends = sorted(ops, (i) => session[i] !== NOBODY && ended[i]! < Number.POSITIVE_INFINITY, session, ended);
  const [atBegin, atEnd] = [starts(begins, session, ops.sessions), starts(ends, session, ops.sessions)];
  let place = ops.count;
  for (let who = 0; who < ops.sessions; who++) {
    let last = -1;
    let e = atEnd[who]!;
    for (let b = atBegin[who]!; b < atBegin[who + 1]!; b++) {
      for (; e < atEnd[who + 1]! && ended[ends[e]!]! < began[begins[b]!]!; e++) {
        if (last >= 0) edge(last, place);
        edge(ends[e]!, place);
        last = place++;
      }
      if (last >= 0) edge(last, begins[b]!);
    }
  }
  return place;
}

function versionEdges(ops: Operations, edge: (a: number, b: number) => void): void {
  const { object, write, origin, rank } = ops;
  const writes = sorted(ops, (i) => write[i] === 1, object, rank);
  const at = starts(writes, object, ops.objects);
  for (let w = 1; w < writes.length; w++) if (object[writes[w]!] === object[writes[w - 1]!]) edge(writes[w - 1]!, writes[w]!);
  for (let i = 0; i < ops.count; i++) {
    if (write[i] === 1 || origin[i] === NOWHERE) continue;
    if (origin[i]! >= 0) edge(origin[i]!, i);
    let [low, high] = [at[object[i]!]!, at[object[i]! + 1]!];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rank[writes[middle]!]! <= rank[i]!) low = middle + 1;
      else high = middle;
    }
    if (low < at[object[i]! + 1]!) edge(i, writes[low]!);
  }
}
