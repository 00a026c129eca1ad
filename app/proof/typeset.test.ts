import { describe, expect, it } from 'vitest';
import { CASES } from '../../src/proof/index.ts';
import { typeset } from './typeset.ts';

describe('a formula', () => {
  it('raises what follows a caret: a bracket without its brackets, or a letter or number', () => {
    expect(typeset('e^(−(μ−λ)t) + x^2y')).toEqual([
      { text: 'e', raised: 0 },
      { text: '−(μ−λ)t', raised: 1 },
      { text: ' + x', raised: 0 },
      { text: '2', raised: 1 },
      { text: 'y', raised: 0 },
    ]);
  });

  it('raises powers in powers twice', () => {
    expect(typeset('ρ^(d^i)')).toEqual([
      { text: 'ρ', raised: 0 },
      { text: 'd', raised: 1 },
      { text: 'i', raised: 2 },
    ]);
  });

  it('stays as it is when it has no power, or one that never ends', () => {
    expect(typeset('1/(μ−λ)')).toEqual([{ text: '1/(μ−λ)', raised: 0 }]);
    expect(typeset('e^(−λ')).toEqual([{ text: 'e^(−λ', raised: 0 }]);
  });

  it('loses nothing but carets and their brackets in any case of the proof', () => {
    for (const { formula } of CASES.flatMap(({ quantities }) => quantities)) {
      const letters = (text: string): string => text.replaceAll(/[\^()]/g, '');
      expect(
        letters(
          typeset(formula)
            .map(({ text }) => text)
            .join(''),
        ),
      ).toBe(letters(formula));
      expect(
        typeset(formula).some(({ text }) => text.includes('^')),
        formula,
      ).toBe(false);
    }
  });
});
