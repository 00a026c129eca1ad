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
  /** By class: its rank where some come first; 0 before 1 before 2 … */
  readonly ranks: readonly number[];
  /** ns */
  readonly target: number;
  readonly interval: number;
  /** ns after which whoever waits is turned away instead of served; Infinity: never. */
  readonly patience: number;
}

class Line {
  /** One for each rank; without ranks all stand in the first. */
  readonly rings: IntRing[] = [new IntRing()];
  emptyAt = 0;
  length = 0;

  put(row: number, rank: number): void {
    while (this.rings.length <= rank) this.rings.push(new IntRing());
    this.rings[rank]!.push(row);
    this.length++;
  }

  /** The one that has waited longest of the best rank there is, or the newest of it. */
  take(newest: boolean): number {
    const ring = this.rings.find((one) => one.length > 0)!;
    this.length--;
    return newest ? ring.pop() : ring.shift();
  }

  remove(row: number): boolean {
    for (const ring of this.rings) {
      const at = ring.indexOf(row);
      if (at < 0) continue;
      ring.removeAt(at);
      this.length--;
      return true;
    }
    return false;
  }

  clear(): void {
    for (const ring of this.rings) ring.clear();
    this.length = 0;
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

  /** Puts a call into the line; false when the line is full. */
  enqueue(row: number, instance: number, cls: number): boolean {
    const { meter, now } = this.#sim;
    if (meter.queued.now(instance) >= this.#workers.settings.queueLimit) return false;
    const line = this.#lines[instance - this.#first]!;
    if (line.length === 0) line.emptyAt = now;
    line.put(row, this.settings.order === 'priority' ? (this.settings.ranks[cls] ?? 0) : 0);
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
    if (!line.remove(row)) return false;
    this.#sim.meter.queued.down(instance);
    if (line.length === 0) line.emptyAt = this.#sim.now;
    return true;
  }

  /** The instance went down. */
  clear(instance: number): void {
    this.#lines[instance - this.#first]!.clear();
  }

  #take(line: Line): number {
    return line.take(this.settings.order === 'adaptive' && this.#crowded(line));
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
