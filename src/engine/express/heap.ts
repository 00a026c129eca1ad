/**
 * The heap of the express way: the ends of work that is under way, four children to a parent, as in the queue. One key orders an end
 * among all others (see the stage), ties included. What is taken leaves a hole at the root, which the end scheduled next fills.
 */
import { imul } from './bits.ts';
import type { f64, i32 } from './stage.ts';
import {
  endsAt,
  FAR,
  FLOOR,
  HOLE,
  keys,
  keyWords,
  moments,
  NEVER,
  numbers,
  OLD_RANKS,
  PENDING,
  placeOfRank,
  RANK,
  RANK_TO_SEQUENCE,
  RANKS,
  sequenceOfRank,
} from './stage.ts';

/** Schedules the end of work on a call, in the hole at the root, if there is one, else from below. */
export function schedule(place: i32, ends: f64): void {
  endsAt[place] = ends;
  const rank = numbers[RANK]!;
  numbers[RANK] = (rank + 1) | 0;
  placeOfRank[rank] = place;
  let ahead = ends - moments[FLOOR]!;
  if (ahead >= FAR) ahead = FAR - 1;
  const key = ahead * RANKS + rank;
  if (numbers[HOLE] === 1) {
    numbers[HOLE] = 0;
    sink(key);
    return;
  }
  let at = numbers[PENDING]!;
  numbers[PENDING] = (at + 1) | 0;
  while (at > 0) {
    const parent = (at - 1) >> 2;
    const above = keys[parent]!;
    if (above < key) break;
    keys[at] = above;
    at = parent;
  }
  keys[at] = key;
}

/** The last of the heap takes the place of the first, and sinks. */
export function fillRoot(): void {
  numbers[HOLE] = 0;
  const end = (numbers[PENDING]! - 1) | 0;
  numbers[PENDING] = end;
  const key = keys[end]!;
  keys[end] = NEVER;
  if (end > 0) sink(key);
}

/** Lets what is to stand at the root sink to its place. */
function sink(key: f64): void {
  const pending = numbers[PENDING]!;
  let at = 0;
  for (let child = 1; child < pending; child = ((at << 2) + 1) | 0) {
    const left = (child + +(keys[child + 1]! < keys[child]!)) | 0;
    const right = (child + 2 + +(keys[child + 3]! < keys[child + 2]!)) | 0;
    const sooner = (left + imul(right - left, +(keys[right]! < keys[left]!))) | 0;
    const soonest = keys[sooner]!;
    if (key < soonest) break;
    keys[at] = soonest;
    at = sooner;
  }
  keys[at] = key;
}

/** The rank of what stands at a place of the heap. */
export function rankAt(at: i32): i32 {
  return keyWords[at << 1]! & (RANKS - 1);
}

/** Where a rank stands in the sequence of all events. */
export function sequenceOf(rank: i32): i32 {
  return rank <= numbers[OLD_RANKS]! ? sequenceOfRank[rank]! : (rank + numbers[RANK_TO_SEQUENCE]!) | 0;
}

/** Schedules what has its rank already. */
export function scheduleAs(rank: i32, place: i32): void {
  numbers[RANK] = rank;
  schedule(place, endsAt[place]!);
}
