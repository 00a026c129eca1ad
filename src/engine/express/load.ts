/** Takes a simulation's state onto the stage; false, and nothing has happened, when some of it is not plain. */
import { DELIVER, EXPIRE, RETURN } from '../calls.ts';
import { NOW as CLOCK_NOW } from '../clock.ts';
import { EVENT, LANE_A, type Lane } from '../lane.ts';
import { BUSY, CELLS, ENDS, IN_FLIGHT, QUEUED } from '../meter.ts';
import { PENDING as NOT_ENDED, OK, REJECTED } from '../outcome.ts';
import {
  ARRIVED,
  ATTEMPT,
  BEGUN,
  CALLER_HOLDS,
  CAUSE,
  CLASS,
  CONNECTED,
  DATASET,
  FLAGS,
  GENERATION,
  INSTANCE,
  KEY,
  LINK,
  NEXT,
  OUTCOME,
  PARENT,
  PARENT_GENERATION,
  ROW,
  SCRATCH_A,
  SENT,
  SERVER_HOLDS,
  SESSION,
  STARTED,
  THERE,
  TURN,
  VERSION,
  WRITE,
} from '../requests.ts';
import { NO_ROW, type Sim } from '../sim.ts';
import { addStanding } from './areas.ts';
import type { Express } from './express.ts';
import { findSoonest, look } from './fronts.ts';
import { scheduleAs } from './heap.ts';
import { measure } from './luck.ts';
import * as S from './stage.ts';

/** Flags of a call that a plain station holds. */
const HELD = CALLER_HOLDS | SERVER_HOLDS;
/** A line that has no limit has this one. */
const MOST = 1 << 30;

const SAID = 5;
const said = new Int32Array(S.PLACES * SAID);
const dues = new Float64Array(S.PLACES);

export function load(sim: Sim, express: Express): boolean {
  const { requests } = sim;
  if (requests.peak > S.PLACES / 2 || requests.capacity > S.PLACES) return false;
  S.pathInFlight.fill(0, 0, S.numbers[S.PATH_COUNT]);
  S.pathFailed.fill(0, 0, S.numbers[S.PATH_COUNT]);
  S.pathTurned.fill(0, 0, S.numbers[S.PATH_COUNT]);
  const now = sim.clock[CLOCK_NOW]!;
  S.moments[S.NOW] = now;
  // Events come at whole ns, but a run may stand between two of them.
  S.moments[S.FLOOR] = Math.floor(now) - S.FAR / 2;
  S.moments[S.UNTIL] = Math.min(S.moments[S.UNTIL]!, Math.floor(now) + S.FAR / 2 - 1);
  if (!loadWhereabouts(sim) || !loadRows(sim) || !loadEvents(sim, express)) return false;
  loadRest(sim, express);
  if (!loadPools(sim)) return false;
  addStanding(sim, requests.peak);
  return true;
}

/** Which calls are on their way, by the lanes; false when there is anything in them that is not plain. */
function loadWhereabouts(sim: Sim): boolean {
  S.whereabouts.fill(S.THERE, 0, sim.requests.capacity);
  S.outcomeOf.fill(0, 0, sim.requests.capacity);
  const messages = (1 << DELIVER) | (1 << RETURN);
  for (const lane of sim.queue.lanes) {
    if (
      (lane.sorts & ~(messages | (1 << EXPIRE))) !== 0 ||
      lane.count > S.LANE_ROOM - 2 * S.SPARE ||
      lane.times.buffer !== S.laneTimes.buffer
    )
      return false;
    if ((lane.sorts & messages) === 0) continue;
    for (let i = 0; i < lane.count; i++) {
      const at = ((lane.first + i) & lane.mask) * EVENT;
      const what = lane.said[at]!;
      if (what !== EXPIRE) S.whereabouts[lane.said[at + LANE_A]! / ROW] = what === DELIVER ? S.ON_ITS_WAY : S.ON_ITS_WAY_BACK;
    }
  }
  return true;
}

