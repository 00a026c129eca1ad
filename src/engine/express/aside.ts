/**
 * What the loop of the express way asks for by calls: things drawn in other ways than the plainest, and calls that fail. It knows
 * who is on the stage.
 */

import { exp } from '../../std/math.ts';
import { SPAN as SPAN_REGISTER } from '../clock.ts';
import type { Lane } from '../lane.ts';
import { CELLS, ENDS } from '../meter.ts';
import { causeOf, QUEUE_FULL } from '../outcome.ts';
import type { Sim } from '../sim.ts';
import { drawInto, goBack, mark, settleDraws } from './draws.ts';
import type { PlainSource, PlainWork } from './plain.ts';
import {
  AHEAD,
  cells,
  drawn,
  drawnFrom,
  laneCount,
  laneFirst,
  laneMask,
  laneSorts,
  moments,
  nodeOf,
  numbers,
  pathClass,
  pathFailed,
  pathInstance,
  pathLink,
  pathOf,
  pathSource,
  pathTurned,
  SOURCE_COUNT,
  SPAN,
  usedBefore,
  wordsBefore,
} from './stage.ts';

/** Who is on the stage: sources by number, work by instance, and the simulation itself. */
export const cast: {
  sim: Sim | undefined;
  lanes: readonly Lane[];
  readonly sources: PlainSource[];
  readonly works: (PlainWork | undefined)[];
} = {
  sim: undefined,
  lanes: [],
  sources: [],
  works: [],
};

/** Makes a source's next requests, as its station would draw them one by one. */
export const drawOtherwise = (number: number): void => {
  const source = cast.sources[number]!;
  const count = source.ahead ? AHEAD : 1;
  const from = number * AHEAD + AHEAD - count;
  usedBefore[number] = mark(source, number, wordsBefore);
  drawInto(source, number, from, count);
  drawn[number] = AHEAD - count;
  drawnFrom[number] = AHEAD - count;
};

/** Requests made ahead that did not come yet are taken back: their draws are made anew when they come. */
export const undrawRequests = (number: number): void => {
  const source = cast.sources[number]!;
  if (drawn[number]! < AHEAD) {
    goBack(source, number, wordsBefore, usedBefore[number]!);
    drawInto(source, number, number * AHEAD, drawn[number]! - drawnFrom[number]!);
    drawn[number] = AHEAD;
  }
  settleDraws(source, number);
};

/** What is left over of 2^32 in whole n. */
export const biasOf = (n: number): number => 4294967296 % n;

/** The exponential of SPAN into SPAN. */
export const exponentiate = (_: number): void => {
  moments[SPAN] = exp(moments[SPAN]!);
};

/** What the stage knows of a lane goes back to it. */
export const storeLane = (lane: Lane, front: number): void => {
  lane.first = laneFirst[front]!;
  lane.count = laneCount[front]!;
  lane.sorts = laneSorts[front]!;
};

/** The ring of a lane gets room for twice as many. */
export const growLane = (front: number): void => {
  const lane = cast.lanes[front - numbers[SOURCE_COUNT]!]!;
  storeLane(lane, front);
  lane.grow();
  laneFirst[front] = lane.first;
  laneMask[front] = lane.mask;
};

/** Draws how long work takes at an instance into SPAN. */
export const drawWork = (instance: number): void => {
  const { work, time } = cast.works[instance]!;
  work.drawNanos(time, moments, SPAN);
};

/** Why a call fails that finds the line of an instance full. */
export const causeOfFull = (instance: number): number => causeOf(QUEUE_FULL, nodeOf[instance]!);

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
