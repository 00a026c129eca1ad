/**
 * What the loop of the express way asks for by calls: things drawn in other ways than the plainest, and calls that fail. It knows
 * who is on the stage.
 */

import { SPAN as SPAN_REGISTER } from '../clock.ts';
import { CELLS, ENDS } from '../meter.ts';
import type { Sim } from '../sim.ts';
import { drawInto, goBack, mark, settleDraws } from './draws.ts';
import type { PlainSource, PlainWork } from './plain.ts';
import {
  AHEAD,
  cells,
  drawn,
  drawnFrom,
  moments,
  pathClass,
  pathFailed,
  pathInstance,
  pathLink,
  pathOf,
  pathSource,
  pathTurned,
  SOURCES,
  SPAN,
} from './stage.ts';

/** Where the streams of sources stood before they drew ahead. */
const before = new Int32Array(SOURCES * 8);
const usedBefore = new Int32Array(SOURCES);

/** Who is on the stage: sources by number, work by instance, and the simulation itself. */
export const cast: { sim: Sim | undefined; readonly sources: PlainSource[]; readonly works: (PlainWork | undefined)[] } = {
  sim: undefined,
  sources: [],
  works: [],
};

/** Makes a source's next requests, as its station would draw them one by one. */
export const drawRequests = (number: number): void => {
  const source = cast.sources[number]!;
  const count = source.ahead ? AHEAD : 1;
  const from = number * AHEAD + AHEAD - count;
  usedBefore[number] = mark(source, number, before);
  drawInto(source, number, from, count);
  drawn[number] = AHEAD - count;
  drawnFrom[number] = AHEAD - count;
};

/** Requests made ahead that did not come yet are taken back: their draws are made anew when they come. */
export const undrawRequests = (number: number): void => {
  const source = cast.sources[number]!;
  if (drawn[number]! < AHEAD) {
    goBack(source, number, before, usedBefore[number]!);
    drawInto(source, number, number * AHEAD, drawn[number]! - drawnFrom[number]!);
    drawn[number] = AHEAD;
  }
  settleDraws(source, number);
};

/** Draws how long work takes at an instance into SPAN. */
export const drawWork = (instance: number): void => {
  const { work, time } = cast.works[instance]!;
  work.drawNanos(time, moments, SPAN);
};

/** A call ended badly at its instance. */
export const noteEnd = (place: number, outcome: number): void => {
  const path = pathOf[place]!;
  const at = pathInstance[path]! * CELLS + ENDS + outcome;
  cells[at] = cells[at]! + 1;
  pathTurned[path] = pathTurned[path]! + 1;
};

/** A call that took SPAN ended badly for its caller: the meter and its link learn of it. */
export const noteFailure = (place: number, outcome: number, cause: number): void => {
  const { clock, links, meter } = cast.sim!;
  const path = pathOf[place]!;
  const link = pathLink[path]!;
  pathFailed[path] = pathFailed[path]! + 1;
  clock[SPAN_REGISTER] = moments[SPAN]!;
  meter.attempted(link);
  links[link]!.failures++;
  if (pathSource[path]! < 0) return;
  const source = pathSource[path]! * CELLS + ENDS + outcome;
  cells[source] = cells[source]! + 1;
  meter.end(pathClass[path]!, outcome, cause, false);
};
