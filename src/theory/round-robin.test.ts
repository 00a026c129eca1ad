import { expect, it } from 'vitest';
import { dm1Root, evenlySpacedSojourn, gm1Root, roundRobinSojourn } from './round-robin.ts';

it('round robin over 1, 2, 4, 10 servers at load 0.8: 5, 3.8440, 3.2674, 2.9223', () => {
  expect([1, 2, 4, 10].map((n) => roundRobinSojourn(n, 0.8, 1).toFixed(4))).toEqual(['5.0000', '3.8440', '3.2674', '2.9223']);
});

it('finds a root, and never settles at full load', () => {
  for (const n of [1, 3, 50]) {
    const sigma = gm1Root(n, 0.95);
    expect(((n * 0.95) / (n * 0.95 + 1 - sigma)) ** n).toBeCloseTo(sigma, 13);
    expect(sigma).toBeLessThan(0.951);
  }
  expect(roundRobinSojourn(4, 1, 1)).toBe(Infinity);
});

it('evenly spaced arrivals are the limit of many servers, and wait about half as long as random ones', () => {
  expect(gm1Root(2000, 0.8)).toBeCloseTo(dm1Root(0.8), 3);
  expect(Math.exp(-(1 - dm1Root(0.8)) / 0.8)).toBeCloseTo(dm1Root(0.8), 14);
  expect(evenlySpacedSojourn(0.8, 10) - 10).toBeCloseTo(0.42 * 40, 0);
  expect([evenlySpacedSojourn(0.001, 10), evenlySpacedSojourn(1, 10)]).toEqual([10, Infinity]);
});
