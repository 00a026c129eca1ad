import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORIGIN, Requests } from '../requests.ts';
import { Pool } from './pool.ts';

const SEED = 20261121;

/** Rows asked for by this caller. */
function rowsOf(requests: Requests, caller: number, count: number): number[] {
  return Array.from({ length: count }, () => {
    const row = requests.take();
    requests.ints[row + ORIGIN] = caller;
    return row;
  });
}

describe('a connection pool', () => {
  it('gives each instance of the caller its own connections', () => {
    const pool = new Pool(2, 0, 5, 2);
    expect([pool.take(5), pool.take(5), pool.take(5), pool.take(6)]).toEqual([true, true, false, true]);
    expect([pool.used, pool.maxUsed]).toEqual([3, 2]);
  });

  it('hands a connection that comes back to whoever waits longest at that instance', () => {
    const requests = new Requests(100);
    const pool = new Pool(1, 0, 5, 2);
    const [a, b, c] = rowsOf(requests, 5, 3) as [number, number, number];
    const [d] = rowsOf(requests, 6, 1) as [number];
    pool.take(5);
    pool.take(6);
    for (const row of [a, d, b, c]) pool.wait(row, requests);
    expect([pool.waiting, pool.waits]).toEqual([4, 4]);
    pool.leave(b, requests);
    expect([pool.release(5, requests), pool.release(5, requests), pool.release(5, requests)]).toEqual([a, c, -1]);
    expect([pool.release(6, requests), pool.waiting, pool.used]).toEqual([d, 0, 1]);
    expect(pool.take(5)).toBe(true);
  });

  it('agrees with a plain list of those who wait, whoever gives up', () => {
    const step = fc.record({ does: fc.constantFrom('come', 'come', 'end', 'leave'), at: fc.nat(100) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 4 }), (steps, size) => {
        const requests = new Requests(1000);
        const pool = new Pool(size, 0, 0, 1);
        let line: number[] = [];
        let open = 0;
        for (const { does, at } of steps) {
          if (does === 'come') {
            const [row] = rowsOf(requests, 0, 1) as [number];
            if (open < size) {
              expect(pool.take(0)).toBe(true);
              open++;
            } else {
              expect(pool.take(0)).toBe(false);
              pool.wait(row, requests);
              line.push(row);
            }
          } else if (does === 'end' && open > 0) {
            const next = line.shift();
            expect(pool.release(0, requests)).toBe(next ?? -1);
            if (next === undefined) open--;
          } else if (does === 'leave' && line.length > 0) {
            const row = line[at % line.length]!;
            pool.leave(row, requests);
            line = line.filter((one) => one !== row);
          }
          expect([pool.used, pool.waiting]).toEqual([open, line.length]);
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('taking out of the line who is not in it does nothing', () => {
    const requests = new Requests(10);
    const pool = new Pool(1, 0, 0, 1);
    const [a, b] = rowsOf(requests, 0, 2) as [number, number];
    pool.wait(a, requests);
    pool.leave(b, requests);
    expect([pool.waiting, pool.release(0, requests)]).toEqual([1, a]);
  });
});
