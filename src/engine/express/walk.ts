/**
 * The walk of a call by the express way: it sets out, is there, takes a worker, makes its plan's calls, is answered and is over for its
 * caller. Functions take and give whole numbers only.
 *
 * What follows from something else is not counted here: arrivals and ends of instances, links and classes follow from the tally
 * and from what is in flight, a call's class and instance from its path. `store` works it out at the end of a slice.
 */

import { DELIVER, EXPIRE, RETURN } from '../calls.ts';
import { BUSY, CELLS, IN_FLIGHT, QUEUED } from '../meter.ts';
import { causeOf as causeIs, ERROR, QUEUE_FULL, REJECTED } from '../outcome.ts';
import { drawWork, noteEnd, noteFailure } from './aside.ts';
import { post } from './fronts.ts';
import { schedule } from './heap.ts';
import { chance, mix, refill } from './luck.ts';
import { giveConnection, takeConnection } from './pools.ts';
import {
  arrived,
  BLOCK,
  BLOCK_BITS,
  begun,
  behind,
  blocks,
  CAREFUL,
  CHORDS_OF_PATHS,
  CLASS_COUNT,
  callPath,
  causeOf,
  cells,
  choiceStream,
  counts,
  ENDS_AT,
  FREE,
  FULL,
  first,
  free,
  generation,
  holds,
  keyOf,
  LEAST_FREE,
  last,
  limits,
  moments,
  NO_POOL,
  NOW,
  nodeOf,
  numbers,
  ON_ITS_WAY,
  ON_ITS_WAY_BACK,
  OWNS,
  onBehalf,
  orderOf,
  outcomeOf,
  pathExpiry,
  pathInstance,
  pathLink,
  pathOf,
  pathPool,
  pathSource,
  pathVia,
  pathWay,
  planFrom,
  planTo,
  SPAN,
  STAYS,
  STRIDE,
  sentAt,
  sessionOf,
  slots,
  stepOf,
  TAKEN,
  THERE,
  taken,
  targets,
  turn,
  whereabouts,
  workMean,
  workStream,
} from './stage.ts';
import { tally } from './tally.ts';

/** A place for a call. */
export function take(): number {
  const left = (numbers[FREE]! - 1) | 0;
  numbers[FREE] = left;
  if (left < numbers[LEAST_FREE]!) numbers[LEAST_FREE] = left;
  const place = free[left]!;
  const turnOf = numbers[TAKEN]!;
  orderOf[place] = turnOf;
  numbers[TAKEN] = (turnOf + 1) | 0;
  return place;
}

/** A call sets out along a path that leads to its link's first target, or to the target whose turn it is. */
export function send(place: number, along: number): void {
  let path = along;
  const link = pathLink[along]!;
  const choices = targets[link]!;
  if (choices > 1) {
    const next = turn[link]!;
    turn[link] = next + 1 === choices ? 0 : (next + 1) | 0;
    path = (along + Math.imul(next, numbers[CLASS_COUNT]!)) | 0;
  }
  pathOf[place] = path;
  if (pathExpiry[path]! >= 0) post(pathExpiry[path]!, EXPIRE, place);
  if (pathPool[path]! > NO_POOL) takeConnection(place, path);
  const way = pathWay[path]!;
  if (way >= 0) {
    sentAt[place] = moments[NOW]!;
    whereabouts[place] = ON_ITS_WAY;
    post(way, DELIVER, place);
  } else arrive(place, path);
}

/** A call is at its instance: takes a worker, or waits in the line. */
export function arrive(place: number, path: number): void {
  const now = moments[NOW]!;
  arrived[place] = now;
  const instance = pathInstance[path]!;
  const at = (instance * CELLS) | 0;
  const level = cells[at + IN_FLIGHT]! + 1;
  cells[at + IN_FLIGHT] = level;
  if (level > cells[at + IN_FLIGHT + 1]!) cells[at + IN_FLIGHT + 1] = level;
  cells[at + IN_FLIGHT + 2] = cells[at + IN_FLIGHT + 2]! + now;
  const busy = cells[at + BUSY]!;
  if (busy < slots[instance]!) {
    cells[at + BUSY] = busy + 1;
    if (busy + 1 > cells[at + BUSY + 1]!) cells[at + BUSY + 1] = busy + 1;
    cells[at + BUSY + 2] = cells[at + BUSY + 2]! + now;
    begun[place] = now;
    begin(place, instance);
    return;
  }
  const queued = cells[at + QUEUED]!;
  if (queued >= limits[instance]!) {
    fail(place, REJECTED, causeIs(QUEUE_FULL, nodeOf[instance]!));
    return;
  }
  if (queued + 1 >= limits[instance]!) numbers[FULL] = (numbers[FULL]! + numbers[CAREFUL]!) | 0;
  cells[at + QUEUED] = queued + 1;
  if (queued + 1 > cells[at + QUEUED + 1]!) cells[at + QUEUED + 1] = queued + 1;
  cells[at + QUEUED + 2] = cells[at + QUEUED + 2]! + now;
  behind[place] = -1;
  const tail = last[instance]!;
  if (tail < 0) first[instance] = place;
  else behind[tail] = place;
  last[instance] = place;
}

