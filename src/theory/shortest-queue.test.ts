import { describe, expect, it } from 'vitest';
import { mmc } from './erlang.ts';
import { shorterOfTwoSojourn } from './shortest-queue.ts';

describe('the shorter of two queues', () => {
  it('is better than choosing blindly and worse than one line for both', () => {
    for (const load of [0.1, 0.5, 0.8]) {
      const sojourn = shorterOfTwoSojourn(load);
      expect(sojourn).toBeLessThan(1 / (1 - load));
      expect(sojourn).toBeGreaterThan(mmc(2 * load, 1, 2).meanSojourn);
    }
  });

  it('comes close to one line under heavy load (Foschini and Salz 1978), and to no wait under none', () => {
    expect(shorterOfTwoSojourn(0.93) / mmc(1.86, 1, 2).meanSojourn).toBeCloseTo(1, 1);
    expect(shorterOfTwoSojourn(0.001)).toBeCloseTo(1, 5);
    expect([shorterOfTwoSojourn(0), shorterOfTwoSojourn(1)]).toEqual([1, Infinity]);
  });
});
