/** Operations on whole numbers of 32 bits that JavaScript and the kernel's language write differently (see .ci/kernel). */
import type { i32 } from './stage.ts';

/** The lower 32 bits of a product. */
export const imul = Math.imul;

/** The upper 32 bits of the product of two without signs, which is below 2^53. */
export const upper = (a: i32, b: i32): i32 => Math.floor((a >>> 0) * b * 2.3283064365386963e-10);

/** Whether a number without sign is less than another. */
export const under = (a: i32, b: i32): boolean => a >>> 0 < b >>> 0;

/** A number without its fraction. */
export const whole = (x: number): i32 => Math.trunc(x);

/** The lower 32 bits of a whole number. */
export const low = (x: number): i32 => x | 0;

/** A whole number as one that may have a fraction: with a sign, and without. */
export const wide = (x: i32): number => x;
export const wideUnsigned = (x: i32): number => x >>> 0;

/** A number of 53 bits: 32 above, without sign, and 21 below. */
export const join = (above: i32, below: i32): number => (above >>> 0) * 2097152 + below;

/** A number from 0 to 1 of two words. */
export const fraction = (above: i32, below: i32): number => ((above >>> 5) * 67108864 + (below >>> 6)) * 1.1102230246251565e-16;
