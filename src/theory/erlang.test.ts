import { expect, it } from 'vitest';
import { erlangB, erlangC, mmc, sojournQuantile, sojournTail, waitQuantile } from './erlang.ts';

it('M/M/1 at 80 of 100 a second: mean sojourn 50 ms, p99 230.26 ms', () => {
  expect(mmc(80, 100, 1).meanSojourn * 1000).toBeCloseTo(50, 10);
  expect((sojournQuantile(80, 100, 1, 0.99) * 1000).toFixed(2)).toBe('230.26');
  expect(mmc(80, 100, 1).waitProbability).toBeCloseTo(0.8, 12);
  expect(mmc(80, 100, 1).meanQueue).toBeCloseTo(3.2, 12);
});

it('M/M/8 at 700 a second and 10 ms: P(wait) 0.63532, mean wait 6.3532 ms, p99 wait 41.515 ms', () => {
  expect(erlangC(8, 7).toFixed(5)).toBe('0.63532');
  expect((mmc(700, 100, 8).meanWait * 1000).toFixed(4)).toBe('6.3532');
  expect((waitQuantile(700, 100, 8, 0.99) * 1000).toFixed(3)).toBe('41.515');
  expect(waitQuantile(700, 100, 8, 0.3)).toBe(0);
});

it('8 erlang on 10 workers without a queue: 0.121661 blocked', () => {
  expect(erlangB(10, 8).toFixed(6)).toBe('0.121661');
  // Directly from the definition: a^c/c! over the sum of a^k/k!.
  const terms = [1];
  for (let k = 1; k <= 10; k++) terms.push((terms[k - 1]! * 8) / k);
  expect(erlangB(10, 8)).toBeCloseTo(terms[10]! / terms.reduce((sum, term) => sum + term, 0), 14);
});

it('the sojourn in M/M/c has the mean that it must, and a quantile that fits its tail', () => {
  for (const [arrivals, service, servers] of [
    [700, 100, 8],
    [3, 1, 4],
    [50, 100, 1],
    [1, 1, 2], // here both exponentials have one rate
  ] as const) {
    const step = 0.0005 / service;
    let area = 0;
    for (let i = 0; i < 80_000; i++) area += step * sojournTail(arrivals, service, servers, (i + 0.5) * step);
    expect(area / mmc(arrivals, service, servers).meanSojourn, `${arrivals} ${servers}`).toBeCloseTo(1, 4);
    for (const q of [0.5, 0.99])
      expect(sojournTail(arrivals, service, servers, sojournQuantile(arrivals, service, servers, q))).toBeCloseTo(1 - q, 10);
  }
});

it('has no steady state from full load on, and no queue without arrivals', () => {
  expect([erlangC(2, 2), mmc(2, 1, 2).meanWait, waitQuantile(3, 1, 2, 0.5), sojournQuantile(3, 1, 2, 0.5)]).toEqual([
    1,
    Infinity,
    Infinity,
    Infinity,
  ]);
  expect(mmc(0, 1, 2)).toEqual({ utilisation: 0, waitProbability: 0, meanWait: 0, meanSojourn: 1, meanQueue: 0 });
  expect(mmc(9, 1, 2).utilisation).toBe(1);
});
