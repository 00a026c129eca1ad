/** Puts the state on the stage back into its simulation. */
import { NOW as CLOCK_NOW } from '../clock.ts';
import { FIRST_RESEND } from '../link.ts';
import { ARRIVALS, AT_ONCE, BUSY, CELLS, ENDS, IN_FLIGHT, QUEUED } from '../meter.ts';
import { PENDING as NOT_ENDED, OK, REJECTED } from '../outcome.ts';
import {
  ARRIVED,
  ATTEMPT,
  BACKED_OFF,
  BEGUN,
  CALLER_HOLDS,
  CAUSE,
  CLASS,
  CONNECTED,
  DATASET,
  EXPECTED,
  FLAGS,
  GENERATION,
  HOPS,
  INSTANCE,
  KEY,
  LINK,
  NEXT,
  ORIGIN,
  OUTCOME,
  PARENT,
  PARENT_GENERATION,
  RESEND_WAIT,
  ROW,
  SCRATCH_A,
  SCRATCH_B,
  SENT,
  SERVER_HOLDS,
  SESSION,
  STARTED,
  TAG,
  THERE,
  TURN,
  VERSION,
  WRITE,
} from '../requests.ts';
import { ENGINE, type Sim } from '../sim.ts';
import { AT_WORK, addStanding, IN_LINE, IS_THERE, standing } from './areas.ts';
import { storeLane, undrawRequests } from './aside.ts';
import type { Express } from './express.ts';
import { rankAt, sequenceOf } from './heap.ts';
import { settleEvens } from './luck.ts';
import * as S from './stage.ts';
import { news } from './tally.ts';

const SAID = 5;
const said = new Int32Array(S.PLACES * SAID);
const dues = new Float64Array(S.PLACES);
/** By instance: calls that left, and the times they were there and at work. And how all stood when it was loaded. */
const gone = new Float64Array(S.INSTANCES);
const stay = new Float64Array(S.INSTANCES);
const own = new Float64Array(S.INSTANCES);
const stoodSince = new Float64Array(3 * S.INSTANCES);
const TAG_SHIFT = 11;

export function store(sim: Sim, express: Express): void {
  express.lanes.forEach((lane, i) => {
    storeLane(lane, express.sources.length + i);
  });
  storeRows(sim);
  storeLines(sim);
  storeFigures(sim, express);
  storeEvents(sim, express);
  const { requests, shape, links, calls, digest } = sim;
  const { numbers } = S;
  shape.nodeOf.forEach((node, i) => {
    const work = express.works[node];
    if (work === undefined) return;
    const { line } = work;
    line.head[i - line.first] = S.first[i]! < 0 ? -1 : S.first[i]! * ROW;
    line.tail[i - line.first] = S.last[i]! < 0 ? -1 : S.last[i]! * ROW;
  });
  for (const link of links) if (link.sole < 0) link.chooser!.inTurn!.next = S.turn[link.index]!;
  for (let node = 0; node < shape.nodes; node++) {
    const work = express.works[node];
    if (work === undefined) continue;
    if (work.work.exponentialMean >= 0) takeBack(work.time, S.workStreamOf(node));
    settleEvens(S.choiceStreamOf(node));
    takeBack(work.choice, S.choiceStreamOf(node));
  }
  for (let i = 0; i < express.sources.length; i++) takeBack(express.sources[i]!.loop.gaps, S.gapStreamOf(i));
  for (let i = 0; i < express.sources.length; i++) undrawRequests(i);
  storePools(sim);
  const free = numbers[S.FREE]!;
  for (let i = numbers[S.LEAST_FREE]!; i < free; i++) requests.freeList[i] = S.free[i]! * ROW;
  requests.freeCount = free;
  requests.turn = numbers[S.TAKEN]!;
  requests.used = requests.capacity - free;
  requests.peak = peakOf(sim);
  digest.state[0] = numbers[S.DIGEST_A]!;
  digest.state[1] = numbers[S.DIGEST_B]!;
  calls.atOnce = (numbers[S.TAKEN]! - numbers[S.TAKEN_BEFORE]!) | 0;
  sim.clock[CLOCK_NOW] = S.moments[S.NOW]!;
}

