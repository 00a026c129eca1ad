/**
 * The fronts of the express way: what comes in its own order, the requests of each source and the events of each lane. Lanes stand
 * where the queue keeps them and are not copied; when the first of each is due stands on the stage.
 */
import { EXPIRE } from '../calls.ts';
import { EVENT, LANE_A, LANE_B, LANE_SEQUENCE, type Lane } from '../lane.ts';
import { ROW } from '../requests.ts';
import {
  FRONT_COUNT,
  frontDue,
  frontOrder,
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

/** Looks when the first event of a lane is due. */
const look = (front: number): void => {
  const lane = lanes[(front - numbers[SOURCE_COUNT]!) | 0]!;
  if (lane.count === 0) {
    frontDue[front] = Number.POSITIVE_INFINITY;
    return;
  }
  frontDue[front] = lane.times[lane.first]!;
  frontOrder[front] = lane.said[lane.first * EVENT + LANE_SEQUENCE]!;
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
  frontDue[front] = at;
  frontOrder[front] = sequence;
  if (at < frontDue[numbers[SOONEST]!]!) numbers[SOONEST] = front;
};

/** Takes the first event out of a lane: its place and what it is. */
export const followLane = (front: number): number => {
  const lane = lanes[(front - numbers[SOURCE_COUNT]!) | 0]!;
  const at = (lane.first * EVENT) | 0;
  const place = placeOf(lane.said[at + LANE_A]!);
  const what = lane.said[at]!;
  lane.drop();
  look(front);
  findSoonest();
  return (place << 4) | what;
};

/** 1 when the first event of a lane is a timeout that ends a call. */
export const expires = (front: number): number => {
  const lane = lanes[(front - numbers[SOURCE_COUNT]!) | 0]!;
  const at = (lane.first * EVENT) | 0;
  if (lane.said[at] !== EXPIRE) return 0;
  return generation[placeOf(lane.said[at + LANE_A]!)] === lane.said[at + LANE_B] ? 1 : 0;
};

/** A row's place. A division would take as long as all the rest. */
const placeOf = (row: number): number => {
  return ((row + HALF) * PER_ROW) | 0;
};

/** Finds the front that is due first. */
export const findSoonest = (): void => {
  let soonest = 0;
  for (let i = 1; i < numbers[FRONT_COUNT]!; i++) {
    if (frontDue[i]! < frontDue[soonest]! || (frontDue[i] === frontDue[soonest] && ((frontOrder[i]! - frontOrder[soonest]!) | 0) < 0))
      soonest = i;
  }
  numbers[SOONEST] = soonest;
};
