/**
 * Units as types.
 *
 * The engine counts whole nanoseconds in a float64 (exact up to 2^53 ns, 104 days); documents and screens speak
 * milliseconds. A brand at a signature keeps the two apart at no cost; inside a function they are plain numbers.
 */

declare const unit: unique symbol;
type Branded<Name extends string> = number & { readonly [unit]: Name };

/** Simulated time or a span of it, in whole nanoseconds. */
export type Nanos = Branded<'nanos'>;
/** A span in milliseconds, as documents and screens hold it. */
export type Millis = Branded<'millis'>;

/** Nanoseconds in a millisecond. */
export const NS_PER_MS = 1e6;
/** Nanoseconds in a second. */
export const NS_PER_S = 1e9;

/** Milliseconds as nanoseconds, rounded to the nearest whole one. */
export const nanosFromMillis = (ms: number): Nanos => Math.round(ms * NS_PER_MS) as Nanos;
/** Nanoseconds as milliseconds. */
export const millisFromNanos = (ns: number): Millis => (ns / NS_PER_MS) as Millis;