/** What follows from the tally and from what is in flight: arrivals, ends, calls, areas. */
function storeFigures(sim: Sim, express: Express): void {
  const { meter, shape, links } = sim;
  const instances = shape.nodeOf.length;
  gone.fill(0, 0, instances);
  for (let i = 0; i < instances; i++) stay[i] = S.failedTime[i]!;
  own.fill(0, 0, instances);
  let ended = 0;
  for (let path = 0; path < S.numbers[S.PATH_COUNT]!; path++) {
    const instance = S.pathInstance[path]!;
    const served = news(4 * path + 1);
    const servedTime = S.moments[S.SPAN]!;
    const left = served + news(4 * path);
    let time = servedTime + S.moments[S.SPAN]!;
    stay[instance] = stay[instance]! + time;
    own[instance] = own[instance]! + servedTime;
    let done = left;
    if (S.pathWay[path]! >= 0) {
      done = news(4 * path + 2);
      time = S.moments[S.SPAN]!;
    }
    const link = links[S.pathLink[path]!]!;
    const gones = done + S.pathFailed[path]!;
    const sent = gones + S.pathInFlight[path]!;
    link.calls += sent;
    link.attempts += sent;
    link.retry?.depositAll(sent);
    link.breaker?.recordGood(done);
    gone[instance] = gone[instance]! + left + S.pathTurned[path]!;
    S.cells[instance * CELLS + ENDS] = S.cells[instance * CELLS + ENDS]! + left;
    const source = S.pathSource[path]!;
    if (source < 0) continue;
    ended += done;
    gone[source] = gone[source]! + gones;
    stay[source] = stay[source]! + time;
    S.cells[source * CELLS + ENDS] = S.cells[source * CELLS + ENDS]! + done;
    const figures = meter.classes[S.pathClass[path]!]!;
    figures.requests += done;
    figures.outcomes[OK] = figures.outcomes[OK]! + done;
  }
  storeLevels(sim, express);
  for (let i = 0; i < meter.cells.length; i++) meter.cells[i] = S.cells[i]!;
  meter.windowEnds[OK] = meter.windowEnds[OK]! + ended;
  let offered = 0;
  express.sources.forEach(({ loop }, i) => {
    offered += S.number[i]! - loop.number;
  });
  meter.offered += offered;
  meter.open += offered - ended;
}

/** Levels, with their areas; arrivals, and who found a worker free. */
function storeLevels(sim: Sim, express: Express): void {
  const { nodeOf } = sim.shape;
  for (let i = 0; i < nodeOf.length; i++) for (let k = 0; k < 3; k++) stoodSince[3 * i + k] = standing[3 * i + k]!;
  addStanding(sim, peakOf(sim));
  for (let i = 0; i < nodeOf.length; i++) {
    const at = i * CELLS;
    const came = gone[i]! + S.present[i]! - S.stood[i * 3]!;
    S.cells[at + ARRIVALS] = S.cells[at + ARRIVALS]! + came;
    storeLevel(at + IN_FLIGHT, S.present[i]!, S.presentMost[i]!, stay[i]!, 3 * i + IS_THERE);
    if (express.works[nodeOf[i]!] === undefined) continue;
    const waits = news(S.OWN_CHORDS + 2 * i + 1);
    storeLevel(at + QUEUED, S.queued[i]!, S.queuedMost[i]!, S.moments[S.SPAN]!, 3 * i + IN_LINE);
    const waited = waits + S.queued[i]! - S.stood[i * 3 + 1]!;
    S.cells[at + AT_ONCE] = S.cells[at + AT_ONCE]! + came - waited - (S.cells[at + ENDS + REJECTED]! - S.stood[i * 3 + 2]!);
    news(S.OWN_CHORDS + 2 * i);
    const worked = S.holds[i] === 1 ? S.heldTime[i]! : own[i]! + S.moments[S.SPAN]!;
    storeLevel(at + BUSY, S.busy[i]!, S.busyMost[i]!, worked, 3 * i + AT_WORK);
  }
}

/** A level: what it is now, the most it was, and its area, of which those who left have `time`. */
function storeLevel(at: number, now: number, most: number, time: number, level: number): void {
  S.cells[at] = now;
  S.cells[at + 1] = most;
  S.cells[at + 2] = S.cells[at + 2]! - time - stoodSince[level]! + standing[level]!;
}

/** One past the last row that was ever in use. */
function peakOf({ requests }: Sim): number {
  return Math.max(requests.peak, requests.capacity - S.numbers[S.LEAST_FREE]!);
}

