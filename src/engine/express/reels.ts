/** The reels of times: see tally. */
import type { i32 } from './stage.ts';
import {
  CHORD_COUNT,
  chordLanes,
  chordsInUse,
  chordTotals,
  LIST,
  LIST_BITS,
  LOWEST,
  listed,
  lists,
  MAX,
  MIN,
  NEWS,
  NEWS_OF_TRAILS,
  noted,
  notedWords,
  numbers,
  RANGE,
  REEL,
  REEL_BITS,
  reeled,
  SUM,
} from './stage.ts';
import { flush, odd, SLOT } from './tally.ts';

/** The cell for a time that is to be counted under a chord, behind those that its reel has already. */
export function cellFor(chord: i32): i32 {
  let at = reeled[chord]!;
  if (at === REEL) {
    wind(chord);
    at = 0;
  }
  reeled[chord] = (at + 1) | 0;
  return ((chord << REEL_BITS) + at) | 0;
}

/** Counts what is on all reels. */
export function fold(): void {
  for (let i = 0; i < numbers[CHORD_COUNT]!; i++) if (reeled[chordsInUse[i]!]! > 0) wind(chordsInUse[i]!);
}

/** Counts what is on the reel of a chord. */
function wind(chord: i32): void {
  const from = chord << REEL_BITS;
  const end = (from + reeled[chord]!) | 0;
  const totals = chord << 3;
  const lane = chordLanes[chord << 2]!;
  const before = ((lane << LIST_BITS) + listed[lane]!) | 0;
  let to = before;
  let sum = 0.0;
  let min = chordTotals[totals + MIN]!;
  let max = chordTotals[totals + MAX]!;
  for (let i = from; i < end; i++) {
    const span = noted[i]!;
    const bucket = ((notedWords[(i << 1) | 1]! >> 13) - LOWEST) | 0;
    if (bucket < 0 || bucket >= RANGE) {
      odd(chord, i);
      continue;
    }
    sum += span;
    if (span < min) min = span;
    if (span > max) max = span;
    lists[to] = bucket + SLOT;
    to = (to + 1) | 0;
  }
  reeled[chord] = 0;
  numbers[NEWS] = 1;
  numbers[NEWS_OF_TRAILS] = 1;
  const more = (to - before) | 0;
  chordTotals[totals] = chordTotals[totals]! + +more;
  chordTotals[totals + SUM] = chordTotals[totals + SUM]! + sum;
  chordTotals[totals + MIN] = min;
  chordTotals[totals + MAX] = max;
  let full = list(lane, more);
  for (let k = 1; k < 3; k++) {
    const other = chordLanes[((chord << 2) + k) | 0]!;
    if (other < 0) break;
    const at = ((other << LIST_BITS) + listed[other]!) | 0;
    for (let i = 0; i < more; i++) lists[at + i] = lists[before + i]!;
    full |= list(other, more);
  }
  if (full === 1) flush();
}

/** A lane lists so many more; 1 when it might have no room for another reel. */
function list(lane: i32, more: i32): i32 {
  const count = (listed[lane]! + more) | 0;
  listed[lane] = count;
  return +(count > LIST - REEL);
}
