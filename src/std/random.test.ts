import { describe, expect, it } from 'vitest';
import { hash32, mix32, Stream } from './random.ts';
import { normalCdf } from './special.ts';

/** The largest gap between the sample's and the true distribution function (Kolmogorov and Smirnov). */
function gap(sample: Float64Array, cdf: (x: number) => number): number {
  const sorted = sample.slice().sort();
  let widest = 0;
  for (const [i, x] of sorted.entries()) {
    const p = cdf(x);
    widest = Math.max(widest, Math.abs(p - i / sorted.length), Math.abs((i + 1) / sorted.length - p));
  }
  return widest;
}

/** Exceeded by chance once in a thousand (Stephens 1974). */
const critical = (n: number): number => 1.95 / Math.sqrt(n);
const draws = (n: number, draw: () => number): Float64Array => Float64Array.from({ length: n }, draw);

describe('a stream', () => {
  it('starts as it always has', () => {
    const s = new Stream(42, 'orders/service');
    expect([s.u32(), s.u32(), s.bits()]).toMatchInlineSnapshot(`
      [
        2411589017,
        1127408450,
        -2029706740,
      ]
    `);
    expect([s.uniform(), s.below(1000), s.below(3_000_000_000), s.chance(0.5)]).toMatchInlineSnapshot(`
      [
        0.7173258582120166,
        521,
        1128649740,
        false,
      ]
    `);
    expect([s.exponential(), s.exponential(), s.normal(), s.normal()]).toMatchInlineSnapshot(`
      [
        0.2801877955472789,
        2.409651802578515,
        1.086486575679036,
        1.69339670975224,
      ]
    `);
    const later = draws(1000, () => s.exponential());
    expect([later[127], later[999]]).toMatchInlineSnapshot(`
      [
        1.3530098085387023,
        3.5064698444087443,
      ]
    `);
  });

  it('differs by seed and by name, down to one bit of either', () => {
    const first = (seed: number, name: string): string => {
      const s = new Stream(seed, name);
      return `${s.u32()} ${s.exponential()}`;
    };
    const all = [
      first(1, 'a'),
      first(2, 'a'),
      first(1, 'b'),
      first(1, 'a '),
      first(1, ''),
      first(1 + 2 ** 32, 'a'),
      first(-1, 'a'),
      first(1, 'aa'),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(first(7, 'x')).toBe(first(7, 'x'));
  });

  it('keeps exponential draws and the others apart', () => {
    const plain = new Stream(5, 'x');
    const mixed = new Stream(5, 'x');
    const uniforms = draws(50, () => plain.uniform());
    const exponentials = draws(200, () => plain.exponential());
    for (let i = 0; i < 200; i++) {
      expect(mixed.exponential()).toBe(exponentials[i]);
      if (i % 4 === 0) expect(mixed.uniform()).toBe(uniforms[i / 4]);
    }
  });

  it('has no visible relation to the stream of a neighbouring name or seed', () => {
    const n = 20_000;
    for (const [a, b] of [
      [new Stream(1, 'node-1'), new Stream(1, 'node-2')],
      [new Stream(1, 'node-1'), new Stream(2, 'node-1')],
    ] as const) {
      let product = 0;
      let equalBits = 0;
      for (let i = 0; i < n; i++) {
        product += (a.uniform() - 0.5) * (b.uniform() - 0.5);
        let same = ~(a.bits() ^ b.bits());
        for (; same !== 0; same &= same - 1) equalBits++;
      }
      expect(Math.abs((product / n) * 12)).toBeLessThan(4 / Math.sqrt(n));
      expect(Math.abs(equalBits / n - 16)).toBeLessThan(4 * Math.sqrt(8 / n));
    }
  });
});

describe('draws follow their laws', () => {
  const n = 1_000_000;

  it('uniform', () => {
    const s = new Stream(11, 'uniform');
    const sample = draws(n, () => s.uniform());
    expect(gap(sample, (x) => x)).toBeLessThan(critical(n));
    expect(sample.every((x) => x >= 0 && x < 1)).toBe(true);
  });

  it('exponential, into the tail', () => {
    const s = new Stream(12, 'exponential');
    const sample = draws(n, () => s.exponential());
    expect(gap(sample, (x) => 1 - Math.exp(-x))).toBeLessThan(critical(n));
    // Beyond 7.697 the ziggurat starts again: the tail is where it would go wrong.
    const beyond = Array.from({ length: 4 }, () => draws(n, () => s.exponential())).flatMap((block) => [...block.filter((x) => x > 7.697)]);
    expect(Math.abs(beyond.length / (4 * n * Math.exp(-7.697)) - 1)).toBeLessThan(0.15);
    expect(gap(Float64Array.from(beyond), (x) => 1 - Math.exp(7.697 - x))).toBeLessThan(critical(beyond.length));
  });

  it('normal', () => {
    const s = new Stream(13, 'normal');
    expect(
      gap(
        draws(n, () => s.normal()),
        normalCdf,
      ),
    ).toBeLessThan(critical(n));
  });

  it('a whole number below n, every one as likely', () => {
    const s = new Stream(14, 'below');
    for (const k of [2, 3, 10, 1000]) {
      const counts = new Float64Array(k);
      for (let i = 0; i < n; i++) counts[s.below(k)]!++;
      const chiSquare = counts.reduce((sum, count) => sum + (count - n / k) ** 2 / (n / k), 0);
      expect(chiSquare).toBeLessThan(k - 1 + 4 * Math.sqrt(2 * k));
    }
    const large = draws(n, () => s.below(3_000_000_000) / 3_000_000_000);
    expect(gap(large, (x) => x)).toBeLessThan(critical(n));
    expect(s.below(1)).toBe(0);
    expect(draws(1000, () => s.below(2 ** 32)).every((x) => x < 2 ** 32 && Number.isInteger(x))).toBe(true);
  });

  it('a chance, which costs no draw when it is none', () => {
    const s = new Stream(15, 'chance');
    const twin = new Stream(15, 'chance');
    expect([s.chance(0), s.chance(1), s.chance(-1), s.chance(2)]).toEqual([false, true, false, true]);
    expect(s.u32()).toBe(twin.u32());
    let hits = 0;
    for (let i = 0; i < n; i++) if (s.chance(0.3)) hits++;
    expect(Math.abs(hits / n - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / n));
  });
});

describe('hashes', () => {
  it('never change', () => {
    expect([hash32(''), hash32('a'), hash32('user-1'), hash32('ключ'), mix32(0, 0), mix32(1, 2), mix32(2, 1)]).toMatchInlineSnapshot(`
      [
        0,
        721651713,
        582760828,
        820693468,
        1768809451,
        2914241062,
        1296059048,
      ]
    `);
  });

  it('spread near-equal inputs evenly and flip half of the bits', () => {
    const buckets = new Float64Array(256);
    let flipped = 0;
    for (let i = 0; i < 25_600; i++) {
      buckets[hash32(`key-${i}`) >>> 24]!++;
      let change = mix32(i, 7) ^ mix32(i ^ (1 << (i & 31)), 7);
      for (; change !== 0; change &= change - 1) flipped++;
    }
    const chiSquare = buckets.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
    expect(chiSquare).toBeLessThan(255 + 4 * Math.sqrt(510));
    expect(Math.abs(flipped / 25_600 - 16)).toBeLessThan(0.1);
    expect(new Set(Array.from({ length: 10_000 }, (_, i) => mix32(i >> 7, i & 127))).size).toBeGreaterThan(9_980);
  });
});