function storeRows(sim: Sim): void {
  const { ints, times } = sim.requests;
  const peak = peakOf(sim);
  for (let place = 0; place < peak; place++) {
    const row = place * ROW;
    ints[row + GENERATION] = S.generation[place]!;
    if (S.pathOf[place]! < 0) ints[row + FLAGS] = 0;
  }
  for (let place = 0; place < peak; place++) {
    const path = S.pathOf[place]!;
    if (path < 0) continue;
    S.pathInFlight[path] = S.pathInFlight[path]! + 1;
    const row = place * ROW;
    const parent = S.onBehalf[place]!;
    const instance = S.pathInstance[path]!;
    const cls = S.pathClass[path]!;
    ints[row + PARENT] = parent < 0 ? -1 : parent * ROW;
    if (parent >= 0) ints[row + PARENT_GENERATION] = ints[parent * ROW + GENERATION]!;
    ints[row + LINK] = S.pathLink[path]!;
    ints[row + ORIGIN] = parent < 0 ? S.pathSource[path]! : S.pathInstance[S.pathOf[parent]!]!;
    ints[row + INSTANCE] = instance;
    ints[row + CLASS] = cls;
    ints[row + KEY] = S.keyOf[place]!;
    ints[row + SESSION] = S.sessionOf[place]!;
    const where = S.whereabouts[place]!;
    const connected = S.pathPool[path]! > S.NO_POOL ? CONNECTED : 0;
    ints[row + FLAGS] = CALLER_HOLDS | SERVER_HOLDS | (where === S.THERE ? THERE : 0) | (S.writes[cls] === 1 ? WRITE : 0) | connected;
    ints[row + TURN] = S.orderOf[place]!;
    ints[row + VERSION] = 0;
    ints[row + EXPECTED] = 0;
    ints[row + DATASET] = -1;
    ints[row + ATTEMPT] = 1;
    let hops = 0;
    for (let p = parent; p >= 0; p = S.onBehalf[p]!) hops++;
    ints[row + HOPS] = hops;
    ints[row + OUTCOME] = where === S.ON_ITS_WAY_BACK ? S.outcomeOf[place]! : NOT_ENDED;
    ints[row + CAUSE] = where === S.ON_ITS_WAY_BACK && S.outcomeOf[place] !== OK ? S.causeOf[place]! : 0;
    ints[row + TAG] = parent < 0 ? S.sessionOf[place]! : (S.stepOf[parent]! - S.planFrom[S.pathOf[parent]!]!) << TAG_SHIFT;
    ints[row + SCRATCH_A] = S.stepOf[place]! - S.planFrom[path]!;
    ints[row + SCRATCH_B] = 1;
    ints[row + NEXT] = -1;
    const t = row >> 1;
    const arrived = S.arrived[place]!;
    const sent = S.pathWay[path]! < 0 ? arrived : S.sentAt[place]!;
    times[t + STARTED] = sent;
    times[t + SENT] = sent;
    times[t + ARRIVED] = arrived;
    times[t + BEGUN] = S.begun[place]!;
    times[t + BACKED_OFF] = 0;
    times[t + RESEND_WAIT] = FIRST_RESEND;
  }
}

/** Who waits in a line knows who is behind. */
function storeLines(sim: Sim): void {
  const { ints } = sim.requests;
  for (let i = 0; i < sim.shape.nodeOf.length; i++) {
    for (let place = S.first[i]!; place >= 0; place = S.behind[place]!) {
      ints[place * ROW + NEXT] = S.behind[place]! < 0 ? -1 : S.behind[place]! * ROW;
    }
  }
}

function storeEvents(sim: Sim, express: Express): void {
  const { queue, requests } = sim;
  const pending = S.numbers[S.PENDING]!;
  for (let i = 0; i < pending; i++) {
    const rank = rankAt(i);
    const place = S.placeOfRank[rank]!;
    const node = S.nodeOf[S.pathInstance[S.pathOf[place]!]!]!;
    const at = i * SAID;
    said[at] = node;
    said[at + 1] = express.works[node]!.done;
    said[at + 2] = place * ROW;
    requests.ints[place * ROW + SCRATCH_A] = express.works[node]!.atWork;
    said[at + 3] = requests.ints[place * ROW + GENERATION]!;
    said[at + 4] = sequenceOf(rank);
    dues[i] = S.endsAt[place]!;
  }
  queue.takeBack(pending, dues, said, (S.numbers[S.RANK]! + S.numbers[S.RANK_TO_SEQUENCE]!) | 0, ENGINE);
  express.sources.forEach(({ loop }, i) => {
    queue.resetAlarm(loop.alarm, S.frontDue[i]!, S.number[i]!, S.frontOrder[i]!);
    loop.number = S.number[i]!;
    loop.due = S.frontDue[i]!;
  });
}

function storePools({ links }: Sim): void {
  for (const { index, pool } of links) {
    if (pool === undefined) continue;
    for (let i = 0; i < pool.open.length; i++) {
      const at = S.pathPool[S.firstPath[index]!]! + pool.firstCaller + i;
      pool.used += S.poolOpen[at]! - pool.open[i]!;
      pool.open[i] = S.poolOpen[at]!;
      pool.maxUsed = Math.max(pool.maxUsed, S.poolHighest[at]!);
    }
  }
}

function takeBack(
  stream: { takeBack(blocks: Float64Array, at: number, taken: number, words: Int32Array, word: number): void },
  place: number,
): void {
  stream.takeBack(S.blocks, place * S.BLOCK, S.taken[place]!, S.words, place * 8);
}
