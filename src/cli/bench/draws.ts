/**
 * Random numbers for the loops written by hand: made 1,024 at a time into arrays that the compiler knows by address, and
 * taken from there by index. One generator (sfc32, Chris Doty-Humphrey, 2013) for either sort, its four words kept in
 * locals for the length of a block. As good as the engine's streams (53 bits in an exponential), but not portable to the
 * last bit, since Math.exp and Math.log are not.
 */

/** How many are made at once. */
export const DRAWS = 1024;
/** Exponentials of mean 1; whole words of 32 bits, signed. */
export const exponentials = new Float64Array(DRAWS);
export const words = new Int32Array(DRAWS);

const TWO_M32 = 2 ** -32;
const TWO_M53 = 2 ** -53;

/** The state behind exponentials, then the state behind words. */
const state = new Int32Array(8);

/** Starts both generators; different seeds give sequences that have nothing to do with each other. */
export function seedDraws(seed: number): void {
  for (let i = 0; i < 8; i++) state[i] = Math.imul(seed + i + 1, 0x9e3779b1) ^ Math.imul(i + 1, 0x85ebca77);
  // The first blocks still have a trace of the seed's shape.
  for (let i = 0; i < 2; i++) {
    fillWords();
    fillExponentials();
  }
}

/**
 * The ziggurat of Marsaglia and Tsang (2000) with 256 layers of the area V; R is where the tail begins. Layer i is as wide
 * as edges[i] and wholly under the curve up to inside[i]; between the two its floor rises by climb[i] from foot[i]. Layer 0
 * has the tail for its overhang: there the floor is above every curve, so that the draw begins again, R further on. All
 * that is in tables, and no path is so rare that the code for it would be missing when the function is compiled.
 */
const LAYERS = 256;
const R = 7.69711747013105;
const V = 0.003949659822581557;
const edges = new Float64Array(LAYERS + 1);
edges[0] = V / Math.exp(-R);
edges[1] = R;
for (let i = 2; i < LAYERS; i++) edges[i] = -Math.log(Math.exp(-edges[i - 1]!) + V / edges[i - 1]!);
const inside = edges.slice(1);
const unit = edges.map((edge) => edge * TWO_M53);
const foot = edges.map((edge, i) => (i === 0 ? 2 : Math.exp(-edge)));
const climb = inside.map((edge, i) => (i === 0 ? 0 : Math.exp(-edge) - foot[i]!));
const further = edges.map((_, i) => (i === 0 ? R : 0));

/** Exchanges all exponentials for new ones. */
export function fillExponentials(): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let passed = 0;
  for (let i = 0; i < DRAWS; ) {
    const low = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + low) | 0;
    const high = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + high) | 0;
    const layer = low & (LAYERS - 1);
    const x = ((high >>> 0) * 2097152 + (low >>> 11)) * unit[layer]!;
    if (x >= inside[layer]!) {
      const more = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + more) | 0;
      if (foot[layer]! + (more >>> 0) * TWO_M32 * climb[layer]! >= Math.exp(-x)) {
        passed += further[layer]!;
        continue;
      }
    }
    exponentials[i] = passed + x;
    passed = 0;
    i = (i + 1) | 0;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}

/** Exchanges all words for new ones. */
export function fillWords(): void {
  let a = state[4]!;
  let b = state[5]!;
  let c = state[6]!;
  let d = state[7]!;
  for (let i = 0; i < DRAWS; i++) {
    const word = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    words[i] = word;
  }
  state[4] = a;
  state[5] = b;
  state[6] = c;
  state[7] = d;
}
