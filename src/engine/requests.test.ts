import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PENDING } from './outcome.ts';
import * as requests from './requests.ts';
import {
  ASKED,
  CALLER_HOLDS,
  CAUSE,
  FILL,
  FLAGS,
  GENERATION,
  INHERITED,
  INSTANCE,
  KEY,
  NEXT,
  OPERATION,
  OUTCOME,
  Requests,
  SERVER_HOLDS,
  STALE,
  STARTED,
  THERE,
  VERSION,
  WRITE,
} from './requests.ts';

const SEED = 20261121;

describe('marks of a row', () => {
  it('are bits, each its own', () => {
    const combined = ['MARKS', 'LOOKED_AT', 'INHERITED', 'ASKED'];
    const from = readFileSync(new URL('./requests.ts', import.meta.url), 'utf8').split('/** Bits of FLAGS. */')[1] ?? '';
    const names = [...from.matchAll(/^export const ([A-Z_]+) = /gm)]
      .map(([, name]) => name ?? '')
      .filter((name) => !combined.includes(name));
    // The last of the 32 makes a whole number negative.
    const bits = names.map((name) => Number((requests as unknown as Record<string, unknown>)[name]) >>> 0);
    expect(bits.length).toBeGreaterThan(20);
    expect(bits.filter((bit) => !(bit > 0) || (bit & (bit - 1)) !== 0)).toEqual([]);
    expect(new Set(bits).size).toBe(bits.length);
  });
});

describe('rows of requests', () => {
  it('know in which order they were taken, wherever in the table they lie', () => {
    const requests = new Requests(10, 10);
    const [a, b, c] = [requests.take(), requests.take(), requests.take()];
    requests.free(a);
    const d = requests.take();
    expect(d).toBe(a);
    expect(requests.inTurn([d, c, b])).toEqual([b, c, d]);
  });

  it('are never given out twice at a time, and their number is known', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1000)), { maxLength: 300 }), (steps) => {
        const requests = new Requests(200, 4);
        const taken: number[] = [];
        let peak = 0;
        for (const step of steps) {
          if (step === null || taken.length === 0) {
            const row = requests.take();
            if (taken.length === 200) expect(row).toBe(-1);
            else {
              expect(taken).not.toContain(row);
              taken.push(row);
            }
          } else requests.free(taken.splice(step % taken.length, 1)[0]!);
          peak = Math.max(peak, taken.length);
          expect([requests.used, requests.peak]).toEqual([taken.length, peak]);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('run out at the limit and not before, and come back', () => {
    const requests = new Requests(1000, 16);
    const rows = Array.from({ length: 1000 }, () => requests.take());
    expect(new Set(rows).size).toBe(1000);
    expect(requests.take()).toBe(-1);
    requests.free(rows[7]!);
    expect(requests.take()).toBe(rows[7]);
    expect(requests.capacity).toBe(1000);
  });

  it('come out blank, and of another generation than before', () => {
    const requests = new Requests(10);
    const row = requests.take();
    const generation = requests.ints[row + GENERATION]!;
    requests.ints[row + FLAGS] = THERE | CALLER_HOLDS;
    requests.ints[row + VERSION] = 5;
    requests.ints[row + INSTANCE] = 3;
    requests.ints[row + NEXT] = 8;
    requests.ints[row + OUTCOME] = 2;
    requests.ints[row + CAUSE] = 99;
    requests.free(row);
    expect(requests.take()).toBe(row);
    expect(requests.ints[row + GENERATION]).toBe(generation + 1);
    expect([FLAGS, VERSION, INSTANCE, NEXT, OUTCOME, CAUSE].map((field) => requests.ints[row + field])).toEqual([0, 0, -1, -1, PENDING, 0]);
  });

  it('keep what they hold when more are made', () => {
    const requests = new Requests(64, 2);
    const rows = Array.from({ length: 40 }, (_, i) => {
      const row = requests.take();
      requests.ints[row + KEY] = i;
      requests.times[(row >> 1) + STARTED] = i / 2;
      requests.ints[row + OUTCOME] = i;
      requests.ints[row + FLAGS] = THERE;
      return row;
    });
    rows.forEach((row, i) => {
      expect([
        requests.ints[row + KEY],
        requests.times[(row >> 1) + STARTED],
        requests.ints[row + OUTCOME],
        requests.has(row, THERE),
      ]).toEqual([i, i / 2, i, true]);
    });
  });

  it('pass on what was asked for, and never where they are or how it went', () => {
    for (const mark of [CALLER_HOLDS, SERVER_HOLDS, THERE, STALE]) expect((INHERITED | ASKED) & mark).toBe(0);
    expect(INHERITED & (WRITE | FILL)).toBe(WRITE | FILL);
    // A call made on behalf of an operation is not one itself; a further attempt at one is.
    expect([INHERITED & OPERATION, ASKED & OPERATION]).toEqual([0, OPERATION]);
  });
});
