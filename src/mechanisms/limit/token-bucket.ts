/**
 * Token buckets: a call takes a token, tokens come back at a rate up to a burst; who finds none is turned away. A bucket
 * starts full. Arithmetic is exact: tokens are held as a whole number and a part in units of 10^-12, refilled from whole
 * ns by products below 2^53, so that over any span exactly min(arrivals, burst + rate × time) are admitted and nothing drifts.
 * Rates are taken to a thousandth of a token per second. Many buckets of one rate are columns of one object.
 */
import { assert } from '../../std/assert.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';

/** Parts of a token. */
const PARTS = 1e12;
/** With rate and burst below these, every product in `refill` is exact. */
const MOST_RATE = 9_000_000;
const MOST_BURST = 1e15;
const MS_PER_S = NS_PER_S / NS_PER_MS;

export class TokenBuckets {
  /** Thousandths of a token per second. */
  #milliRate = 0;
  #burst = 0;
  readonly #whole: Float64Array;
  readonly #parts: Float64Array;
  /** Moment (ns) up to which a bucket has been refilled. */
  readonly #at: Float64Array;

  /** `rate` tokens per second, 0.001 … 9,000,000; `burst` whole tokens, from 1. */
  constructor(count: number, rate: number, burst: number) {
    this.#whole = new Float64Array(count);
    this.#parts = new Float64Array(count);
    this.#at = new Float64Array(count);
    this.#set(rate, burst);
    for (let i = 0; i < count; i++) this.fill(i, 0);
  }

  /** Takes a token from a bucket at this moment; false when it holds none. */
  take(bucket: number, now: number): boolean {
    this.#refill(bucket, now);
    const whole = this.#whole[bucket]!;
    if (whole < 1) return false;
    this.#whole[bucket] = whole - 1;
    return true;
  }

  /** ns until a bucket holds a whole token, 0 when it does. */
  until(bucket: number, now: number): number {
    this.#refill(bucket, now);
    return this.#whole[bucket]! >= 1 ? 0 : Math.ceil((PARTS - this.#parts[bucket]!) / this.#milliRate);
  }

  /** Makes a bucket full, as a new one is. */
  fill(bucket: number, now: number): void {
    this.#whole[bucket] = this.#burst;
    this.#parts[bucket] = 0;
    this.#at[bucket] = now;
  }

  /** Changes rate and burst from now on: what came in by the old rate is kept, up to the new burst. */
  configure(rate: number, burst: number, now: number): void {
    for (let i = 0; i < this.#at.length; i++) this.#refill(i, now);
    this.#set(rate, burst);
    for (let i = 0; i < this.#at.length; i++) this.#cap(i);
  }

  #set(rate: number, burst: number): void {
    assert(rate >= 0.001 && rate <= MOST_RATE, 'a bucket refills at 0.001 to 9,000,000 tokens per second');
    assert(Number.isInteger(burst) && burst >= 1 && burst <= MOST_BURST, 'a bucket holds a whole number of tokens');
    this.#milliRate = Math.round(rate * 1000);
    this.#burst = burst;
  }

  /** Adds what came in since the last look: seconds, milliseconds and ns each by a product that is exact. */
  #refill(bucket: number, now: number): void {
    const passed = now - this.#at[bucket]!;
    if (passed <= 0) return;
    this.#at[bucket] = now;
    const seconds = Math.floor(passed / NS_PER_S);
    const rest = passed - seconds * NS_PER_S;
    const ms = Math.floor(rest / NS_PER_MS);
    const ns = rest - ms * NS_PER_MS;
    const bySeconds = this.#milliRate * seconds;
    const byMs = this.#milliRate * ms;
    const byNs = this.#milliRate * ns;
    const parts = this.#parts[bucket]! + (bySeconds % 1000) * (PARTS / 1000) + (byMs % 1e6) * (PARTS / 1e6) + (byNs % PARTS);
    const carried = Math.floor(parts / PARTS);
    this.#parts[bucket] = parts - carried * PARTS;
    this.#whole[bucket] =
      this.#whole[bucket]! + Math.floor(bySeconds / MS_PER_S) + Math.floor(byMs / 1e6) + Math.floor(byNs / PARTS) + carried;
    this.#cap(bucket);
  }

  /** What exceeds the burst is lost. */
  #cap(bucket: number): void {
    if (this.#whole[bucket]! < this.#burst) return;
    this.#whole[bucket] = this.#burst;
    this.#parts[bucket] = 0;
  }
}
