/**
 * What the loop of the express way asks for by calls: things drawn in other ways than the plainest, and tallies that begin or
 * lie outside the usual range. It knows who is on the stage.
 */

import { bucketOf, HISTOGRAM_LIMIT, type Histogram } from '../../stats/histogram.ts';
import { draw } from '../../std/random.ts';
import { SPAN as SPAN_REGISTER } from '../clock.ts';
import type { Sim } from '../sim.ts';
import type { PlainSource, PlainWork } from './plain.ts';
import {
  CHORD_COUNT,
  CHORDS,
  cameOver,
  chords,
  classOf,
  DRAWN_CLASS,
  DRAWN_KEY,
  DRAWN_LINK,
  DRAWN_SESSION,
  moments,
  NOTED,
  numbers,
  onBehalf,
  SPAN,
  servedBy,
  sourceInstance,
  tape,
  tapeChords,
} from './stage.ts';

/** Who is on the stage: sources by number, work by instance, and the simulation itself. */
export const cast: { sim: Sim | undefined; readonly sources: PlainSource[]; readonly works: (PlainWork | undefined)[] } = {
  sim: undefined,
  sources: [],
  works: [],
};

/** The histograms of each chord. */
const lanesOf: (readonly Histogram[])[] = [];

/** Draws what a source's next request is, as its station would. */
export function drawRequest(number: number): void {
  const source = cast.sources[number]!;
  const { mix } = source;
  numbers[DRAWN_SESSION] = mix.below(source.sessions);
  const at = source.classes.length === 1 ? 0 : draw(source.shares, mix);
  numbers[DRAWN_CLASS] = source.classes[at]!;
  const { links, shares } = source.routes[at]!;
  numbers[DRAWN_LINK] = links.length === 1 ? links[0]! : links[draw(shares, mix)]!;
  numbers[DRAWN_KEY] = source.keys.sample(mix);
}

/** Draws how long work takes at an instance into SPAN. */
export function drawWork(instance: number): void {
  const { work, time } = cast.works[instance]!;
  work.drawNanos(time, moments, SPAN);
}

/** A chord that is tallied for the first time. */
export function newChord(known: number, place: number, served: number): number {
  const meter = cast.sim!.meter;
  const instance = servedBy[place]!;
  const link = cameOver[place]!;
  const cls = onBehalf[place]! < 0 ? classOf[place]! : -1;
  const lanes = meter.lanes(link, instance, cls, sourceInstance[link]!);
  const chord = numbers[CHORD_COUNT]!;
  numbers[CHORD_COUNT] = chord + 1;
  lanesOf[chord] = served === 1 ? [meter.works(instance), ...lanes] : lanes;
  chords[known] = chord;
  return chord;
}

/** The chords of instances by themselves: own work, and waits. */
export function firstChords(instances: number): void {
  const meter = cast.sim!.meter;
  for (let i = 0; i < instances; i++) {
    lanesOf[2 * i] = [meter.works(i)];
    lanesOf[2 * i + 1] = [meter.waits(i)];
  }
  numbers[CHORD_COUNT] = 2 * instances;
}

/** A call that took SPAN ended badly: the meter and its link learn of it. */
export function noteFailure(place: number, outcome: number, cause: number): void {
  const { clock, links, meter } = cast.sim!;
  const link = cameOver[place]!;
  clock[SPAN_REGISTER] = moments[SPAN]!;
  meter.attempted(link);
  links[link]!.failures++;
  if (onBehalf[place]! < 0) meter.end(classOf[place]!, outcome, cause, false);
}

/** For each chord what a winding brings it: how many times, their sum, the smallest and the largest. */
const sums = new Float64Array(CHORDS * 4);
for (let i = 0; i < CHORDS; i++) blank(i << 2);

function blank(at: number): void {
  sums[at] = 0;
  sums[at + 1] = 0;
  sums[at + 2] = Number.POSITIVE_INFINITY;
  sums[at + 3] = Number.NEGATIVE_INFINITY;
}

/** Brings all that is on the tape into the histograms. */
export function wind(): void {
  const noted = numbers[NOTED]!;
  if (noted === 0) return;
  numbers[NOTED] = 0;
  for (let i = 0; i < noted; i++) {
    const x = tape[i]!;
    const chord = tapeChords[i]!;
    const lanes = lanesOf[chord]!;
    if (x < 1 || x >= HISTOGRAM_LIMIT) {
      for (let k = 0; k < lanes.length; k++) lanes[k]!.record(x);
      continue;
    }
    const at = chord << 2;
    sums[at] = sums[at]! + 1;
    sums[at + 1] = sums[at + 1]! + x;
    if (x < sums[at + 2]!) sums[at + 2] = x;
    if (x > sums[at + 3]!) sums[at + 3] = x;
    const bucket = bucketOf(x);
    for (let k = 0; k < lanes.length; k++) lanes[k]!.tally(bucket);
  }
  for (let chord = 0; chord < numbers[CHORD_COUNT]!; chord++) {
    const at = chord << 2;
    if (sums[at] === 0) continue;
    const lanes = lanesOf[chord]!;
    for (let k = 0; k < lanes.length; k++) lanes[k]!.absorb(sums, at);
    blank(at);
  }
}
