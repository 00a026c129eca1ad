/**
 * Values of replicated stores and how two of them become one. By the clock the later time stamp wins and the other write is gone
 * without a word. By version vectors (dotted, as in Preguiça et al., "Dotted version vectors", 2012) a write replaces what its writer
 * had seen and stands beside the rest: siblings. Values never change; a join that adds nothing gives back the very same value.
 */

/** One written value: who coordinated the write, the version that it made, which is unique, and its time stamp. */
export interface Dot {
  readonly by: number;
  readonly version: number;
  readonly stamp: number;
}

export interface Value {
  /** The newest version in it; 0 before any write. */
  readonly version: number;
  /** The time stamp of its write, ns by its coordinator's clock. */
  readonly stamp: number;
  /** Siblings by version vectors, oldest first; empty where the clock decides. */
  readonly dots: readonly Dot[];
  /** By coordinator: the newest version of theirs that is known here, standing or replaced. */
  readonly seen: readonly number[];
  /** It says that the key is deleted: a tombstone. Only by the clock. */
  readonly deleted: boolean;
}

/** What a replica holds of a key that nobody wrote. */
export const NOTHING: Value = { version: 0, stamp: Number.NEGATIVE_INFINITY, dots: [], seen: [], deleted: false };

/** A value by the clock. */
export function stamped(version: number, stamp: number, deleted = false): Value {
  return { version, stamp, dots: NOTHING.dots, seen: NOTHING.seen, deleted };
}

/** The later one by time stamp; of two equal ones the higher version. */
export function later(a: Value, b: Value): Value {
  if (a.stamp !== b.stamp) return a.stamp > b.stamp ? a : b;
  return b.version > a.version ? b : a;
}

/** A new write over a value: what its writer has `seen` is replaced, the rest stands beside it. */
export function put(over: Value, seen: readonly number[], by: number, version: number, stamp: number): Value {
  const dots = over.dots.filter((dot) => dot.version > (seen[dot.by] ?? 0));
  const known = highest(over.seen, seen).slice();
  while (known.length <= by) known.push(0);
  known[by] = Math.max(known[by]!, version);
  return { version: Math.max(over.version, version), stamp, dots: [...dots, { by, version, stamp }], seen: known, deleted: false };
}

/** Both together: of each one's siblings those that the other has too, or does not know to be replaced. */
export function join(a: Value, b: Value): Value {
  if (a === b || includes(a, b)) return a;
  if (includes(b, a)) return b;
  const kept = a.dots.filter((dot) => stands(dot, b));
  const others = b.dots.filter((dot) => !holds(a, dot) && stands(dot, a));
  const dots = [...kept, ...others].sort((x, y) => x.version - y.version);
  return {
    version: Math.max(a.version, b.version),
    stamp: Math.max(a.stamp, b.stamp),
    dots,
    seen: highest(a.seen, b.seen),
    deleted: false,
  };
}

function holds(value: Value, dot: Dot): boolean {
  return value.dots.some((one) => one.version === dot.version);
}

/** Whether a value's holder has the dot, or has never heard of it. */
function stands(dot: Dot, other: Value): boolean {
  return holds(other, dot) || dot.version > (other.seen[dot.by] ?? 0);
}

/** Whether `b` has nothing that `a` lacks: neither a sibling nor the knowledge that one was replaced. */
function includes(a: Value, b: Value): boolean {
  for (let i = 0; i < b.seen.length; i++) if (b.seen[i]! > (a.seen[i] ?? 0)) return false;
  for (const dot of a.dots) if (!holds(b, dot) && dot.version <= (b.seen[dot.by] ?? 0)) return false;
  return true;
}

function highest(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => Math.max(a[i] ?? 0, b[i] ?? 0));
}
