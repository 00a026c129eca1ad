/**
 * ln, exp and pow that give the same bits everywhere.
 *
 * ECMAScript leaves the last bits of Math.log, Math.exp and Math.pow to the implementation, and engines differ. These
 * are built only from operations that IEEE 754 rounds exactly (+ - * /) and from integer operations on the bits of a
 * double, so every browser and Node version agrees. The algorithms and coefficients are fdlibm's (Sun Microsystems,
 * 1993: e_log.c, e_exp.c, e_pow.c); the error stays below one unit in the last place.
 *
 * Not here: trigonometry (nothing needs it), and functions of probability (see special.ts).
 */
import { assert } from './assert.ts';

const float = new Float64Array(1);
const word = new Int32Array(float.buffer);
/** The high word holds sign, exponent and 20 bits of the fraction; every platform that runs this is little-endian. */
const LO = 0;
const HI = 1;
float[0] = 1;
assert(word[HI] === 0x3ff00000, 'the platform must be little-endian');

const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
const TWO_54 = 18014398509481984;
const TWO_M1000 = 9.332636185032189e-302;

const LG1 = 0.6666666666666735;
const LG2 = 0.3999999999940942;
const LG3 = 0.2857142874366239;
const LG4 = 0.22222198432149784;
const LG5 = 0.1818357216161805;
const LG6 = 0.15313837699209373;
const LG7 = 0.14798198605116586;

/** The natural logarithm. ln(0) is -Infinity; of a negative number, NaN. */
export function ln(x: number): number {
  float[0] = x;
  let high = word[HI]!;
  let k = 0;
  if (high < 0x00100000) {
    if (x === 0) return -Infinity;
    if (high < 0) return NaN;
    k = -54;
    float[0] = x * TWO_54;
    high = word[HI]!;
  }
  if (high >= 0x7ff00000) return x;
  k += (high >> 20) - 1023;
  high &= 0x000fffff;
  const carry = (high + 0x95f64) & 0x100000;
  word[HI] = high | (carry ^ 0x3ff00000);
  k += carry >> 20;
  const f = float[0]! - 1;
  if (f === 0) return k === 0 ? 0 : k * LN2_HI + k * LN2_LO;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r = z * (LG1 + w * (LG3 + w * (LG5 + w * LG7))) + w * (LG2 + w * (LG4 + w * LG6));
  const half = 0.5 * f * f;
  if (k === 0) return f - (half - s * (half + r));
  return k * LN2_HI - (half - (s * (half + r) + k * LN2_LO) - f);
}

const LN2 = LN2_HI + LN2_LO;
const INV_LN2 = 1 / LN2;
const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 0.00006613756321437934;
const P4 = -0.0000016533902205465252;
const P5 = 4.1381367970572385e-8;

/** y * 2^k for a y near 1 and a k whose result is finite. */
function scale(y: number, k: number): number {
  float[0] = y;
  if (k >= -1021) {
    word[HI] = word[HI]! + (k << 20);
    return float[0]!;
  }
  word[HI] = word[HI]! + ((k + 1000) << 20);
  return float[0]! * TWO_M1000;
}

/** e to the x. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  if (Number.isNaN(x)) return NaN;
  const size = Math.abs(x);
  if (size < 3.725290298461914e-9) return 1 + x;
  let k = 0;
  let high = x;
  let low = 0;
  let r = x;
  if (size > 0.34657359027997264) {
    k = Math.trunc(INV_LN2 * x + (x < 0 ? -0.5 : 0.5));
    high = x - k * LN2_HI;
    low = k * LN2_LO;
    r = high - low;
  }
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  return scale(1 - (low - (r * c) / (2 - c) - high), k);
}

/**
 * x to the y, with ECMAScript's answers for the special cases (pow(x, 0) is 1 even for NaN; a negative x needs a whole
 * y, otherwise NaN; pow(±1, ±Infinity) is NaN).
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (y === 1) return x;
  const size = Math.abs(x);
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN;
    return size > 1 === y > 0 ? Infinity : 0;
  }
  const whole = Math.floor(y) === y;
  const odd = whole && Math.abs(y) <= 9007199254740991 && y % 2 !== 0;
  const negative = odd && (x < 0 || (x === 0 && 1 / x < 0));
  if (size === 0 || size === Infinity) {
    const magnitude = (size === 0) === y < 0 ? Infinity : 0;
    return negative ? -magnitude : magnitude;
  }
  if (x < 0 && !whole) return NaN;
  const magnitude = size === 1 ? 1 : y === 2 ? size * size : powOfPositive(size, y);
  return negative ? -magnitude : magnitude;
}

const CP = 0.9617966939259756;
const CP_HI = 0.9617967009544373;
const CP_LO = -7.028461650952758e-9;
const LOG2_1_5_HI = 0.5849624872207642;
const LOG2_1_5_LO = 1.350039202129749e-8;
const L1 = 0.5999999999999946;
const L2 = 0.4285714285785502;
const L3 = 0.33333332981837743;
const L4 = 0.272728123808534;
const L5 = 0.23066074577556175;
const L6 = 0.20697501780033842;

/** The double with its low 32 bits cleared: the head of a product that is exact. */
function head(x: number): number {
  float[0] = x;
  word[LO] = 0;
  return float[0]!;
}

