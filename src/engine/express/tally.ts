/**
 * The tally of the express way: times on their way into histograms and trails. On the way of an event a time is only noted, on the reel
 * of its chord, which is all that it is to be counted for (own work and whole stay of a call that found a worker free are one time); a
 * full reel is counted in one go. Sums are the same as if every time had been recorded at once, for whole ns add up exactly in any
 * order. Counts stand on the stage until somebody reads a histogram; buckets are kept for the trails until a chart window closes.
 */
import { addAll, Histogram } from '../../stats/histogram.ts';
import type { Trail } from '../../stats/trail.ts';
import {
  CHORD_COUNT,
  CHORDS,
  chordLanes,
  chordsInUse,
  chordTotals,
  counts,
  LANE_COUNT,
  LANES,
  LIST,
  LIST_BITS,
  LOWEST,
  listed,
  lists,
  MAX,
  MIN,
  moments,
  NEWS,
  NEWS_OF_TRAILS,
  noted,
  numbers,
  SPAN,
  STRIDE,
  SUM,
  TOTALS,
} from './stage.ts';

/** What a lane is counted for. */
export interface LaneOf {
  readonly histograms: readonly Histogram[];
  readonly trails: readonly Trail[];
}

const TOLD = 4;
const SUM_TOLD = 5;
/** The slot of the lowest bucket. */
export const SLOT = Histogram.slotOf(256);

let lanes: readonly LaneOf[] = [];
/** The chords in use. */
let inUse: readonly number[] = [];
const listTotals = new Float64Array(LANES * 4);
const laneTotals = new Float64Array(LANES * 4);
for (let at = 0; at < CHORDS * TOTALS; at += TOTALS) blank(chordTotals, at);
for (let at = 0; at < LANES * 4; at += 4) {
  blank(listTotals, at);
  blank(laneTotals, at);
}

/** From now on lanes are these, and chords are counted in lanes so. */
export const setLanes = (fresh: readonly LaneOf[], chords: ReadonlyMap<number, readonly number[]>): void => {
  lanes = fresh;
  numbers[LANE_COUNT] = fresh.length;
  inUse = [...chords.keys()];
  chordsInUse.set(inUse);
  numbers[CHORD_COUNT] = inUse.length;
  for (const [chord, its] of chords) for (let i = 0; i < 4; i++) chordLanes[4 * chord + i] = its[i] ?? -1;
};

/** A time outside the usual range goes where it belongs at once. */
export const odd = (chord: number, i: number): void => {
  const at = chord * TOTALS;
  chordTotals[at + TOLD] = chordTotals[at + TOLD]! - 1;
  chordTotals[at + SUM_TOLD] = chordTotals[at + SUM_TOLD]! - noted[i]!;
  for (let k = 0; k < 3; k++) {
    const lane = lanes[chordLanes[4 * chord + k]!];
    for (const histogram of lane?.histograms ?? []) histogram.record(noted[i]!);
    for (const trail of lane?.trails ?? []) trail.note(noted, i);
  }
};

/** How many were counted under a chord since this was asked last; their sum goes into SPAN. */
export const news = (chord: number): number => {
  const at = chord * TOTALS;
  const more = chordTotals[at]! - chordTotals[at + TOLD]!;
  moments[SPAN] = chordTotals[at + SUM]! - chordTotals[at + SUM_TOLD]!;
  chordTotals[at + TOLD] = chordTotals[at]!;
  chordTotals[at + SUM_TOLD] = chordTotals[at + SUM]!;
  return more;
};

/** Hands the totals of chords on to their lanes; what is listed is counted, and goes into the trails. */
export const flush = (): void => {
  numbers[NEWS_OF_TRAILS] = 0;
  for (const chord of inUse) {
    const at = chord * TOTALS;
    if (chordTotals[at] === 0) continue;
    for (let k = 0; k < 3; k++) {
      const lane = chordLanes[4 * chord + k]!;
      if (lane < 0) continue;
      add(laneTotals, 4 * lane, at);
      add(listTotals, 4 * lane, at);
    }
    chordTotals[at + TOLD] = chordTotals[at + TOLD]! - chordTotals[at]!;
    chordTotals[at + SUM_TOLD] = chordTotals[at + SUM_TOLD]! - chordTotals[at + SUM]!;
    blank(chordTotals, at);
  }
  lanes.forEach(({ trails }, lane) => {
    if (listed[lane] === 0) return;
    countListed(lane);
    for (const trail of trails) trail.noteAll(lists, lane * LIST, listTotals, 4 * lane);
    listed[lane] = 0;
    blank(listTotals, 4 * lane);
  });
};

/** Counts what is listed of a lane: one lane after the other, since the counts of all have no room in the processor's first cache. */
const countListed = (lane: number): void => {
  const from = lane << LIST_BITS;
  const end = (from + listed[lane]!) | 0;
  addAll(lists, from, end, counts, (Math.imul(lane, STRIDE) - SLOT) | 0, 1);
};

const add = (totals: Float64Array, to: number, at: number): void => {
  totals[to] = totals[to]! + chordTotals[at]!;
  totals[to + SUM] = totals[to + SUM]! + chordTotals[at + SUM]!;
  totals[to + MIN] = Math.min(totals[to + MIN]!, chordTotals[at + MIN]!);
  totals[to + MAX] = Math.max(totals[to + MAX]!, chordTotals[at + MAX]!);
};

/** Brings what is counted into the trails, and all of it into the histograms. To be called between slices only. */
export const settle = (all: boolean): void => {
  if (numbers[NEWS_OF_TRAILS] === 1) flush();
  if (!all || numbers[NEWS] === 0) return;
  numbers[NEWS] = 0;
  lanes.forEach(({ histograms }, lane) => {
    const at = 4 * lane;
    if (laneTotals[at] === 0) return;
    const low = Histogram.slotOf(laneTotals[at + MIN]!) - SLOT;
    const high = Histogram.slotOf(laneTotals[at + MAX]!) - SLOT;
    for (const histogram of histograms) histogram.addCounts(counts, lane * STRIDE, LOWEST, laneTotals, at);
    counts.fill(0, lane * STRIDE + low, lane * STRIDE + high + 1);
    blank(laneTotals, at);
  });
};

function blank(totals: Float64Array, at: number): void {
  totals[at] = 0;
  totals[at + SUM] = 0;
  totals[at + MIN] = Number.POSITIVE_INFINITY;
  totals[at + MAX] = Number.NEGATIVE_INFINITY;
}
