/**
 * Named random streams.
 *
 * A stream is fixed by (seed, name) and by nothing else: adding a node, a chart or a fault to a design creates new
 * streams and shifts nobody's luck, so two variants of a system can be compared on the same random numbers.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand, 2013): 128 bits of state with a counter inside, so every
 * stream has a period of at least 2^32 and about 2^127 on average. State lives in an Int32Array because engines box
 * integers kept in closures. Each stream holds two generators: one behind u32, uniform, below, chance and normal, the
 * other behind exponential, which is filled in blocks. Neither kind of draw moves the other.
 *
 * Not for secrets, and not a source of seeds: the caller supplies those.
 */
import { exp, ln } from './math.ts';

const TWO_M32 = 2.3283064365386963e-10;
const TWO_M53 = 1.1102230246251565e-16;
const TWO_32 = 4294967296;

/** MurmurHash3's finaliser (Austin Appleby, 2011): every input bit flips each output bit with a chance near one half. */
function finalise(x: number): number {
  let h = x ^ (x >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function absorb(h: number, word: number, multiplier: number): number {
  const k = Math.imul(word, multiplier);
  const mixed = h ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/**
 * A stable 32-bit hash of a text, 0…2^32−1: MurmurHash3 x86_32 with UTF-16 code units as its blocks.
 * Its values are part of recorded results (consistent hashing places keys by it) and never change.
 */
export function hash32(text: string): number {
  let h = 0;
  for (let i = 0; i < text.length; i++) h = absorb(h, text.charCodeAt(i), 0xcc9e2d51);
  return finalise(h ^ text.length) >>> 0;
}

/** A stable 32-bit hash of two 32-bit integers, 0…2^32−1; not symmetric. */
export function mix32(a: number, b: number): number {
  return finalise(absorb(absorb(0x9e3779b9, a, 0xcc9e2d51), b, 0x85ebca77)) >>> 0;
}

/** Fills four words from (seed, name, purpose), then lets the generator run until no trace of the seed's shape is left. */
function seedWords(state: Int32Array, at: number, seed: number, name: string, purpose: number): void {
  const low = seed | 0;
  const high = Math.floor(seed / TWO_32) | 0;
  for (let lane = 0; lane < 4; lane++) {
    const multiplier = LANES[lane]!;
    let h = finalise(multiplier ^ purpose);
    h = absorb(absorb(h, low, multiplier), high, multiplier);
    for (let i = 0; i < name.length; i++) h = absorb(h, name.charCodeAt(i), multiplier);
    state[at + lane] = finalise(absorb(h, name.length, multiplier));
  }
  for (let i = 0; i < 16; i++) step(state, at);
}
/** Odd, and chosen from well-known hash constants (MurmurHash3, xxHash). */
const LANES = new Int32Array([0xcc9e2d51, 0x9e3779b1, 0x85ebca77, 0xc2b2ae3d]);

/** One step of sfc32 on the four words from `at`: 32 bits as a signed integer. */
function step(state: Int32Array, at: number): number {
  const b = state[at + 1]!;
  const c = state[at + 2]!;
  const d = state[at + 3]!;
  const t = (((state[at]! + b) | 0) + d) | 0;
  state[at + 3] = d + 1;
  state[at] = b ^ (b >>> 9);
  state[at + 1] = c + (c << 3);
  state[at + 2] = ((c << 21) | (c >>> 11)) + t;
  return t;
}

/** Draws made at once for exponential(). */
const BLOCK = 128;
/** Shared by all streams that have not drawn an exponential yet. */
const EMPTY = new Float64Array(BLOCK);

/** One named stream of random numbers. */
export class Stream {
  private readonly state: Int32Array;
  private block: Float64Array = EMPTY;
  private next = BLOCK;
  /** The second value of the last pair that normal() made; NaN when it is used up. */
  private spare = NaN;
  /** What a spin drew last. */
  spun = NaN;

  /** `seed` is any integer of at most 53 bits; `name` says whose luck this is, e.g. "node-3/service". */
  constructor(seed: number, name: string) {
    this.state = new Int32Array(8);
    seedWords(this.state, 0, seed, name, 1);
    seedWords(this.state, 4, seed, name, 2);
  }

  /** 32 random bits as a signed integer, −2^31…2^31−1: the cheapest draw. */
  bits(): number {
    const s = this.state;
    const b = s[1]!;
    const c = s[2]!;
    const d = s[3]!;
    const t = (((s[0]! + b) | 0) + d) | 0;
    s[3] = d + 1;
    s[0] = b ^ (b >>> 9);
    s[1] = c + (c << 3);
    s[2] = ((c << 21) | (c >>> 11)) + t;
    return t;
  }

  /** A whole number, 0…2^32−1. */
  u32(): number {
    return this.bits() >>> 0;
  }

  /** A number in [0, 1), a multiple of 2^-53. */
  uniform(): number {
    this.spin();
    return this.spun;
  }

  /** The same, left in `spun`: a number that is handed back goes into a box where this call is not inlined. */
  spin(): void {
    const high = this.bits() >>> 5;
    this.spun = (high * 67108864 + (this.bits() >>> 6)) * TWO_M53;
  }

  /** A whole number in 0…n−1, each exactly as likely; n is whole, 1…2^32. below(1) draws nothing. */
  below(n: number): number {
    if (n <= 1) return 0;
    if (n > 2097152) return this.belowLarge(n);
    // Lemire (2019), "Fast random integer generation in an interval": the product fits 53 bits.
    let product = (this.bits() >>> 0) * n;
    let whole = Math.floor(product * TWO_M32);
    let rest = product - whole * TWO_32;
    if (rest < n) {
      const bias = TWO_32 % n;
      while (rest < bias) {
        product = (this.bits() >>> 0) * n;
        whole = Math.floor(product * TWO_M32);
        rest = product - whole * TWO_32;
      }
    }
    return whole;
  }

  private belowLarge(n: number): number {
    const fair = TWO_32 - (TWO_32 % n);
    let x = this.bits() >>> 0;
    while (x >= fair) x = this.bits() >>> 0;
    return x % n;
  }

  /** True with probability p. Draws nothing when p is at most 0 or at least 1. */
  chance(p: number): boolean {
    if (p <= 0) return false;
    if (p >= 1) return true;
    this.spin();
    return this.spun < p;
  }

  /** An exponential variate with mean 1, with 53 random bits in it. */
  exponential(): number {
    if (this.next === BLOCK) this.refill();
    return this.block[this.next++]!;
  }

  /** The same, left in `spun`. */
  spinExponential(): void {
    if (this.next === BLOCK) this.refill();
    this.spun = this.block[this.next++]!;
  }

  /** A standard normal variate: Marsaglia's polar method (Marsaglia and Bray, 1964), two values at a time. */
  normal(): number {
    const spare = this.spare;
    if (!Number.isNaN(spare)) {
      this.spare = NaN;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * ln(s)) / s);
      this.spare = v * factor;
      return u * factor;
    }
  }

  /** Copies its state out, for somebody else to draw on: exponentials made ahead, the generators' words. How many of the former are taken. */
  lend(blocks: Float64Array, at: number, words: Int32Array, word: number): number {
    const { block, state } = this;
    for (let i = this.next; i < BLOCK; i++) blocks[at + i] = block[i]!;
    for (let i = 0; i < 8; i++) words[word + i] = state[i]!;
    return this.next;
  }

  /** Takes the state back. */
  takeBack(blocks: Float64Array, at: number, taken: number, words: Int32Array, word: number): void {
    if (taken < BLOCK && this.block === EMPTY) this.block = new Float64Array(BLOCK);
    const { block, state } = this;
    for (let i = taken; i < BLOCK; i++) block[i] = blocks[at + i]!;
    for (let i = 0; i < 8; i++) state[i] = words[word + i]!;
    this.next = taken;
  }

  private refill(): void {
    if (this.block === EMPTY) this.block = new Float64Array(BLOCK);
    fillExponential(this.block, 0, this.state, 4);
    this.next = 0;
  }
}

/** An index, as likely as its share: running sums that end at 1. */
export function draw(shares: Float64Array, stream: Stream): number {
  stream.spin();
  const u = stream.spun;
  let i = 0;
  while (i < shares.length - 1 && u >= shares[i]!) i++;
  return i;
}

/**
 * The ziggurat of Marsaglia and Tsang (2000), "The ziggurat method for generating random variables", 256 layers: R is
 * where the tail begins, V the area of each layer. Layer i reaches from 0 to edge[i] and lies under the curve up to
 * edge[i+1]; layer 0 is the base, whose overhang stands for the tail.
 */
export const LAYERS = 256;
const R = 7.69711747013105;
const V = 0.003949659822581557;
const inner = new Float64Array(LAYERS);
const width = new Float64Array(LAYERS);
const height = new Float64Array(LAYERS + 1);
{
  const edge = new Float64Array(LAYERS + 1);
  edge[0] = V / exp(-R);
  edge[1] = R;
  for (let i = 2; i < LAYERS; i++) edge[i] = -ln(exp(-edge[i - 1]!) + V / edge[i - 1]!);
  for (let i = 0; i <= LAYERS; i++) height[i] = exp(-edge[i]!);
  for (let i = 0; i < LAYERS; i++) {
    inner[i] = edge[i + 1]!;
    width[i] = edge[i]! * TWO_M53;
  }
}

/** Its tables, for who draws by them elsewhere. */
export const ziggurat = { R, inner, width, height };

/**
 * Fills a block with exponential variates. The generator's words are held in locals for the length of the block, and
 * its step is written out three times: that is worth a factor of two. The low 8 bits of one word choose the layer, its
 * other 21 and a second word make the 53-bit fraction. The tail restarts the draw beyond R, for the exponential
 * forgets how far it has come. One loop for all: a draw that is refused does not move on to the next place.
 */
function fillExponential(block: Float64Array, from: number, state: Int32Array, at: number): void {
  let a = state[at]!;
  let b = state[at + 1]!;
  let c = state[at + 2]!;
  let d = state[at + 3]!;
  let passed = 0;
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
    const x = ((second >>> 0) * 2097152 + (first >>> 11)) * width[layer]!;
    if (x >= inner[layer]!) {
      if (layer === 0) {
        passed += R;
        continue;
      }
      const third = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + third) | 0;
      const foot = height[layer]!;
      if (foot + (third >>> 0) * TWO_M32 * (height[layer + 1]! - foot) >= exp(-x)) continue;
    }
    block[i] = passed + x;
    passed = 0;
    i = (i + 1) | 0;
  }
  state[at] = a;
  state[at + 1] = b;
  state[at + 2] = c;
  state[at + 3] = d;
}
