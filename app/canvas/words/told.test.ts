import { describe, expect, it } from 'vitest';
import type { NodeEstimate } from '../../../src/run/estimate.ts';
import { toldAloud, toldFace, toldLink, toldRate } from './told.ts';

const told = (patch: Partial<NodeEstimate>): NodeEstimate => ({
  arrivals: 600,
  utilisation: 0.62,
  load: 0.62,
  meanMs: 12,
  waitMs: 2,
  p99Ms: undefined,
  rejected: 0,
  figures: {},
  valid: true,
  ...patch,
});
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('what a prediction says on the canvas', () => {
  it('marks every number as reckoned', () => {
    const { upper, lower, level } = toldFace(told({}), false);
    expect([upper, lower].map(plain)).toEqual(['≈62 %', '≈12 ms']);
    expect(level).toBe(0.62);
    expect(plain(toldFace(told({ utilisation: undefined }), true).upper)).toBe('≈600/s');
  });

  it('has a word where there is no number', () => {
    expect(toldFace(told({ meanMs: undefined }), false).lower).toBe('unsure');
    expect(toldFace(told({ load: 1.5, utilisation: 1, meanMs: undefined }), false)).toMatchObject({
      lower: 'overloaded',
      over: true,
      level: 1,
    });
    expect(toldLink({ rate: 40, meanMs: undefined, valid: true })).toBe('≈40/s · time unsure');
    expect(plain(toldLink({ rate: 40, meanMs: 2.7, valid: true }) ?? '')).toBe('≈40/s · ≈2.7 ms');
  });

  it('says nothing of what nothing reaches', () => {
    expect(toldFace(told({ arrivals: 0 }), false)).toMatchObject({ upper: '', lower: '' });
    expect(toldRate({ rate: 0, meanMs: undefined, valid: true })).toBeUndefined();
    expect(toldAloud(told({ arrivals: 0 }))).toBe('');
  });

  it('is said aloud as well', () => {
    expect(plain(toldAloud(told({})))).toBe('expected 600/s, 62 % busy, 12 ms on average');
    expect(plain(toldAloud(told({ load: 2, meanMs: undefined })))).toBe('expected 600/s, overloaded');
  });
});
