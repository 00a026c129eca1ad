/**
 * The loop of the express way: requests come, take workers, work, make their calls and end, exactly as by the general way. All
 * state is on the stage. Functions take and give whole numbers only.
 */
import { ARRIVALS, AT_ONCE as AT_ONCE_CELL, BUSY, CELLS, ENDS, IN_FLIGHT, QUEUED } from '../meter.ts';
import { causeOf, ERROR, QUEUE_FULL, REJECTED } from '../outcome.ts';
import { drawRequest, drawWork, newChord, noteFailure } from './aside.ts';
import { fillRoot, schedule } from './heap.ts';
import { chance, mix, refill } from './luck.ts';
import {
  AT_ONCE,
  arrived,
  BLOCK,
  begun,
  behind,
  blocks,
  CLASS_COUNT,
  CLASSES,
  callOver,
  cameOver,
  cells,
  choiceStream,
  chordAt,
  chords,
  classOf,
  comesAs,
  DRAWN_CLASS,
  DRAWN_KEY,
  DRAWN_LINK,
  DRAWN_SESSION,
  doneAs,
  due,
  ENDS_AT,
  ended,
  FREE,
  first,
  free,
  freed,
  gapStream,
  HOLE,
  holds,
  IN_USE,
  keyOf,
  last,
  limits,
  moments,
  NOTED,
  NOW,
  nextDue,
  nextOrder,
  nodeOf,
  number,
  numbers,
  OFFERED,
  onBehalf,
  order,
  PEAK,
  planFrom,
  planTo,
  rate,
  SEQUENCE,
  SOONEST,
  SOURCE_COUNT,
  SPAN,
  SPARE,
  sent,
  servedBy,
  sessionOf,
  slots,
  sourceAt,
  sourceInstance,
  stepOf,
  TAPE,
  taken,
  tape,
  tapeChords,
  target0,
  targets,
  turn,
  UNTIL,
  used,
  whose,
  workMean,
  workStream,
} from './stage.ts';
import { wind } from './tape.ts';

/** Does up to so many events that come before the moment UNTIL; how many. */
export function slice(most: number): number {
  let count = 0;
  while (count < most) {
    const source = numbers[SOONEST]!;
    const comes = nextDue[source]!;
    const ends = due[0]!;
    if (comes < ends || (comes === ends && ((nextOrder[source]! - order[0]!) | 0) < 0)) {
      if (!(comes < moments[UNTIL]!) || numbers[FREE]! < SPARE) break;
      if (comes !== moments[NOW]!) {
        moments[NOW] = comes;
        numbers[AT_ONCE] = 0;
      }
      count = (count + 1) | 0;
      request(source);
      mix(comes | 0, comesAs[source]!);
    } else {
      if (!(ends < moments[UNTIL]!) || numbers[FREE]! < SPARE) break;
      if (ends !== moments[NOW]!) {
        moments[NOW] = ends;
        numbers[AT_ONCE] = 0;
      }
      count = (count + 1) | 0;
      const place = whose[0]!;
      const event = doneAs[servedBy[place]!]!;
      numbers[HOLE] = 1;
      worked(place);
      if (numbers[HOLE] === 1) fillRoot();
      mix(ends | 0, event);
    }
  }
  return count;
}

/** A request comes at a source, and its next one is planned. */
function request(source: number): void {
  const now = moments[NOW]!;
  drawRequest(source);
  const at = (sourceAt[source]! * CELLS) | 0;
  cells[at + ARRIVALS] = cells[at + ARRIVALS]! + 1;
  const level = cells[at + IN_FLIGHT]! + 1;
  cells[at + IN_FLIGHT] = level;
  if (level > cells[at + IN_FLIGHT + 1]!) cells[at + IN_FLIGHT + 1] = level;
  cells[at + IN_FLIGHT + 2] = cells[at + IN_FLIGHT + 2]! + now;
  numbers[OFFERED] = (numbers[OFFERED]! + 1) | 0;
  const place = take();
  onBehalf[place] = -1;
  classOf[place] = numbers[DRAWN_CLASS]!;
  keyOf[place] = numbers[DRAWN_KEY]!;
  sessionOf[place] = numbers[DRAWN_SESSION]!;
  send(place, numbers[DRAWN_LINK]!);
  const stream = gapStream[source]!;
  let draw = taken[stream]!;
  if (draw === BLOCK) {
    refill(stream);
    draw = 0;
  }
  taken[stream] = (draw + 1) | 0;
  const gap = blocks[((stream << 7) + draw) | 0]! / rate[source]!;
  number[source] = (number[source]! + 1) | 0;
  if (gap < Number.MAX_SAFE_INTEGER) {
    nextDue[source] = now + Math.floor(gap + 0.5);
    nextOrder[source] = numbers[SEQUENCE]!;
    numbers[SEQUENCE] = (numbers[SEQUENCE]! + 1) | 0;
  } else nextDue[source] = Number.POSITIVE_INFINITY;
  if (numbers[SOURCE_COUNT]! > 1) findSoonest();
}

