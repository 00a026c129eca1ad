import { describe, expect, it } from 'vitest';
import { Cores } from './cores.ts';

describe('cores', () => {
  it('work side by side, and take the next piece when the first of them is free', () => {
    const cores = new Cores(1, 2);
    expect([10, 4, 3, 1].map((work) => cores.put(0, 100, work))).toEqual([10, 4, 7, 8]);
    expect(cores.put(0, 200, 5)).toBe(5);
    expect(cores.taken).toBe(23);
  });

  it('say whether work would wait longer than there is room for it', () => {
    const cores = new Cores(2, 1);
    cores.room = 10;
    expect(cores.put(0, 0, 11)).toBe(11);
    expect(cores.hasRoom(0, 0)).toBe(false);
    expect(cores.hasRoom(0, 1)).toBe(true);
    expect(cores.put(0, 1, 1)).toBe(11);
    expect(cores.put(1, 0, 1)).toBe(1);
  });

  it('keep what was begun when there are fewer, and are idle when there are more', () => {
    const cores = new Cores(1, 2);
    cores.put(0, 0, 10);
    cores.put(0, 0, 6);
    cores.resize(1);
    expect(cores.put(0, 0, 1)).toBe(11);
    cores.resize(2);
    expect(cores.put(0, 0, 1)).toBe(1);
    cores.clear(0);
    expect(cores.put(0, 0, 1)).toBe(1);
  });
});
