/**
 * A waiting line that does more than keep an order: some classes come first, or those who came last while it is crowded, or it
 * turns away who waited too long. It stands beside the plain line of the workers and is asked when that one is empty.
 *
 * Crowded means that the line has not been empty for an interval. Then adaptive LIFO serves the newest, and controlled delay lets
 * nobody wait longer than a short target, while an uncrowded line may let them wait for the whole interval (B. Maurer, "Fail
 * at scale", ACM Queue 13(8), 2015, after Nichols and Jacobson's CoDel; its 5 ms and 100 ms are the defaults).
 */
import { ARRIVED } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import { IntRing } from '../../std/ring.ts';
import type { Workers } from './workers.ts';

export type RoomOrder = 'priority' | 'adaptive' | 'codel';

export interface RoomSettings {
  /** Undefined: the plain line is used; what still waits here is served after it. */
  readonly order: RoomOrder | undefined;
  /** Classes that come first, by index. */
  readonly first: readonly number[];
  /** ns */
  readonly target: number;
  readonly interval: number;
  /** ns after which whoever waits is turned away instead of served; Infinity: never. */
  readonly patience: number;
}

class Line {
  readonly first = new IntRing();
  readonly rest = new IntRing();
  emptyAt = 0;

  get length(): number {
    return this.first.length + this.rest.length;
  }
}

export class WaitingRoom {
  settings: RoomSettings;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #first: number;
  readonly #lines: readonly Line[];
  readonly #turnedAway: (row: number) => void;

  /** `turnedAway` ends a call that waited too long; it no longer stands in any line then. */
  constructor(
    sim: Sim,
    firstInstance: number,
    instances: number,
    workers: Workers,
    settings: RoomSettings,
    turnedAway: (row: number) => void,
  ) {
    this.#sim = sim;
    this.#workers = workers;
    this.#first = firstInstance;
    this.settings = settings;
    this.#turnedAway = turnedAway;
    this.#lines = Array.from({ length: instances }, () => new Line());
  }

  /** Whether new calls wait here and not in the plain line. */
  get open(): boolean {
    return this.settings.order !== undefined || this.settings.patience < Number.POSITIVE_INFINITY;
  }

  isFirst(cls: number): boolean {
    return this.settings.first.includes(cls);
  }

  /** Puts a call into the line; false when the line is full. */
  enqueue(row: number, instance: number, cls: number): boolean {
    const { meter, now } = this.#sim;
    if (meter.queued.now(instance) >= this.#workers.settings.queueLimit) return false;
    const line = this.#lines[instance - this.#first]!;
    if (line.length === 0) line.emptyAt = now;
    const front = this.settings.order === 'priority' && this.isFirst(cls);
    (front ? line.first : line.rest).push(row);
    meter.queued.up(instance);
    return true;
  }

  /** A waiting call for a free worker, which it takes, or -1. */
  next(instance: number): number {
    const { meter } = this.#sim;
    const line = this.#lines[instance - this.#first]!;
    while (line.length > 0 && meter.atWork(instance) < this.#workers.settings.workers) {
      const row = this.#take(line);
      meter.queued.down(instance);
      const late = this.#isLate(row, line);
      if (line.length === 0) line.emptyAt = this.#sim.now;
      if (late) this.#turnedAway(row);
      else if (this.#workers.take(row, instance)) return row;
    }
    return -1;
  }

  /** Takes a call out of the line, whose caller gave up; false when it does not wait here. */
  leave(row: number, instance: number): boolean {
    const line = this.#lines[instance - this.#first]!;
    for (const ring of [line.first, line.rest]) {
      const at = ring.indexOf(row);
      if (at < 0) continue;
      ring.removeAt(at);
      this.#sim.meter.queued.down(instance);
      if (line.length === 0) line.emptyAt = this.#sim.now;
      return true;
    }
    return false;
  }

  /** The instance went down. */
  clear(instance: number): void {
    const line = this.#lines[instance - this.#first]!;
    line.first.clear();
    line.rest.clear();
  }

  #take(line: Line): number {
    if (line.first.length > 0) return line.first.shift();
    if (this.settings.order !== 'adaptive' || !this.#crowded(line)) return line.rest.shift();
    return line.rest.pop();
  }

  #isLate(row: number, line: Line): boolean {
    const { order, target, interval, patience } = this.settings;
    const waited = this.#sim.now - this.#sim.requests.times[(row >> 1) + ARRIVED]!;
    return waited > patience || (order === 'codel' && waited > (this.#crowded(line) ? target : interval));
  }

  #crowded(line: Line): boolean {
    return this.#sim.now - line.emptyAt > this.settings.interval;
  }
}
