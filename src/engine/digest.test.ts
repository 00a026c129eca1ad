import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Digest } from './digest.ts';

const SEED = 20261121;

function digestOf(pairs: readonly (readonly [number, number])[]): string {
  const digest = new Digest();
  for (const [x, y] of pairs) digest.mix(x, y);
  return digest.text();
}

describe('a digest', () => {
  it('is the same wherever it is computed: these digits are part of every link that was ever shared', () => {
    expect(new Digest().text()).toBe('243f6a8885a308d3');
    expect(digestOf([[1, 2]])).toBe('c10974d1ebe0ae4f');
    expect(
      digestOf([
        [1, 2],
        [-5, 2147483647],
        [0, 0],
      ]),
    ).toBe('0cb3621974916ca6');
    const long = new Digest();
    long.mixLong(9_007_199_254_740_991);
    expect(long.text()).toBe('263ef63d397fadfd');
  });

  it('tells apart runs that differ in one event, in its place or in the order', () => {
    const pair = fc.tuple(fc.integer(), fc.integer());
    fc.assert(
      fc.property(fc.array(pair, { minLength: 2, maxLength: 30 }), fc.nat(), fc.integer({ min: 1, max: 2 ** 31 }), (pairs, at, by) => {
        const i = at % pairs.length;
        const [x, y] = pairs[i]!;
        const first = pairs.with(i, [(x + by) | 0, y]);
        const second = pairs.with(i, [x, (y + by) | 0]);
        const texts = [pairs, first, second, pairs.slice(0, -1)].map(digestOf);
        expect(new Set(texts).size).toBe(4);
        const [a, b] = [pairs[0]!, pairs[1]!];
        if (a[0] !== b[0] || a[1] !== b[1]) expect(digestOf([b, a, ...pairs.slice(2)])).not.toBe(texts[0]);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('spreads small differences over all its 64 bits', () => {
    let flips = 0;
    const bits = (text: string) => [...text].map((c) => Number.parseInt(c, 16).toString(2).padStart(4, '0')).join('');
    for (let i = 0; i < 256; i++) {
      // Two mixes: the first of them stands where every event but the last one does.
      const a = bits(
        digestOf([
          [i, 0],
          [7, 7],
          [1, 1],
        ]),
      );
      const b = bits(
        digestOf([
          [i ^ 1, 0],
          [7, 7],
          [1, 1],
        ]),
      );
      for (let k = 0; k < 64; k++) if (a[k] !== b[k]) flips++;
    }
    expect(flips / 256).toBeGreaterThan(28);
    expect(flips / 256).toBeLessThan(36);
  });
});
