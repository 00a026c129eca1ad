/**
 * W2 written by hand for nothing else: one heap of departures, four lines and the database's. Departures of the same moment
 * come in the order they were scheduled in, as the engine promises it too. See by-hand.ts for its manners.
 */
import {
  ARRIVED,
  BUCKETS,
  type ByHand,
  begin,
  counts,
  DONE,
  DRAWN,
  FREE,
  float,
  LOWEST,
  moments,
  NEXT_ARRIVAL,
  numbers,
  ORDER,
  PENDING,
  PLACES,
  result,
  SHIFT,
  SLICE,
  since,
  TOTAL,
  TURN,
  upper,
  WORDS,
} from './by-hand.ts';
import { DRAWS, exponentials, fillExponentials, fillWords, words } from './draws.ts';

/** Stations of W2: four of 8 workers and 10 ms, and the database of 16 workers and 5 ms. */
const DATABASE = 4;
/** One draw in five, as a bound on a signed word. */
const GOES_ON = -0x80000000 + Math.floor(0x100000000 * 0.2);
const workers = new Int32Array(5);
const meanWork = new Float64Array([10, 10, 10, 10, 5]);
/** The line before each station, linked through its customers; -1 is nobody. */
const first = new Int32Array(5);
const last = new Int32Array(5);
const behind = new Int32Array(PLACES);
const free = new Int32Array(PLACES);

/**
 * Departures to come, a heap with four children to a parent. The room past its end holds Infinity, so that four can be
 * compared without asking how many there are. What: station in the high bits, customer in the low ones.
 */
const ROOM = 256;
const due = new Float64Array(ROOM);
const what = new Int32Array(ROOM);
const order = new Int32Array(ROOM);

/** Poisson 2,000/s, round robin over four stations, then with probability 0.2 the database. */
export function byHandW2(customers: number, seed: number): ByHand {
  begin(seed);
  workers.set([8, 8, 8, 8, 16]);
  first.fill(-1);
  last.fill(-1);
  due.fill(Infinity);
  for (let i = 0; i < PLACES; i++) free[i] = PLACES - 1 - i;
  numbers[FREE] = PLACES;
  moments[NEXT_ARRIVAL] = exponentials[0]! * 0.5;
  numbers[DRAWN] = 1;
  while (numbers[DONE]! < customers) sliceOfW2(customers);
  return result(customers);
}

function sliceOfW2(customers: number): void {
  let arrival = moments[NEXT_ARRIVAL]!;
  let total = moments[TOTAL]!;
  let done = numbers[DONE]!;
  let arrived = numbers[ARRIVED]!;
  let drawn = numbers[DRAWN]!;
  let used = numbers[WORDS]!;
  let unused = numbers[FREE]!;
  let turn = numbers[TURN]!;
  for (let left = SLICE; left > 0; left--) {
    if (drawn > DRAWS - 3) {
      fillExponentials();
      drawn = 0;
    }
    if (used === DRAWS) {
      fillWords();
      used = 0;
    }
    let now = due[0]!;
    let customer = 0;
    let station = turn;
    if (arrival < now) {
      now = arrival;
      arrived = (arrived + 1) | 0;
      arrival = arrived < customers ? now + exponentials[drawn++]! * 0.5 : Infinity;
      turn = (turn + 1) & 3;
      unused = (unused - 1) | 0;
      customer = free[unused]!;
      since[customer] = now;
    } else {
      if (numbers[PENDING] === 0) break;
      customer = what[0]! & (PLACES - 1);
      const from = what[0]! >> 16;
      const next = takeFirst(from);
      if (next >= 0) {
        due[0] = now + exponentials[drawn++]! * meanWork[from]!;
        what[0] = (from << 16) | next;
        order[0] = nextRank();
      } else {
        workers[from] = workers[from]! + 1;
        fillRoot();
      }
      sink();
      if (from === DATABASE || words[used++]! >= GOES_ON) {
        const spent = now - since[customer]!;
        total += spent;
        done = (done + 1) | 0;
        float[0] = spent;
        counts[((upper[1]! >> SHIFT) - LOWEST) & (BUCKETS - 1)]!++;
        free[unused] = customer;
        unused = (unused + 1) | 0;
        continue;
      }
      station = DATABASE;
    }
    if (workers[station]! > 0) {
      workers[station] = workers[station]! - 1;
      due[numbers[PENDING]!] = now + exponentials[drawn++]! * meanWork[station]!;
      rise((station << 16) | customer);
    } else wait(station, customer);
  }
  moments[NEXT_ARRIVAL] = arrival;
  moments[TOTAL] = total;
  numbers[DONE] = done;
  numbers[ARRIVED] = arrived;
  numbers[DRAWN] = drawn;
  numbers[WORDS] = used;
  numbers[FREE] = unused;
  numbers[TURN] = turn;
}

