/**
 * The tape of the express way. What ends many things at once (a call at its instance, over its link, for its client) is one time
 * for several histograms: it is noted once under a chord, the set of lanes it goes to, and its bucket is found once. Counts stand
 * on the stage until somebody reads a histogram. Sums are the same as if every time had been recorded at once, for whole ns
 * add up exactly in any order.
 */
import type { Histogram } from '../../stats/histogram.ts';
import {
  CHORD_COUNT,
  chordLanes,
  chordTotals,
  counts,
  float,
  LANES,
  LOWEST,
  laneTotals,
  NEWS,
  NEWS_OF_WINDOW,
  NOTED,
  numbers,
  RANGE,
  tape,
  tapeChords,
  upper,
  WIDTH,
} from './stage.ts';

/** The histogram of each lane. */
let histograms: readonly Histogram[] = [];

for (let i = 0; i < chordTotals.length; i += 4) blank(chordTotals, i);
for (let i = 0; i < LANES; i++) blank(laneTotals, i << 2);

/** From now on lanes are these. */
export function setLanes(lanes: readonly Histogram[]): void {
  histograms = lanes;
}

export function layChord(chord: number, lanes: readonly number[]): void {
  for (let k = 0; k < WIDTH; k++) chordLanes[chord * WIDTH + k] = lanes[k] ?? -1;
}

/** Sorts all that is on the tape into buckets. */
export function wind(): void {
  const noted = numbers[NOTED]!;
  numbers[NOTED] = 0;
  for (let i = 0; i < noted; i++) {
    const x = tape[i]!;
    const chord = tapeChords[i]!;
    float[0] = x;
    const bucket = ((upper[1]! >> 13) - LOWEST) | 0;
    if (bucket < 0 || bucket >= RANGE) {
      recordOdd(i);
      continue;
    }
    const at = chord << 2;
    chordTotals[at] = chordTotals[at]! + 1;
    chordTotals[at + 1] = chordTotals[at + 1]! + x;
    if (x < chordTotals[at + 2]!) chordTotals[at + 2] = x;
    if (x > chordTotals[at + 3]!) chordTotals[at + 3] = x;
    const end = (chord * WIDTH + WIDTH) | 0;
    for (let k = (chord * WIDTH) | 0; k < end; k = (k + 1) | 0) {
      const lane = chordLanes[k]!;
      if (lane < 0) break;
      const count = ((lane << 12) + bucket) | 0;
      counts[count] = (counts[count]! + 1) | 0;
    }
  }
  if (noted > 0) handOver();
}

/** A time outside the usual range goes into its histograms at once. */
function recordOdd(i: number): void {
  for (let k = tapeChords[i]! * WIDTH; k < (tapeChords[i]! + 1) * WIDTH; k++) {
    if (chordLanes[k]! >= 0) histograms[chordLanes[k]!]!.record(tape[i]!);
  }
}

/** Hands the totals of chords on to their lanes. */
function handOver(): void {
  numbers[NEWS] = 1;
  numbers[NEWS_OF_WINDOW] = 1;
  for (let chord = 0; chord < numbers[CHORD_COUNT]!; chord++) {
    const at = chord << 2;
    if (chordTotals[at] === 0) continue;
    for (let k = chord * WIDTH; k < (chord + 1) * WIDTH; k++) {
      const lane = chordLanes[k]! << 2;
      if (lane < 0) break;
      laneTotals[lane] = laneTotals[lane]! + chordTotals[at]!;
      laneTotals[lane + 1] = laneTotals[lane + 1]! + chordTotals[at + 1]!;
      laneTotals[lane + 2] = Math.min(laneTotals[lane + 2]!, chordTotals[at + 2]!);
      laneTotals[lane + 3] = Math.max(laneTotals[lane + 3]!, chordTotals[at + 3]!);
    }
    blank(chordTotals, at);
  }
}

/** Brings what is counted in these lanes into their histograms. */
export function settle(from: number, to: number): void {
  for (let lane = from; lane < to; lane++) {
    const at = lane << 2;
    if (laneTotals[at] === 0) continue;
    const low = bucketIn(laneTotals[at + 2]!);
    const high = bucketIn(laneTotals[at + 3]!);
    histograms[lane]!.addCounts(counts, lane * RANGE, LOWEST, laneTotals, at);
    counts.fill(0, lane * RANGE + low, lane * RANGE + high + 1);
    blank(laneTotals, at);
  }
}

function bucketIn(x: number): number {
  float[0] = x;
  return (upper[1]! >> 13) - LOWEST;
}

function blank(totals: Float64Array, at: number): void {
  totals[at] = 0;
  totals[at + 1] = 0;
  totals[at + 2] = Number.POSITIVE_INFINITY;
  totals[at + 3] = Number.NEGATIVE_INFINITY;
}
