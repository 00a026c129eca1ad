// Consistent hashing as a balancer: sessions and keys stay put, what leaves moves alone, bounds hold.
import { describe, expect, it } from 'vitest';
import { Stream } from '../../std/random.ts';
import { HashRing } from '../ring/hash-ring.ts';
import { Targets } from './balancer.ts';
import type { Hashing } from './consistent-hash.ts';
import { newBalancer } from './index.ts';

const NAMES = ['app/1', 'app/2', 'app/3', 'app/4'];

function consistent(more: Partial<Hashing> = {}) {
  const hashing: Hashing = { ring: new HashRing(NAMES, 100), by: 'session', bound: 0, ...more };
  return newBalancer('consistent-hash', new Stream(1, 'test'), { hashing: () => hashing });
}

describe('a consistent hash', () => {
  it('goes by the session, or by the key', () => {
    const targets = new Targets(4);
    const bySession = consistent();
    const byKey = consistent({ by: 'key' });
    for (let x = 0; x < 100; x++) {
      expect(bySession.pick(targets, x, 1)).toBe(bySession.pick(targets, x, 2));
      expect(byKey.pick(targets, 1, x)).toBe(byKey.pick(targets, 2, x));
      expect(byKey.pick(targets, 0, x)).toBe(bySession.pick(targets, x, 0));
    }
  });

  it('moves only the sessions of a target that drops out, and moves them back when it returns', () => {
    const targets = new Targets(4);
    const b = consistent();
    const home = () => Array.from({ length: 5000 }, (_, session) => b.pick(targets, session, 0));
    const before = home();
    targets.allow(1, false);
    const without = home();
    before.forEach((target, session) => {
      if (target === 1) expect(without[session]).not.toBe(1);
      else expect(without[session]).toBe(target);
    });
    // Its virtual nodes hand its sessions to all of the others.
    expect(new Set(without.filter((_, session) => before[session] === 1))).toEqual(new Set([0, 2, 3]));
    targets.allow(1, true);
    expect(home()).toEqual(before);
  });

  it('has nobody when nobody may be used', () => {
    const targets = new Targets(4);
    for (let i = 0; i < targets.count; i++) targets.allow(i, false);
    expect(consistent().pick(targets, 1, 1)).toBe(-1);
  });

  it('with a bound gives nobody more than that many times the mean, even when all ask about one key', () => {
    const targets = new Targets(4);
    const b = consistent({ by: 'key', bound: 1.25 });
    for (let m = 0; m < 1000; m++) {
      const target = b.pick(targets, 0, 42);
      targets.open[target] = targets.open[target]! + 1;
      expect(Math.max(...targets.open)).toBeLessThanOrEqual(Math.ceil((1.25 * (m + 1)) / 4));
    }
    expect(targets.open.filter((open) => open > 0).length).toBe(4);
  });

  it('needs a ring', () => {
    expect(() => newBalancer('consistent-hash', new Stream(1, 'test'))).toThrow('ring');
  });
});
