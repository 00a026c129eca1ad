// The balancing algorithms, each by the order or the shares in which it hands out targets.
import { describe, expect, it } from 'vitest';
import { Stream } from '../../std/random.ts';
import { type Balancer, Targets } from './balancer.ts';
import { newBalancer } from './index.ts';

const NAMES = [
  'round-robin',
  'random',
  'weighted-round-robin',
  'least-connections',
  'weighted-least-connections',
  'power-of-two',
  'session-hash',
];

const balancer = (name: string) => newBalancer(name, new Stream(1, 'test/choice'));

/** Targets with these weights; all may be used. */
function targetsOf(...weights: number[]): Targets {
  const targets = new Targets(weights.length);
  targets.weight.set(weights);
  return targets;
}

/** The next `n` choices as letters; calls stay open when `open` is set. */
function picks(b: Balancer, targets: Targets, n: number, open = false): string {
  let text = '';
  for (let k = 0; k < n; k++) {
    const i = b.pick(targets, k, k);
    text += i < 0 ? '-' : 'abcdefgh'.charAt(i);
    if (open && i >= 0) targets.open[i] = targets.open[i]! + 1;
  }
  return text;
}

function countsOf(b: Balancer, targets: Targets, n: number): number[] {
  const counts = new Array<number>(targets.count).fill(0);
  for (let k = 0; k < n; k++) counts[b.pick(targets, k, k)]!++;
  return counts;
}

describe('every algorithm', () => {
  it.each(NAMES)('%s never picks a target that may not be used, and none when there is none', (name) => {
    const targets = targetsOf(1, 2, 3, 4);
    const b = balancer(name);
    targets.allow(1, false);
    targets.allow(3, false);
    expect(new Set(picks(b, targets, 200, true))).toEqual(new Set(['a', 'c']));
    for (let i = 0; i < targets.count; i++) targets.allow(i, false);
    expect(picks(b, targets, 2)).toBe('--');
  });

  it.each(NAMES)('%s takes the only target there is', (name) => {
    expect(picks(balancer(name), targetsOf(1), 3)).toBe('aaa');
  });

  it('is known by name, and no other is', () => {
    expect(() => balancer('best')).toThrow('best');
  });
});

describe('round robin', () => {
  it('gives each its turn, and goes on where it was when one drops out', () => {
    const targets = targetsOf(1, 1, 1);
    const b = balancer('round-robin');
    expect(picks(b, targets, 4)).toBe('abca');
    targets.allow(1, false);
    expect(picks(b, targets, 4)).toBe('caca');
    targets.allow(1, true);
    expect(picks(b, targets, 4)).toBe('bcab');
  });
});

describe('smooth weighted round robin', () => {
  it("spreads weights 5, 1, 1 as nginx's own example does", () => {
    expect(picks(balancer('weighted-round-robin'), targetsOf(5, 1, 1), 14)).toBe('aabacaaaabacaa');
  });

  it('gives exact shares over every round, whatever the weights', () => {
    expect(countsOf(balancer('weighted-round-robin'), targetsOf(7, 3, 13, 1), 24 * 100)).toEqual([700, 300, 1300, 100]);
  });

  it('shares among the rest by weight while one is out', () => {
    const targets = targetsOf(2, 1, 1);
    targets.allow(0, false);
    expect(picks(balancer('weighted-round-robin'), targets, 4)).toBe('bcbc');
  });
});

describe('least connections', () => {
  it('takes the target with the fewest open calls, equals in turn', () => {
    const targets = targetsOf(1, 1, 1);
    const b = balancer('least-connections');
    expect(picks(b, targets, 6)).toBe('abcabc');
    targets.open.set([2, 0, 1]);
    expect(picks(b, targets, 6, true)).toBe('bcbcab');
  });

  it('weighted, fills targets in proportion to their weights', () => {
    const targets = targetsOf(3, 1);
    picks(balancer('weighted-least-connections'), targets, 400, true);
    expect([...targets.open]).toEqual([300, 100]);
  });
});

