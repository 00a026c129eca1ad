import { describe, expect, it } from 'vitest';
import { departureScv, generalWait, mergedScv, roughlyBlocked, splitScv } from './approximate.ts';
import { mmc } from './erlang.ts';
import { mg1MeanWait } from './mg1.ts';
import { roundRobinSojourn } from './round-robin.ts';

const queue = { arrivals: 0.8, service: 1, servers: 1, arrivalScv: 1, serviceScv: 1 };

describe('waits at any station', () => {
  it('are exact for M/M/c and for M/G/1', () => {
    for (const servers of [1, 3, 20]) {
      const { mean, probability } = generalWait({ ...queue, arrivals: 0.8 * servers, servers });
      const exact = mmc(0.8 * servers, 1, servers);
      expect(mean).toBeCloseTo(exact.meanWait, 12);
      expect(probability).toBeCloseTo(exact.waitProbability, 12);
    }
    expect(generalWait({ ...queue, serviceScv: 0 }).mean).toBeCloseTo(mg1MeanWait(0.8, 1, 0), 12);
    expect(generalWait({ ...queue, serviceScv: 5 }).mean).toBeCloseTo(mg1MeanWait(0.8, 1, 5), 12);
  });

  it('have the variance of the conditional exponential: exact for M/M/1', () => {
    // W is 0 with probability 1 − ρ, else exponential with rate μ − λ.
    expect(generalWait(queue).variance).toBeCloseTo(0.8 * 2 * 25 - 16, 9);
  });

  it('meet arrivals in turn within 5 % of the sojourn, where the exact one is known', () => {
    for (const [among, load] of [
      [2, 0.5],
      [4, 0.5],
      [4, 0.8],
      [10, 0.9],
    ] as const) {
      const told = generalWait({ ...queue, arrivals: load, arrivalScv: 1 / among }).mean + 1;
      const exact = roundRobinSojourn(among, load, 1);
      expect(Math.abs(told - exact) / exact).toBeLessThan(0.05);
    }
  });

  it('are none without randomness or work, and without end at full load', () => {
    expect(generalWait({ ...queue, arrivalScv: 0, serviceScv: 0 }).mean).toBe(0);
    expect(generalWait({ ...queue, service: 0 }).mean).toBe(0);
    expect(generalWait({ ...queue, arrivals: 1 }).mean).toBe(Infinity);
  });

  it('turn away what does not fit: all beyond full load, ever less below with more room', () => {
    expect(roughlyBlocked({ ...queue, arrivals: 2 }, 10)).toBe(0.5);
    expect(roughlyBlocked(queue, 40)).toBeLessThan(roughlyBlocked(queue, 10) / 10);
  });
});

describe('streams', () => {
  it('leave M/M/1 as Poisson streams (Burke), and a busy constant server evenly', () => {
    expect(departureScv(0.7, 1, 1, 1)).toBeCloseTo(1, 12);
    expect(departureScv(1, 1, 1, 0)).toBeCloseTo(0.2, 12);
    expect(departureScv(0, 1, 0.3, 9)).toBeCloseTo(0.3, 12);
  });

  it('become Poisson by thinning and by merging many', () => {
    expect(splitScv(0, 0.01)).toBeCloseTo(0.99, 12);
    expect(mergedScv([{ rate: 1, scv: 0, of: 1000 }], 0.1)).toBeGreaterThan(0.95);
    expect(mergedScv([{ rate: 1, scv: 0.3, of: 1 }], 0.5)).toBeCloseTo(0.3, 12);
    expect(mergedScv([], 0.5)).toBe(1);
  });
});
