import { describe, expect, it } from 'vitest';
import { exp, ln, pow } from './math.ts';
import { Stream } from './random.ts';

// The truth, computed with integers: a number is an integer over 2^PLACES.
const PLACES = 260n;
const ONE = 1n << PLACES;
const times = (a: bigint, b: bigint): bigint => (a * b) >> PLACES;

/** A finite double as mantissa · 2^exponent. */
function split(x: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: x < 0 ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}

const shift = (x: bigint, by: bigint): bigint => (by >= 0n ? x << by : x >> -by);
const fixed = (x: number): bigint => shift(split(x).mantissa, BigInt(split(x).exponent) + PLACES);

/** 2 artanh z for |z| < 0.4 */
function twoArtanh(z: bigint): bigint {
  const square = times(z, z);
  let term = z;
  let sum = 0n;
  for (let n = 1n; term !== 0n && term !== -1n; n += 2n) {
    sum += term / n;
    term = times(term, square);
  }
  return 2n * sum;
}
const LN2 = twoArtanh(ONE / 3n);

/** ln of a positive double. */
function trueLn(x: number): bigint {
  const { mantissa, exponent } = split(x);
  const length = BigInt(mantissa.toString(2).length);
  const m = shift(mantissa, PLACES - length + 1n); // in [1, 2)
  return twoArtanh(((m - ONE) << PLACES) / (m + ONE)) + (BigInt(exponent) + length - 1n) * LN2;
}

/** e^x as value · 2^k. */
function trueExp(x: bigint): { value: bigint; k: bigint } {
  const k = x / LN2;
  const r = x - k * LN2;
  let term = ONE;
  let sum = 0n;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    sum += term;
    term = times(term, r) / n;
  }
  return { value: sum, k };
}

/** How far `y` is from value · 2^(k − PLACES), in units of its last place. */
function ulps(y: number, value: bigint, k = 0n): number {
  const { mantissa, exponent } = split(y);
  const s = PLACES + BigInt(exponent) - k;
  const distance = (mantissa << s) - value;
  return Number((distance < 0n ? -distance : distance) >> (s - 30n)) / 2 ** 30;
}

const points = new Stream(20260, 'math points');
const between = (low: number, high: number): number => low + (high - low) * points.uniform();
/** A positive double with any exponent. */
function anyDouble(): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, points.below(0x7ff00000));
  view.setUint32(4, points.u32());
  return view.getFloat64(0) || 1;
}

describe('ln', () => {
  it('is within one unit in the last place over all doubles and close to 1', () => {
    let worst = 0;
    for (let i = 0; i < 10_000; i++) {
      const x = i % 2 === 0 ? anyDouble() : between(0.5, 2);
      worst = Math.max(worst, ulps(ln(x), trueLn(x)));
    }
    expect(worst).toBeLessThan(1);
    expect(worst).toBeGreaterThan(0.4); // the yardstick measures something
  });

  it('answers the special cases', () => {
    expect([ln(1), ln(0), ln(-0), ln(Infinity)]).toEqual([0, -Infinity, -Infinity, Infinity]);
    expect([ln(-1), ln(-Infinity), ln(NaN)]).toEqual([NaN, NaN, NaN]);
    expect(ulps(ln(5e-324), trueLn(5e-324))).toBeLessThan(1);
    expect(ulps(ln(Number.MAX_VALUE), trueLn(Number.MAX_VALUE))).toBeLessThan(1);
    expect(ulps(ln(1 + 2 ** -52), trueLn(1 + 2 ** -52))).toBeLessThan(1);
  });
});