/** The tail of the last log2Head: together they hold log2(x) to about 70 bits. */
let logTail = 0;

/** log2 of a positive finite x: the head is returned, the rest left in logTail. */
function log2Head(size: number): number {
  let n = 0;
  float[0] = size;
  if (word[HI]! < 0x00100000) {
    float[0] = size * 9007199254740992;
    n = -53;
  }
  const bits = word[HI]!;
  n += (bits >> 20) - 1023;
  const fraction = bits & 0x000fffff;
  let scaled = fraction | 0x3ff00000;
  let wide = 0;
  if (fraction > 0x3988e) {
    if (fraction < 0xbb67a) wide = 1;
    else {
      n += 1;
      scaled -= 0x00100000;
    }
  }
  word[HI] = scaled;
  const ax = float[0]!;
  const base = wide === 1 ? 1.5 : 1;
  const u = ax - base;
  const v = 1 / (ax + base);
  const ss = u * v;
  const sHead = head(ss);
  word[HI] = ((scaled >> 1) | 0x20000000) + 0x00080000 + (wide << 18);
  word[LO] = 0;
  const tHead = float[0]!;
  const tTail = ax - (tHead - base);
  const sTail = v * (u - sHead * tHead - sHead * tTail);
  const s2 = ss * ss;
  const r = s2 * s2 * (L1 + s2 * (L2 + s2 * (L3 + s2 * (L4 + s2 * (L5 + s2 * L6))))) + sTail * (sHead + ss);
  const sq = sHead * sHead;
  const cHead = head(3 + sq + r);
  const cTail = r - (cHead - 3 - sq);
  const p = sHead * cHead;
  const q = sTail * cHead + cTail * ss;
  const pHead = head(p + q);
  const pTail = q - (pHead - p);
  const zHead = CP_HI * pHead;
  const zTail = CP_LO * pHead + pTail * CP + wide * LOG2_1_5_LO;
  const whole = wide * LOG2_1_5_HI;
  const result = head(zHead + zTail + whole + n);
  logTail = zTail - (result - n - whole - zHead);
  return result;
}

/** 2 to the (p + q), q small; Infinity and 0 when out of range. */
function exp2Of(p: number, q: number): number {
  const z = p + q;
  if (z >= 1024) return z > 1024 || q + 8.008566259537294e-17 > z - p ? Infinity : scale2(p, q, 1024);
  if (z <= -1075) return 0;
  return scale2(p, q, Math.round(z));
}

/** The same within range, n being the whole number nearest p + q. */
function scale2(p: number, q: number, n: number): number {
  const rest = p - n;
  const t = head(rest + q);
  const u = t * 0.6931471824645996;
  const v = (q - (t - rest)) * LN2 + t * -1.904654299957768e-9;
  const z = u + v;
  const w = v - (z - u);
  const zz = z * z;
  const t1 = z - zz * (P1 + zz * (P2 + zz * (P3 + zz * (P4 + zz * P5))));
  const r = (z * t1) / (t1 - 2) - (w + z * w);
  const y = 1 - (r - z);
  if (n > 1023) return y * 2 * 8.98846567431158e307;
  return scale(y, n);
}

function powOfPositive(size: number, y: number): number {
  const logHead = log2Head(size);
  const yHead = head(y);
  const tail = (y - yHead) * logHead + y * logTail;
  const main = yHead * logHead;
  // A product beyond the range would turn the tail into Infinity − Infinity.
  if (main > 2000) return Infinity;
  if (main < -2000) return 0;
  return exp2Of(main, tail);
}
