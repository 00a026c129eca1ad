/**
 * Work slots with a line before them: each instance has so many workers; a call that finds none free waits in the line,
 * up to a limit, first come first served or last come first served. It keeps counts and lines (through the rows' own
 * `next`) and tells the meter; how long work takes, and what comes after it, is its station's business.
 */
import { NOW, SPAN } from '../../engine/clock.ts';
import type { Meter } from '../../engine/meter.ts';
import { ARRIVED, BEGUN, NEXT, type Requests, TRACED } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';

export type Discipline = 'fifo' | 'lifo';

export interface WorkerSettings {
  /** Work slots of one instance. */
  readonly workers: number;
  /** Calls that may wait at one instance; Infinity: no limit. */
  readonly queueLimit: number;
  readonly discipline: Discipline;
}

export class Workers {
  settings: WorkerSettings;
  readonly #sim: Sim;
  readonly #requests: Requests;
  readonly #meter: Meter;
  readonly first: number;
  readonly head: Int32Array;
  readonly tail: Int32Array;

  constructor(sim: Sim, firstInstance: number, instances: number, settings: WorkerSettings) {
    this.#sim = sim;
    this.#requests = sim.requests;
    this.#meter = sim.meter;
    this.first = firstInstance;
    this.settings = settings;
    this.head = new Int32Array(instances).fill(-1);
    this.tail = new Int32Array(instances).fill(-1);
  }

  get slots(): number {
    return this.settings.workers;
  }

  get limit(): number {
    return this.settings.queueLimit;
  }

  /** Takes a free worker for the call, if there is one. The caller then begins its work. */
  take(row: number, instance: number): boolean {
    if (this.#meter.atWork(instance) >= this.settings.workers) return false;
    this.begin(row, instance);
    return true;
  }

  /** Puts a call into the line; false when the line is full. */
  enqueue(row: number, instance: number): boolean {
    if (this.#meter.queued.now(instance) >= this.settings.queueLimit) return false;
    const ints = this.#requests.ints;
    const i = instance - this.first;
    const tail = this.tail[i]!;
    if (tail < 0) {
      this.head[i] = row;
      this.tail[i] = row;
      ints[row + NEXT] = -1;
    } else if (this.settings.discipline === 'fifo') {
      ints[tail + NEXT] = row;
      ints[row + NEXT] = -1;
      this.tail[i] = row;
    } else {
      ints[row + NEXT] = this.head[i]!;
      this.head[i] = row;
    }
    this.#meter.queued.up(instance);
    return true;
  }

  /** Records that the worker's own work on a call is done (it may still be held). */
  worked(row: number, instance: number): void {
    const { clock } = this.#sim;
    clock[SPAN] = clock[NOW]! - this.#requests.times[(row >> 1) + BEGUN]!;
    this.#meter.worked(instance);
    if (this.#sim.tracer.on !== 0 && this.#requests.has(row, TRACED)) this.#sim.tracer.worked(row, clock[NOW]!);
  }

  /** Gives a worker back. The call that gets it next, whose work the caller then begins, or -1. */
  release(instance: number): number {
    this.#meter.busy.down(instance);
    return this.next(instance);
  }

  /** A waiting call for a free worker, or -1. To be asked again after the number of workers grew. */
  next(instance: number): number {
    const i = instance - this.first;
    const row = this.head[i]!;
    if (row < 0 || this.#meter.atWork(instance) >= this.settings.workers) return -1;
    this.head[i] = this.#requests.ints[row + NEXT]!;
    if (this.head[i]! < 0) this.tail[i] = -1;
    this.#requests.ints[row + NEXT] = -1;
    this.#meter.queued.down(instance);
    this.begin(row, instance);
    return row;
  }

  /** Takes a waiting call out of the line; false when it does not wait. */
  leave(row: number, instance: number): boolean {
    const i = instance - this.first;
    const { ints } = this.#requests;
    let before = -1;
    for (let at = this.head[i]!; at >= 0; before = at, at = ints[at + NEXT]!) {
      if (at !== row) continue;
      const after = ints[at + NEXT]!;
      if (before < 0) this.head[i] = after;
      else ints[before + NEXT] = after;
      if (after < 0) this.tail[i] = before;
      ints[row + NEXT] = -1;
      this.#meter.queued.down(instance);
      return true;
    }
    return false;
  }

  /** The instance went down: line and workers are empty. */
  clear(instance: number): void {
    const i = instance - this.first;
    this.head[i] = -1;
    this.tail[i] = -1;
    while (this.#meter.queued.now(instance) > 0) this.#meter.queued.down(instance);
    while (this.#meter.busy.now(instance) > 0) this.#meter.busy.down(instance);
  }

  /** A call is worked on from now, however many there are: for stations that count by themselves what may be at work. */
  begin(row: number, instance: number): void {
    const { clock } = this.#sim;
    const { times } = this.#requests;
    times[(row >> 1) + BEGUN] = clock[NOW]!;
    clock[SPAN] = clock[NOW]! - times[(row >> 1) + ARRIVED]!;
    this.#meter.began(instance);
  }
}
