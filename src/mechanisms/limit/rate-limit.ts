/**
 * What every limiter is to its owner: many of one sort, numbered 0 … n-1, each asked at the moment of a call whether it may pass.
 * Four sorts beside the token bucket (token-bucket.ts), each with what it guarantees exactly:
 * - leaky bucket: calls leave at least an interval apart; who finds the line full is turned away;
 * - fixed window: at most N in each window, windows beginning at multiples of their length: up to 2N around a border;
 * - sliding log: at most N in every stretch of a window's length, at the price of N moments kept;
 * - sliding counter: the last window's count, weighted by how much of it is still in sight, stands for its moments.
 */
import { TokenBuckets } from './token-bucket.ts';

export interface RateLimits {
  /** ns for which an admitted call has to wait (0: none), or -1 when it is turned away. */
  take(slot: number, now: number): number;
  /** Makes a limiter as good as new. */
  fill(slot: number, now: number): void;
  /** ns after which a call that was turned away just now would be let in, if no other came first. */
  until(slot: number, now: number): number;
}

export interface LimitShape {
  readonly algorithm: string;
  /** Calls a second, and the burst or the line beyond (buckets). */
  readonly rate: number;
  readonly burst: number;
  /** Calls in a window of so many ns (windows). */
  readonly count: number;
  readonly window: number;
}

const NS_PER_S = 1e9;

/** Calls leave evenly, `interval` ns apart; `line` more may wait for their turn. */
export class LeakyBuckets implements RateLimits {
  readonly #interval: number;
  readonly #line: number;
  /** Moment at which the next call may leave. */
  readonly #next: Float64Array;

  constructor(count: number, rate: number, line: number) {
    this.#interval = Math.max(1, Math.round(NS_PER_S / rate));
    this.#line = line;
    this.#next = new Float64Array(count);
  }

