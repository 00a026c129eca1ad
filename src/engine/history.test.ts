import { describe, expect, it } from 'vitest';
import { History } from './history.ts';

/** A history in which these versions of key 7 were made, and acknowledged at these moments, in this order. */
function acknowledged(...moments: readonly (readonly [version: number, at: number])[]): History {
  const history = new History(1);
  const made = Math.max(0, ...moments.map(([version]) => version));
  for (let v = 1; v <= made; v++) expect(history.make(0, 7)).toBe(v);
  for (const [version, at] of moments) history.acknowledge(0, 7, version, at);
  return history;
}

describe('a write', () => {
  it('makes the next version of its key, of its data set alone', () => {
    const history = new History(2);
    expect([history.make(0, 5), history.make(0, 5), history.make(0, 6), history.make(1, 5), history.make(0, 5)]).toEqual([1, 2, 1, 1, 3]);
    expect(history.make(0, 1_000_000)).toBe(1);
    expect(history.make(0, 5)).toBe(4);
  });

  it('is owed to readers from when it is acknowledged, not from when it is made', () => {
    const history = new History(1);
    history.make(0, 7);
    expect(history.newest(0, 7)).toBe(0);
    history.acknowledge(0, 7, 1, 10);
    expect([history.newest(0, 7), history.newest(0, 8), history.newest(0, 999_999)]).toEqual([1, 0, 0]);
    expect(history.writes).toBe(1);
  });

  it('acknowledged after a later one takes nothing back', () => {
    const history = acknowledged([2, 10], [1, 20]);
    expect([history.newest(0, 7), history.writes]).toEqual([2, 2]);
  });
});

describe('a read', () => {
  it('is stale when it returns less than was acknowledged before it began', () => {
    const history = acknowledged([1, 10], [2, 20]);
    expect(history.observe(0, 7, 2, 2, 30)).toBe(false);
    // It began between the two: the first is enough, and more is no fault.
    expect(history.observe(0, 7, 1, 1, 15)).toBe(false);
    expect(history.observe(0, 7, 2, 1, 15)).toBe(false);
    expect(history.observe(0, 7, 1, 2, 25)).toBe(true);
    expect([history.reads, history.staleReads]).toEqual([4, 1]);
  });

  it('that is stale is as old as the acknowledgement of the first version after its own', () => {
    const history = acknowledged([1, 100], [2, 250], [3, 900]);
    history.observe(0, 7, 0, 3, 1000);
    expect(history.age.max).toBe(900);
    history.observe(0, 7, 1, 3, 2000);
    expect(history.age.max).toBe(1750);
    history.observe(0, 7, 2, 3, 950);
    expect(history.age.min).toBe(50);
    expect([history.behind.min, history.behind.max, history.age.count]).toEqual([1, 3, 3]);
  });

  it('tells that age though acknowledgements came out of order, and counts none from after it began', () => {
    const history = acknowledged([3, 100], [1, 200], [2, 300]);
    history.observe(0, 7, 0, 3, 150);
    expect(history.age.max).toBe(50);
    history.observe(0, 7, 2, 3, 400);
    expect(history.age.max).toBe(300);
  });

  it('tells at least how old it is when what came right after has been forgotten', () => {
    const history = new History(1);
    for (let v = 1; v <= 20_000; v++) {
      history.make(0, 7);
      history.acknowledge(0, 7, v, v * 10);
    }
    history.observe(0, 7, 0, 20_000, 200_000);
    // The last 16,384 are remembered: back to version 3,617.
    expect(history.age.max).toBe(200_000 - 36_170);
  });
});

describe('a loss', () => {
  it('counts every acknowledged version that did not survive, and no other', () => {
    const history = acknowledged([1, 10], [2, 20], [4, 40]);
    history.make(0, 7);
    // Versions 3 and 5 were made and never acknowledged.
    history.lose(0, 7, 1);
    expect(history.lostWrites).toBe(2);
    history.lose(0, 7, 1);
    expect(history.lostWrites).toBe(2);
  });

  it('counts those acknowledged out of order too', () => {
    const history = acknowledged([3, 10], [2, 20], [1, 30]);
    history.lose(0, 7, 1);
    expect(history.lostWrites).toBe(2);
  });

  it('of what nobody was told is none', () => {
    const history = acknowledged([1, 10]);
    history.make(0, 7);
    history.lose(0, 7, 1);
    expect(history.lostWrites).toBe(0);
  });

  it('counts a write whose acknowledgement was still on its way', () => {
    const history = acknowledged([1, 10]);
    history.make(0, 7);
    history.lose(0, 7, 1);
    history.acknowledge(0, 7, 2, 50);
    expect([history.lostWrites, history.newest(0, 7)]).toEqual([1, 1]);
    // The next version is the new leader's, and is not lost.
    expect(history.make(0, 7)).toBe(3);
    history.acknowledge(0, 7, 3, 60);
    expect([history.lostWrites, history.newest(0, 7)]).toEqual([1, 3]);
  });

  it('is counted as a loss, not again as stale reads of what survived', () => {
    const history = acknowledged([1, 10], [2, 20]);
    history.lose(0, 7, 1);
    expect(history.newest(0, 7)).toBe(1);
    expect(history.observe(0, 7, 1, history.newest(0, 7), 30)).toBe(false);
    // Later staleness is measured from later acknowledgements, not from those that are gone.
    history.make(0, 7);
    history.acknowledge(0, 7, 3, 100);
    expect(history.observe(0, 7, 1, 3, 150)).toBe(true);
    expect(history.age.max).toBe(50);
  });

  it('of many writes counts those that are remembered, at least one', () => {
    const history = new History(1);
    for (let v = 1; v <= 5; v++) {
      history.make(0, 7);
      history.acknowledge(0, 7, v, v);
    }
    for (let i = 0; i < 20_000; i++) history.acknowledge(0, 8, history.make(0, 8), i);
    history.lose(0, 7, 2);
    expect(history.lostWrites).toBe(1);
  });
});

describe('the counts', () => {
  it('start anew after the warm-up, while what was acknowledged stays owed', () => {
    const history = acknowledged([1, 10]);
    history.observe(0, 7, 0, 1, 20);
    history.lose(0, 7, 0);
    history.resetCounts();
    const { reads, staleReads, writes, lostWrites, age, behind } = history;
    expect([reads, staleReads, writes, lostWrites, age.count, behind.count]).toEqual([0, 0, 0, 0, 0, 0]);
    history.acknowledge(0, 7, history.make(0, 7), 30);
    expect(history.newest(0, 7)).toBe(2);
  });
});
