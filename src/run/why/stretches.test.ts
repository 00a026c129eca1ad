import { describe, expect, it } from 'vitest';
import { WINDOW } from '../frame.ts';
import { calmBefore, type Windows, worstStretch } from './stretches.ts';

/** Windows of 100 ms with 10 requests each, all answered in 10 ms unless said otherwise. */
function windows(count: number, odd: (row: number) => Partial<Record<keyof typeof WINDOW, number>> = () => ({})): Windows {
  const usual = { offered: 10, ok: 10, p99: 10, inFlight: 1 };
  const names = Object.keys(WINDOW) as (keyof typeof WINDOW)[];
  return {
    windowMs: 100,
    rows: count,
    at: (row, column) => {
      const name = names.find((one) => one !== 'size' && WINDOW[one] === column);
      return name === undefined ? 0 : ({ ...usual, ...odd(row) }[name as 'ok'] ?? 0);
    },
  };
}

const within = (row: number, from: number, to: number) => row >= from && row < to;

describe('the stretch that is asked about', () => {
  it('is all that was measured when nothing was bad', () => {
    expect(worstStretch(windows(100), 2000)).toEqual({ fromMs: 2000, toMs: 10_000 });
  });

  it('is the longest row of bad windows: failures, slowness, silence, old values', () => {
    for (const bad of [{ ok: 5, error: 5 }, { p99: 100 }, { ok: 0, inFlight: 50 }, { reads: 10, staleReads: 5 }]) {
      const { fromMs, toMs } = worstStretch(
        windows(100, (row) => (within(row, 50, 80) || within(row, 4, 6) ? bad : {})),
        0,
      );
      expect([fromMs >= 5000 && fromMs <= 5600, toMs >= 7900 && toMs <= 9100], `${fromMs} ${toMs}`).toEqual([true, true]);
    }
  });

  it('is not a single failure', () => {
    expect(
      worstStretch(
        windows(100, (row) => (row === 40 ? { ok: 9, error: 1 } : {})),
        0,
      ),
    ).toEqual({ fromMs: 0, toMs: 10_000 });
  });
});

describe('the time before', () => {
  it('ends before what went wrong began to brew, and is no longer than the stretch', () => {
    const all = windows(200, (row) => (within(row, 100, 140) ? { ok: 0, error: 10 } : {}));
    expect(calmBefore(all, 0, { fromMs: 10_000, toMs: 14_000 })).toEqual({ fromMs: 6000, toMs: 9200 });
  });

  it('is looked for before the outage when a stretch inside it is asked about', () => {
    const all = windows(200, (row) => (within(row, 100, 200) ? { ok: 0, error: 10 } : {}));
    expect(calmBefore(all, 0, { fromMs: 15_000, toMs: 17_000 })?.toMs).toBeLessThanOrEqual(10_000);
  });

  it('is nothing when it was bad from the start', () => {
    expect(
      calmBefore(
        windows(100, () => ({ ok: 0, error: 10 })),
        0,
        { fromMs: 5000, toMs: 9000 },
      ),
    ).toBeUndefined();
  });
});
