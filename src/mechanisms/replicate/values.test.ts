import { describe, expect, it } from 'vitest';
import { Stream } from '../../std/random.ts';
import { join, later, NOTHING, put, stamped, type Value } from './values.ts';

const versions = (value: Value): number[] => value.dots.map((dot) => dot.version);

describe('values by the clock', () => {
  it('leave the later one, and of two at the same moment the higher version, whichever comes first', () => {
    const [a, b, c] = [stamped(1, 50), stamped(2, 40), stamped(3, 50)];
    expect([later(a, b), later(b, a), later(a, c), later(c, a), later(NOTHING, b)]).toEqual([a, a, c, c, b]);
  });
});

describe('values by version vectors', () => {
  it('replace what their writer had seen and stand beside the rest', () => {
    const first = put(NOTHING, [], 0, 1, 10);
    const second = put(first, first.seen, 1, 2, 20);
    const blind = put(first, [], 2, 3, 30);
    expect([versions(second), versions(blind), versions(join(second, blind))]).toEqual([[2], [1, 3], [2, 3]]);
    expect(versions(join(first, second))).toEqual([2]);
  });

  it('do not come back once they were replaced', () => {
    const first = put(NOTHING, [], 0, 1, 10);
    const both = join(first, put(NOTHING, [], 1, 2, 10));
    const one = put(both, both.seen, 2, 3, 20);
    expect([versions(join(one, first)), versions(join(first, one)), versions(join(one, both))]).toEqual([[3], [3], [3]]);
  });

  it('give back the very same value when a join adds nothing', () => {
    const first = put(NOTHING, [], 0, 1, 10);
    const second = put(first, first.seen, 1, 2, 20);
    expect(join(second, first)).toBe(second);
    expect(join(first, second)).toBe(second);
    expect(join(second, NOTHING)).toBe(second);
  });

  it('agree with sets of all that each replica ever heard of, over random writes and exchanges', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const chance = new Stream(seed, 'vectors');
      const values = [NOTHING, NOTHING, NOTHING, NOTHING];
      const sets = values.map(() => ({ stand: new Set<number>(), heard: new Set<number>() }));
      for (let version = 1; version <= 40; version++) {
        const i = chance.below(4);
        const own = sets[i]!;
        if (chance.chance(0.4)) {
          values[i] = put(values[i]!, values[i]!.seen, i, version, version);
          own.stand = new Set([version]);
          own.heard.add(version);
          continue;
        }
        const j = chance.below(4);
        const other = sets[j]!;
        values[i] = join(values[i]!, values[j]!);
        const mine = [...own.stand].filter((v) => other.stand.has(v) || !other.heard.has(v));
        const theirs = [...other.stand].filter((v) => own.stand.has(v) || !own.heard.has(v));
        own.stand = new Set([...mine, ...theirs]);
        for (const v of other.heard) own.heard.add(v);
        expect(versions(values[i]!), `seed ${seed}`).toEqual([...own.stand].sort((x, y) => x - y));
      }
    }
  });
});
