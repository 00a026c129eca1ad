import { describe, expect, it } from 'vitest';
import { chanceWords, figuresOf, timeWords } from './figures.ts';

describe('figures of the proof', () => {
  it('are written to the digit that two digits of the half-width reach', () => {
    expect(figuresOf(49.99999999, 50.1234, 0.4321, 'ms')).toEqual({ exact: '50.00 ms', mean: '50.12 ms', half: '0.43 ms' });
    expect(figuresOf(0.9919, 0.992057, 0.000301, '')).toEqual({ exact: '0.99190', mean: '0.99206', half: '0.00030' });
    expect(figuresOf(5200, 5201.7, 31, '/s')).toEqual({ exact: '5200/s', mean: '5202/s', half: '31/s' });
  });

  it('show the exact value before anything is measured', () => {
    expect(figuresOf(230.25850929, Number.NaN, Number.NaN, 'ms')).toEqual({ exact: '230.26 ms', mean: '–', half: '–' });
    expect(figuresOf(0, Number.NaN, Number.NaN, '')).toMatchObject({ exact: '0' });
  });

  it('write a width of nothing as 0 and one that is not known as a dash', () => {
    expect(figuresOf(5200, 5200, 0, '').half).toBe('0');
    expect(figuresOf(50, 49.25, Number.POSITIVE_INFINITY, 'ms')).toEqual({ exact: '50.000 ms', mean: '49.250 ms', half: '–' });
  });

  it('say chances as people do', () => {
    expect([1, 0.49, 0.05, 0.0123, 0.000213, 1e-9].map(chanceWords)).toEqual([
      'nearly always',
      '49 in 100',
      '1 in 20',
      '1 in 81',
      '1 in 4,700',
      'less than 1 in 10,000',
    ]);
  });

  it('say times in the units that fit', () => {
    expect([0, 412, 9_949, 38_400, 59_600, 125_000].map(timeWords)).toEqual(['0.0 s', '0.4 s', '9.9 s', '38 s', '1 min 0 s', '2 min 5 s']);
  });
});