/** Work on a call begins. */
function begin(place: number, instance: number): void {
  const now = moments[NOW]!;
  const mean = workMean[instance]!;
  if (mean >= 0) {
    const stream = workStream[instance]!;
    let draw = taken[stream]!;
    if (draw === BLOCK) {
      refill(stream);
      draw = 0;
    }
    taken[stream] = (draw + 1) | 0;
    moments[ENDS_AT] = now + Math.floor(blocks[((stream << BLOCK_BITS) + draw) | 0]! * mean + 0.5);
  } else {
    drawWork(instance);
    moments[ENDS_AT] = now + moments[SPAN]!;
  }
  schedule(place);
}

/** Own work on a call is done: its worker goes on, or waits for the calls. */
export function worked(place: number): void {
  const path = pathOf[place]!;
  const instance = pathInstance[path]!;
  const from = planFrom[path]!;
  const to = planTo[path]!;
  if (from === to) {
    release(instance);
    answer(place, 1);
    return;
  }
  if (holds[instance] === 0) release(instance);
  steps(place, from, to, 1);
}

/** A worker is free: who is first in line has it. */
function release(instance: number): void {
  const now = moments[NOW]!;
  const at = (instance * CELLS) | 0;
  const next = first[instance]!;
  const busy = cells[at + BUSY]!;
  if (next < 0 || busy > slots[instance]!) {
    cells[at + BUSY] = busy - 1;
    cells[at + BUSY + 2] = cells[at + BUSY + 2]! - now;
    return;
  }
  const after = behind[next]!;
  first[instance] = after;
  if (after < 0) last[instance] = -1;
  const queued = cells[at + QUEUED]!;
  if (queued >= limits[instance]!) numbers[FULL] = (numbers[FULL]! - numbers[CAREFUL]!) | 0;
  cells[at + QUEUED] = queued - 1;
  cells[at + QUEUED + 2] = cells[at + QUEUED + 2]! - now;
  begun[next] = now;
  const waited = now - arrived[next]!;
  if (waited > 0) {
    moments[SPAN] = waited;
    count((instance << 1) | 1, instance);
  }
  begin(next, instance);
}

/** Counts the span under a chord in one lane. */
function count(chord: number, lane: number): void {
  const bucket = tally(chord);
  if (bucket < 0) return;
  const cell = (Math.imul(lane, STRIDE) + bucket) | 0;
  counts[cell] = (counts[cell]! + 1) | 0;
}

/** Makes the calls of a plan one after the other until one is out, or answers. `fresh`: the time of own work is not noted yet. */
function steps(place: number, from: number, to: number, fresh: number): void {
  const instance = pathInstance[pathOf[place]!]!;
  for (let step = from; step < to; step = (step + 1) | 0) {
    if (chance(choiceStream[instance]!, step) === 0) continue;
    if (fresh === 1) {
      moments[SPAN] = moments[NOW]! - begun[place]!;
      count(instance << 1, (numbers[OWNS]! + instance) | 0);
    }
    stepOf[place] = step;
    const child = take();
    onBehalf[child] = place;
    keyOf[child] = keyOf[place]!;
    sessionOf[child] = sessionOf[place]!;
    send(child, callPath[step]!);
    return;
  }
  answer(place, fresh);
  if (holds[instance] === 1) release(instance);
}

