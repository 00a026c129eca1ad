// What is kept of the view is personal and may be anything: older, foreign, broken.
import { describe, expect, it } from 'vitest';
import { readKept } from './view-store.ts';

describe('the kept view', () => {
  it('is taken over field by field where it has the right form', () => {
    expect(readKept({ theme: 'dark', singleKeys: false, estimates: false, panes: { inspector: false } })).toEqual({
      theme: 'dark',
      singleKeys: false,
      estimates: false,
      panes: { palette: true, inspector: false, bottom: true },
    });
  });

  it('keeps which groups of settings are open', () => {
    expect(readKept({ folds: { 'service/Memory': true, 'cache/Work': 'no' } })).toEqual({ folds: { 'service/Memory': true } });
    expect(readKept({ folds: null })).toEqual({});
  });

  it('gives way to what is usual where it has not', () => {
    expect(readKept({ theme: 'pink', singleKeys: 1, panes: null, sizes: 'wide', tab: 'break' })).toEqual({});
    expect(readKept({ sizes: { palette: -5, inspector: 300, bottom: Number.NaN } }).sizes).toEqual({
      palette: 168,
      inspector: 300,
      bottom: 280,
    });
  });
});
