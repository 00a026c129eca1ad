/**
 * Slow judges for tests: they try every order of a small history, so that a mistake in a fast checker cannot be in them too. For tests
 * only. A write whose end nobody heard may be left out.
 */
import { NOBODY } from '../engine/recording.ts';
import { INITIAL, NOWHERE, type Operations } from './operations.ts';

/** Whether some order of the operations keeps `before` and gives every read the last write of its key. */
export function someOrder(ops: Operations, only: readonly number[], before: (a: number, b: number) => boolean): boolean {
  const { write, object, origin, ended } = ops;
  const values = new Int32Array(ops.objects).fill(INITIAL);
  const done = new Set<number>();
  const seen = new Set<string>();
  const need = only.filter((i) => write[i] === 0 || ended[i]! < Number.POSITIVE_INFINITY);
  const go = (): boolean => {
    if (need.every((i) => done.has(i))) return true;
    const state = `${[...done].sort((a, b) => a - b)} ${values}`;
    if (seen.has(state)) return false;
    seen.add(state);
    for (const i of only) {
      if (done.has(i) || only.some((j) => !done.has(j) && j !== i && need.includes(j) && before(j, i))) continue;
      const held = values[object[i]!]!;
      if (write[i] === 0 && held !== origin[i]) continue;
      if (write[i] === 1) values[object[i]!] = i;
      done.add(i);
      if (go()) return true;
      done.delete(i);
      values[object[i]!] = held;
    }
    return false;
  };
  return go();
}

export function realTime({ began, ended }: Operations): (a: number, b: number) => boolean {
  return (a, b) => ended[a]! < began[b]!;
}

export function sessionOrder({ session, began, ended }: Operations): (a: number, b: number) => boolean {
  return (a, b) => session[a] !== NOBODY && session[a] === session[b] && ended[a]! < began[b]!;
}

/** The order of each key's versions. */
export function versionOrder({ object, write, rank }: Operations): (a: number, b: number) => boolean {
  return (a, b) => write[a] === 1 && write[b] === 1 && object[a] === object[b] && rank[a]! < rank[b]!;
}

/** The causal order, closed under what follows. */
function causalOrder(ops: Operations): (a: number, b: number) => boolean {
  const { count, write, origin } = ops;
  const inSession = sessionOrder(ops);
  const after = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) => inSession(a, b) || (write[b] === 0 && origin[b] === a)),
  );
  for (let via = 0; via < count; via++)
    for (let a = 0; a < count; a++) for (let b = 0; b < count; b++) if (after[a]![via]! && after[via]![b]!) after[a]![b] = true;
  return (a, b) => after[a]![b]!;
}

/** Whether something comes causally after a newer version of its key. */
export function causallyBroken(ops: Operations): boolean {
  const { count, write, object, rank, origin } = ops;
  const before = causalOrder(ops);
  for (let w = 0; w < count; w++) {
    if (write[w] === 0) continue;
    for (let i = 0; i < count; i++)
      if (i !== w && object[i] === object[w] && origin[i] !== NOWHERE && rank[w]! > rank[i]! && before(w, i)) return true;
  }
  return false;
}

/** The bad patterns of Bouajjani et al. (2017), table 2, for causal consistency: nothing is assumed about the order of versions. */
export function badPattern(ops: Operations): string | undefined {
  const { count, write, object, origin } = ops;
  const before = causalOrder(ops);
  for (let r = 0; r < count; r++) {
    if (before(r, r)) return 'CyclicCO';
    if (write[r] === 1) continue;
    if (origin[r] === NOWHERE) return 'ThinAirRead';
    for (let w = 0; w < count; w++) {
      if (write[w] === 0 || w === origin[r] || object[w] !== object[r] || !before(w, r)) continue;
      if (origin[r] === INITIAL) return 'WriteCOInitRead';
      if (before(origin[r]!, w)) return 'WriteCORead';
    }
  }
  return undefined;
}
