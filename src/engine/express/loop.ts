/**
 * The loop of the express way: requests come, take workers, work, make their calls and end, exactly as by the general way. All
 * state is on the stage. Functions take and give whole numbers only.
 *
 * What follows from something else is not counted here: arrivals and ends of instances, links and classes follow from the tally
 * and from what is in flight, a call's class and instance from its path. `store` works it out at the end of a slice.
 */

import { DELIVER, EXPIRE, RETURN } from '../calls.ts';
import { BUSY, CELLS, IN_FLIGHT, QUEUED } from '../meter.ts';
import { causeOf as causeIs, ERROR, QUEUE_FULL, REJECTED } from '../outcome.ts';
import { ENGINE } from '../sim.ts';
import { drawRequests, drawWork, noteEnd, noteFailure } from './aside.ts';
import { expires, findSoonest, followLane, post } from './fronts.ts';
import { fillRoot, schedule } from './heap.ts';
import { chance, mix, refill } from './luck.ts';
import {
  AHEAD,
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
  doneAs,
  drawn,
  drawnKey,
  drawnPath,
  drawnSession,
  due,
  ENDS_AT,
  expiryFront,
  FREE,
  FRONT_COUNT,
  FULL,
  first,
  free,
  frontAs,
  frontDue,
  frontOrder,
  gapStream,
  generation,
  HOLE,
  holds,
  keyOf,
  LEAST_FREE,
  last,
  limits,
  moments,
  NO_POOL,
  NOW,
  nodeOf,
  number,
  numbers,
  ON_ITS_WAY,
  ON_ITS_WAY_BACK,
  OWNS,
  onBehalf,
  order,
  orderOf,
  outcomeOf,
  pathInstance,
  pathLink,
  pathOf,
  pathSource,
  pathVia,
  planFrom,
  planTo,
  poolHighest,
  poolOf,
  poolOpen,
  poolRoom,
  rate,
  SEQUENCE,
  SOONEST,
  SOURCES,
  SPAN,
  SPARE,
  STAYS,
  sentAt,
  sessionOf,
  slots,
  sourceAt,
  stepOf,
  TAKEN,
  TAKEN_BEFORE,
  THERE,
  taken,
  targets,
  turn,
  UNTIL,
  wayFront,
  whereabouts,
  whose,
  workMean,
  workStream,
} from './stage.ts';
import { tally } from './tally.ts';

/** Does up to so many events that come before the moment UNTIL; how many. */
export function slice(most: number): number {
  let count = 0;
  while (count < most) {
    const front = numbers[SOONEST]!;
    const comes = frontDue[front]!;
    const ends = due[0]!;
    if (numbers[FREE]! < SPARE || numbers[FULL] !== 0) break;
    if (comes < ends || (comes === ends && ((frontOrder[front]! - order[0]!) | 0) < 0)) {
      if (!(comes < moments[UNTIL]!) || (front >= SOURCES && expires(front) === 1)) break;
      if (comes !== moments[NOW]!) {
        moments[NOW] = comes;
        numbers[TAKEN_BEFORE] = numbers[TAKEN]!;
      }
      if (front < SOURCES) {
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

/** A place for a call. */
function take(): number {
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
function send(place: number, along: number): void {
  let path = along;
  const link = pathLink[along]!;
  const choices = targets[link]!;
  if (choices > 1) {
    const next = turn[link]!;
    turn[link] = next + 1 === choices ? 0 : (next + 1) | 0;
    path = (along + Math.imul(next, numbers[CLASS_COUNT]!)) | 0;
  }
  pathOf[place] = path;
  if (expiryFront[link]! >= 0) post(expiryFront[link]!, EXPIRE, place);
  if (poolOf[link]! > NO_POOL) takeConnection(place, path);
  if (wayFront[link]! >= 0) {
    sentAt[place] = moments[NOW]!;
    whereabouts[place] = ON_ITS_WAY;
    post(wayFront[link]!, DELIVER, place);
  } else arrive(place, path);
}

/** A call is at its instance: takes a worker, or waits in the line. */
function arrive(place: number, path: number): void {
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
function worked(place: number): void {
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
  const cell = ((lane << 12) + bucket) | 0;
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
  const way = wayFront[pathLink[path]!]!;
  if (bucket >= 0) {
    const stay = (((numbers[STAYS]! + instance) << 12) + bucket) | 0;
    counts[stay] = (counts[stay]! + 1) | 0;
    if (way < 0) {
      const via = (pathVia[path]! + bucket) | 0;
      counts[via] = (counts[via]! + 1) | 0;
    }
    if (served === 1) {
      const own = (((numbers[OWNS]! + instance) << 12) + bucket) | 0;
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
function returned(place: number): void {
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
  if (poolOf[pathLink[path]!]! > NO_POOL) giveConnection(place, path);
  if (parent < 0) {
    const now = moments[NOW]!;
    const source = (pathSource[path]! * CELLS) | 0;
    cells[source + IN_FLIGHT] = cells[source + IN_FLIGHT]! - 1;
    cells[source + IN_FLIGHT + 2] = cells[source + IN_FLIGHT + 2]! - now;
    mix(moments[SPAN]! | 0, 0);
  } else steps(parent, (stepOf[parent]! + 1) | 0, planTo[pathOf[parent]!]!, 0);
  letGo(place);
}

/** Which of all pools a call's connection is from. */
function poolFor(place: number, path: number): number {
  const parent = onBehalf[place]!;
  return (poolOf[pathLink[path]!]! + (parent < 0 ? pathSource[path]! : pathInstance[pathOf[parent]!]!)) | 0;
}

function takeConnection(place: number, path: number): void {
  const pool = poolFor(place, path);
  const open = (poolOpen[pool]! + 1) | 0;
  poolOpen[pool] = open;
  if (open > poolHighest[pool]!) poolHighest[pool] = open;
  if (open === poolRoom[pool]) numbers[FULL] = (numbers[FULL]! + 1) | 0;
}

function giveConnection(place: number, path: number): void {
  const pool = poolFor(place, path);
  if (poolOpen[pool] === poolRoom[pool]) numbers[FULL] = (numbers[FULL]! - 1) | 0;
  poolOpen[pool] = (poolOpen[pool]! - 1) | 0;
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
  const way = wayFront[pathLink[path]!]!;
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
