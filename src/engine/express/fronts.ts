/**
 * The fronts of the express way: what comes in its own order, the requests of each source and the events of each lane. Lanes stand
 * where the queue keeps them and are not copied; what is first in each stands on the stage.
 */
import { EXPIRE } from '../calls.ts';
import { EVENT, LANE_A, LANE_B, LANE_SEQUENCE, type Lane } from '../lane.ts';
import { ROW } from '../requests.ts';
import {
  FRONT_COUNT,
  frontAs,
  frontDue,
  frontGeneration,
  frontOrder,
  frontPlace,
  generation,
  moments,
  NOW,
  numbers,
  RANK,
  RANK_TO_SEQUENCE,
  SOONEST,
  SOURCE_COUNT,
} from './stage.ts';

/** The lane of each front after those of the sources. */
let lanes: readonly Lane[] = [];
const PER_ROW = 1 / ROW;
const HALF = ROW / 2;
const register = new Float64Array(1);

/** From now on the lanes are these. */
export const setFronts = (fresh: readonly Lane[]): void => {
  lanes = fresh;
  const sources = numbers[SOURCE_COUNT]!;
  numbers[FRONT_COUNT] = sources + fresh.length;
  for (let front = sources; front < sources + fresh.length; front++) look(front);
};

/** Looks at the first event of a lane. */
const look = (front: number): void => {
  const { count, first, said, times } = lanes[(front - numbers[SOURCE_COUNT]!) | 0]!;
  if (count === 0) {
    frontDue[front] = Number.POSITIVE_INFINITY;
    return;
  }
  const at = (first * EVENT) | 0;
  frontDue[front] = times[first]!;
  frontOrder[front] = said[at + LANE_SEQUENCE]!;
  frontAs[front] = said[at]!;
  frontPlace[front] = placeOf(said[at + LANE_A]!);
  frontGeneration[front] = said[at + LANE_B]!;
};

/** Schedules an event about a place at the end of a lane. */
export const post = (front: number, what: number, place: number): void => {
  const lane = lanes[(front - numbers[SOURCE_COUNT]!) | 0]!;
  const at = moments[NOW]! + lane.delay;
  register[0] = at;
  const rank = numbers[RANK]!;
  numbers[RANK] = (rank + 1) | 0;
  const sequence = (rank + numbers[RANK_TO_SEQUENCE]!) | 0;
  lane.add(register, what, Math.imul(place, ROW), what === EXPIRE ? generation[place]! : 0, sequence);
  lane.sorts |= 1 << what;
  if (lane.count > 1) return;
  look(front);
  if (at < frontDue[numbers[SOONEST]!]!) numbers[SOONEST] = front;
};

/** The first event of a lane is over. */
export const followLane = (front: number): void => {
  lanes[(front - numbers[SOURCE_COUNT]!) | 0]!.drop();
  look(front);
  findSoonest();
};

/** Whether the first event of a lane is a timeout that ends a call. */
export const expires = (front: number): boolean => frontAs[front] === EXPIRE && generation[frontPlace[front]!] === frontGeneration[front];

/** A row's place. A division would take as long as all the rest. */
const placeOf = (row: number): number => ((row + HALF) * PER_ROW) | 0;

/** Finds the front that is due first. */
export const findSoonest = (): void => {
  let soonest = 0;
  for (let i = 1; i < numbers[FRONT_COUNT]!; i++) {
    if (frontDue[i]! < frontDue[soonest]! || (frontDue[i] === frontDue[soonest] && ((frontOrder[i]! - frontOrder[soonest]!) | 0) < 0))
      soonest = i;
  }
  numbers[SOONEST] = soonest;
};
