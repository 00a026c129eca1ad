/**
 * The tally of the express way. What ends many things at once (a call at its instance, over its link, for its client) is one time
 * for several histograms: its sum is kept once under a chord, and it is counted in three lanes at most: stays and own work of the
 * instance, and the link. Counts stand on the stage until somebody reads a histogram. Sums are the same as if every time
 * had been recorded at once, for whole ns add up exactly in any order.
 */
import type { Histogram } from '../../stats/histogram.ts';
import {
  CHORD_COUNT,
  chordOdd,
  chordTold,
  chordTotals,
  counts,
  float,
  LANES,
  LOWEST,
  moments,
  NEWS,
  NEWS_OF_WINDOW,
  numbers,
  RANGE,
  SPAN,
  STRIDE,
  upper,
} from './stage.ts';

/** For each lane the histograms it is counted for, and for each chord its lanes. */
let histograms: readonly (readonly Histogram[])[] = [];
let lanesOf: readonly (readonly number[])[] = [];
const laneTotals = new Float64Array(LANES * 4);

for (let i = 0; i < chordTotals.length; i += 4) blank(chordTotals, i);
for (let i = 0; i < LANES; i++) blank(laneTotals, i << 2);

/** From now on lanes and chords are these. */
export function setLanes(lanes: readonly (readonly Histogram[])[], chords: readonly (readonly number[])[]): void {
  histograms = lanes;
  lanesOf = chords;
  numbers[CHORD_COUNT] = chords.length;
}

/** Takes the span in under a chord; the bucket it is to be counted in. */
export function tally(chord: number): number {
  const span = moments[SPAN]!;
  float[0] = span;
  const bucket = ((upper[1]! >> 13) - LOWEST) | 0;
  if (bucket < 0 || bucket >= RANGE) return odd(chord);
  const at = chord << 2;
  chordTotals[at] = chordTotals[at]! + 1;
  chordTotals[at + 1] = chordTotals[at + 1]! + span;
  if (span < chordTotals[at + 2]!) chordTotals[at + 2] = span;
  if (span > chordTotals[at + 3]!) chordTotals[at + 3] = span;
  return bucket;
}

/** A time outside the usual range goes into its histograms at once. */
function odd(chord: number): number {
  chordOdd[chord] = chordOdd[chord]! + 1;
  for (const lane of lanesOf[chord]!) for (const histogram of histograms[lane]!) histogram.record(moments[SPAN]!);
  return -1;
}

/** How many were taken in under a chord since this was asked last. */
export function news(chord: number): number {
  const all = chordTotals[chord << 2]! + chordOdd[chord]!;
  const more = all - chordTold[chord]!;
  if (more === 0) return 0;
  numbers[NEWS] = 1;
  numbers[NEWS_OF_WINDOW] = 1;
  chordTold[chord] = chordTotals[chord << 2]!;
  chordOdd[chord] = 0;
  return more;
}

/** Hands the totals of chords on to their lanes. */
function handOver(): void {
  for (let chord = 0; chord < numbers[CHORD_COUNT]!; chord++) {
    const at = chord << 2;
    if (chordTotals[at] === 0) continue;
    for (const one of lanesOf[chord]!) {
      const lane = one << 2;
      laneTotals[lane] = laneTotals[lane]! + chordTotals[at]!;
      laneTotals[lane + 1] = laneTotals[lane + 1]! + chordTotals[at + 1]!;
      laneTotals[lane + 2] = Math.min(laneTotals[lane + 2]!, chordTotals[at + 2]!);
      laneTotals[lane + 3] = Math.max(laneTotals[lane + 3]!, chordTotals[at + 3]!);
    }
    blank(chordTotals, at);
    chordTold[chord] = 0;
  }
}

/** Brings what is counted in the lanes from this one on into their histograms. To be called between slices only. */
export function settle(from: number): void {
  handOver();
  for (let lane = from; lane < histograms.length; lane++) {
    const at = lane << 2;
    if (laneTotals[at] === 0) continue;
    const low = bucketIn(laneTotals[at + 2]!);
    const high = bucketIn(laneTotals[at + 3]!);
    for (const histogram of histograms[lane]!) histogram.addCounts(counts, lane * STRIDE, LOWEST, laneTotals, at);
    counts.fill(0, lane * STRIDE + low, lane * STRIDE + high + 1);
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
