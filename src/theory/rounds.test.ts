import { describe, expect, it } from 'vitest';
import { Stream } from '../std/random.ts';
import { waitForRound } from './rounds.ts';

/** The same by hand: arrivals at random, rounds of constant length that take whatever waits. */
function byHand(rate: number, round: number): number {
  const luck = new Stream(3, 'arrivals');
  const count = 200_000;
  let [now, free, waited] = [0, 0, 0];
  let line: number[] = [];
  for (let i = 0; i < count; i++) {
    now += luck.exponential() / rate;
    while (line.length > 0 && free <= now) {
      const begins = free;
      waited += line.reduce((sum, at) => sum + begins - at, 0);
      line = [];
      free = begins + round;
    }
    if (now >= free) free = now + round;
    else line.push(now);
  }
  return waited / count;
}

describe('the wait for a round', () => {
  it('is what 200,000 arrivals find, within 2 %', () => {
    for (const rate of [0.05, 0.5, 2, 10]) expect(Math.abs(waitForRound(rate, 1, 0) / byHand(rate, 1) - 1), `${rate}`).toBeLessThan(0.02);
  });

  it('is nothing where nothing comes or a round takes no time, and half a round where there is always one', () => {
    expect([waitForRound(0, 1, 0), waitForRound(1, 0, 0)]).toEqual([0, 0]);
    expect(waitForRound(1e6, 2, 0)).toBeCloseTo(1, 6);
  });
});
