/**
 * Draws of the express way from the words of streams that stand on the stage, the same that the streams themselves would make; and
 * the mixing of the digest.
 */
import { fillExponential } from '../../std/random.ts';
import {
  BLOCK,
  BLOCK_BITS,
  blocks,
  chances,
  DIGEST_A,
  DIGEST_B,
  EVENS,
  EVENS_BITS,
  evens,
  evensMade,
  evensUsed,
  numbers,
  SOURCES,
  scale,
  spans,
  taken,
  words,
} from './stage.ts';

const TWO_M53 = 1.1102230246251565e-16;

/** 1 when a call of a plan is to be made. */
export const chance = (stream: number, call: number): number => {
  const p = chances[call]!;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let used = evensUsed[stream]!;
  if (used === EVENS) {
    drawEvens(stream);
    used = 0;
  }
  evensUsed[stream] = (used + 1) | 0;
  return +(evens[((stream << EVENS_BITS) + used) | 0]! < p);
};

/** Makes the next numbers of a stream that are spread evenly from 0 to 1. Its words stay where the first of them begins. */
const drawEvens = (stream: number): void => {
  settleEvens(stream);
  evensMade[stream] = 1;
  const from = stream << EVENS_BITS;
  const at = stream << 3;
  let a = words[at]!;
  let b = words[at + 1]!;
  let c = words[at + 2]!;
  let d = words[at + 3]!;
  for (let i = from; i < from + EVENS; i++) {
    const high = (((a + b) | 0) + d) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + high) | 0;
    d = (d + 1) | 0;
    const low = (((a + b) | 0) + d) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + low) | 0;
    d = (d + 1) | 0;
    evens[i] = ((high >>> 5) * 67108864 + (low >>> 6)) * TWO_M53;
  }
  evensUsed[stream] = 0;
};

/** The words of a stream move on behind those of the numbers that were used; what was made ahead is forgotten. */
export const settleEvens = (stream: number): void => {
  if (evensMade[stream] === 1) for (let i = 2 * evensUsed[stream]!; i > 0; i--) spin(stream << 3);
  evensMade[stream] = 0;
  evensUsed[stream] = EVENS;
};

/** The next word of the generator that stands at a place, 32 bits with a sign (see Stream). */
export const spin = (at: number): number => {
  const a = words[at]!;
  const b = words[at + 1]!;
  const c = words[at + 2]!;
  const d = words[at + 3]!;
  const word = (((a + b) | 0) + d) | 0;
  words[at] = b ^ (b >>> 9);
  words[at + 1] = (c + (c << 3)) | 0;
  words[at + 2] = (((c << 21) | (c >>> 11)) + word) | 0;
  words[at + 3] = (d + 1) | 0;
  return word;
};

/** Makes a block of exponentials, and of the times that they are. */
export const refill = (stream: number): void => {
  fillExponential(blocks, stream << BLOCK_BITS, words, (stream << 3) + 4);
  taken[stream] = 0;
  measure(stream);
};

/** Makes whole ns of the exponentials of a block that are not taken yet: gaps of a source by its rate, work by its mean. */
export const measure = (stream: number): void => {
  const by = scale[stream]!;
  const end = ((stream + 1) << BLOCK_BITS) | 0;
  let at = (end - BLOCK + taken[stream]!) | 0;
  if (stream >= 2 * SOURCES) {
    for (; at < end; at++) spans[at] = Math.floor(blocks[at]! * by + 0.5);
    return;
  }
  for (; at < end; at++) {
    const gap = blocks[at]! / by;
    spans[at] = gap < Number.MAX_SAFE_INTEGER ? Math.floor(gap + 0.5) : Number.POSITIVE_INFINITY;
  }
};

/** Takes two whole numbers into the digest (see Digest). */
export const mix = (x: number, y: number): void => {
  let a = numbers[DIGEST_A]! ^ x;
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
  let b = ((numbers[DIGEST_B]! + a) | 0) ^ y;
  b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  numbers[DIGEST_A] = (a << 15) | (a >>> 17);
  numbers[DIGEST_B] = b ^ (b >>> 16);
};
