// Which target a session was given, for how long, and who is forgotten when there is no more room.
import { describe, expect, it } from 'vitest';
import { SessionTable } from './session-table.ts';

describe('a session', () => {
  it('keeps its target a fixed time from when it was given one, or from its last use', () => {
    const [cookie, source] = [new SessionTable(false), new SessionTable(true)];
    for (const table of [cookie, source]) table.set(5, 2, 0);
    expect([4, 9, 10].map((now) => cookie.get(5, now, 10))).toEqual([2, 2, -1]);
    expect([4, 9, 18, 28].map((now) => source.get(5, now, 10))).toEqual([2, 2, 2, -1]);
    expect(cookie.get(5, 1e15, 0)).toBe(2);
  });

  it('is forgotten for a new one when it was used longest ago and all places are taken', () => {
    const table = new SessionTable(true, 2);
    table.set(1, 10, 0);
    table.set(2, 20, 1);
    expect(table.get(1, 2, 0)).toBe(10);
    table.set(3, 30, 3);
    expect([1, 2, 3].map((session) => table.get(session, 4, 0))).toEqual([10, -1, 30]);
    table.clear();
    expect(table.get(1, 5, 0)).toBe(-1);
  });
});