function loadRows(sim: Sim): boolean {
  const { ints, times, peak, used } = sim.requests;
  const classes = S.numbers[S.CLASS_COUNT]!;
  let found = 0;
  for (let place = 0; place < peak; place++) {
    const row = place * ROW;
    const flags = ints[row + FLAGS]!;
    S.generation[place] = ints[row + GENERATION]!;
    S.pathOf[place] = -1;
    if (flags === 0) continue;
    const t = row >> 1;
    const parent = ints[row + PARENT]!;
    const link = ints[row + LINK]!;
    const where = S.whereabouts[place]!;
    const held = HELD | (where === S.THERE ? THERE : 0) | (S.pathPool[S.firstPath[link]!]! > S.NO_POOL ? CONNECTED : 0);
    if ((flags & ~WRITE) !== held || ints[row + ATTEMPT] !== 1 || ints[row + DATASET] !== -1 || ints[row + VERSION] !== 0) return false;
    const outcome = ints[row + OUTCOME]!;
    if ((outcome === NOT_ENDED) === (where === S.ON_ITS_WAY_BACK) || times[t + STARTED] !== times[t + SENT]) return false;
    if (S.pathWay[S.firstPath[link]!]! < 0 && times[t + SENT] !== times[t + ARRIVED]) return false;
    if (parent >= 0 && ints[parent + GENERATION] !== ints[row + PARENT_GENERATION]) return false;
    if (S.numbers[S.CAREFUL] === 1 && where === S.ON_ITS_WAY_BACK && outcome !== OK) return false;
    found++;
    S.outcomeOf[place] = where === S.ON_ITS_WAY_BACK ? outcome : 0;
    S.causeOf[place] = ints[row + CAUSE]!;
    S.sentAt[place] = times[t + SENT]!;
    S.arrived[place] = times[t + ARRIVED]!;
    S.begun[place] = times[t + BEGUN]!;
    const target = ints[row + INSTANCE]! - S.firstTarget[link]!;
    const path = S.firstPath[link]! + target * classes + ints[row + CLASS]!;
    S.pathOf[place] = path;
    S.orderOf[place] = ints[row + TURN]!;
    S.onBehalf[place] = parent < 0 ? -1 : parent / ROW;
    S.keyOf[place] = ints[row + KEY]!;
    S.sessionOf[place] = ints[row + SESSION]!;
    S.stepOf[place] = S.planFrom[path]! + ints[row + SCRATCH_A]!;
    const next = ints[row + NEXT]!;
    S.behind[place] = next < 0 ? -1 : next / ROW;
    S.pathInFlight[path] = S.pathInFlight[path]! - 1;
  }
  // Of those that were never taken.
  S.generation.fill(0, peak, sim.requests.capacity);
  S.pathOf.fill(-1, peak, sim.requests.capacity);
  return found === used;
}

function loadEvents(sim: Sim, express: Express): boolean {
  const { queue, requests } = sim;
  if (queue.size > S.PLACES / 2) return false;
  const pending = queue.lend(dues, said);
  for (let i = 0; i < pending; i++) {
    const at = i * SAID;
    const row = said[at + 2]!;
    const work = express.works[said[at]!];
    if (work === undefined || said[at + 3] === NO_ROW || said[at + 1] !== work.done || requests.ints[row + GENERATION] !== said[at + 3])
      return false;
    S.endsAt[row / ROW] = dues[i]!;
  }
  rankPending(pending, queue.sequence);
  return loadAlarms(sim, express);
}

/** Gives what is pending its ranks and brings it into the heap. Ranks are places in the sequence, unless some are of long ago. */
function rankPending(pending: number, sequence: number): void {
  const age = (i: number) => (sequence - said[i * SAID + 4]!) | 0;
  let oldest = 0;
  for (let i = 0; i < pending; i++) oldest = Math.max(oldest, age(i));
  emptyHeap();
  if (oldest < S.RANKS / 2) {
    for (let i = 0; i < pending; i++) scheduleAs(oldest - age(i) + 1, said[i * SAID + 2]! / ROW);
    S.numbers[S.OLD_RANKS] = 0;
    S.numbers[S.RANK] = oldest + 1;
  } else {
    const order = Array.from({ length: pending }, (_, i) => i).sort((i, k) => age(k) - age(i));
    order.forEach((i, k) => {
      scheduleAs(k + 1, said[i * SAID + 2]! / ROW);
      S.sequenceOfRank[k + 1] = said[i * SAID + 4]!;
    });
    S.numbers[S.OLD_RANKS] = pending;
    S.numbers[S.RANK] = pending + 1;
  }
  S.numbers[S.RANK_TO_SEQUENCE] = (sequence - S.numbers[S.RANK]!) | 0;
}

function emptyHeap(): void {
  S.keys.fill(S.NEVER, 0, S.numbers[S.PENDING]);
  S.numbers[S.PENDING] = 0;
  S.numbers[S.HOLE] = 0;
}

function loadAlarms({ queue }: Sim, express: Express): boolean {
  let plain = true;
  let alarms = 0;
  express.sources.forEach(({ loop }, i) => {
    if (loop.alarm < 0) plain = false;
    else {
      S.frontDue[i] = queue.alarmDue(loop.alarm);
      S.frontOrder[i] = queue.alarmSaid(loop.alarm, 4);
      if (S.frontDue[i] !== Number.POSITIVE_INFINITY) {
        alarms++;
        if (queue.alarmSaid(loop.alarm, 2) !== loop.number) plain = false;
      }
      S.number[i] = loop.number;
      S.scale[S.gapStreamOf(i)] = loop.drawnAt;
    }
  });
  return plain && alarms === queue.alarmsSet;
}

