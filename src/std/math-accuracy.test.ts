/**
 * ln, exp and pow at a million points each, against double-double arithmetic (two doubles, about 104 bits: Dekker 1971), which
 * is itself checked against exact integers. math.test.ts has the special cases and the smallest results.
 */
import { describe, expect, it } from 'vitest';
import { exp, ln, pow } from './math.ts';
import { Stream } from './random.ts';

/** hi + lo with |lo| at most half a unit in the last place of hi. */
type Double2 = readonly [hi: number, lo: number];

const SPLIT = 2 ** 27 + 1;

function sumOf(a: number, b: number): Double2 {
  const s = a + b;
  const t = s - a;
  return [s, a - (s - t) + (b - t)];
}

/** As sumOf for |a| ≥ |b|. */
function quick(a: number, b: number): Double2 {
  const s = a + b;
  return [s, b - (s - a)];
}

function productOf(a: number, b: number): Double2 {
  const p = a * b;
  const [ca, cb] = [SPLIT * a, SPLIT * b];
  const [ah, bh] = [ca - (ca - a), cb - (cb - b)];
  const [al, bl] = [a - ah, b - bh];
  return [p, ah * bh - p + ah * bl + al * bh + al * bl];
}

function add(a: Double2, b: Double2): Double2 {
  const [s, e] = sumOf(a[0], b[0]);
  const [t, f] = sumOf(a[1], b[1]);
  const [u, v] = quick(s, e + t);
  return quick(u, v + f);
}

function times(a: Double2, b: Double2): Double2 {
  const [p, e] = productOf(a[0], b[0]);
  return quick(p, e + (a[0] * b[1] + a[1] * b[0]));
}

function over(a: Double2, b: Double2): Double2 {
  const first = a[0] / b[0];
  const rest = add(a, times(b, [-first, 0]));
  const second = rest[0] / b[0];
  const last = add(rest, times(b, [-second, 0]));
  return add(quick(first, second), [last[0] / b[0], 0]);
}

/** 2 artanh z for |z| < 0.2, by its series. */
function twoArtanh(z: Double2): Double2 {
  const square = times(z, z);
  let power = z;
  let sum = z;
  for (let n = 3; Math.abs(power[0]) > Math.abs(sum[0]) * 2 ** -110; n += 2) {
    power = times(power, square);
    sum = add(sum, over(power, [n, 0]));
  }
  return [2 * sum[0], 2 * sum[1]];
}

/** ln 2 = 18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749) (Machin-like). */
const part = (weight: number, n: number): Double2 => times([weight / 2, 0], twoArtanh(over([1, 0], [n, 0])));
const LN2 = add(add(part(18, 26), part(-2, 4801)), part(8, 8749));

const TAYLOR: readonly Double2[] = (() => {
  const all: Double2[] = [[1, 0]];
  for (let n = 1; n <= 16; n++) all.push(over(all[n - 1]!, [n, 0]));
  return all;
})();

/** e^x as value · 2^k, for |x| < 2000. */
function expOf(x: Double2): { value: Double2; k: number } {
  const k = Math.round(x[0] / LN2[0]);
  const r = add(x, times(LN2, [-k, 0]));
  const small: Double2 = [r[0] / 64, r[1] / 64];
  let sum = TAYLOR[16]!;
  for (let n = 15; n >= 0; n--) sum = add(times(sum, small), TAYLOR[n]!);
  for (let i = 0; i < 6; i++) sum = times(sum, sum);
  return { value: sum, k };
}

const bits = new DataView(new ArrayBuffer(8));

