/** The tape of times: see tally. */
import type { i32 } from './stage.ts';
import {
  chordLanes,
  chordTotals,
  LANE_COUNT,
  LIST,
  LIST_BITS,
  LOWEST,
  listed,
  lists,
  MAX,
  MIN,
  NEWS,
  NEWS_OF_TRAILS,
  NOTED,
  noted,
  notedAs,
  notedWords,
  numbers,
  RANGE,
  SUM,
  TAPE,
} from './stage.ts';
import { flush, odd, SLOT } from './tally.ts';

/** A time stands at the end of the tape: it is to be counted under a chord. */
export function count(chord: i32): void {
  const at = numbers[NOTED]!;
  notedAs[at] = chord;
  numbers[NOTED] = (at + 1) | 0;
  if (at === TAPE - 1) fold();
}

/** Counts what is on the tape. */
export function fold(): void {
  const end = numbers[NOTED]!;
  if (end === 0) return;
  numbers[NOTED] = 0;
  numbers[NEWS] = 1;
  numbers[NEWS_OF_TRAILS] = 1;
  for (let i = 0; i < end; i++) {
    const chord = notedAs[i]!;
    const span = noted[i]!;
    const bucket = ((notedWords[(i << 1) | 1]! >> 13) - LOWEST) | 0;
    if (bucket < 0 || bucket >= RANGE) {
      odd(i);
      continue;
    }
    const at = chord << 3;
    chordTotals[at] = chordTotals[at]! + 1;
    chordTotals[at + SUM] = chordTotals[at + SUM]! + span;
    if (span < chordTotals[at + MIN]!) chordTotals[at + MIN] = span;
    if (span > chordTotals[at + MAX]!) chordTotals[at + MAX] = span;
    put(chordLanes[chord << 2]!, bucket);
    if (chordLanes[(chord << 2) + 1]! >= 0) put(chordLanes[(chord << 2) + 1]!, bucket);
    if (chordLanes[(chord << 2) + 2]! >= 0) put(chordLanes[(chord << 2) + 2]!, bucket);
  }
  for (let lane = 0; lane < numbers[LANE_COUNT]!; lane++) {
    if (listed[lane]! <= LIST - TAPE) continue;
    flush();
    return;
  }
}

/** Lists a bucket for a lane. */
function put(lane: i32, bucket: i32): void {
  const at = listed[lane]!;
  lists[((lane << LIST_BITS) + at) | 0] = bucket + SLOT;
  listed[lane] = (at + 1) | 0;
}
