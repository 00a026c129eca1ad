/**
 * The loop of the express way: what is due first comes to pass, exactly as by the general way. All state is on the stage. Functions
 * take and give whole numbers only.
 */

import { DELIVER, RETURN } from '../calls.ts';
import { ENGINE } from '../sim.ts';
import { drawRequests } from './ahead.ts';
import { low } from './bits.ts';
import { expires, findSoonest, followLane } from './fronts.ts';
import { fillRoot, rankAt, sequenceOf } from './heap.ts';
import { mix, refill } from './luck.ts';
import { fold } from './reels.ts';
import type { f64, i32 } from './stage.ts';
import {
  AHEAD,
  BLOCK,
  BLOCK_BITS,
  doneAs,
  drawn,
  drawnKey,
  drawnPath,
  drawnSession,
  endsAt,
  FLOOR,
  FRONT_COUNT,
  frontAs,
  frontDue,
  frontOrder,
  frontPlace,
  gapStream,
  HOLE,
  keyOf,
  keys,
  LAST_RANK,
  moments,
  NEVER,
  NOW,
  number,
  numbers,
  onBehalf,
  pathInstance,
  pathOf,
  placeOfRank,
  present,
  presentMost,
  RANK,
  RANK_TO_SEQUENCE,
  RANKS,
  SOONEST,
  SOURCE_COUNT,
  sessionOf,
  sourceAt,
  spans,
  TAKEN,
  TAKEN_BEFORE,
  THERE,
  taken,
  UNTIL,
  whereabouts,
} from './stage.ts';
import { arrive, returned, send, take, worked } from './walk.ts';

/** Does up to so many events that come before the moment UNTIL, and counts the times that they took; how many. */
export function slice(most: i32): i32 {
  let done = 0;
  while (done < most && numbers[RANK]! < LAST_RANK) {
    const front = numbers[SOONEST]!;
    const comes = frontDue[front]!;
    const from = (comes - moments[FLOOR]!) * RANKS;
    if (keys[0]! >= from + RANKS || (keys[0]! >= from && precedes(front, comes))) {
      if (!(comes < moments[UNTIL]!) || (front >= numbers[SOURCE_COUNT]! && expires(front))) break;
      if (comes !== moments[NOW]!) {
        moments[NOW] = comes;
        numbers[TAKEN_BEFORE] = numbers[TAKEN]!;
      }
      if (front < numbers[SOURCE_COUNT]!) {
        request(front);
        mix(low(comes), frontAs[front]!);
      } else mix(low(comes), fromLane(front));
    } else {
      const place = placeOfRank[rankAt(0)]!;
      const ends = endsAt[place]!;
      if (!(ends < moments[UNTIL]!)) break;
      if (ends !== moments[NOW]!) {
        moments[NOW] = ends;
        numbers[TAKEN_BEFORE] = numbers[TAKEN]!;
      }
      const event = doneAs[pathInstance[pathOf[place]!]!]!;
      numbers[HOLE] = 1;
      worked(place);
      if (numbers[HOLE] === 1) fillRoot();
      mix(low(ends), event);
    }
    done = (done + 1) | 0;
  }
  fold();
  return done;
}

/** Whether what is first at a front comes before the end that is due first, where their keys do not tell. */
function precedes(front: i32, comes: f64): boolean {
  const ends = endsAt[placeOfRank[rankAt(0)]!]!;
  return comes < ends || (comes === ends && ((frontOrder[front]! - sequenceOf(rankAt(0))) | 0) < 0);
}

/** A request comes at a source, and its next one is planned. */
function request(source: i32): void {
  let next = drawn[source]!;
  if (next === AHEAD) {
    drawRequests(source);
    next = drawn[source]!;
  }
  drawn[source] = (next + 1) | 0;
  next = (source * AHEAD + next) | 0;
  const instance = sourceAt[source]!;
  const level = (present[instance]! + 1) | 0;
  present[instance] = level;
  if (level > presentMost[instance]!) presentMost[instance] = level;
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
  number[source] = (number[source]! + 1) | 0;
  const due = moments[NOW]! + spans[((stream << BLOCK_BITS) + draw) | 0]!;
  frontDue[source] = due;
  if (due < NEVER) {
    const rank = numbers[RANK]!;
    frontOrder[source] = (rank + numbers[RANK_TO_SEQUENCE]!) | 0;
    numbers[RANK] = (rank + 1) | 0;
  }
  if (numbers[FRONT_COUNT]! > 1) findSoonest();
}

/** The first event of a lane: a call arrives, or its answer, or a timeout has nothing to end. What the digest is told. */
function fromLane(front: i32): i32 {
  const what = frontAs[front]!;
  const place = frontPlace[front]!;
  followLane(front);
  if (what === DELIVER) {
    whereabouts[place] = THERE;
    arrive(place, pathOf[place]!);
  } else if (what === RETURN) returned(place);
  return (ENGINE << 8) | what;
}