describe('random choice', () => {
  it('is even within three standard deviations', () => {
    const n = 90_000;
    for (const count of countsOf(balancer('random'), targetsOf(1, 5, 1), n)) {
      expect(Math.abs(count - n / 3)).toBeLessThan(3 * Math.sqrt((n * 2) / 9));
    }
  });

  it('is even over those that may be used', () => {
    const targets = targetsOf(1, 1, 1, 1);
    targets.allow(0, false);
    targets.allow(2, false);
    const n = 40_000;
    const [a, b, c, d] = countsOf(balancer('random'), targets, n);
    expect([a, c]).toEqual([0, 0]);
    expect(Math.abs(b! - d!)).toBeLessThan(2 * 3 * Math.sqrt(n / 4));
  });
});

describe('power of two choices', () => {
  it('draws two targets and takes the less busy: the busiest of n gets 1/n², the idlest 1 - (1 - 1/n)²', () => {
    const targets = targetsOf(1, 1, 1, 1);
    targets.open.set([3, 2, 1, 0]);
    const n = 160_000;
    const counts = countsOf(balancer('power-of-two'), targets, n);
    // The i-th busiest is taken when both draws fall on it or on busier ones, and not both on busier ones.
    [1, 3, 5, 7].forEach((sixteenths, i) => {
      const share = sixteenths / 16;
      expect(Math.abs(counts[i]! - n * share)).toBeLessThan(3 * Math.sqrt(n * share * (1 - share)));
    });
  });

  it('draws as many as it is told: of three, the idlest of four gets 1 - (3/4)³', () => {
    const targets = targetsOf(1, 1, 1, 1);
    targets.open.set([3, 2, 1, 0]);
    const n = 64_000;
    const counts = countsOf(newBalancer('power-of-two', new Stream(1, 'test/choice'), { choices: 3 }), targets, n);
    [1, 7, 19, 37].forEach((of64, i) => {
      const share = of64 / 64;
      expect(Math.abs(counts[i]! - n * share)).toBeLessThan(3 * Math.sqrt(n * share * (1 - share)));
    });
  });

  it('keeps the fullest of n bins near ln ln n, where one choice makes ln n / ln ln n', () => {
    const fullest = (name: string) => {
      const targets = targetsOf(...new Array<number>(1000).fill(1));
      const b = balancer(name);
      for (let k = 0; k < 1000; k++) {
        const i = b.pick(targets, k, k);
        targets.open[i] = targets.open[i]! + 1;
      }
      return Math.max(...targets.open);
    };
    expect(fullest('power-of-two')).toBeLessThanOrEqual(4);
    expect(fullest('random')).toBeGreaterThanOrEqual(5);
  });
});

describe('session hash', () => {
  const b = balancer('session-hash');
  const home = (targets: Targets, session: number) => b.pick(targets, session, 0);

  it('keeps a session at its target, whatever it asks about and however busy', () => {
    const targets = targetsOf(1, 1, 1);
    for (let session = 0; session < 100; session++) {
      const before = home(targets, session);
      targets.open[before] = 1000;
      expect(b.pick(targets, session, 77)).toBe(before);
    }
  });

  it('spreads sessions evenly within three standard deviations', () => {
    const n = 60_000;
    for (const count of countsOf(b, targetsOf(1, 1, 1), n)) expect(Math.abs(count - n / 3)).toBeLessThan(3 * Math.sqrt((n * 2) / 9));
  });

  it('moves most sessions when a target drops out: two thirds of those of the other two of three', () => {
    const targets = targetsOf(1, 1, 1);
    const n = 30_000;
    const before = Array.from({ length: n }, (_, session) => home(targets, session));
    targets.allow(2, false);
    const stayed = before.filter((target, session) => target !== 2 && home(targets, session) === target).length;
    // Of the 2/3 that were elsewhere, half find the same place in the shorter list.
    expect(Math.abs(stayed / n - 1 / 3)).toBeLessThan(0.01);
  });
});
