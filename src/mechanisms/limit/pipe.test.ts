import { describe, expect, it } from 'vitest';
import { FlowTable } from './flow-table.ts';
import { Pipe } from './pipe.ts';

describe('a pipe', () => {
  it('has one thing follow the other, and takes in none that would wait too long', () => {
    const pipe = new Pipe(2);
    pipe.rate = 2;
    pipe.room = 10;
    expect(pipe.put(0, 0, 20)).toBe(10);
    expect(pipe.put(0, 0, 1)).toBe(11);
    expect(pipe.hasRoom(0, 0)).toBe(false);
    expect(pipe.put(0, 0, 1)).toBe(-1);
    expect(pipe.put(0, 1, 1)).toBe(11);
    expect(pipe.put(1, 1, 3)).toBe(2);
    pipe.clear(0);
    expect(pipe.put(0, 2, 2)).toBe(1);
  });

  it('without a capacity is no limit', () => {
    const pipe = new Pipe(1);
    expect(pipe.put(0, 0, 1e12)).toBe(0);
    expect(pipe.hasRoom(0, 0)).toBe(true);
  });
});

describe('a table of connections', () => {
  it('takes in so many, and forgets each when it has been idle', () => {
    const table = new FlowTable(2, 100);
    expect(table.opens(7, 0)).toBe(true);
    expect(table.opens(8, 50)).toBe(true);
    expect(table.opens(9, 60)).toBe(false);
    expect(table.uses(7, 90)).toBe(true);
    expect(table.opens(9, 149)).toBe(false);
    expect(table.opens(9, 150)).toBe(true);
    expect([7, 8, 9].map((flow) => table.uses(flow, 160))).toEqual([true, false, true]);
    table.expire(400);
    expect(table.size).toBe(0);
  });

  it('agrees with a list that is searched from end to end', () => {
    const table = new FlowTable(5, 30);
    const list = new Map<number, number>();
    let seed = 1;
    for (let now = 0; now < 5000; now += 3) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 1;
      const flow = seed % 12;
      for (const [one, used] of list) if (now - used >= 30) list.delete(one);
      const fits = list.has(flow) || list.size < 5;
      if (fits) list.set(flow, now);
      expect(table.opens(flow, now)).toBe(fits);
      expect(table.size).toBe(list.size);
    }
  });
});
