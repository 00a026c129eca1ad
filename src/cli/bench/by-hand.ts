/**
 * W1 and W2 written by hand for nothing else: the physical limit that the general engine is measured against. Everything
 * general is given up: no graph, no meters but one histogram and the mean, no faults, no names. State lives in typed
 * arrays between short chunks, since one endless loop is slower (its numbers get boxed on replacement).
 */

import { Histogram } from '../../stats/histogram.ts';
import { Stream } from '../../std/random.ts';

const CHUNK = 8192;
const PLACES = 1 << 16;

/** M/M/1 at utilisation 0.8, mean service 1 ms. */
export function byHandW1(customers: number, seed: number): { customers: number; meanMs: number } {
  const gaps = new Stream(seed, 'gaps');
  const work = new Stream(seed, 'work');
  const times = new Histogram();
  const line = new Float64Array(PLACES);
  // arrival due, departure due
  const due = new Float64Array([gaps.exponential() * 1.25e6, Number.POSITIVE_INFINITY]);
  // head, tail, arrived, done
  const n = new Int32Array(4);
  while (n[3]! < customers) chunkW1(customers, gaps, work, times, line, due, n);
  return { customers, meanMs: times.mean() / 1e6 };
}

function chunkW1(
  customers: number,
  gaps: Stream,
  work: Stream,
  times: Histogram,
  line: Float64Array,
  due: Float64Array,
  n: Int32Array,
): void {
  let arrival = due[0]!;
  let departure = due[1]!;
  let head = n[0]!;
  let tail = n[1]!;
  let arrived = n[2]!;
  let done = n[3]!;
  for (let i = 0; i < CHUNK && done < customers; i++) {
    if (arrival < departure) {
      line[tail & (PLACES - 1)] = arrival;
      tail = (tail + 1) | 0;
      arrived = (arrived + 1) | 0;
      if (departure === Number.POSITIVE_INFINITY) departure = arrival + work.exponential() * 1e6;
      arrival = arrived < customers ? arrival + gaps.exponential() * 1.25e6 : Number.POSITIVE_INFINITY;
    } else {
      times.record(departure - line[head & (PLACES - 1)]!);
      head = (head + 1) | 0;
      done = (done + 1) | 0;
      departure = head === tail ? Number.POSITIVE_INFINITY : departure + work.exponential() * 1e6;
    }
  }
  due[0] = arrival;
  due[1] = departure;
  n[0] = head;
  n[1] = tail;
  n[2] = arrived;
  n[3] = done;
}

/** Stations of W2: four of 8 workers (10 ms), and the database of 16 (5 ms). */
const WORKERS = [8, 8, 8, 8, 16];
const DATABASE = 4;

/** Poisson 2,000/s, round robin over four stations, then with probability 0.2 the database. A binary heap of departures. */
export function byHandW2(customers: number, seed: number): { customers: number; meanMs: number } {
  return new W2(customers, seed).run();
}

class W2 {
  readonly #customers: number;
  readonly #gaps: Stream;
  readonly #work: Stream;
  readonly #choice: Stream;
  readonly #times = new Histogram();
  readonly #started = new Float64Array(PLACES);
  readonly #next = new Int32Array(PLACES);
  readonly #free = new Int32Array(PLACES);
  readonly #head = new Int32Array(5).fill(-1);
  readonly #tail = new Int32Array(5).fill(-1);
  readonly #busy = new Int32Array(5);
  readonly #heapTime = new Float64Array(64);
  readonly #heapWhat = new Int32Array(64);
  #heap = 0;
  #freeCount = PLACES;
  #arrival: number;
  #arrived = 0;
  #done = 0;
  #turn = 0;

  constructor(customers: number, seed: number) {
    this.#customers = customers;
    this.#gaps = new Stream(seed, 'gaps');
    this.#work = new Stream(seed, 'work');
    this.#choice = new Stream(seed, 'choice');
    this.#arrival = this.#gaps.exponential() * 5e5;
    for (let i = 0; i < PLACES; i++) this.#free[i] = i;
  }

  run(): { customers: number; meanMs: number } {
    while (this.#done < this.#customers) this.#chunk();
    return { customers: this.#customers, meanMs: this.#times.mean() / 1e6 };
  }

  #chunk(): void {
    for (let i = 0; i < CHUNK && this.#done < this.#customers; i++) {
      if (this.#heap === 0 || this.#arrival < this.#heapTime[0]!) this.#arrive();
      else this.#depart();
    }
  }

  #arrive(): void {
    const now = this.#arrival;
    const row = this.#free[--this.#freeCount]!;
    this.#started[row] = now;
    const station = this.#turn;
    this.#turn = (station + 1) & 3;
    this.#enter(station, row, now);
    this.#arrival = ++this.#arrived < this.#customers ? now + this.#gaps.exponential() * 5e5 : Number.POSITIVE_INFINITY;
  }

  #depart(): void {
    const now = this.#heapTime[0]!;
    const what = this.#heapWhat[0]!;
    const station = what >> 20;
    const row = what & 0xfffff;
    this.#pop();
    const waiting = this.#head[station]!;
    if (waiting >= 0) {
      const after = this.#next[waiting]!;
      this.#head[station] = after;
      if (after < 0) this.#tail[station] = -1;
      this.#push(now + this.#work.exponential() * (station === DATABASE ? 5e6 : 1e7), (station << 20) | waiting);
    } else this.#busy[station] = this.#busy[station]! - 1;
    if (station < DATABASE && this.#choice.uniform() >= 0.8) this.#enter(DATABASE, row, now);
    else {
      this.#times.record(now - this.#started[row]!);
      this.#free[this.#freeCount++] = row;
      this.#done++;
    }
  }

  #enter(station: number, row: number, now: number): void {
    if (this.#busy[station]! < WORKERS[station]!) {
      this.#busy[station] = this.#busy[station]! + 1;
      this.#push(now + this.#work.exponential() * (station === DATABASE ? 5e6 : 1e7), (station << 20) | row);
      return;
    }
    this.#next[row] = -1;
    const tail = this.#tail[station]!;
    if (tail >= 0) this.#next[tail] = row;
    else this.#head[station] = row;
    this.#tail[station] = row;
  }

  #push(time: number, what: number): void {
    const times = this.#heapTime;
    let i = this.#heap++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (times[parent]! <= time) break;
      times[i] = times[parent]!;
      this.#heapWhat[i] = this.#heapWhat[parent]!;
      i = parent;
    }
    times[i] = time;
    this.#heapWhat[i] = what;
  }

  #pop(): void {
    const times = this.#heapTime;
    const size = --this.#heap;
    const time = times[size]!;
    const what = this.#heapWhat[size]!;
    let i = 0;
    for (let child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && times[child + 1]! < times[child]!) child++;
      if (times[child]! >= time) break;
      times[i] = times[child]!;
      this.#heapWhat[i] = this.#heapWhat[child]!;
      i = child;
    }
    times[i] = time;
    this.#heapWhat[i] = what;
  }
}
