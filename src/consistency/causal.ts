/**
 * Causal consistency (Ahamad et al. 1995; the bad patterns of Bouajjani, Enea, Guerraoui & Hamza 2017, "On verifying causal consistency"):
 * an operation comes after those of its session that were over when it began, and a read after the write whose version it returned; what
 * comes after a write of a key must not return, nor make, an older version of it. Older is by the order that the store keeps for the key
 * (causal convergence with the arbitration that took place), which is known here and makes the question an easy one: of the past only
 * the newest version of each key matters. It is walked in the order of time; a session knows what its finished operations knew, and
 * hands that on with its writes.
 */
import { NOBODY } from '../engine/recording.ts';
import { NOWHERE, type Operations } from './operations.ts';
import { type Paths, pathsOf, shortestPast } from './paths.ts';
import { type Example, smaller, type Verdict, verdictOf } from './verdict.ts';

/** Keys × operations that are walked through at most, and keys × writes that are remembered (chosen: about a second, 32 MB). */
const MOST_STEPS = 40_000_000;
const MOST_REMEMBERED = 4_000_000;
/** Violations whose past is searched for the smallest example (chosen). */
const SEARCHED = 40;

export function causal(whole: Operations): Verdict {
  const kept = keysToWalk(whole);
  const violating: number[] = [];
  const chances = walk(whole, kept, violating);
  let example: Example | undefined;
  if (violating.length > 0) {
    const paths = pathsOf(whole, (i) => kept[whole.object[i]!]! >= 0);
    violating.sort((a, b) => whole.ended[a]! - whole.ended[b]! || a - b);
    for (const i of violating.slice(0, SEARCHED)) example = smaller(example, exampleAt(whole, paths, i), whole.ended);
  }
  return verdictOf(chances, violating.length, example);
}

/** The shortest way from a newer version of the key to this operation, which is as if it had not been. */
function exampleAt(ops: Operations, paths: Paths, i: number): Example | undefined {
  const { object, write, rank } = ops;
  const way = shortestPast(ops, paths, i, (w) => write[w] === 1 && object[w] === object[i] && rank[w]! > rank[i]!);
  return way === undefined ? undefined : { operations: way, pair: [way[0]!, i] };
}

/** A number for each key that is walked, the busiest first, as many as there is time and room for; -1 for the others. */
function keysToWalk({ count, object, objects, write }: Operations): Int32Array {
  const [all, writes] = [new Float64Array(objects), new Float64Array(objects)];
  for (let i = 0; i < count; i++) {
    all[object[i]!] = all[object[i]!]! + 1;
    if (write[i] === 1) writes[object[i]!] = writes[object[i]!]! + 1;
  }
  const kept = new Int32Array(objects).fill(-1);
  let [keys, steps, remembered] = [0, 0, 0];
  for (const key of Array.from(kept.keys()).sort((a, b) => all[b]! - all[a]! || a - b)) {
    steps += all[key]!;
    remembered += writes[key]!;
    if (keys > 0 && ((keys + 1) * steps > MOST_STEPS || (keys + 1) * remembered > MOST_REMEMBERED)) break;
    kept[key] = keys++;
  }
  return kept;
}

/** What is known: for each key, the newest rank. Shared until it changes, so nobody changes one that another holds. */
type Known = Float64Array;

/** Walks through time; gives the chances and adds the operations that come after a newer version of their key. */
function walk(ops: Operations, kept: Int32Array, violating: number[]): number {
  const { object, session, write, origin, rank, ended } = ops;
  const keys = kept.reduce((sum, k) => sum + (k >= 0 ? 1 : 0), 0);
  const nothing: Known = new Float64Array(keys).fill(Number.NEGATIVE_INFINITY);
  const knows: Known[] = Array.from({ length: ops.sessions }, () => nothing);
  /** Per operation under way, and per write for good: what it set out with. */
  const base: (Known | undefined)[] = new Array<Known | undefined>(ops.count);
  let chances = 0;
  for (const moment of moments(ops, kept)) {
    const i = moment >> 1;
    const who = session[i]!;
    if ((moment & 1) === 0) {
      base[i] = who === NOBODY ? nothing : knows[who]!;
      continue;
    }
    const from = origin[i]!;
    const mine = base[i]!;
    const other = write[i] === 0 && from >= 0 ? base[from] : undefined;
    const key = kept[object[i]!]!;
    if (from !== NOWHERE) {
      const newest = Math.max(mine[key]!, other?.[key] ?? Number.NEGATIVE_INFINITY);
      if (newest > Number.NEGATIVE_INFINITY) {
        chances++;
        if (newest > rank[i]!) violating.push(i);
      }
    }
    if (write[i] === 0) base[i] = undefined;
    if (who !== NOBODY && ended[i]! < Number.POSITIVE_INFINITY)
      learn(knows, who, mine, other, key, from === NOWHERE || from < 0 ? undefined : rank[i]!);
  }
  // Writes that nobody heard of have a past all the same, though no future in their session.
  for (let i = 0; i < ops.count; i++) {
    if (write[i] === 0 || ended[i]! < Number.POSITIVE_INFINITY || kept[object[i]!]! < 0) continue;
    if ((base[i] ?? nothing)[kept[object[i]!]!]! > rank[i]!) violating.push(i);
  }
  return chances;
}

/** A session takes in what an operation of its own knew, what the write knew that it read, and what it did itself. */
function learn(knows: Known[], who: number, mine: Known, other: Known | undefined, key: number, rank: number | undefined): void {
  const now = knows[who]!;
  const news = (k: Known | undefined): boolean => k !== undefined && k !== now && k.some((value, j) => value > now[j]!);
  const own = rank !== undefined && rank > now[key]!;
  if (!own && !news(mine) && !news(other)) return;
  const next = now.slice();
  for (const k of [mine, other])
    if (k !== undefined && k !== now) for (let j = 0; j < next.length; j++) if (k[j]! > next[j]!) next[j] = k[j]!;
  if (rank !== undefined && rank > next[key]!) next[key] = rank;
  knows[who] = next;
}

/** Beginnings (2 × operation) and ends (one more) in the order of time; at one moment what begins comes first. */
function moments(ops: Operations, kept: Int32Array): Int32Array {
  const { began, ended, object } = ops;
  const list: number[] = [];
  for (let i = 0; i < ops.count; i++) {
    if (kept[object[i]!]! < 0) continue;
    list.push(2 * i);
    if (ended[i]! < Number.POSITIVE_INFINITY) list.push(2 * i + 1);
  }
  const when = (moment: number): number => ((moment & 1) === 0 ? began[moment >> 1]! : ended[moment >> 1]!);
  return Int32Array.from(list).sort((a, b) => when(a) - when(b) || (a & 1) - (b & 1) || a - b);
}
