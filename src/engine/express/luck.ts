/**
 * Draws of the express way from the words of streams that stand on the stage, the same that the streams themselves would make; and
 * the mixing of the digest.
 */
import { fillExponential } from '../../std/random.ts';
import { blocks, chances, DIGEST_A, DIGEST_B, numbers, taken, words } from './stage.ts';

const TWO_M53 = 1.1102230246251565e-16;

/** 1 when a call of a plan is to be made. */
export function chance(stream: number, call: number): number {
  const p = chances[call]!;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const at = stream << 3;
  const a = words[at]!;
  const b = words[at + 1]!;
  const c = words[at + 2]!;
  const d = words[at + 3]!;
  const high = (((a + b) | 0) + d) | 0;
  const a2 = b ^ (b >>> 9);
  const b2 = (c + (c << 3)) | 0;
  const c2 = (((c << 21) | (c >>> 11)) + high) | 0;
  const d2 = (d + 1) | 0;
  const low = (((a2 + b2) | 0) + d2) | 0;
  words[at] = b2 ^ (b2 >>> 9);
  words[at + 1] = (c2 + (c2 << 3)) | 0;
  words[at + 2] = (((c2 << 21) | (c2 >>> 11)) + low) | 0;
  words[at + 3] = (d2 + 1) | 0;
  return ((high >>> 5) * 67108864 + (low >>> 6)) * TWO_M53 < p ? 1 : 0;
}

/** Makes a block of exponentials. */
export function refill(stream: number): void {
  fillExponential(blocks, stream << 7, words, (stream << 3) + 4);
  taken[stream] = 0;
}
/** Takes two whole numbers into the digest (see Digest). */
export function mix(x: number, y: number): void {
  let a = numbers[DIGEST_A]! ^ x;
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
  let b = ((numbers[DIGEST_B]! + a) | 0) ^ y;
  b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  numbers[DIGEST_A] = (a << 15) | (a >>> 17);
  numbers[DIGEST_B] = b ^ (b >>> 16);
}
