import { describe, expect, it } from 'vitest';
import { asName, nextZone, toggledZones, zonesOn } from './placement.ts';

const both = [{ zones: ['a'] }, { zones: ['a', 'b'] }];

describe('zones of several parts', () => {
  it('are on, off or mixed', () => {
    expect(['a', 'b', 'c'].map((zone) => zonesOn(both, zone))).toEqual([true, 'mixed', false]);
  });

  it('are added where they lack, and taken from all when all have them', () => {
    expect(both.map((node) => toggledZones(both, node, 'b'))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(both.map((node) => toggledZones(both, node, 'a'))).toEqual([['a'], ['b']]);
  });

  it('and regions get names that addresses can hold', () => {
    expect(['EU West', ' us ', '-', ''].map(asName)).toEqual(['eu-west', 'us', '', '']);
  });

  it('never run out', () => {
    expect(nextZone(['a', 'b', 'd'])).toBe('c');
    expect(nextZone([...'abcdefghijklmnopqrstuvwxyz', 'z1'])).toBe('z2');
  });
});
