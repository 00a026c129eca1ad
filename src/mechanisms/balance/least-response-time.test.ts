// Least response time: what is remembered of a target's answers, and whom the next call goes to. Times in plain numbers.
import { describe, expect, it } from 'vitest';
import { NOW, newClock } from '../../engine/clock.ts';
import { Targets } from './balancer.ts';
import { LeastResponseTime } from './least-response-time.ts';
import { ResponseTimes } from './response-times.ts';

const WINDOW = 1000;

describe('a smoothed response time', () => {
  it('forgets by age: after the window an old time counts 1/e', () => {
    const times = new ResponseTimes(1);
    const smooth = { window: WINDOW, peak: false };
    times.learn(0, 100, 0, smooth);
    expect(times.of(0, 0, WINDOW)).toBe(100);
    times.learn(0, 300, 1000, smooth);
    expect(times.of(0, 1000, WINDOW)).toBeCloseTo(100 / Math.E + 300 * (1 - 1 / Math.E), 9);
    // Nothing comes any more: it fades.
    expect(times.of(0, 3000, WINDOW)).toBeCloseTo((100 / Math.E + 300 * (1 - 1 / Math.E)) / Math.E ** 2, 9);
  });

  it('jumps to a peak at once and comes down slowly', () => {
    const times = new ResponseTimes(1);
    const peaky = { window: WINDOW, peak: true };
    times.learn(0, 10, 0, peaky);
    times.learn(0, 500, 1, peaky);
    expect(times.of(0, 1, WINDOW)).toBe(500);
    times.learn(0, 10, 101, peaky);
    expect(times.of(0, 101, WINDOW)).toBeCloseTo(500 * Math.exp(-0.1) + 10 * (1 - Math.exp(-0.1)), 9);
  });
});

describe('least response time', () => {
  function three(known: readonly (number | undefined)[], open: readonly number[], now = 0) {
    const clock = newClock();
    clock[NOW] = now;
    const targets = new Targets(known.length);
    targets.open.set(open);
    known.forEach((ns, t) => {
      if (ns !== undefined) targets.times.learn(t, ns, 0, { window: WINDOW, peak: true });
    });
    return { balancer: new LeastResponseTime(WINDOW, clock), targets };
  }

  it('takes the lowest time × (open calls + 1)', () => {
    const { balancer, targets } = three([10, 30, 50], [5, 1, 0]);
    expect(balancer.pick(targets)).toBe(2);
    targets.open.set([5, 0, 0]);
    expect(balancer.pick(targets)).toBe(1);
    targets.open.set([0, 0, 0]);
    expect(balancer.pick(targets)).toBe(0);
    targets.allow(0, false);
    expect(balancer.pick(targets)).toBe(1);
  });

  it('tries one that it knows nothing of with one call, and waits for its answer', () => {
    const { balancer, targets } = three([10, undefined], [0, 0]);
    expect(balancer.pick(targets)).toBe(1);
    targets.open.set([3, 1]);
    expect(balancer.pick(targets)).toBe(0);
  });

  it('gives equals their turns, and nobody when there is none', () => {
    const { balancer, targets } = three([10, 10, 10], [0, 0, 0]);
    expect([1, 2, 3, 4].map(() => balancer.pick(targets))).toEqual([0, 1, 2, 0]);
    for (const t of [0, 1, 2]) targets.allow(t, false);
    expect(balancer.pick(targets)).toBe(-1);
  });
});
