/**
 * The walk of a call by the express way: it sets out, is there, takes a worker, makes its plan's calls, is answered and is over for its
 * caller. Functions take and give whole numbers only.
 *
 * What follows from something else is not counted here: arrivals, ends and the areas of levels follow from the tally and from what is in
 * flight, a call's class and instance from its path. `store` works it out at the end of a slice.
 */

import { DELIVER, EXPIRE, RETURN } from '../calls.ts';
import { ERROR, REJECTED } from '../outcome.ts';
import { causeOfFull, drawWork, noteEnd, noteFailure } from './aside.ts';
import { imul, low } from './bits.ts';
import { post } from './fronts.ts';
import { schedule } from './heap.ts';
import { chance, mix, refill } from './luck.ts';
import { giveConnection, takeConnection } from './pools.ts';
import { cellFor } from './reels.ts';
import type { i32 } from './stage.ts';
import {
  arrived,
  BLOCK,
  BLOCK_BITS,
  begun,
  behind,
  busy,
  busyMost,
  CAREFUL,
  CLASS_COUNT,
  callPath,
  causeOf,
  choiceStream,
  FREE,
  FULL,
  failedTime,
  first,
  free,
  generation,
  heldTime,
  holds,
  keyOf,
  LEAST_FREE,
  last,
  limits,
  moments,
  NO_POOL,
  NOW,
  noted,
  numbers,
  ON_ITS_WAY,
  ON_ITS_WAY_BACK,
  OWN_CHORDS,
  onBehalf,
  orderOf,
  outcomeOf,
  pathExpiry,
  pathInstance,
  pathLink,
  pathMannered,
  pathOf,
  pathPool,
  pathSource,
  pathWay,
  planFrom,
  planTo,
  present,
  presentMost,
  queued,
  queuedMost,
  SPAN,
  SPARE,
  sentAt,
  sessionOf,
  slots,
  spans,
  stepOf,
  TAKEN,
  THERE,
  taken,
  targets,
  turn,
  UNTIL,
  whereabouts,
  workStream,
} from './stage.ts';

/** A place for a call. When few are left no further event is begun. */
export function take(): i32 {
  const left = (numbers[FREE]! - 1) | 0;
  numbers[FREE] = left;
  if (left < numbers[LEAST_FREE]!) {
    numbers[LEAST_FREE] = left;
    if (left < SPARE) moments[UNTIL] = 0;
  }
  const place = free[left]!;
  const turnOf = numbers[TAKEN]!;
  orderOf[place] = turnOf;
  numbers[TAKEN] = (turnOf + 1) | 0;
  return place;
}

/** A call sets out along a path that leads to its link's first target, or to the target whose turn it is. */
export function send(place: i32, along: i32): void {
  let path = along;
  const link = pathLink[along]!;
  const choices = targets[link]!;
  if (choices > 1) {
    const next = turn[link]!;
    turn[link] = next + 1 === choices ? 0 : (next + 1) | 0;
    path = (along + imul(next, numbers[CLASS_COUNT]!)) | 0;
  }
  pathOf[place] = path;
  if (pathMannered[path] === 0) arrive(place, path);
  else setOut(place, path);
}

/** A call over a link that has a timeout or a pool, or takes time. */
function setOut(place: i32, path: i32): void {
  if (pathExpiry[path]! >= 0) post(pathExpiry[path]!, EXPIRE, place);
  if (pathPool[path]! > NO_POOL) takeConnection(place, path);
  const way = pathWay[path]!;
  if (way < 0) {
    arrive(place, path);
    return;
  }
  sentAt[place] = moments[NOW]!;
  whereabouts[place] = ON_ITS_WAY;
  post(way, DELIVER, place);
}

/** A call is at its instance: takes a worker, or waits in the line. */
export function arrive(place: i32, path: i32): void {
  const now = moments[NOW]!;
  arrived[place] = now;
  const instance = pathInstance[path]!;
  const level = (present[instance]! + 1) | 0;
  present[instance] = level;
  if (level > presentMost[instance]!) presentMost[instance] = level;
  const working = (busy[instance]! + 1) | 0;
  if (working > slots[instance]!) {
    wait(place, instance);
    return;
  }
  busy[instance] = working;
  if (working > busyMost[instance]!) busyMost[instance] = working;
  begun[place] = now;
  begin(place, instance);
}

/** A call goes to the end of the line, or is turned away. */
function wait(place: i32, instance: i32): void {
  const waiting = (queued[instance]! + 1) | 0;
  if (waiting >= limits[instance]!) {
    if (waiting > limits[instance]!) {
      fail(place, REJECTED, causeOfFull(instance));
      return;
    }
    full(1);
  }
  queued[instance] = waiting;
  if (waiting > queuedMost[instance]!) queuedMost[instance] = waiting;
  behind[place] = -1;
  const tail = last[instance]!;
  if (tail < 0) first[instance] = place;
  else behind[tail] = place;
  last[instance] = place;
}

/** A line or a pool is full now (1), or is no longer (-1): where a call may not fail here, the general way goes on. */
function full(more: i32): void {
  if (numbers[CAREFUL] === 0) return;
  numbers[FULL] = (numbers[FULL]! + more) | 0;
  if (more > 0) moments[UNTIL] = 0;
}

/** Work on a call begins. */
function begin(place: i32, instance: i32): void {
  const stream = workStream[instance]!;
  if (stream >= 0) {
    let draw = taken[stream]!;
    if (draw === BLOCK) {
      refill(stream);
      draw = 0;
    }
    taken[stream] = (draw + 1) | 0;
    schedule(place, moments[NOW]! + spans[((stream << BLOCK_BITS) + draw) | 0]!);
  } else {
    drawWork(instance);
    schedule(place, moments[NOW]! + moments[SPAN]!);
  }
}

