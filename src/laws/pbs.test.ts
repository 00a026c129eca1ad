/**
 * Probabilistically bounded staleness: the store against an independent Monte Carlo of the same model (WARS: Bailis et al. 2012). A
 * write goes to all N copies over the legs W and comes back over A, done with the W-th answer; a read t ms later goes to all over R
 * and comes back over S, done with the R-th, and sees the write if one of those had it when it was asked. Legs are exponential.
 */
import { describe, expect, it } from 'vitest';
import { Stage } from '../mechanisms/replicate/quorum/stage.ts';
import { Stream } from '../std/random.ts';

/** Mean of each leg, and of the work of a write, ms. */
const LEG = 5;
const WRITE = 10;
const AFTER = [0, 10, 40] as const;
const WRITES = 12_000;
const SAMPLES = 60_000;

interface Found {
  /** Share of reads that saw the write, by time after it; mean times, ms. */
  readonly seen: readonly number[];
  readonly write: number;
  readonly read: number;
}

/** The model by itself: no store, no events. */
function model(n: number, r: number, w: number): Found {
  const luck = new Stream(1, 'monte-carlo');
  const seen = AFTER.map(() => 0);
  let [write, read] = [0, 0];
  for (let s = 0; s < SAMPLES; s++) {
    const has = Array.from({ length: n }, () => LEG * luck.exponential() + WRITE * luck.exponential());
    const done = has.map((at) => at + LEG * luck.exponential()).sort((x, y) => x - y)[w - 1]!;
    write += done;
    AFTER.forEach((t, k) => {
      const asked = has.map((at) => {
        const there = LEG * luck.exponential();
        return { sees: done + t + there >= at, back: there + LEG * luck.exponential() };
      });
      asked.sort((x, y) => x.back - y.back);
      if (asked.slice(0, r).some((one) => one.sees)) seen[k] = seen[k]! + 1;
      if (k === 0) read += asked[r - 1]!.back;
    });
  }
  return { seen: seen.map((count) => count / SAMPLES), write: write / SAMPLES, read: read / SAMPLES };
}

/** The store: each write is followed by one read after each time. */
function measured(n: number, r: number, w: number): Found {
  const exponential = (mean: number) => ({ type: 'exponential', mean }) as const;
  const still = { spread: 'heartbeat', rule: 'timeout', timeout: 1e15, phi: 8, interval: 1e12 } as const;
  const stage = new Stage({
    instances: n + 1,
    gateways: 1,
    r,
    w,
    readFrom: 'all',
    apart: () => 0,
    read: { type: 'constant', value: 0 },
    write: exponential(WRITE),
    delay: exponential(LEG),
    timeout: 10_000e6,
    more: { members: still, hints: { limit: 0, durable: true, every: 1e12 } },
  });
  const by = n + 1;
  const newest = new Map<number, { version: number; ended: number }>();
  const seen = AFTER.map(() => 0);
  const times = { write: 0, read: 0, writes: 0, reads: 0 };
  stage.heard = ({ write, key, version, began, ended }) => {
    times[write ? 'write' : 'read'] += (ended - began) / 1e6;
    times[write ? 'writes' : 'reads']++;
    if (write) {
      newest.set(key, { version, ended });
      for (const t of AFTER) stage.later(t, false, key, by);
      return;
    }
    const last = newest.get(key)!;
    const k = AFTER.findIndex((t) => Math.abs((began - last.ended) / 1e6 - t) < 1e-6);
    if (version >= last.version) seen[k] = seen[k]! + 1;
  };
  for (let i = 0; i < WRITES; i++) stage.later(i * 10, true, i % 1000, by);
  stage.run(WRITES * 10 + 10_000);
  return { seen: seen.map((count) => count / WRITES), write: times.write / times.writes, read: times.read / times.reads };
}

describe('t-visibility and the time of operations', () => {
  it.each([
    [3, 1, 1],
    [3, 1, 2],
    [3, 2, 2],
    [5, 1, 3],
  ])('are those of an independent Monte Carlo for N %i, R %i, W %i', (n, r, w) => {
    const [by, is] = [model(n, r, w), measured(n, r, w)];
    by.seen.forEach((p, k) => {
      const error = Math.sqrt(p * (1 - p) * (1 / WRITES + 1 / SAMPLES));
      expect(1.96 * error, `${AFTER[k]} ms`).toBeLessThan(0.01);
      expect(Math.abs(is.seen[k]! - p), `${AFTER[k]} ms: ${is.seen[k]} for ${p}`).toBeLessThanOrEqual(3.3 * error);
    });
    expect(Math.abs(is.write / by.write - 1)).toBeLessThan(0.02);
    expect(Math.abs(is.read / by.read - 1)).toBeLessThan(0.02);
    if (r + w > n) expect(is.seen).toEqual(AFTER.map(() => 1));
  });
});
