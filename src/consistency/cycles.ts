/**
 * The smallest cycle through operations that contradict each other: breadth first from some of those that lie in a cycle, over the edges of
 * sequential consistency with all that follows from them (a session's later operations, a key's later versions).
 */
import { NOBODY } from '../engine/recording.ts';
import { NOWHERE, type Operations } from './operations.ts';
import { sorted, starts } from './order.ts';
import { type Example, smaller } from './verdict.ts';

/** Operations from which a cycle is looked for (chosen). */
const TRIED = 60;

interface Lists {
  /** Operations in a cycle: of each session by their beginnings, the writes of each key by rank, the readers of each write. */
  readonly bySession: Int32Array;
  readonly sessionAt: Int32Array;
  readonly byRank: Int32Array;
  readonly rankAt: Int32Array;
  readonly readers: ReadonlyMap<number, readonly number[]>;
}

export function smallestCycle(ops: Operations, inCycle: Int32Array): Example | undefined {
  const inside = (i: number): boolean => inCycle[i]! >= 0;
  const lists = listsOf(ops, inside);
  const members = sorted(ops, inside, ops.ended);
  const tried = members.length <= TRIED ? members : spread(members);
  let best: Example | undefined;
  for (const i of tried) {
    const cycle = shortestRound(ops, lists, i, best?.operations.length ?? Number.POSITIVE_INFINITY);
    if (cycle !== undefined) best = smaller(best, exampleOf(ops, cycle), ops.ended);
  }
  return best;
}

/** The first ones, and others here and there. */
function spread(members: Int32Array): number[] {
  const half = TRIED / 2;
  const step = Math.max(1, Math.floor(members.length / half));
  return [...new Set([...members.slice(0, half), ...members.filter((_, k) => k % step === 0)])];
}

/** The cycle with what it rests on: the writes of what was read. What clashes is the last step of a session in it. */
function exampleOf(ops: Operations, cycle: readonly number[]): Example {
  const { session, origin, began, ended } = ops;
  const operations = [...new Set(cycle)];
  let pair: readonly [number, number] = [cycle[0]!, cycle[cycle.length - 1]!];
  let latest = Number.NEGATIVE_INFINITY;
  cycle.forEach((a, k) => {
    const b = cycle[(k + 1) % cycle.length]!;
    const steps = session[a] === session[b] && session[a] !== NOBODY && ended[a]! < began[b]!;
    if (steps && began[b]! > latest) [pair, latest] = [[a, b], began[b]!];
  });
  const rests = operations.filter((i) => origin[i]! >= 0).map((i) => origin[i]!);
  return { operations: [...new Set([...operations, ...rests])], pair };
}

function listsOf(ops: Operations, inside: (i: number) => boolean): Lists {
  const { session, object, write, rank, began, origin } = ops;
  const bySession = sorted(ops, (i) => inside(i) && session[i] !== NOBODY, session, began);
  const byRank = sorted(ops, (i) => inside(i) && write[i] === 1, object, rank);
  const readers = new Map<number, number[]>();
  for (let i = 0; i < ops.count; i++) {
    if (!inside(i) || write[i] === 1 || origin[i]! < 0) continue;
    const list = readers.get(origin[i]!);
    if (list === undefined) readers.set(origin[i]!, [i]);
    else list.push(i);
  }
  return { bySession, sessionAt: starts(bySession, session, ops.sessions), byRank, rankAt: starts(byRank, object, ops.objects), readers };
}

/** The shortest way from an operation back to itself, shorter than `limit`. */
function shortestRound(ops: Operations, lists: Lists, start: number, limit: number): readonly number[] | undefined {
  const { session, object, write, origin, rank, began, ended } = ops;
  const before = new Map<number, number>();
  /** Down to where a session's operations, and a key's versions, have been reached: from their end on. */
  const [reachedSession, reachedKey] = [new Map<number, number>(), new Map<number, number>()];
  let layer = [start];
  for (let length = 1; layer.length > 0 && length < limit; length++) {
    const further: number[] = [];
    const reach = (i: number, from: number): void => {
      if (before.has(i)) return;
      before.set(i, from);
      further.push(i);
    };
    for (const i of layer) {
      const who = session[i]!;
      if (who !== NOBODY) {
        let at = reachedSession.get(who) ?? lists.sessionAt[who + 1]!;
        while (at > lists.sessionAt[who]! && began[lists.bySession[at - 1]!]! > ended[i]!) reach(lists.bySession[--at]!, i);
        reachedSession.set(who, at);
      }
      if (write[i] === 1) for (const reader of lists.readers.get(i) ?? []) reach(reader, i);
      if (write[i] === 0 && origin[i] === NOWHERE) continue;
      let at = reachedKey.get(object[i]!) ?? lists.rankAt[object[i]! + 1]!;
      while (at > lists.rankAt[object[i]!]! && rank[lists.byRank[at - 1]!]! > rank[i]!) reach(lists.byRank[--at]!, i);
      reachedKey.set(object[i]!, at);
    }
    if (before.has(start)) return roundOf(start, before);
    layer = further;
  }
  return undefined;
}

function roundOf(start: number, before: ReadonlyMap<number, number>): readonly number[] {
  const round = [start];
  for (let i = before.get(start) ?? start; i !== start; i = before.get(i) ?? start) round.push(i);
  return round.reverse();
}
