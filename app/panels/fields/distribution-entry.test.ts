import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDistribution, type Distribution } from '../../../src/std/distribution.ts';
import { quantile } from '../../../src/std/distribution-curve.ts';
import { convert, DISTRIBUTION_TYPES, numberIn, numbersOf, readValues, withNumber } from './distribution-entry.ts';

const types = DISTRIBUTION_TYPES.map((one) => one.value);
const measured: Distribution = { type: 'lognormal', p50: 4, p99: 18 };

describe('editing a distribution', () => {
  it('offers every type once', () => {
    expect(new Set(types).size).toBe(10);
  });

  it('turns any type into any other one, always into something valid', () => {
    const start = fc.constantFrom<Distribution>(
      measured,
      { type: 'constant', value: 0 },
      { type: 'constant', value: 20 },
      { type: 'exponential', mean: 1e-5 },
      { type: 'uniform', min: 3, max: 3 },
      { type: 'empirical', values: [0, 0, 1000] },
    );
    fc.assert(
      fc.property(start, fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 6 }), (first, way) => {
        let d = first;
        for (const type of way) {
          // A mixture of a mixture of a mixture is refused; the editor offers no mixture inside one.
          d = convert(d.type === 'mixture' && type === 'mixture' ? measured : d, type);
          expect(checkDistribution(d), JSON.stringify(d)).toBeUndefined();
          expect(d.type).toBe(type);
          for (const { key, range } of numbersOf(type)) {
            expect(numberIn(d, key)).toBeGreaterThanOrEqual(range.min);
            expect(numberIn(d, key)).toBeLessThanOrEqual(range.max);
          }
        }
      }),
    );
  });

  it('keeps middle and tail on the way', () => {
    const gamma = convert(measured, 'gamma');
    expect(quantile(gamma, 0.5)).toBeGreaterThan(3);
    expect(quantile(gamma, 0.5)).toBeLessThan(6);
    expect(convert(convert(measured, 'empirical'), 'constant')).toMatchObject({ type: 'constant' });
    expect(convert({ type: 'exponential', mean: 10 }, 'lognormal')).toEqual({ type: 'lognormal', p50: 6.93, p99: 46.1 });
  });

  it('exchanges one number', () => {
    expect(withNumber(measured, 'p99', 30)).toEqual({ type: 'lognormal', p50: 4, p99: 30 });
  });

  it('reads values pasted from anywhere', () => {
    expect(readValues('1, 2;3\n4.5\t6')).toEqual([1, 2, 3, 4.5, 6]);
    expect(readValues('  ')).toEqual([]);
    expect(readValues('1 x')[1]).toBeNaN();
  });
});
