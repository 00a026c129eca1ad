/** Puts the state on the stage back into its simulation. */
import { NOW as CLOCK_NOW } from '../clock.ts';
import { FIRST_RESEND } from '../link.ts';
import { PENDING as NOT_ENDED, OK } from '../outcome.ts';
import {
  ARRIVED,
  ATTEMPT,
  BACKED_OFF,
  BEGUN,
  CALLER_HOLDS,
  CAUSE,
  CLASS,
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
  VERSION,
  WRITE,
} from '../requests.ts';
import type { Sim } from '../sim.ts';
import type { Express } from './express.ts';
import * as S from './stage.ts';

const SAID = 5;
const said = new Int32Array(S.PLACES * SAID);
const TAG_SHIFT = 11;

export function store(sim: Sim, express: Express): void {
  storeRows(sim);
  storeEvents(sim, express);
  const { requests, meter, shape, links, calls, digest } = sim;
  const { numbers } = S;
  for (let i = 0; i < meter.cells.length; i++) meter.cells[i] = S.cells[i]!;
  let ended = 0;
  for (let cls = 0; cls < shape.classes; cls++) {
    const n = S.ended[cls]!;
    if (n === 0) continue;
    ended += n;
    const figures = meter.classes[cls]!;
    figures.requests += n;
    figures.outcomes[OK] = figures.outcomes[OK]! + n;
  }
  meter.windowEnds[OK] = meter.windowEnds[OK]! + ended;
  meter.offered += numbers[S.OFFERED]!;
  meter.open += numbers[S.OFFERED]! - ended;
  shape.nodeOf.forEach((node, i) => {
    const work = express.works[node];
    if (work === undefined) return;
    const { line } = work;
    line.head[i - line.first] = S.first[i]! < 0 ? -1 : S.first[i]! * ROW;
    line.tail[i - line.first] = S.last[i]! < 0 ? -1 : S.last[i]! * ROW;
  });
  for (const link of links) {
    link.calls += S.sent[link.index]!;
    link.attempts += S.sent[link.index]!;
    if (link.sole < 0) link.chooser!.inTurn!.next = S.turn[link.index]!;
  }
  for (let node = 0; node < shape.nodes; node++) {
    const work = express.works[node];
    if (work === undefined) continue;
    if (work.work.exponentialMean >= 0) takeBack(work.time, 2 * node);
    takeBack(work.choice, 2 * node + 1);
  }
  for (let i = 0; i < express.sources.length; i++) takeBack(express.sources[i]!.loop.gaps, 2 * shape.nodes + i);
  for (let i = 0; i < numbers[S.FREE]!; i++) requests.freeList[i] = S.free[i]! * ROW;
  requests.freeCount = numbers[S.FREE]!;
  requests.used = numbers[S.IN_USE]!;
  requests.peak = numbers[S.PEAK]!;
  digest.state[0] = numbers[S.DIGEST_A]!;
  digest.state[1] = numbers[S.DIGEST_B]!;
  calls.atOnce = numbers[S.AT_ONCE]!;
  sim.clock[CLOCK_NOW] = S.moments[S.NOW]!;
}

function storeRows(sim: Sim): void {
  const { ints, times } = sim.requests;
  const peak = S.numbers[S.PEAK]!;
  for (let place = 0; place < peak; place++) {
    const row = place * ROW;
    ints[row + GENERATION] = (ints[row + GENERATION]! + S.freed[place]!) | 0;
    S.freed[place] = 0;
    if (S.used[place] === 0) ints[row + FLAGS] = 0;
  }
  for (let place = 0; place < peak; place++) {
    if (S.used[place] === 0) continue;
    const row = place * ROW;
    const parent = S.onBehalf[place]!;
    const link = S.cameOver[place]!;
    const instance = S.servedBy[place]!;
    const cls = S.classOf[place]!;
    ints[row + PARENT] = parent < 0 ? -1 : parent * ROW;
    if (parent >= 0) ints[row + PARENT_GENERATION] = ints[parent * ROW + GENERATION]!;
    ints[row + LINK] = link;
    ints[row + ORIGIN] = parent < 0 ? S.sourceInstance[link]! : S.servedBy[parent]!;
    ints[row + INSTANCE] = instance;
    ints[row + CLASS] = cls;
    ints[row + KEY] = S.keyOf[place]!;
    ints[row + SESSION] = S.sessionOf[place]!;
    ints[row + FLAGS] = CALLER_HOLDS | SERVER_HOLDS | THERE | (S.writes[cls] === 1 ? WRITE : 0);
    ints[row + VERSION] = 0;
    ints[row + EXPECTED] = 0;
    ints[row + DATASET] = -1;
    ints[row + ATTEMPT] = 1;
    let hops = 0;
    for (let p = parent; p >= 0; p = S.onBehalf[p]!) hops++;
    ints[row + HOPS] = hops;
    ints[row + OUTCOME] = NOT_ENDED;
    ints[row + CAUSE] = 0;
    ints[row + TAG] =
      parent < 0 ? S.sessionOf[place]! : (S.stepOf[parent]! - S.planFrom[S.servedBy[parent]! * S.CLASSES + cls]!) << TAG_SHIFT;
    ints[row + SCRATCH_A] = S.stepOf[place]! - S.planFrom[instance * S.CLASSES + cls]!;
    ints[row + SCRATCH_B] = 1;
    ints[row + NEXT] = S.behind[place]! < 0 ? -1 : S.behind[place]! * ROW;
    const t = row >> 1;
    const arrived = S.arrived[place]!;
    times[t + STARTED] = arrived;
    times[t + SENT] = arrived;
    times[t + ARRIVED] = arrived;
    times[t + BEGUN] = S.begun[place]!;
    times[t + BACKED_OFF] = 0;
    times[t + RESEND_WAIT] = FIRST_RESEND;
  }
}

function storeEvents(sim: Sim, express: Express): void {
  const { queue, requests } = sim;
  const pending = S.numbers[S.PENDING]!;
  for (let i = 0; i < pending; i++) {
    const place = S.whose[i]!;
    const node = S.nodeOf[S.servedBy[place]!]!;
    const at = i * SAID;
    said[at] = node;
    said[at + 1] = express.works[node]!.done;
    said[at + 2] = place * ROW;
    requests.ints[place * ROW + SCRATCH_A] = express.works[node]!.atWork;
    said[at + 3] = requests.ints[place * ROW + GENERATION]!;
    said[at + 4] = S.order[i]!;
  }
  queue.takeBack(pending, S.due, said, S.numbers[S.SEQUENCE]!);
  express.sources.forEach(({ loop }, i) => {
    queue.resetAlarm(loop.alarm, S.nextDue[i]!, S.number[i]!, S.nextOrder[i]!);
    loop.number = S.number[i]!;
    loop.due = S.nextDue[i]!;
  });
}

function takeBack(
  stream: { takeBack(blocks: Float64Array, at: number, taken: number, words: Int32Array, word: number): void },
  place: number,
): void {
  stream.takeBack(S.blocks, place * S.BLOCK, S.taken[place]!, S.words, place * 8);
}
