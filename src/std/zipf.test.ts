import { describe, expect, it } from 'vitest';
import { Stream } from './random.ts';
import { Zipf, zipfProbabilities } from './zipf.ts';

/** The chi-square statistic of a sample over groups of ranks, each expected at least 50 times, against its 4-sigma bound. */
function excess(zipf: Zipf, probability: (rank: number) => number, draws: number, name: string): number {
  const stream = new Stream(31, name);
  const counts = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const rank = zipf.sample(stream);
    if (!(rank >= 0 && rank < zipf.n)) return Infinity;
    counts.set(rank, (counts.get(rank) ?? 0) + 1);
  }
  let chiSquare = 0;
  let groups = 0;
  let seen = 0;
  let expected = 0;
  for (let rank = 0; rank < zipf.n; rank++) {
    seen += counts.get(rank) ?? 0;
    expected += probability(rank) * draws;
    if (expected < 50 && rank < zipf.n - 1) continue;
    chiSquare += (seen - expected) ** 2 / expected;
    groups++;
    seen = 0;
    expected = 0;
  }
  return chiSquare - (groups - 1) - 4 * Math.sqrt(2 * groups);
}

describe('Zipf', () => {
  it.each([
    [1, 1],
    [2, 0.5],
    [100, 0.7],
    [10_000, 1],
    [10_000, 1.3],
    [65_536, 0.9],
  ])('draws %i ranks with exponent %d as often as the law says, by table', (n, s) => {
    const p = zipfProbabilities(n, s);
    expect(excess(new Zipf(n, s), (rank) => p[rank]!, 1_000_000, `table ${n} ${s}`)).toBeLessThan(0);
  });

  it.each([
    [65_537, 0.6],
    [100_000, 1],
    [100_000, 1.000001],
    [300_000, 2.5],
  ])('draws %i ranks with exponent %d as often as the law says, without a table', (n, s) => {
    const p = zipfProbabilities(n, s);
    expect(excess(new Zipf(n, s), (rank) => p[rank]!, 1_000_000, `reject ${n} ${s}`)).toBeLessThan(0);
  });

  it('is uniform at exponent 0', () => {
    expect(excess(new Zipf(1000, 0), () => 1 / 1000, 1_000_000, 'uniform')).toBeLessThan(0);
  });

  it('reaches four billion ranks and stays inside them', () => {
    const zipf = new Zipf(2 ** 32, 0.5);
    const stream = new Stream(1, 'huge');
    let beyond = 0;
    for (let i = 0; i < 20_000; i++) {
      const rank = zipf.sample(stream);
      if (rank >= 2 ** 30) beyond++;
    }
    expect(Math.abs(beyond / 20_000 - 0.5)).toBeLessThan(0.015);
  });

  it('refuses what has no meaning', () => {
    expect(() => new Zipf(0, 1)).toThrow();
    expect(() => new Zipf(1.5, 1)).toThrow();
    expect(() => new Zipf(10, -1)).toThrow();
  });
});
