import { describe, expect, it } from 'vitest';
import { design, link, node } from '../proof/small-design.ts';
import type { ChaosEntry, WearEntry } from './document.ts';
import { strikesOf } from './strikes.ts';

const D = design(
  [node('users', 'client'), node('app', 'service', { instances: 4 }), node('db', 'sql-database')],
  [link('users', 'app'), link('app', 'db')],
  60,
);
const HOUR = 3_600_000;
const CHAOS: ChaosEntry = {
  type: 'chaos',
  id: 'c',
  at: 0,
  perMinute: 20,
  lasts: 4000,
  most: 2,
  faults: ['crash', 'slow', 'latency'],
  targets: ['app', 'db', 'app>db'],
};
const WEAR: WearEntry = { type: 'wear', id: 'w', at: 0, target: 'app', mtbf: 60_000, mttr: 5_000 };

/** Mean of exponential times and half of its 99.9 % interval, from the normal approximation with the mean as deviation. */
const interval = (mean: number, n: number): number => (3.29 * mean) / Math.sqrt(n);

describe('random faults', () => {
  it('are the same for the same seed, others for another, and those of a shorter stretch are the first of a longer one', () => {
    const strikes = strikesOf(CHAOS, D, 1, HOUR);
    expect(strikesOf(CHAOS, D, 1, HOUR)).toEqual(strikes);
    expect(strikesOf(CHAOS, D, 2, HOUR)).not.toEqual(strikes);
    const early = strikesOf(CHAOS, D, 1, HOUR / 2);
    expect(strikes.slice(0, early.length).map(({ from }) => from)).toEqual(early.map(({ from }) => from));
  });

  it('never strike more at once than they may, nor where their kind cannot', () => {
    const strikes = strikesOf(CHAOS, D, 3, HOUR);
    for (const { from } of strikes) expect(strikes.filter((one) => one.from <= from && from < one.to).length).toBeLessThanOrEqual(2);
    for (const { fault, target } of strikes) expect(target.includes('>') ? ['latency'] : ['crash', 'slow', 'latency']).toContain(fault.id);
    expect(new Set(strikes.map(({ fault }) => fault.id)).size).toBe(3);
  });

  it('come as often and last as long as asked where nothing holds them back', () => {
    const free: ChaosEntry = { ...CHAOS, most: 100, lasts: 50, perMinute: 10 };
    const strikes = strikesOf(free, D, 7, 2 * HOUR);
    const n = strikes.length;
    expect(Math.abs(n - 1200)).toBeLessThan(3.29 * Math.sqrt(1200));
    const mean = strikes.reduce((sum, { from, to }) => sum + to - from, 0) / n;
    expect(Math.abs(mean - 50)).toBeLessThan(interval(50, n));
  });
});

describe('background failures', () => {
  it('keep up and down times of the means that were asked, each copy on its own', () => {
    const strikes = strikesOf(WEAR, D, 5, 8 * HOUR);
    const up: number[] = [];
    const down: number[] = [];
    for (const copy of ['app/1', 'app/2', 'app/3', 'app/4']) {
      const own = strikes.filter(({ target }) => target === copy);
      own.forEach(({ from, to }, i) => {
        up.push(from - (own[i - 1]?.to ?? 0));
        down.push(to - from);
      });
    }
    const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(up.length).toBeGreaterThan(1500);
    expect(Math.abs(mean(up) - 60_000)).toBeLessThan(interval(60_000, up.length));
    expect(Math.abs(mean(down) - 5_000)).toBeLessThan(interval(5_000, down.length));
  });
});