/** A place for a call. */
function take(): number {
  const left = (numbers[FREE]! - 1) | 0;
  numbers[FREE] = left;
  const place = free[left]!;
  used[place] = 1;
  behind[place] = -1;
  const inUse = (numbers[IN_USE]! + 1) | 0;
  numbers[IN_USE] = inUse;
  if (inUse > numbers[PEAK]!) numbers[PEAK] = inUse;
  return place;
}

/** A call sets out, and is there. */
function send(place: number, link: number): void {
  cameOver[place] = link;
  sent[link] = (sent[link]! + 1) | 0;
  numbers[AT_ONCE] = (numbers[AT_ONCE]! + 1) | 0;
  const now = moments[NOW]!;
  let instance = target0[link]!;
  const choices = targets[link]!;
  if (choices > 1) {
    const next = turn[link]!;
    turn[link] = next + 1 === choices ? 0 : (next + 1) | 0;
    instance = (instance + next) | 0;
  }
  servedBy[place] = instance;
  arrived[place] = now;
  const at = (instance * CELLS) | 0;
  cells[at + ARRIVALS] = cells[at + ARRIVALS]! + 1;
  const level = cells[at + IN_FLIGHT]! + 1;
  cells[at + IN_FLIGHT] = level;
  if (level > cells[at + IN_FLIGHT + 1]!) cells[at + IN_FLIGHT + 1] = level;
  cells[at + IN_FLIGHT + 2] = cells[at + IN_FLIGHT + 2]! + now;
  const busy = cells[at + BUSY]!;
  if (busy < slots[instance]!) {
    cells[at + BUSY] = busy + 1;
    if (busy + 1 > cells[at + BUSY + 1]!) cells[at + BUSY + 1] = busy + 1;
    cells[at + BUSY + 2] = cells[at + BUSY + 2]! + now;
    cells[at + AT_ONCE_CELL] = cells[at + AT_ONCE_CELL]! + 1;
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
  const tail = last[instance]!;
  if (tail < 0) first[instance] = place;
  else behind[tail] = place;
  last[instance] = place;
}

/** Work on a call begins. */
function begin(place: number, instance: number): void {
  const now = moments[NOW]!;
  const mean = workMean[instance]!;
  const stream = workStream[instance]!;
  let ends = 0;
  if (mean >= 0) {
    let draw = taken[stream]!;
    if (draw === BLOCK) {
      refill(stream);
      draw = 0;
    }
    taken[stream] = (draw + 1) | 0;
    ends = now + Math.floor(blocks[((stream << 7) + draw) | 0]! * mean + 0.5);
  } else {
    drawWork(instance);
    ends = now + moments[SPAN]!;
  }
  moments[ENDS_AT] = ends;
  schedule(place);
}

/** Own work on a call is done: its worker goes on, or waits for the calls. */
function worked(place: number): void {
  const instance = servedBy[place]!;
  const plan = (instance * CLASSES + classOf[place]!) | 0;
  const from = planFrom[plan]!;
  if (from === planTo[plan]!) {
    release(instance);
    answer(place, 1);
    return;
  }
  if (holds[instance] === 0) release(instance);
  steps(place, from, planTo[plan]!, 1);
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
  behind[next] = -1;
  cells[at + QUEUED] = cells[at + QUEUED]! - 1;
  cells[at + QUEUED + 2] = cells[at + QUEUED + 2]! - now;
  begun[next] = now;
  if (now > arrived[next]!) {
    moments[SPAN] = now - arrived[next]!;
    note((instance << 1) | 1);
  } else cells[at + AT_ONCE_CELL] = cells[at + AT_ONCE_CELL]! + 1;
  begin(next, instance);
}

/** Makes the calls of a plan one after the other until one is out, or answers. `fresh`: the time of own work is not noted yet. */
function steps(place: number, from: number, to: number, fresh: number): void {
  const instance = servedBy[place]!;
  for (let step = from; step < to; step = (step + 1) | 0) {
    if (chance(choiceStream[instance]!, step) === 0) continue;
    if (fresh === 1) {
      moments[SPAN] = moments[NOW]! - begun[place]!;
      note(instance << 1);
    }
    stepOf[place] = step;
    const child = take();
    onBehalf[child] = place;
    classOf[child] = classOf[place]!;
    keyOf[child] = keyOf[place]!;
    sessionOf[child] = sessionOf[place]!;
    send(child, callOver[step]!);
    return;
  }
  answer(place, fresh);
  if (holds[instance] === 1) release(instance);
}

/** A call is answered, which its caller hears at once. */
function answer(place: number, fresh: number): void {
  const now = moments[NOW]!;
  const instance = servedBy[place]!;
  const at = (instance * CELLS) | 0;
  cells[at + ENDS] = cells[at + ENDS]! + 1;
  cells[at + IN_FLIGHT] = cells[at + IN_FLIGHT]! - 1;
  cells[at + IN_FLIGHT + 2] = cells[at + IN_FLIGHT + 2]! - now;
  const came = arrived[place]!;
  let served = fresh;
  if (fresh === 1 && begun[place]! !== came) {
    moments[SPAN] = now - begun[place]!;
    note(instance << 1);
    served = 0;
  }
  const link = cameOver[place]!;
  const parent = onBehalf[place]!;
  const cls = classOf[place]!;
  const span = now - came;
  moments[SPAN] = span;
  const known =
    (chordAt[link]! + (((instance * (numbers[CLASS_COUNT]! + 1) + (parent < 0 ? cls : numbers[CLASS_COUNT]!)) << 1) | served)) | 0;
  const chord = chords[known]!;
  note(chord < 0 ? newChord(known, place, served) : chord);
  if (parent < 0) {
    ended[cls] = ended[cls]! + 1;
    const source = (sourceInstance[link]! * CELLS) | 0;
    cells[source + ENDS] = cells[source + ENDS]! + 1;
    cells[source + IN_FLIGHT] = cells[source + IN_FLIGHT]! - 1;
    cells[source + IN_FLIGHT + 2] = cells[source + IN_FLIGHT + 2]! - now;
    mix(span | 0, 0);
  } else steps(parent, (stepOf[parent]! + 1) | 0, planTo[(servedBy[parent]! * CLASSES + cls) | 0]!, 0);
  letGo(place);
}

/** A call is answered badly, and with it those on whose behalf it was made. */
function fail(place: number, outcome: number, cause: number): void {
  const now = moments[NOW]!;
  const instance = servedBy[place]!;
  const at = (instance * CELLS) | 0;
  cells[at + ENDS + outcome] = cells[at + ENDS + outcome]! + 1;
  cells[at + IN_FLIGHT] = cells[at + IN_FLIGHT]! - 1;
  cells[at + IN_FLIGHT + 2] = cells[at + IN_FLIGHT + 2]! - now;
  const parent = onBehalf[place]!;
  moments[SPAN] = now - arrived[place]!;
  noteFailure(place, outcome, cause);
  if (parent < 0) {
    const source = (sourceInstance[cameOver[place]!]! * CELLS) | 0;
    cells[source + ENDS + outcome] = cells[source + ENDS + outcome]! + 1;
    cells[source + IN_FLIGHT] = cells[source + IN_FLIGHT]! - 1;
    cells[source + IN_FLIGHT + 2] = cells[source + IN_FLIGHT + 2]! - now;
    mix((now - arrived[place]!) | 0, outcome);
  } else {
    const caller = servedBy[parent]!;
    fail(parent, ERROR, cause);
    if (holds[caller] === 1) release(caller);
  }
  letGo(place);
}

/** A place is free again. */
function letGo(place: number): void {
  used[place] = 0;
  freed[place] = (freed[place]! + 1) | 0;
  free[numbers[FREE]!] = place;
  numbers[FREE] = (numbers[FREE]! + 1) | 0;
  numbers[IN_USE] = (numbers[IN_USE]! - 1) | 0;
}

/** Notes the span for a chord. */
function note(chord: number): void {
  const at = numbers[NOTED]!;
  tape[at] = moments[SPAN]!;
  tapeChords[at] = chord;
  numbers[NOTED] = (at + 1) | 0;
  if (at === TAPE - 1) wind();
}

/** Finds the source whose request is due first. */
function findSoonest(): void {
  let soonest = 0;
  for (let i = 1; i < numbers[SOURCE_COUNT]!; i++) {
    if (nextDue[i]! < nextDue[soonest]! || (nextDue[i] === nextDue[soonest] && ((nextOrder[i]! - nextOrder[soonest]!) | 0) < 0))
      soonest = i;
  }
  numbers[SOONEST] = soonest;
}
