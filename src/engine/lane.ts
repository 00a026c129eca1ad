/**
 * A lane: the engine's own events that are always scheduled the same time ahead, and so come due in the order in which they were
 * scheduled. They stand in a ring, the first one first; a copy of that one stands in the queue's heap for all of them. What comes out
 * of order (a shorter timeout set during the run) is not for the lane.
 */
import { widenFloats, widenInts } from './widen.ts';

/** What is kept of an event, `said[place * EVENT + FIELD]`: what it is, first; then these. */
export const EVENT = 4;
export const LANE_A = 1;
export const LANE_B = 2;
export const LANE_SEQUENCE = 3;

export class Lane {
  /** Counted from 1. */
  readonly number: number;
  /** How far ahead, ns. */
  readonly delay: number;
  times: Float64Array = new Float64Array(16);
  said: Int32Array = new Int32Array(16 * EVENT);
  /** The ring's mask, the first place in it, and how many there are. */
  mask = 15;
  first = 0;
  count = 0;
  /** A bit for each sort of event that ever stood here. */
  sorts = 0;

  constructor(number: number, delay: number) {
    this.number = number;
    this.delay = delay;
  }

  /** Whether an event of this time (in a register) comes in order. */
  takes(due: Float64Array): boolean {
    return this.count === 0 || due[0]! >= this.times[(this.first + this.count - 1) & this.mask]!;
  }

  /** Adds an event at the end: its moment is in a register. */
  add(due: Float64Array, what: number, a: number, b: number, sequence: number): void {
    if (this.count > this.mask) this.grow();
    const at = (this.first + this.count) & this.mask;
    this.count = (this.count + 1) | 0;
    this.times[at] = due[0]!;
    const { said } = this;
    const place = (at * EVENT) | 0;
    said[place] = what;
    said[place + LANE_A] = a;
    said[place + LANE_B] = b;
    said[place + LANE_SEQUENCE] = sequence;
  }

  /** The first one is over. */
  drop(): void {
    this.first = (this.first + 1) & this.mask;
    this.count = (this.count - 1) | 0;
  }

  /** Moves into these arrays, which must have room for its ring, and stays there as long as they do. */
  moveInto(times: Float64Array, said: Int32Array): void {
    const size = this.mask + 1;
    times.set(this.times.subarray(0, size));
    said.set(this.said.subarray(0, size * EVENT));
    this.times = times;
    this.said = said;
  }

  /** Moves into arrays of its own. */
  moveOut(): void {
    const size = this.mask + 1;
    this.times = this.times.slice(0, size);
    this.said = this.said.slice(0, size * EVENT);
  }

  /** Makes its ring twice as long. */
  grow(): void {
    const size = this.mask + 1;
    if (this.times.length < size * 2) {
      this.times = widenFloats(this.times, size * 2);
      this.said = widenInts(this.said, size * 2 * EVENT);
    }
    // What lay before the first now follows the old end.
    this.times.copyWithin(size, 0, this.first);
    this.said.copyWithin(size * EVENT, 0, this.first * EVENT);
    this.mask = size * 2 - 1;
  }
}
