/** What a broker remembers of messages beside the messages: numbers within a window, groups, the order of each key. */
import { describe, expect, it } from 'vitest';
import { Groups } from './groups.ts';
import { KeyOrder } from './key-order.ts';
import { Ledger } from './ledger.ts';
import { Seen } from './seen.ts';

describe('numbers seen', () => {
  it('are known for the window and forgotten when it is over', () => {
    const seen = new Seen(100);
    expect([seen.add(7, 0), seen.add(7, 99), seen.has(7, 99), seen.has(7, 100), seen.add(7, 100)]).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(seen.size).toBe(1);
  });

  it('are many, and 0 is none of them', () => {
    const seen = new Seen(1000);
    for (let i = 0; i < 500; i++) expect(seen.add(i, i)).toBe(true);
    expect([seen.add(0, 500), seen.has(499, 500), seen.has(1, 1001), seen.has(2, 1001)]).toEqual([true, true, false, true]);
    seen.clear();
    expect([seen.size, seen.has(499, 600)]).toEqual([0, false]);
  });
});

describe('groups', () => {
  it('let one of each group go, and the next when it is gone', () => {
    const groups = new Groups();
    expect([groups.enter(0, 5), groups.enter(1, 5), groups.enter(100, 5), groups.enter(2, 9)]).toEqual([true, false, false, true]);
    expect(groups.waiting).toBe(2);
    expect([groups.leave(0), groups.leave(1), groups.leave(100), groups.leave(2)]).toEqual([1, 100, -1, -1]);
    expect([groups.waiting, groups.enter(3, 5)]).toEqual([0, true]);
  });
});

describe('the order of a key', () => {
  it('is broken by what is done after a later one, and not by other keys', () => {
    const order = new KeyOrder();
    expect([order.next(3), order.next(3), order.next(200), order.next(3)]).toEqual([1, 2, 1, 3]);
    expect([order.done(3, 2), order.done(200, 1), order.done(3, 1), order.done(3, 3)]).toEqual([false, false, true, false]);
  });
});

describe('a ledger', () => {
  it('counts what is done twice, and hides it where delivery is exact', () => {
    const plain = new Ledger(100, true);
    expect([plain.takes(5, 0), plain.takes(5, 1)]).toEqual([true, true]);
    plain.done(5, 1, 1, 10);
    plain.done(5, 1, 2, 20);
    expect([plain.repeated, plain.suppressed, plain.hides(5, 30)]).toEqual([1, 0, false]);
    const exact = new Ledger(100, true);
    exact.exact = true;
    expect([exact.takes(5, 0), exact.takes(5, 1), exact.takes(5, 100)]).toEqual([true, false, true]);
    exact.done(5, 1, 1, 10);
    exact.done(5, 1, 2, 105);
    expect([exact.repeated, exact.suppressed]).toEqual([0, 2]);
    expect([exact.hides(5, 109), exact.hides(5, 110)]).toEqual([true, false]);
  });
});
