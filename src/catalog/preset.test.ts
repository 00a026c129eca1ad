/** Presets: what choosing one sets, how one is recognised, and that every kind's can be chosen. */
import { describe, expect, it } from 'vitest';
import type { ParamSpecs } from '../std/parameter.ts';
import { type Preset, presetIn, settingsOf } from './preset.ts';

const number = {
  type: 'number',
  group: 'G',
  label: 'N',
  help: 'H.',
  source: 'chosen',
  live: true,
  unit: 'count',
  min: 0,
  max: 9,
  whole: true,
} as const;
const SPECS: ParamSpecs = { a: { ...number, default: 1 }, b: { ...number, default: 2 }, c: { ...number, default: 3 } };
const small: Preset = { id: 'small', label: 'small', help: 'Few.', source: 'chosen, 2026', params: { a: 4 } };
const large: Preset = { id: 'large', label: 'large', help: 'Many.', source: 'chosen, 2026', params: { a: 8, c: 9 } };
const BOTH = [small, large];

describe('a preset', () => {
  it('sets its settings and puts back those that another would have set', () => {
    expect(settingsOf(SPECS, BOTH, large)).toEqual([
      ['a', 8],
      ['c', 9],
    ]); // prettier-ignore
    expect(settingsOf(SPECS, BOTH, small)).toEqual([
      ['a', 4],
      ['c', undefined],
    ]); // prettier-ignore
    expect(settingsOf(SPECS, BOTH, undefined)).toEqual([
      ['a', undefined],
      ['c', undefined],
    ]); // prettier-ignore
  });

  it('is recognised by what it set, whatever stands in settings that no preset touches', () => {
    expect(presetIn(SPECS, BOTH, { a: 4, b: 7 })).toBe(small);
    expect(presetIn(SPECS, BOTH, { a: 8, c: 9 })).toBe(large);
    expect(presetIn(SPECS, BOTH, { b: 7 })).toBe('none');
    expect(presetIn(SPECS, BOTH, { a: 4, c: 9 })).toBe('own');
  });
});
