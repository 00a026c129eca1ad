/** Puts the state on the stage back into its simulation. */
import { NOW as CLOCK_NOW } from '../clock.ts';
import { FIRST_RESEND } from '../link.ts';
import { ARRIVALS, AT_ONCE, CELLS, ENDS, IN_FLIGHT, QUEUED } from '../meter.ts';
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
import { undrawRequests } from './aside.ts';
import type { Express } from './express.ts';
import * as S from './stage.ts';
import { news } from './tally.ts';

const SAID = 5;
const said = new Int32Array(S.PLACES * SAID);
const gone = new Float64Array(S.INSTANCES);
const TAG_SHIFT = 11;

export function store(sim: Sim, express: Express): void {
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
  requests.peak = Math.max(requests.peak, requests.capacity - numbers[S.LEAST_FREE]!);
  digest.state[0] = numbers[S.DIGEST_A]!;
  digest.state[1] = numbers[S.DIGEST_B]!;
  calls.atOnce = (numbers[S.TAKEN]! - numbers[S.TAKEN_BEFORE]!) | 0;
  sim.clock[CLOCK_NOW] = S.moments[S.NOW]!;
}

/** What follows from the tally and from what is in flight: arrivals, ends, calls. */
function storeFigures(sim: Sim, express: Express): void {
  const { meter, shape, links } = sim;
  const instances = shape.nodeOf.length;
  gone.fill(0, 0, instances);
  let ended = 0;
  for (let path = 0; path < S.numbers[S.PATH_COUNT]!; path++) {
    const chord = 2 * instances + 4 * path;
    const left = news(chord) + news(chord + 1);
    const link = links[S.pathLink[path]!]!;
    const done = S.pathWay[path]! < 0 ? left : news(chord + 2);
    const gones = done + S.pathFailed[path]!;
    const sent = gones + S.pathMore[path]!;
    const instance = S.pathInstance[path]!;
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
    S.cells[source * CELLS + ENDS] = S.cells[source * CELLS + ENDS]! + done;
    const figures = meter.classes[S.pathClass[path]!]!;
    figures.requests += done;
    figures.outcomes[OK] = figures.outcomes[OK]! + done;
  }
  for (let i = 0; i < instances; i++) {
    const at = i * CELLS;
    const came = gone[i]! + S.cells[at + IN_FLIGHT]! - S.stood[i * 3]!;
    S.cells[at + ARRIVALS] = S.cells[at + ARRIVALS]! + came;
    if (express.works[shape.nodeOf[i]!] === undefined) continue;
    const waited = news(2 * i + 1) + S.cells[at + QUEUED]! - S.stood[i * 3 + 1]!;
    S.cells[at + AT_ONCE] = S.cells[at + AT_ONCE]! + came - waited - (S.cells[at + ENDS + REJECTED]! - S.stood[i * 3 + 2]!);
    news(2 * i);
  }
  for (let i = 0; i < meter.cells.length; i++) meter.cells[i] = S.cells[i]!;
  meter.windowEnds[OK] = meter.windowEnds[OK]! + ended;
  let offered = 0;
  express.sources.forEach(({ loop }, i) => {
    offered += S.number[i]! - loop.number;
  });
  meter.offered += offered;
  meter.open += offered - ended;
}

function storeRows(sim: Sim): void {
  const { ints, times } = sim.requests;
  const peak = Math.max(sim.requests.peak, sim.requests.capacity - S.numbers[S.LEAST_FREE]!);
  for (let place = 0; place < peak; place++) {
    const row = place * ROW;
    ints[row + GENERATION] = S.generation[place]!;
    if (S.pathOf[place]! < 0) ints[row + FLAGS] = 0;
  }
  for (let place = 0; place < peak; place++) {
    const path = S.pathOf[place]!;
    if (path < 0) continue;
    S.pathMore[path] = S.pathMore[path]! + 1;
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
    const place = S.whose[i]!;
    const node = S.nodeOf[S.pathInstance[S.pathOf[place]!]!]!;
    const at = i * SAID;
    said[at] = node;
    said[at + 1] = express.works[node]!.done;
    said[at + 2] = place * ROW;
    requests.ints[place * ROW + SCRATCH_A] = express.works[node]!.atWork;
    said[at + 3] = requests.ints[place * ROW + GENERATION]!;
    said[at + 4] = S.order[i]!;
  }
  queue.takeBack(pending, S.due, said, S.numbers[S.SEQUENCE]!, ENGINE);
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
