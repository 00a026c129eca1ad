/**
 * The loop of the express way: what is due first comes to pass, exactly as by the general way. All state is on the stage. Functions
 * take and give whole numbers only.
 */

import { DELIVER, RETURN } from '../calls.ts';
import { CELLS, IN_FLIGHT } from '../meter.ts';
import { ENGINE } from '../sim.ts';
import { drawRequests } from './aside.ts';
import { expires, findSoonest, followLane } from './fronts.ts';
import { fillRoot } from './heap.ts';
import { mix, refill } from './luck.ts';
import {
  AHEAD,
  BLOCK,
  BLOCK_BITS,
  blocks,
  cells,
  doneAs,
  drawn,
  drawnKey,
  drawnPath,
  drawnSession,
  due,
  FREE,
  FRONT_COUNT,
  FULL,
  frontAs,
  frontDue,
  frontOrder,
  gapStream,
  HOLE,
  keyOf,
  moments,
  NOW,
  number,
  numbers,
  onBehalf,
  order,
  pathInstance,
  pathOf,
  rate,
  SEQUENCE,
  SOONEST,
  SOURCE_COUNT,
  SPARE,
  sessionOf,
  sourceAt,
  TAKEN,
  TAKEN_BEFORE,
  THERE,
  taken,
  UNTIL,
  whereabouts,
  whose,
} from './stage.ts';
import { arrive, returned, send, take, worked } from './walk.ts';

/** Does up to so many events that come before the moment UNTIL; how many. */
export function slice(most: number): number {
  let count = 0;
  while (count < most) {
    const front = numbers[SOONEST]!;
    const comes = frontDue[front]!;
    const ends = due[0]!;
    if (numbers[FREE]! < SPARE || numbers[FULL] !== 0) break;
    if (comes < ends || (comes === ends && ((frontOrder[front]! - order[0]!) | 0) < 0)) {
      if (!(comes < moments[UNTIL]!) || (front >= numbers[SOURCE_COUNT]! && expires(front) === 1)) break;
      if (comes !== moments[NOW]!) {
        moments[NOW] = comes;
        numbers[TAKEN_BEFORE] = numbers[TAKEN]!;
      }
      if (front < numbers[SOURCE_COUNT]!) {
        request(front);
        mix(comes | 0, frontAs[front]!);
      } else mix(comes | 0, fromLane(front));
    } else {
      if (!(ends < moments[UNTIL]!)) break;
      if (ends !== moments[NOW]!) {
        moments[NOW] = ends;
        numbers[TAKEN_BEFORE] = numbers[TAKEN]!;
      }
      const place = whose[0]!;
      const event = doneAs[pathInstance[pathOf[place]!]!]!;
      numbers[HOLE] = 1;
      worked(place);
      if (numbers[HOLE] === 1) fillRoot();
      mix(ends | 0, event);
    }
    count = (count + 1) | 0;
  }
  return count;
}

/** A request comes at a source, and its next one is planned. */
function request(source: number): void {
  const now = moments[NOW]!;
  let next = drawn[source]!;
  if (next === AHEAD) {
    drawRequests(source);
    next = drawn[source]!;
  }
  drawn[source] = (next + 1) | 0;
  next = (source * AHEAD + next) | 0;
  const at = (sourceAt[source]! * CELLS) | 0;
  const level = cells[at + IN_FLIGHT]! + 1;
  cells[at + IN_FLIGHT] = level;
  if (level > cells[at + IN_FLIGHT + 1]!) cells[at + IN_FLIGHT + 1] = level;
  cells[at + IN_FLIGHT + 2] = cells[at + IN_FLIGHT + 2]! + now;
  const place = take();
  onBehalf[place] = -1;
  keyOf[place] = drawnKey[next]!;
  sessionOf[place] = drawnSession[next]!;
  send(place, drawnPath[next]!);
  const stream = gapStream[source]!;
  let draw = taken[stream]!;
  if (draw === BLOCK) {
    refill(stream);
    draw = 0;
  }
  taken[stream] = (draw + 1) | 0;
  const gap = blocks[((stream << BLOCK_BITS) + draw) | 0]! / rate[source]!;
  number[source] = (number[source]! + 1) | 0;
  if (gap < Number.MAX_SAFE_INTEGER) {
    frontDue[source] = now + Math.floor(gap + 0.5);
    frontOrder[source] = numbers[SEQUENCE]!;
    numbers[SEQUENCE] = (numbers[SEQUENCE]! + 1) | 0;
  } else frontDue[source] = Number.POSITIVE_INFINITY;
  if (numbers[FRONT_COUNT]! > 1) findSoonest();
}

/** The first event of a lane: a call arrives, or its answer, or a timeout has nothing to end. What the digest is told. */
function fromLane(front: number): number {
  const event = followLane(front);
  const what = event & 15;
  const place = event >> 4;
  if (what === DELIVER) {
    whereabouts[place] = THERE;
    arrive(place, pathOf[place]!);
  } else if (what === RETURN) returned(place);
  return (ENGINE << 8) | what;
}
