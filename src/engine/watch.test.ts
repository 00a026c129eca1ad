import { describe, expect, it } from 'vitest';
import { Watch } from './watch.ts';

describe('the watch', () => {
  it('takes nothing while nobody looks', () => {
    const watch = new Watch(2);
    for (let t = 0; t < 10; t++) watch.see(0, 0, t, 1, 0, false);
    expect([watch.taken, watch.recent(0)]).toEqual([0, -1]);
  });

  it('takes at most one message in each gap, apart for each link and direction', () => {
    const watch = new Watch(2);
    watch.look(10);
    for (let t = 0; t < 30; t++) {
      watch.see(0, 0, t, 5, 0, false);
      if (t % 15 === 7) watch.see(1, 1, t, 2, 4, true);
    }
    const seen = Array.from({ length: watch.taken }, (_, ago) => {
      const at = watch.recent(watch.taken - 1 - ago);
      return [watch.link[at], watch.back[at], watch.leaves[at], watch.arrives[at], watch.outcome[at], watch.stale[at]];
    });
    expect(seen).toEqual([
      [0, 0, 0, 5, 0, 0],
      [1, 1, 7, 9, 4, 1],
      [0, 0, 10, 15, 0, 0],
      [0, 0, 20, 25, 0, 0],
      [1, 1, 22, 24, 4, 1],
    ]);
  });

  it('keeps the last 1,024', () => {
    const watch = new Watch(1);
    watch.look(1);
    for (let t = 0; t < 3000; t++) watch.see(0, 0, t, 1, 0, false);
    expect(watch.leaves[watch.recent(0)]).toBe(2999);
    expect(watch.leaves[watch.recent(1023)]).toBe(1976);
    expect(watch.recent(1024)).toBe(-1);
  });

  it('stops at once when nobody looks any more, and begins at once when somebody does', () => {
    const watch = new Watch(1);
    watch.look(100);
    watch.see(0, 0, 0, 1, 0, false);
    watch.look(Number.POSITIVE_INFINITY);
    watch.see(0, 0, 500, 1, 0, false);
    expect(watch.taken).toBe(1);
    watch.look(100);
    watch.see(0, 0, 501, 1, 0, false);
    expect(watch.taken).toBe(2);
  });
});
