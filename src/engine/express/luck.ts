/**
 * Draws of the express way from the words of streams that stand on the stage, the same that the streams themselves would make; and
 * the mixing of the digest.
 */
import { exponentiate } from './aside.ts';
import { fraction, imul, join, wideUnsigned } from './bits.ts';
import type { i32 } from './stage.ts';
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
  height,
  inner,
  MOST_SAFE,
  moments,
  NEVER,
  numbers,
  SOURCES,
  SPAN,
  scale,
  spans,
  TAIL,
  taken,
  width,
  words,
} from './stage.ts';

const TWO_53 = 9007199254740992.0;
/** Wider than any rounding. */
const MORE = 1.000000001;
const LESS = 0.999999999;
const TWO_M32 = 2.3283064365386963e-10;
/** 0x85ebca6b and 0xc2b2ae35, with a sign (see Digest). */
const FIRST_MIXER = -2048144789;
const SECOND_MIXER = -1028477387;

/** 1 when a call of a plan is to be made. */
export function chance(stream: i32, call: i32): i32 {
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
}

/** Makes the next numbers of a stream that are spread evenly from 0 to 1. Its words stay where the first of them begins. */
function drawEvens(stream: i32): void {
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
    evens[i] = fraction(high, low);
  }
  evensUsed[stream] = 0;
}

/** The words of a stream move on behind those of the numbers that were used; what was made ahead is forgotten. */
export function settleEvens(stream: i32): void {
  if (evensMade[stream] === 1) for (let i = 2 * evensUsed[stream]!; i > 0; i--) spin(stream << 3);
  evensMade[stream] = 0;
  evensUsed[stream] = EVENS;
}

/** The next word of the generator that stands at a place, 32 bits with a sign (see Stream). */
export function spin(at: i32): i32 {
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
}

/** Fills a block with exponentials, as fillExponential does. */
function fill(from: i32, at: i32): void {
  let a = words[at]!;
  let b = words[at + 1]!;
  let c = words[at + 2]!;
  let d = words[at + 3]!;
  let passed = 0.0;
  for (let i = from; i < from + BLOCK; ) {
    const first = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + first) | 0;
    const second = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + second) | 0;
    const layer = first & 255;
    const x = join(second, first >>> 11) * width[layer]!;
    if (x >= inner[layer]!) {
      if (layer === 0) {
        passed += TAIL;
        continue;
      }
      const third = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + third) | 0;
      const foot = height[layer]!;
      const rise = height[layer + 1]! - foot;
      const y = foot + wideUnsigned(third) * TWO_M32 * rise;
      // The curve lies under its chord and over its tangent; between them it must be worked out.
      const edge = width[layer]! * TWO_53;
      if (y > (foot + rise * ((edge - x) / (edge - inner[layer]!))) * MORE) continue;
      if (y > foot * (1.0 + edge - x) * LESS) {
        moments[SPAN] = -x;
        exponentiate(0);
        if (y >= moments[SPAN]!) continue;
      }
    }
    blocks[i] = passed + x;
    passed = 0.0;
    i = (i + 1) | 0;
  }
  words[at] = a;
  words[at + 1] = b;
  words[at + 2] = c;
  words[at + 3] = d;
}

/** Makes a block of exponentials, and of the times that they are. */
export function refill(stream: i32): void {
  fill(stream << BLOCK_BITS, (stream << 3) + 4);
  taken[stream] = 0;
  measure(stream);
}

/** Makes whole ns of the exponentials of a block that are not taken yet: gaps of a source by its rate, work by its mean. */
export function measure(stream: i32): void {
  const by = scale[stream]!;
  const end = ((stream + 1) << BLOCK_BITS) | 0;
  let at = (end - BLOCK + taken[stream]!) | 0;
  if (stream >= 2 * SOURCES) {
    for (; at < end; at++) spans[at] = Math.floor(blocks[at]! * by + 0.5);
    return;
  }
  for (; at < end; at++) {
    const gap = blocks[at]! / by;
    spans[at] = gap < MOST_SAFE ? Math.floor(gap + 0.5) : NEVER;
  }
}

/** Takes two whole numbers into the digest (see Digest). */
export function mix(x: i32, y: i32): void {
  let a = numbers[DIGEST_A]! ^ x;
  a = imul(a ^ (a >>> 16), FIRST_MIXER);
  let b = ((numbers[DIGEST_B]! + a) | 0) ^ y;
  b = imul(b ^ (b >>> 13), SECOND_MIXER);
  numbers[DIGEST_A] = (a << 15) | (a >>> 17);
  numbers[DIGEST_B] = b ^ (b >>> 16);
}