function loadRest(sim: Sim, express: Express): void {
  const { requests, meter, shape, links, calls, digest } = sim;
  S.cells.set(meter.cells);
  shape.nodeOf.forEach((node, i) => {
    loadLevels(i);
    S.first[i] = -1;
    S.limits[i] = MOST;
    const work = express.works[node];
    if (work === undefined) return;
    const { line } = work;
    const k = i - line.first;
    S.slots[i] = line.slots;
    S.limits[i] = Math.min(line.limit, MOST);
    S.first[i] = line.head[k]! < 0 ? -1 : line.head[k]! / ROW;
    S.last[i] = line.tail[k]! < 0 ? -1 : line.tail[k]! / ROW;
  });
  for (const link of links) if (link.sole < 0) S.turn[link.index] = link.chooser!.inTurn!.next;
  for (let node = 0; node < shape.nodes; node++) {
    const work = express.works[node];
    if (work === undefined) continue;
    if (work.work.exponentialMean >= 0) lend(work.time, S.workStreamOf(node));
    lend(work.choice, S.choiceStreamOf(node));
  }
  for (let i = 0; i < express.sources.length; i++) lend(express.sources[i]!.loop.gaps, S.gapStreamOf(i));
  const { numbers } = S;
  const { freeList, freeCount } = requests;
  if (freeCount !== numbers[S.FREE] || requests.turn !== numbers[S.TAKEN] || !express.kept) {
    for (let i = 0; i < freeCount; i++) S.free[i] = freeList[i]! / ROW;
  }
  numbers[S.FREE] = freeCount;
  numbers[S.LEAST_FREE] = freeCount;
  numbers[S.TAKEN] = requests.turn;
  numbers[S.TAKEN_BEFORE] = requests.turn - calls.atOnce;
  numbers[S.HOLE] = 0;
  numbers[S.DIGEST_A] = digest.state[0]!;
  numbers[S.DIGEST_B] = digest.state[1]!;
  express.lanes.forEach((lane, i) => {
    loadLane(lane, express.sources.length + i);
  });
  numbers[S.FRONT_COUNT] = express.sources.length + express.lanes.length;
  findSoonest();
}

/** Where a lane's ring begins and ends; the ring itself stands on the stage. */
function loadLane(lane: Lane, front: number): void {
  S.laneFirst[front] = lane.first;
  S.laneCount[front] = lane.count;
  S.laneMask[front] = lane.mask;
  S.laneSorts[front] = lane.sorts;
  S.laneDelay[front] = lane.delay;
  look(front);
}

function loadLevels(i: number): void {
  const at = i * CELLS;
  S.present[i] = S.cells[at + IN_FLIGHT]!;
  S.presentMost[i] = S.cells[at + IN_FLIGHT + 1]!;
  S.queued[i] = S.cells[at + QUEUED]!;
  S.queuedMost[i] = S.cells[at + QUEUED + 1]!;
  S.busy[i] = S.cells[at + BUSY]!;
  S.busyMost[i] = S.cells[at + BUSY + 1]!;
  S.stood[i * 3] = S.cells[at + IN_FLIGHT]!;
  S.stood[i * 3 + 1] = S.cells[at + QUEUED]!;
  S.stood[i * 3 + 2] = S.cells[at + ENDS + REJECTED]!;
  S.failedTime[i] = 0;
  S.heldTime[i] = 0;
}

/** Connections open, and how many lines and pools have no room left. */
function loadPools(sim: Sim): boolean {
  let full = 0;
  if (S.numbers[S.CAREFUL] === 1) {
    for (let i = 0; i < sim.shape.nodeOf.length; i++) {
      if (S.first[i]! >= 0 && S.queued[i]! >= S.limits[i]!) full++;
      if (S.limits[i]! < 1) return false;
    }
  }
  for (const { index, pool } of sim.links) {
    if (pool === undefined) continue;
    for (let i = 0; i < pool.open.length; i++) {
      const at = S.pathPool[S.firstPath[index]!]! + pool.firstCaller + i;
      S.poolOpen[at] = pool.open[i]!;
      S.poolRoom[at] = pool.size - pool.lost;
      S.poolHighest[at] = pool.open[i]!;
      if (pool.open[i]! > S.poolRoom[at]!) return false;
      if (pool.open[i]! === S.poolRoom[at]!) full++;
    }
  }
  S.numbers[S.FULL] = full;
  if (full > 0) S.moments[S.UNTIL] = 0;
  return true;
}

function lend(stream: { lend(blocks: Float64Array, at: number, words: Int32Array, word: number): number }, place: number): void {
  S.taken[place] = stream.lend(S.blocks, place * S.BLOCK, S.words, place * 8);
  if (S.scale[place]! >= 0) measure(place);
}
