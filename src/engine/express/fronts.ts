/**
 * The fronts of the express way: what comes in its own order, the requests of each source and the events of each lane. What is first in
 * each stands apart.
 */
import { EXPIRE } from '../calls.ts';
import { EVENT, LANE_A, LANE_B, LANE_SEQUENCE } from '../lane.ts';
import { ROW } from '../requests.ts';
import { growLane } from './aside.ts';
import { imul, whole } from './bits.ts';
import type { i32 } from './stage.ts';
import {
  FRONT_COUNT,
  frontAs,
  frontDue,
  frontGeneration,
  frontOrder,
  frontPlace,
  generation,
  LANE_BITS,
  LANE_ROOM,
  laneCount,
  laneDelay,
  laneFirst,
  laneMask,
  laneSaid,
  laneSorts,
  laneTimes,
  moments,
  NEVER,
  NOW,
  numbers,
  RANK,
  RANK_TO_SEQUENCE,
  SOONEST,
  SPARE,
  UNTIL,
} from './stage.ts';

/** Looks at the first event of a lane. */
export function look(front: i32): void {
  if (laneCount[front] === 0) {
    frontDue[front] = NEVER;
    return;
  }
  const cell = ((front << LANE_BITS) + laneFirst[front]!) | 0;
  const at = imul(cell, EVENT);
  frontDue[front] = laneTimes[cell]!;
  frontOrder[front] = laneSaid[at + LANE_SEQUENCE]!;
  frontAs[front] = laneSaid[at]!;
  frontPlace[front] = whole(laneSaid[at + LANE_A]! / ROW);
  frontGeneration[front] = laneSaid[at + LANE_B]!;
}

/** Schedules an event about a place at the end of a lane. When it has hardly any room left no further event is begun. */
export function post(front: i32, what: i32, place: i32): void {
  const count = laneCount[front]!;
  if (count > laneMask[front]!) growLane(front);
  if (count > LANE_ROOM - SPARE) moments[UNTIL] = 0;
  const due = moments[NOW]! + laneDelay[front]!;
  const rank = numbers[RANK]!;
  numbers[RANK] = (rank + 1) | 0;
  const cell = ((front << LANE_BITS) + ((laneFirst[front]! + count) & laneMask[front]!)) | 0;
  const at = imul(cell, EVENT);
  laneTimes[cell] = due;
  laneSaid[at] = what;
  laneSaid[at + LANE_A] = imul(place, ROW);
  laneSaid[at + LANE_B] = what === EXPIRE ? generation[place]! : 0;
  laneSaid[at + LANE_SEQUENCE] = (rank + numbers[RANK_TO_SEQUENCE]!) | 0;
  laneCount[front] = (count + 1) | 0;
  laneSorts[front] = laneSorts[front]! | (1 << what);
  if (count > 0) return;
  look(front);
  if (due < frontDue[numbers[SOONEST]!]!) numbers[SOONEST] = front;
}

/** The first event of a lane is over. */
export function followLane(front: i32): void {
  laneFirst[front] = (laneFirst[front]! + 1) & laneMask[front]!;
  laneCount[front] = (laneCount[front]! - 1) | 0;
  look(front);
  findSoonest();
}

/** Whether the first event of a lane is a timeout that ends a call. */
export function expires(front: i32): boolean {
  return frontAs[front] === EXPIRE && generation[frontPlace[front]!]! === frontGeneration[front]!;
}

/** Finds the front that is due first. */
export function findSoonest(): void {
  let soonest = 0;
  for (let i = 1; i < numbers[FRONT_COUNT]!; i++) {
    if (frontDue[i]! < frontDue[soonest]! || (frontDue[i]! === frontDue[soonest]! && ((frontOrder[i]! - frontOrder[soonest]!) | 0) < 0))
      soonest = i;
  }
  numbers[SOONEST] = soonest;
}