describe('exp', () => {
  it('is within one unit in the last place where results are normal numbers', () => {
    let worst = 0;
    for (let i = 0; i < 10_000; i++) {
      const x = i % 2 === 0 ? between(-708, 709.78) : between(-1, 1);
      const { value, k } = trueExp(fixed(x));
      worst = Math.max(worst, ulps(exp(x), value, k));
    }
    expect(worst).toBeLessThan(1);
  });

  it('is within one unit among subnormal results', () => {
    for (let i = 0; i < 500; i++) {
      const x = between(-745.1, -708.4);
      const { value, k } = trueExp(fixed(x));
      expect(ulps(exp(x), value, k)).toBeLessThan(1);
    }
  });

  it('answers the special cases', () => {
    expect([exp(0), exp(-0), exp(-Infinity), exp(Infinity), exp(710), exp(-746)]).toEqual([1, 1, 0, Infinity, Infinity, 0]);
    expect(exp(NaN)).toBeNaN();
    const { value, k } = trueExp(fixed(709.782712893384));
    expect(ulps(exp(709.782712893384), value, k)).toBeLessThan(1);
    expect(exp(1e-300)).toBe(1);
  });
});

describe('pow', () => {
  it('is within one unit in the last place over its range', () => {
    let worst = 0;
    for (let i = 0; i < 10_000; i++) {
      const x = i % 2 === 0 ? anyDouble() : between(0.5, 2);
      const widest = Math.abs(708 / Math.log(x));
      const y = i % 3 === 0 ? between(-2, 2) : between(-widest, widest);
      const power = times(trueLn(x), fixed(y));
      if (power > 709n * ONE || power < -708n * ONE) continue;
      const { value, k } = trueExp(power);
      worst = Math.max(worst, ulps(pow(x, y), value, k));
    }
    expect(worst).toBeLessThan(1);
  });

  it('keeps its accuracy for huge exponents and subnormal results', () => {
    for (const [x, y] of [
      [1 + 2 ** -40, 2 ** 45],
      [1 - 2 ** -52, 3e18],
      [1 + 2 ** -52, -3e18],
      [5e-324, 0.5],
      [5e-324, -0.9],
      [2, -1073],
      [3, -675],
      [Number.MAX_VALUE, -1.04],
    ] as const) {
      const { value, k } = trueExp(times(trueLn(x), fixed(y)));
      expect(ulps(pow(x, y), value, k)).toBeLessThan(1);
    }
    expect(pow(2, 1024)).toBe(Infinity);
    expect(pow(2, 1023)).toBe(2 ** 1023);
    expect(pow(2, -1074)).toBe(5e-324);
    expect(pow(2, -1076)).toBe(0);
    expect(pow(1.5, 1e300)).toBe(Infinity);
    expect(pow(1.5, -1e300)).toBe(0);
  });

  it('agrees with the language on every pair of special cases', () => {
    const odd = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300, 5e-324, Infinity, -Infinity, NaN, 2 ** 53, 2 ** 53 - 1];
    for (const x of odd) {
      for (const y of odd) {
        const expected = x ** y;
        const got = pow(x, y);
        if (Number.isFinite(expected) && expected !== 0) expect(got / expected, `${x} ^ ${y}`).toBeCloseTo(1, 14);
        else expect(Object.is(got, expected), `${x} ^ ${y}: ${got}, not ${expected}`).toBe(true);
      }
    }
  });
});

it('gives the same bits as when these values were recorded', () => {
  const bits = (x: number): string => split(x).mantissa.toString(16) + split(x).exponent;
  let sum = '';
  for (const x of [0.1, 0.7, 1.1, 3, 1e10, 1e-10]) sum += `${bits(ln(x))} ${bits(exp(x / 7))} ${bits(pow(x, 0.3))};`;
  expect(sum).toMatchInlineSnapshot(
    `"-126bb1bbb55515-51 103aef2a8100a8-52 1009b9cf334253-53;-16d3c324e13f50-54 11aec7b35a00d4-52 1cc0b43ba5c3da-53;18663f793c46cc-56 12b8fc983dc5cd-52 1076cebe41bf7a-52;1193ea7aad030a-52 188f9e3ae0cebb-52 163f08b6f382ae-52;17069e2aa2aa5b-48 10000000000000972 1f3ffffffffffe-43;-17069e2aa2aa5b-48 1000000000fb51-52 10624dd2f1a9fd-62;"`,
  );
});