  take(slot: number, now: number): number {
    const wait = Math.max(0, this.#next[slot]! - now);
    if (Math.ceil(wait / this.#interval) > this.#line) return -1;
    this.#next[slot] = now + wait + this.#interval;
    return wait;
  }

  fill(slot: number, now: number): void {
    this.#next[slot] = now;
  }

  until(slot: number, now: number): number {
    return Math.max(0, this.#next[slot]! - now - this.#line * this.#interval);
  }
}

/** So many in each window; windows begin at multiples of their length. */
export class FixedWindows implements RateLimits {
  most: number;
  readonly window: number;
  readonly #number: Float64Array;
  readonly #count: Float64Array;

  constructor(count: number, most: number, window: number) {
    this.most = most;
    this.window = window;
    this.#number = new Float64Array(count).fill(-1);
    this.#count = new Float64Array(count);
  }

  take(slot: number, now: number): number {
    const number = Math.floor(now / this.window);
    if (this.#number[slot] !== number) {
      this.#number[slot] = number;
      this.#count[slot] = 0;
    }
    if (this.#count[slot]! >= this.most) return -1;
    this.#count[slot] = this.#count[slot]! + 1;
    return 0;
  }

  fill(slot: number): void {
    this.#number[slot] = -1;
  }

  until(slot: number, now: number): number {
    return this.#count[slot]! < this.most ? 0 : (this.#number[slot]! + 1) * this.window - now;
  }
}

/** So many in any stretch of a window's length: the moments of the last ones are kept. */
export class SlidingLogs implements RateLimits {
  readonly #most: number;
  readonly #window: number;
  /** By slot a ring of moments; where the oldest stands. */
  readonly #moments: Float64Array;
  readonly #oldest: Int32Array;

  constructor(count: number, most: number, window: number) {
    this.#most = most;
    this.#window = window;
    this.#moments = new Float64Array(count * most).fill(Number.NEGATIVE_INFINITY);
    this.#oldest = new Int32Array(count);
  }

  take(slot: number, now: number): number {
    const at = slot * this.#most + this.#oldest[slot]!;
    if (now - this.#moments[at]! < this.#window) return -1;
    this.#moments[at] = now;
    this.#oldest[slot] = (this.#oldest[slot]! + 1) % this.#most;
    return 0;
  }

  fill(slot: number): void {
    this.#moments.fill(Number.NEGATIVE_INFINITY, slot * this.#most, (slot + 1) * this.#most);
    this.#oldest[slot] = 0;
  }

  until(slot: number, now: number): number {
    return Math.max(0, this.#moments[slot * this.#most + this.#oldest[slot]!]! + this.#window - now);
  }
}

/** This window's count, and the last one's as far as a window that ends now still reaches into it. */
export class SlidingCounters implements RateLimits {
  most: number;
  readonly window: number;
  readonly #number: Float64Array;
  readonly #count: Float64Array;
  readonly #before: Float64Array;

  constructor(count: number, most: number, window: number) {
    this.most = most;
    this.window = window;
    this.#number = new Float64Array(count).fill(-1);
    this.#count = new Float64Array(count);
    this.#before = new Float64Array(count);
  }

  take(slot: number, now: number): number {
    const number = Math.floor(now / this.window);
    const passed = number - this.#number[slot]!;
    if (passed > 0) {
      this.#before[slot] = passed === 1 ? this.#count[slot]! : 0;
      this.#count[slot] = 0;
      this.#number[slot] = number;
    }
    const left = (number + 1) * this.window - now;
    if (this.#before[slot]! * left + (this.#count[slot]! + 1) * this.window > this.most * this.window) return -1;
    this.#count[slot] = this.#count[slot]! + 1;
    return 0;
  }

  fill(slot: number): void {
    this.#number[slot] = -1;
    this.#count[slot] = 0;
  }

  /** When enough of the last window is out of sight; else, in the next window, when enough of this one is. */
  until(slot: number, now: number): number {
    const left = (this.#number[slot]! + 1) * this.window - now;
    const count = this.#count[slot]!;
    const room = this.most - count - 1;
    if (room > 0) return Math.max(0, left - Math.floor((room * this.window) / this.#before[slot]!));
    return left + Math.max(0, this.window - Math.floor(((this.most - 1) * this.window) / count));
  }
}

class Tokens implements RateLimits {
  readonly #buckets: TokenBuckets;

  constructor(count: number, rate: number, burst: number) {
    this.#buckets = new TokenBuckets(count, rate, burst);
  }

  take(slot: number, now: number): number {
    return this.#buckets.take(slot, now) ? 0 : -1;
  }

  fill(slot: number, now: number): void {
    this.#buckets.fill(slot, now);
  }

  configure(rate: number, burst: number, now: number): void {
    this.#buckets.configure(rate, burst, now);
  }

  until(slot: number, now: number): number {
    return this.#buckets.until(slot, now);
  }
}

/** Most moments that logs keep together (chosen: 32 MB). */
const MOST_MOMENTS = 1 << 22;

/** How many limiters of this shape there may be, of so many wanted. */
export function roomFor({ algorithm, count }: LimitShape, wanted: number): number {
  return algorithm === 'sliding-log' ? Math.max(1, Math.min(wanted, Math.floor(MOST_MOMENTS / count))) : wanted;
}

/** So many limiters of a shape, all as good as new. */
export function newLimits({ algorithm, rate, burst, count, window }: LimitShape, howMany: number): RateLimits {
  switch (algorithm) {
    case 'leaky-bucket':
      return new LeakyBuckets(howMany, rate, burst);
    case 'fixed-window':
      return new FixedWindows(howMany, count, window);
    case 'sliding-log':
      return new SlidingLogs(howMany, count, window);
    case 'sliding-counter':
      return new SlidingCounters(howMany, count, window);
    default:
      return new Tokens(howMany, rate, burst);
  }
}

/** Takes over another rate or number, keeping what came in so far; false where limiters of this sort must begin anew. */
export function retuned(limits: RateLimits, { rate, burst, count, window }: LimitShape, now: number): boolean {
  if (limits instanceof Tokens) limits.configure(rate, burst, now);
  else if ((limits instanceof FixedWindows || limits instanceof SlidingCounters) && limits.window === window) limits.most = count;
  else return false;
  return true;
}
