import { expect, it } from 'vitest';
import { choicesSojourn } from './power-of-choices.ts';

it('at load 0.9 one, two, three choices take 10, 2.614, 2.028', () => {
  expect(choicesSojourn(1, 0.9)).toBeCloseTo(10, 12);
  expect([choicesSojourn(2, 0.9).toFixed(3), choicesSojourn(3, 0.9).toFixed(3)]).toEqual(['2.614', '2.028']);
});

it('sums the series of the theorem, and settles below full load only', () => {
  const terms = [1, 2, 3, 4, 5, 6].map((i) => 0.7 ** ((2 ** i - 2) / 1));
  expect(choicesSojourn(2, 0.7)).toBeCloseTo(
    terms.reduce((sum, term) => sum + term, 0),
    9,
  );
  expect(choicesSojourn(2, 1)).toBe(Infinity);
});
