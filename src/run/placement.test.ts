import { describe, expect, it } from 'vitest';
import { NETWORK } from '../engine/policy/parameters/network.ts';
import { lastMileMs, nearMs, oneWay } from './placement.ts';

const at = (region: string, zone = 'a') => ({ region, zone });

describe('distance', () => {
  it('grows from one host to a rack, a zone, another zone, another region and an ocean', () => {
    const ways = [
      nearMs('host')!,
      nearMs('rack')!,
      oneWay(at('eu'), at('eu')) / 1e6,
      oneWay(at('eu'), at('eu', 'b')) / 1e6,
      oneWay(at('eu'), at('frankfurt')) / 1e6,
      oneWay(at('eu'), at('us')) / 1e6,
      oneWay(at('eu'), at('asia')) / 1e6,
    ];
    expect(ways).toEqual([0.015, 0.05, 0.15, 0.425, 10, 33.5, 119]);
    expect(nearMs('placement')).toBeUndefined();
  });

  it('of a last mile is half of what its access takes there and back', () => {
    expect(['fixed', 'fibre', 'cable', 'dsl', 'wifi', '4g', '5g', 'leo', 'geo', 'none'].map(lastMileMs)).toEqual([
      7, 5, 10, 17.5, 6.5, 27.5, 25, 22.5, 340, 0,
    ]);
    // Every access that can be chosen is known.
    expect(NETWORK.access.options.filter(({ value }) => value !== 'none' && lastMileMs(value) === 0)).toEqual([]);
  });
});