/** Own work on a call is done: its worker goes on, or waits for the calls. */
export function worked(place: i32): void {
  const path = pathOf[place]!;
  const instance = pathInstance[path]!;
  const from = planFrom[path]!;
  const to = planTo[path]!;
  if (holds[instance] === 0) release(instance);
  else if (from === to) letWorkerGo(place, instance);
  if (from === to) answer(place, 1);
  else steps(place, from, to, 1);
}

/** A worker is free: who is first in line has it. */
function release(instance: i32): void {
  const next = first[instance]!;
  const working = busy[instance]!;
  if (next < 0 || working > slots[instance]!) busy[instance] = (working - 1) | 0;
  else beginNext(next, instance);
}

/** Who is first in line has waited long enough. */
function beginNext(next: i32, instance: i32): void {
  const now = moments[NOW]!;
  const after = behind[next]!;
  first[instance] = after;
  if (after < 0) last[instance] = -1;
  const waiting = queued[instance]!;
  if (waiting >= limits[instance]!) full(-1);
  queued[instance] = (waiting - 1) | 0;
  begun[next] = now;
  const waited = now - arrived[next]!;
  if (waited > 0) {
    noted[cellFor((OWN_CHORDS + (instance << 1) + 1) | 0)] = waited;
  }
  begin(next, instance);
}

/** A worker that was held while its call's calls were out is free. */
function letWorkerGo(place: i32, instance: i32): void {
  heldTime[instance] = heldTime[instance]! + moments[NOW]! - begun[place]!;
  release(instance);
}

/** Makes the calls of a plan one after the other until one is out, or answers. `fresh`: the time of own work is not noted yet. */
function steps(place: i32, from: i32, to: i32, fresh: i32): void {
  const instance = pathInstance[pathOf[place]!]!;
  for (let step = from; step < to; step = (step + 1) | 0) {
    if (chance(choiceStream[instance]!, step) === 0) continue;
    if (fresh === 1) {
      noted[cellFor((OWN_CHORDS + (instance << 1)) | 0)] = moments[NOW]! - begun[place]!;
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
  if (holds[instance] === 1) letWorkerGo(place, instance);
}

/** A call is answered, which its caller hears at once where the link takes no time. */
function answer(place: i32, fresh: i32): void {
  const now = moments[NOW]!;
  const path = pathOf[place]!;
  const instance = pathInstance[path]!;
  present[instance] = (present[instance]! - 1) | 0;
  const came = arrived[place]!;
  let served = fresh;
  if (fresh === 1 && begun[place]! !== came) {
    noted[cellFor((OWN_CHORDS + (instance << 1)) | 0)] = now - begun[place]!;
    served = 0;
  }
  noted[cellFor((path << 2) | served | 0)] = now - came;
  if (pathWay[path]! < 0) {
    over(place, path, low(now - came));
    return;
  }
  whereabouts[place] = ON_ITS_WAY_BACK;
  post(pathWay[path]!, RETURN, place);
}

/** An answer is back. */
export function returned(place: i32): void {
  whereabouts[place] = THERE;
  if (outcomeOf[place] !== 0) {
    failed(place);
    return;
  }
  const path = pathOf[place]!;
  const span = moments[NOW]! - sentAt[place]!;
  noted[cellFor((path << 2) | 2 | 0)] = span;
  over(place, path, low(span));
}

/** A call is over for its caller; the lower 32 bits of the time it took. */
function over(place: i32, path: i32, span: i32): void {
  const parent = onBehalf[place]!;
  if (pathPool[path]! > NO_POOL) giveConnection(place, path);
  if (parent < 0) {
    const source = pathSource[path]!;
    present[source] = (present[source]! - 1) | 0;
    mix(span, 0);
  } else steps(parent, (stepOf[parent]! + 1) | 0, planTo[pathOf[parent]!]!, 0);
  letGo(place);
}

/** A call is answered badly. */
function fail(place: i32, outcome: i32, cause: i32): void {
  const path = pathOf[place]!;
  const instance = pathInstance[path]!;
  present[instance] = (present[instance]! - 1) | 0;
  failedTime[instance] = failedTime[instance]! + moments[NOW]! - arrived[place]!;
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
function failed(place: i32): void {
  const path = pathOf[place]!;
  const outcome = outcomeOf[place]!;
  const cause = causeOf[place]!;
  const parent = onBehalf[place]!;
  outcomeOf[place] = 0;
  moments[SPAN] = moments[NOW]! - sentAt[place]!;
  noteFailure(place, outcome, cause);
  if (parent < 0) {
    const source = pathSource[path]!;
    present[source] = (present[source]! - 1) | 0;
    failedTime[source] = failedTime[source]! + moments[NOW]! - sentAt[place]!;
    mix(low(moments[NOW]! - sentAt[place]!), outcome);
  } else {
    const caller = pathInstance[pathOf[parent]!]!;
    fail(parent, ERROR, cause);
    if (holds[caller] === 1) letWorkerGo(parent, caller);
  }
  letGo(place);
}

/** A place is free again. */
function letGo(place: i32): void {
  pathOf[place] = -1;
  generation[place] = (generation[place]! + 1) | 0;
  const left = numbers[FREE]!;
  free[left] = place;
  numbers[FREE] = (left + 1) | 0;
}