/** The exponent e of a positive double with 2^e ≤ x, for normal x. */
function exponentOf(x: number): number {
  bits.setFloat64(0, x);
  return ((bits.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** x · 2^k in steps that neither overflow nor lose digits on the way to a number of ordinary size. */
function scaled(x: number, k: number): number {
  const half = Math.trunc(k / 2);
  return x * 2 ** half * 2 ** (k - half);
}

/** ln of a positive double. */
function lnOf(x: number): Double2 {
  const lift = x < 2 ** -1022 ? 54 : 0;
  const normal = x * 2 ** lift;
  let e = exponentOf(normal);
  let m = scaled(normal, -e);
  if (m > Math.SQRT2) {
    m /= 2;
    e++;
  }
  const shifted = times(LN2, [e - lift, 0]);
  if (Math.abs(m - 1) < 0.15) return add(shifted, twoArtanh(over([m - 1, 0], sumOf(m, 1))));
  // One step of Newton from the language's own logarithm: m e^(−y) = 1 + d with d about 1e-16.
  const y = Math.log(m);
  const { value, k } = expOf([-y, 0]);
  const d = add(times(value, [m * 2 ** k, 0]), [-1, 0]);
  return add(shifted, add([y, 0], add(d, times(d, [-d[0] / 2, 0]))));
}

/** How far a normal double y is from value · 2^k, in units of its last place. */
function ulps(y: number, value: Double2, k = 0): number {
  const near = scaled(y, -k);
  return Math.abs(near - value[0] - value[1]) / 2 ** (exponentOf(Math.abs(near)) - 52);
}

const POINTS = 1_000_000;
const points = new Stream(20261, 'a million points');
const between = (low: number, high: number): number => low + (high - low) * points.uniform();
/** A positive double with any exponent. */
function anyDouble(): number {
  bits.setUint32(0, points.below(0x7ff00000));
  bits.setUint32(4, points.u32());
  return bits.getFloat64(0) || 1;
}
/** 1 ± something of any size from 2^-52 to 1/2. */
const nearOne = (): number => 1 + (points.chance(0.5) ? 1 : -1) * between(1, 2) * 2 ** -(2 + points.below(51));

/** The largest distance over the points that `one` measures; those it calls NaN are drawn again. */
function worstOf(one: (i: number) => number): number {
  let worst = 0;
  for (let i = 0; i < POINTS; i++) {
    let distance = one(i);
    while (Number.isNaN(distance)) distance = one(i);
    if (distance > worst) worst = distance;
  }
  return worst;
}

/** Integers over 2^PLACES, as the truth about the truth. */
const PLACES = 200n;
function exactly(x: number): bigint {
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const biased = (word >> 52n) & 0x7ffn;
  const mantissa = (word & 0xfffffffffffffn) | (biased === 0n ? 0n : 0x10000000000000n);
  const shift = (biased === 0n ? 1n : biased) - 1075n + PLACES;
  const size = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return x < 0 ? -size : size;
}

describe('the yardstick', () => {
  it('knows ln 2, and e^x for small x, to a hundred bits', () => {
    // Σ 1/(n 2^n) = ln 2, and Taylor's series, in integers.
    let ln2 = 0n;
    for (let n = 1n; n <= PLACES; n++) ln2 += (1n << (PLACES - n)) / n;
    const off = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);
    expect(off(exactly(LN2[0]) + exactly(LN2[1]), ln2) < 1n << (PLACES - 102n)).toBe(true);
    for (let i = 0; i < 2000; i++) {
      const x = between(-0.3, 0.3);
      let term = 1n << PLACES;
      let sum = 0n;
      for (let n = 1n; term !== 0n && term !== -1n; n++) {
        sum += term;
        term = ((term * exactly(x)) >> PLACES) / n;
      }
      const { value, k } = expOf([x, 0]);
      expect(Math.abs(k)).toBe(0);
      expect(off(exactly(value[0]) + exactly(value[1]), sum) < 1n << (PLACES - 96n)).toBe(true);
    }
  });

  it('takes back with one function what it did with the other', () => {
    for (let i = 0; i < 2000; i++) {
      const x = i % 2 === 0 ? anyDouble() : nearOne();
      const { value, k } = expOf(lnOf(x));
      const near = scaled(x, -k);
      expect(Math.abs(near - value[0] - value[1])).toBeLessThan(near * 2 ** -86);
    }
  });
});

describe('at a million points each', { timeout: 120_000 }, () => {
  it('ln is within one unit in the last place: over all doubles, and closer and closer to 1', () => {
    const worst = worstOf((i) => {
      const x = i % 2 === 0 ? anyDouble() : nearOne();
      return ulps(ln(x), lnOf(x));
    });
    console.info(`ln: at most ${worst.toFixed(4)} units in the last place over ${POINTS} points`);
    expect(worst).toBeLessThan(1);
    // A function that rounds at all is off by half a unit somewhere.
    expect(worst).toBeGreaterThan(0.49);
  });

  it('exp is within one unit in the last place: over its whole range, and for small arguments', () => {
    const worst = worstOf((i) => {
      const x = i % 2 === 0 ? between(-708, 709.78) : (points.chance(0.5) ? 1 : -1) * between(1, 2) * 2 ** -points.below(54);
      const { value, k } = expOf([x, 0]);
      return ulps(exp(x), value, k);
    });
    console.info(`exp: at most ${worst.toFixed(4)} units in the last place over ${POINTS} points`);
    expect(worst).toBeLessThan(1);
    expect(worst).toBeGreaterThan(0.49);
  });

  it('pow is within one unit in the last place: any base, any exponent that keeps the result normal', () => {
    const worst = worstOf((i) => {
      const x = i % 2 === 0 ? anyDouble() : nearOne();
      const widest = Math.abs(708 / Math.log(x));
      const y = i % 3 === 0 ? between(-2, 2) : between(-widest, widest);
      if (!Number.isFinite(widest)) return Number.NaN;
      const power = times(lnOf(x), [y, 0]);
      if (Math.abs(power[0]) > 708) return Number.NaN;
      const { value, k } = expOf(power);
      return ulps(pow(x, y), value, k);
    });
    console.info(`pow: at most ${worst.toFixed(4)} units in the last place over ${POINTS} points`);
    expect(worst).toBeLessThan(1);
    expect(worst).toBeGreaterThan(0.49);
  });
});
