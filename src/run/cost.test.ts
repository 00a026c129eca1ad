import { describe, expect, it } from 'vitest';
import { KINDS } from '../catalog/index.ts';
import { PRICES } from '../catalog/prices.ts';
import { design, link, NO_DELAY, node } from '../proof/small-design.ts';
import { valuesOf } from '../std/parameter.ts';
import { costOf } from './cost.ts';
import { Session } from './session.ts';
import { reportOf } from './verdict.ts';

const usage = (costs: Parameters<typeof costOf>[0][number]['costs']) => ({
  node: 'a',
  costs,
  instanceHours: 4,
  calls: 3_000_000,
  figures: { bytes: 5e9, none: null },
});

describe('the cost of a run', () => {
  it('pays instances by the hour, calls by the million, bytes by the gigabyte', () => {
    const costs = [
      { price: 'vcpu', each: 'instance', amount: 2 },
      { price: 'messages', each: 'call', amount: 3 },
      { price: 'cdn', each: { figure: 'bytes' } },
      { price: 'dns', each: { figure: 'none' } },
    ] as const;
    // Two hours: 4 instance-hours of two CPUs, 9 million queue calls, 6 GB to users of which 5 from the edge.
    const bill = costOf([usage(costs)], 6e9, { ok: 2_000_000 }, 2, undefined);
    expect(bill.lines.map(({ price, perHour }) => [price, perHour])).toEqual([
      ['vcpu', 4],
      ['messages', 4.5],
      ['cdn', 2.5],
      ['egress', 0.5],
    ]);
    const perHour = 4 * 0.041 + 4.5 * 0.4 + 2.5 * 0.085 + 0.5 * 0.09;
    expect(bill.perHour).toBeCloseTo(perHour, 12);
    expect(bill.perMillionOk).toBeCloseTo(perHour, 12);
  });

  it('takes a price of the design before the list', () => {
    const bill = costOf([usage([{ price: 'vcpu', each: 'instance' }])], 0, { ok: 0 }, 4, { vcpu: 2 });
    expect(bill).toEqual({ perHour: 2, perMillionOk: null, lines: [{ node: 'a', price: 'vcpu', perHour: 1, usdPerHour: 2 }] });
  });

  it('is not told before time has passed', () => {
    expect(costOf([], 0, { ok: 0 }, 0, undefined)).toEqual({ perHour: null, perMillionOk: null, lines: [] });
  });

  it('follows from what was measured after the warm-up, whatever the length of the run', () => {
    const drawn = design(
      [node('users', 'client', { rate: 100, arrivals: 'even' }), node('app', 'service', { instances: 3 })],
      [link('users', 'app', NO_DELAY)],
      40,
    );
    const bills = [10_000, 40_000].map((durationMs) => {
      const session = new Session({ ...drawn, scenario: { ...drawn.scenario, durationMs, warmupMs: 5_000 } });
      session.advance(session.end);
      return reportOf(session, 0).cost;
    });
    const egress = 100 * 3600 * (drawn.classes[0]?.bytesDown ?? 0) * 1e-9 * 0.09;
    for (const bill of bills) expect(bill.perHour).toBeCloseTo(3 * 2 * 0.041 + egress, 2);
    expect(bills[0]?.lines.map(({ node: id, price }) => `${id} ${price}`)).toEqual(['app vcpu', ' egress']);
  });
});

describe('the price list', () => {
  it('names each price once, with a source', () => {
    expect(new Set(PRICES.map(({ id }) => id)).size).toBe(PRICES.length);
    for (const { source, usd } of PRICES) {
      expect(source).toMatch(/20\d\d/);
      expect(usd).toBeGreaterThan(0);
    }
  });

  it('is what every kind pays by, with figures that it has', () => {
    for (const kind of KINDS) {
      for (const { price, each } of kind.costs?.(valuesOf(kind.params, {})) ?? []) {
        expect(PRICES.some(({ id }) => id === price)).toBe(true);
        if (typeof each === 'object') expect(kind.figures.map(({ id }) => id)).toContain(each.figure);
      }
    }
  });
});
