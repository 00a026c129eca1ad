import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallWindow } from './call-window.ts';

const SEED = 20261129;
const end = fc.record({ failed: fc.boolean(), slow: fc.boolean(), later: fc.nat(300) });

describe('a window', () => {
  it('of calls holds the last so many', () => {
    fc.assert(
      fc.property(fc.array(end, { maxLength: 100 }), fc.integer({ min: 1, max: 12 }), (ends, size) => {
        const window = new CallWindow(size, 0);
        ends.forEach(({ failed, slow }, i) => {
          window.add(failed, slow, 0);
          const last = ends.slice(Math.max(0, i + 1 - size), i + 1);
          expect([window.calls, window.failures, window.slow]).toEqual([
            last.length,
            last.filter((one) => one.failed).length,
            last.filter((one) => one.slow).length,
          ]);
        });
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('of time holds what ended in it, to a tenth of its length', () => {
    fc.assert(
      fc.property(fc.array(end, { maxLength: 100 }), (ends) => {
        const window = new CallWindow(0, 1000);
        const all: { readonly at: number; readonly failed: boolean; readonly slow: boolean }[] = [];
        let now = 0;
        for (const { failed, slow, later } of ends) {
          now += later;
          window.add(failed, slow, now);
          all.push({ at: now, failed, slow });
          const from = Math.floor(now / 100) - 9;
          const last = all.filter((one) => Math.floor(one.at / 100) >= from);
          expect([window.calls, window.failures, window.slow]).toEqual([
            last.length,
            last.filter((one) => one.failed).length,
            last.filter((one) => one.slow).length,
          ]);
        }
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('is empty when it was cleared, and fills anew', () => {
    for (const window of [new CallWindow(3, 0), new CallWindow(0, 1000)]) {
      for (let i = 0; i < 5; i++) window.add(true, false, 500);
      window.clear();
      expect([window.calls, window.failures]).toEqual([0, 0]);
      window.add(false, true, 600);
      expect([window.calls, window.failures, window.slow]).toEqual([1, 0, 1]);
    }
  });
});