/** A customer goes to the end of the line. */
function wait(station: number, customer: number): void {
  behind[customer] = -1;
  const end = last[station]!;
  if (end >= 0) behind[end] = customer;
  else first[station] = customer;
  last[station] = customer;
}

/** Who is first in line leaves it; -1 when nobody waits. */
function takeFirst(station: number): number {
  const next = first[station]!;
  if (next < 0) return next;
  const after = behind[next]!;
  first[station] = after;
  if (after < 0) last[station] = -1;
  return next;
}

/** Departures of the same moment come in the order of their ranks. */
function nextRank(): number {
  const rank = numbers[ORDER]!;
  numbers[ORDER] = (rank + 1) | 0;
  return rank;
}

/** The last departure of the heap takes the place of the first, and has yet to sink. */
function fillRoot(): void {
  const end = (numbers[PENDING]! - 1) | 0;
  numbers[PENDING] = end;
  due[0] = due[end]!;
  what[0] = what[end]!;
  order[0] = order[end]!;
  due[end] = Infinity;
}

/** Lets the departure at the root sink to its place. */
function sink(): void {
  const time = due[0]!;
  const whose = what[0]!;
  const rank = order[0]!;
  const pending = numbers[PENDING]!;
  let at = 0;
  for (let child = 1; child < pending; child = (at << 2) + 1) {
    const a = due[child]!;
    const b = due[child + 1]!;
    const c = due[child + 2]!;
    const d = due[child + 3]!;
    const left = child + +(b < a);
    const right = child + 2 + +(d < c);
    let sooner = left + (right - left) * +(due[right]! < due[left]!);
    if (a === b || c === d || due[left] === due[right]) sooner = soonestOf(child);
    const soonest = due[sooner]!;
    if (time < soonest || (time === soonest && rank < order[sooner]!)) break;
    due[at] = soonest;
    what[at] = what[sooner]!;
    order[at] = order[sooner]!;
    at = sooner;
  }
  due[at] = time;
  what[at] = whose;
  order[at] = rank;
}

/** Which of four departures comes first when some are at the same moment. */
function soonestOf(child: number): number {
  let sooner = child;
  for (let i = child + 1; i < child + 4; i++) {
    if (due[i]! < due[sooner]! || (due[i] === due[sooner] && order[i]! < order[sooner]!)) sooner = i;
  }
  return sooner;
}

/** Lets the new departure at the end of the heap rise to its place. */
function rise(whose: number): void {
  let at = numbers[PENDING]!;
  numbers[PENDING] = (at + 1) | 0;
  const time = due[at]!;
  const rank = nextRank();
  while (at > 0) {
    const parent = (at - 1) >> 2;
    if (due[parent]! <= time) break;
    due[at] = due[parent]!;
    what[at] = what[parent]!;
    order[at] = order[parent]!;
    at = parent;
  }
  due[at] = time;
  what[at] = whose;
  order[at] = rank;
}
