/** Takes a simulation's state onto the stage; false, and nothing has happened, when some of it is not plain. */
import { NOW as CLOCK_NOW } from '../clock.ts';
import { PENDING as NOT_ENDED } from '../outcome.ts';
import {
  ARRIVED,
  ATTEMPT,
  BEGUN,
  CALLER_HOLDS,
  CLASS,
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
  VERSION,
  WRITE,
} from '../requests.ts';
import { NO_ROW, type Sim } from '../sim.ts';
import type { Express } from './express.ts';
import * as S from './stage.ts';

/** Flags of a call that a plain station holds. */
const HELD = CALLER_HOLDS | SERVER_HOLDS | THERE;
const SAID = 5;
const said = new Int32Array(S.PLACES * SAID);

export function load(sim: Sim, express: Express): boolean {
  const { requests } = sim;
  if (requests.peak > S.PLACES / 2 || requests.capacity > S.PLACES) return false;
  return loadRows(sim) && loadEvents(sim, express) && loadRest(sim, express);
}

function loadRows(sim: Sim): boolean {
  const { ints, times, peak, used } = sim.requests;
  let found = 0;
  for (let place = 0; place < peak; place++) {
    const row = place * ROW;
    const flags = ints[row + FLAGS]!;
    S.freed[place] = 0;
    if (flags === 0) {
      S.used[place] = 0;
      continue;
    }
    const t = row >> 1;
    const parent = ints[row + PARENT]!;
    if ((flags & ~WRITE) !== HELD || ints[row + ATTEMPT] !== 1 || ints[row + DATASET] !== -1) return false;
    if (ints[row + VERSION] !== 0 || ints[row + OUTCOME] !== NOT_ENDED) return false;
    if (times[t + STARTED] !== times[t + ARRIVED] || times[t + SENT] !== times[t + ARRIVED]) return false;
    if (parent >= 0 && ints[parent + GENERATION] !== ints[row + PARENT_GENERATION]) return false;
    found++;
    S.used[place] = 1;
    S.arrived[place] = times[t + ARRIVED]!;
    S.begun[place] = times[t + BEGUN]!;
    const instance = ints[row + INSTANCE]!;
    const cls = ints[row + CLASS]!;
    S.servedBy[place] = instance;
    S.cameOver[place] = ints[row + LINK]!;
    S.onBehalf[place] = parent < 0 ? -1 : parent / ROW;
    S.classOf[place] = cls;
    S.keyOf[place] = ints[row + KEY]!;
    S.sessionOf[place] = ints[row + SESSION]!;
    S.stepOf[place] = S.planFrom[instance * S.CLASSES + cls]! + ints[row + SCRATCH_A]!;
    const next = ints[row + NEXT]!;
    S.behind[place] = next < 0 ? -1 : next / ROW;
  }
  return found === used;
}

function loadEvents(sim: Sim, express: Express): boolean {
  const { queue, requests } = sim;
  if (queue.size > S.PLACES / 2) return false;
  const pending = queue.lend(S.due, said);
  if (pending < 0) return false;
  let plain = true;
  for (let i = 0; i < pending && plain; i++) {
    const at = i * SAID;
    const row = said[at + 2]!;
    const node = said[at]!;
    const work = express.works[node];
    plain = work !== undefined && said[at + 3] !== NO_ROW && said[at + 1] === work.done && requests.ints[row + GENERATION] === said[at + 3];
    S.whose[i] = row / ROW;
    S.order[i] = said[at + 4]!;
  }
  for (let i = plain ? pending : 0; i < S.numbers[S.PENDING]! || (!plain && i < pending); i++) S.due[i] = Number.POSITIVE_INFINITY;
  S.numbers[S.PENDING] = plain ? pending : 0;
  if (!plain) return false;
  let alarms = 0;
  express.sources.forEach(({ loop }, i) => {
    if (loop.alarm < 0) plain = false;
    else {
      S.nextDue[i] = queue.alarmDue(loop.alarm);
      S.nextOrder[i] = queue.alarmSaid(loop.alarm, 4);
      if (S.nextDue[i] !== Number.POSITIVE_INFINITY) {
        alarms++;
        if (queue.alarmSaid(loop.alarm, 2) !== loop.number) plain = false;
      }
      S.number[i] = loop.number;
      S.rate[i] = loop.drawnAt;
    }
  });
  return plain && alarms === queue.alarmsSet;
}

function loadRest(sim: Sim, express: Express): boolean {
  const { queue, requests, meter, shape, links, calls, digest } = sim;
  S.cells.set(meter.cells);
  shape.nodeOf.forEach((node, i) => {
    const work = express.works[node];
    if (work === undefined) return;
    const { line } = work;
    const k = i - line.first;
    S.slots[i] = line.slots;
    S.limits[i] = line.limit;
    S.first[i] = line.head[k]! < 0 ? -1 : line.head[k]! / ROW;
    S.last[i] = line.tail[k]! < 0 ? -1 : line.tail[k]! / ROW;
  });
  for (const link of links) {
    S.sent[link.index] = 0;
    if (link.sole < 0) S.turn[link.index] = link.chooser!.inTurn!.next;
  }
  for (let i = 0; i < shape.classes; i++) S.ended[i] = 0;
  for (let node = 0; node < shape.nodes; node++) {
    const work = express.works[node];
    if (work === undefined) continue;
    if (work.work.exponentialMean >= 0) lend(work.time, 2 * node);
    lend(work.choice, 2 * node + 1);
  }
  for (let i = 0; i < express.sources.length; i++) lend(express.sources[i]!.loop.gaps, 2 * shape.nodes + i);
  const { freeList, freeCount } = requests;
  for (let i = 0; i < freeCount; i++) S.free[i] = freeList[i]! / ROW;
  const { numbers } = S;
  numbers[S.SEQUENCE] = queue.sequence;
  numbers[S.FREE] = freeCount;
  numbers[S.HOLE] = 0;
  numbers[S.DIGEST_A] = digest.state[0]!;
  numbers[S.DIGEST_B] = digest.state[1]!;
  numbers[S.AT_ONCE] = calls.atOnce;
  numbers[S.OFFERED] = 0;
  numbers[S.IN_USE] = requests.used;
  numbers[S.PEAK] = requests.peak;
  let soonest = 0;
  for (let i = 1; i < express.sources.length; i++) {
    if (S.nextDue[i]! < S.nextDue[soonest]! || (S.nextDue[i] === S.nextDue[soonest] && ((S.nextOrder[i]! - S.nextOrder[soonest]!) | 0) < 0))
      soonest = i;
  }
  numbers[S.SOONEST] = soonest;
  S.moments[S.NOW] = sim.clock[CLOCK_NOW]!;
  return true;
}

function lend(stream: { lend(blocks: Float64Array, at: number, words: Int32Array, word: number): number }, place: number): void {
  S.taken[place] = stream.lend(S.blocks, place * S.BLOCK, S.words, place * 8);
}
