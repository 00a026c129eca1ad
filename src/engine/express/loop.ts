/**
 * The loop of the express way: requests come, take workers, work, make their calls and end, exactly as by the general way. All
 * state is on the stage. Functions take and give whole numbers only.
 *
 * What follows from something else is not counted here: arrivals and ends of instances, links and classes follow from the tally
 * and from what is in flight, a call's class and instance from its path. `store` works it out at the end of a slice.
 */
import { BUSY, CELLS, IN_FLIGHT, QUEUED } from '../meter.ts';
import { causeOf, ERROR, QUEUE_FULL, REJECTED } from '../outcome.ts';
import { drawRequests, drawWork, noteFailure } from './aside.ts';
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
  CHORDS_OF_PATHS,
  CLASS_COUNT,
  callPath,
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
  FREE,
  FRONT_COUNT,
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
  NOW,
  nodeOf,
  number,
  numbers,
  OWNS,
  onBehalf,
  order,
  orderOf,
  pathInstance,
  pathLink,
  pathOf,
  pathSource,
  pathVia,
  planFrom,
  planTo,
  rate,
  SEQUENCE,
  SOONEST,
  SPAN,
  SPARE,
  STAYS,
  sessionOf,
  slots,
  sourceAt,
  stepOf,
  TAKEN,
  TAKEN_BEFORE,
  taken,
  targets,
  turn,
  UNTIL,
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
    if (comes < ends || (comes === ends && ((frontOrder[front]! - order[0]!) | 0) < 0)) {
      if (!(comes < moments[UNTIL]!) || numbers[FREE]! < SPARE) break;
      if (comes !== moments[NOW]!) {
        moments[NOW] = comes;
        numbers[TAKEN_BEFORE] = numbers[TAKEN]!;
      }
      request(front);
      mix(comes | 0, frontAs[front]!);
    } else {
      if (!(ends < moments[UNTIL]!) || numbers[FREE]! < SPARE) break;
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

/** A call sets out along a path that leads to its link's first target, and is there, or at the target whose turn it is. */
function send(place: number, along: number): void {
  const now = moments[NOW]!;
  let path = along;
  const link = pathLink[along]!;
  const choices = targets[link]!;
  if (choices > 1) {
    const next = turn[link]!;
    turn[link] = next + 1 === choices ? 0 : (next + 1) | 0;
    path = (along + Math.imul(next, numbers[CLASS_COUNT]!)) | 0;
  }
  pathOf[place] = path;
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
    fail(place, REJECTED, causeOf(QUEUE_FULL, nodeOf[instance]!));
    return;
  }
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
  cells[at + QUEUED] = cells[at + QUEUED]! - 1;
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

/** A call is answered, which its caller hears at once. */
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
  const bucket = tally((numbers[CHORDS_OF_PATHS]! + ((path << 1) | served)) | 0);
  if (bucket >= 0) {
    const stay = (((numbers[STAYS]! + instance) << 12) + bucket) | 0;
    counts[stay] = (counts[stay]! + 1) | 0;
    const via = (pathVia[path]! + bucket) | 0;
    counts[via] = (counts[via]! + 1) | 0;
    if (served === 1) {
      const own = (((numbers[OWNS]! + instance) << 12) + bucket) | 0;
      counts[own] = (counts[own]! + 1) | 0;
    }
  }
  const parent = onBehalf[place]!;
  if (parent < 0) {
    const source = (pathSource[path]! * CELLS) | 0;
    cells[source + IN_FLIGHT] = cells[source + IN_FLIGHT]! - 1;
    cells[source + IN_FLIGHT + 2] = cells[source + IN_FLIGHT + 2]! - now;
    mix(span | 0, 0);
  } else steps(parent, (stepOf[parent]! + 1) | 0, planTo[pathOf[parent]!]!, 0);
  letGo(place);
}

/** A call is answered badly, and with it those on whose behalf it was made. */
function fail(place: number, outcome: number, cause: number): void {
  const now = moments[NOW]!;
  const path = pathOf[place]!;
  const at = (pathInstance[path]! * CELLS) | 0;
  cells[at + IN_FLIGHT] = cells[at + IN_FLIGHT]! - 1;
  cells[at + IN_FLIGHT + 2] = cells[at + IN_FLIGHT + 2]! - now;
  const parent = onBehalf[place]!;
  moments[SPAN] = now - arrived[place]!;
  noteFailure(place, outcome, cause);
  if (parent < 0) {
    const source = (pathSource[path]! * CELLS) | 0;
    cells[source + IN_FLIGHT] = cells[source + IN_FLIGHT]! - 1;
    cells[source + IN_FLIGHT + 2] = cells[source + IN_FLIGHT + 2]! - now;
    mix((now - arrived[place]!) | 0, outcome);
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

/** Finds the front that is due first. */
export function findSoonest(): void {
  let soonest = 0;
  for (let i = 1; i < numbers[FRONT_COUNT]!; i++) {
    if (frontDue[i]! < frontDue[soonest]! || (frontDue[i] === frontDue[soonest] && ((frontOrder[i]! - frontOrder[soonest]!) | 0) < 0))
      soonest = i;
  }
  numbers[SOONEST] = soonest;
}
