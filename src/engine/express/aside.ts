/**
 * What the loop of the express way asks for by calls: things drawn in other ways than the plainest, and tallies that begin or
 * lie outside the usual range. It knows who is on the stage.
 */

import { draw } from '../../std/random.ts';
import { SPAN as SPAN_REGISTER } from '../clock.ts';
import type { Sim } from '../sim.ts';
import type { PlainSource, PlainWork } from './plain.ts';
import {
  CHORD_COUNT,
  cameOver,
  chords,
  classOf,
  DRAWN_CLASS,
  DRAWN_KEY,
  DRAWN_LINK,
  DRAWN_SESSION,
  moments,
  numbers,
  onBehalf,
  SPAN,
  servedBy,
  sourceInstance,
} from './stage.ts';
import { layChord } from './tape.ts';

/** Who is on the stage: sources by number, work by instance, and the simulation itself. */
export const cast: { sim: Sim | undefined; readonly sources: PlainSource[]; readonly works: (PlainWork | undefined)[] } = {
  sim: undefined,
  sources: [],
  works: [],
};

/** Draws what a source's next request is, as its station would. */
export function drawRequest(number: number): void {
  const source = cast.sources[number]!;
  const { mix } = source;
  numbers[DRAWN_SESSION] = mix.below(source.sessions);
  const at = source.classes.length === 1 ? 0 : draw(source.shares, mix);
  numbers[DRAWN_CLASS] = source.classes[at]!;
  const { links, shares } = source.routes[at]!;
  numbers[DRAWN_LINK] = links.length === 1 ? links[0]! : links[draw(shares, mix)]!;
  numbers[DRAWN_KEY] = source.keyOf(numbers[DRAWN_CLASS]!);
}

/** Draws how long work takes at an instance into SPAN. */
export function drawWork(instance: number): void {
  const { work, time } = cast.works[instance]!;
  work.drawNanos(time, moments, SPAN);
}

/** A chord that is noted for the first time: own work where it took as long, the stay, the link, and at the source stay and class. */
export function newChord(known: number, place: number, served: number): number {
  const { shape } = cast.sim!;
  const instances = shape.nodeOf.length;
  const instance = servedBy[place]!;
  const link = cameOver[place]!;
  const lanes = [2 * instances + instance, 3 * instances + link];
  if (onBehalf[place]! < 0) lanes.push(2 * instances + sourceInstance[link]!, 3 * instances + shape.links + classOf[place]!);
  if (served === 1) lanes.push(instances + instance);
  const chord = numbers[CHORD_COUNT]!;
  numbers[CHORD_COUNT] = chord + 1;
  layChord(chord, lanes);
  chords[known] = chord;
  return chord;
}

/** The chords of instances by themselves: own work, and waits. */
export function firstChords(instances: number): void {
  for (let i = 0; i < instances; i++) {
    layChord(2 * i, [instances + i]);
    layChord(2 * i + 1, [i]);
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
