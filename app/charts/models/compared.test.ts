import { expect, it } from 'vitest';
import { comparedModel } from './compared.ts';

const times = Float64Array.of(100, 200, 300, 400);
const one = (a: readonly number[], b: readonly number[], fromMs: number) =>
  comparedModel({
    name: 'Queue',
    unit: 'count',
    scale: { is: 'linear', unit: 'count', least: 4 },
    a: Float64Array.from(a),
    b: Float64Array.from(b),
    times,
    fromMs,
  });

it('draws both runs on one axis and their difference below', () => {
  const [both, difference] = one([1, 2, 30, Number.NaN], [1, 2, 12, 5], 200).panels;
  expect(both?.series.map(({ label }) => label)).toEqual(['A', 'B']);
  expect([...(difference?.series[0]?.values() ?? [])]).toEqual([0, 0, -18, Number.NaN]);
});

it('says what is usual in both from the change on', () => {
  expect(one([1, 2, 30, 30], [1, 2, 12, 12], 200).finding()).toBe('from 200 ms on usually A 30, B 12 (−18)');
  expect(one([1, 2, 3, 3], [1, 2, 3, 3], 200).finding()).toBe('from 200 ms on usually the same, 3');
  expect(one([1, 2, 3, 3], [1, 2, 3, 3], Number.POSITIVE_INFINITY).finding()).toBe('the same all the way');
});
