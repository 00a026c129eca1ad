/**
 * Ways through the causal past: from an operation back to those of its session that were over when it began, and from a read to the write
 * whose version it returned. The shortest way is found breadth first; of each session only what has not been reached yet is looked at, so
 * a search costs no more than the history is long.
 */
import { NOBODY } from '../engine/recording.ts';
import type { Operations } from './operations.ts';
import { sorted, starts } from './order.ts';

/** The operations of each session by their ends. */
export interface Paths {
  readonly list: Int32Array;
  readonly at: Int32Array;
}

export function pathsOf(ops: Operations, passes: (i: number) => boolean): Paths {
  const list = sorted(ops, (i) => ops.session[i] !== NOBODY && passes(i), ops.session, ops.ended);
  return { list, at: starts(list, ops.session, ops.sessions) };
}

/** The shortest way to `to` from an operation before it that is wanted, first one first; undefined when none is. */
export function shortestPast(ops: Operations, paths: Paths, to: number, wanted: (i: number) => boolean): readonly number[] | undefined {
  const { session, write, origin, began, ended } = ops;
  /** What comes next on the way to `to`. */
  const next = new Map<number, number>([[to, -1]]);
  const reached = new Map<number, number>();
  let layer = [to];
  while (layer.length > 0) {
    const further: number[] = [];
    const reach = (i: number, from: number): void => {
      if (next.has(i)) return;
      next.set(i, from);
      further.push(i);
    };
    for (const i of layer) {
      if (write[i] === 0 && origin[i]! >= 0) reach(origin[i]!, i);
      const who = session[i]!;
      if (who === NOBODY) continue;
      let at = reached.get(who) ?? paths.at[who]!;
      for (; at < paths.at[who + 1]! && ended[paths.list[at]!]! < began[i]!; at++) reach(paths.list[at]!, i);
      reached.set(who, at);
    }
    const found = further.filter(wanted).sort((a, b) => ended[a]! - ended[b]! || a - b)[0];
    if (found !== undefined) return wayFrom(found, next);
    layer = further;
  }
  return undefined;
}

function wayFrom(from: number, next: ReadonlyMap<number, number>): readonly number[] {
  const way: number[] = [];
  for (let i = from; i >= 0; i = next.get(i) ?? -1) way.push(i);
  return way;
}