/** A call is answered, which its caller hears at once where the link takes no time. */
function answer(place: number, fresh: number): void {
  const now = moments[NOW]!;
  const path = pathOf[place]!;
  const instance = pathInstance[path]!;
  const at = (instance * CELLS) | 0;
  cells[at + IN_FLIGHT] = cells[at + IN_FLIGHT]! - 1;
  cells[at + IN_FLIGHT + 2] = cells[at + IN_FLIGHT + 2]! - now;
  const came = arrived[place]!;
  let served = fresh;
  if (fresh === 1 && begun[place]! !== came) {
    moments[SPAN] = now - begun[place]!;
    count(instance << 1, (numbers[OWNS]! + instance) | 0);
    served = 0;
  }
  const span = now - came;
  moments[SPAN] = span;
  const bucket = tally((numbers[CHORDS_OF_PATHS]! + ((path << 2) | served)) | 0);
  const way = pathWay[path]!;
  if (bucket >= 0) {
    const stay = (Math.imul(numbers[STAYS]! + instance, STRIDE) + bucket) | 0;
    counts[stay] = (counts[stay]! + 1) | 0;
    if (way < 0) {
      const via = (pathVia[path]! + bucket) | 0;
      counts[via] = (counts[via]! + 1) | 0;
    }
    if (served === 1) {
      const own = (Math.imul(numbers[OWNS]! + instance, STRIDE) + bucket) | 0;
      counts[own] = (counts[own]! + 1) | 0;
    }
  }
  if (way < 0) {
    over(place, path);
    return;
  }
  whereabouts[place] = ON_ITS_WAY_BACK;
  post(way, RETURN, place);
}

/** An answer is back. */
export function returned(place: number): void {
  whereabouts[place] = THERE;
  if (outcomeOf[place] !== 0) {
    failed(place);
    return;
  }
  const path = pathOf[place]!;
  moments[SPAN] = moments[NOW]! - sentAt[place]!;
  const bucket = tally((numbers[CHORDS_OF_PATHS]! + ((path << 2) | 2)) | 0);
  if (bucket >= 0) {
    const via = (pathVia[path]! + bucket) | 0;
    counts[via] = (counts[via]! + 1) | 0;
  }
  over(place, path);
}

/** A call that took SPAN is over for its caller. */
function over(place: number, path: number): void {
  const parent = onBehalf[place]!;
  if (pathPool[path]! > NO_POOL) giveConnection(place, path);
  if (parent < 0) {
    const now = moments[NOW]!;
    const source = (pathSource[path]! * CELLS) | 0;
    cells[source + IN_FLIGHT] = cells[source + IN_FLIGHT]! - 1;
    cells[source + IN_FLIGHT + 2] = cells[source + IN_FLIGHT + 2]! - now;
    mix(moments[SPAN]! | 0, 0);
  } else steps(parent, (stepOf[parent]! + 1) | 0, planTo[pathOf[parent]!]!, 0);
  letGo(place);
}

/** A call is answered badly. */
function fail(place: number, outcome: number, cause: number): void {
  const now = moments[NOW]!;
  const path = pathOf[place]!;
  const at = (pathInstance[path]! * CELLS) | 0;
  cells[at + IN_FLIGHT] = cells[at + IN_FLIGHT]! - 1;
  cells[at + IN_FLIGHT + 2] = cells[at + IN_FLIGHT + 2]! - now;
  noteEnd(place, outcome);
  outcomeOf[place] = outcome;
  causeOf[place] = cause;
  const way = pathWay[path]!;
  if (way < 0) {
    sentAt[place] = arrived[place]!;
    failed(place);
    return;
  }
  whereabouts[place] = ON_ITS_WAY_BACK;
  post(way, RETURN, place);
}

/** The caller of a call that failed hears of it, and fails with it. */
function failed(place: number): void {
  const now = moments[NOW]!;
  const path = pathOf[place]!;
  const outcome = outcomeOf[place]!;
  const cause = causeOf[place]!;
  const parent = onBehalf[place]!;
  outcomeOf[place] = 0;
  moments[SPAN] = now - sentAt[place]!;
  noteFailure(place, outcome, cause);
  if (parent < 0) {
    const source = (pathSource[path]! * CELLS) | 0;
    cells[source + IN_FLIGHT] = cells[source + IN_FLIGHT]! - 1;
    cells[source + IN_FLIGHT + 2] = cells[source + IN_FLIGHT + 2]! - now;
    mix((now - sentAt[place]!) | 0, outcome);
  } else {
    const caller = pathInstance[pathOf[parent]!]!;
    fail(parent, ERROR, cause);
    if (holds[caller] === 1) release(caller);
  }
  letGo(place);
}

/** A place is free again. */
function letGo(place: number): void {
  pathOf[place] = -1;
  generation[place] = (generation[place]! + 1) | 0;
  const left = numbers[FREE]!;
  free[left] = place;
  numbers[FREE] = (left + 1) | 0;
}
