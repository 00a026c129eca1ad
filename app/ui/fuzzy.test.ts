// What a few typed letters find.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzy } from './fuzzy.ts';

const best = (query: string, names: readonly string[]): string | undefined =>
  names
    .map((name) => ({ name, score: fuzzy(query, name)?.score ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => b.score - a.score)
    .find(({ score }) => score > Number.NEGATIVE_INFINITY)?.name;

const NAMES = [
  'Undo',
  'Redo',
  'Run to end',
  'Step one event',
  'Step one window',
  'Reset',
  'Show or hide the inspector',
  'Dark theme',
  'Add a load balancer',
];

describe('fuzzy search', () => {
  it.each([
    ['rte', 'Run to end'],
    ['sow', 'Step one window'],
    ['soe', 'Step one event'],
    ['und', 'Undo'],
    ['insp', 'Show or hide the inspector'],
    ['lb', 'Add a load balancer'],
    ['dark', 'Dark theme'],
    ['reset', 'Reset'],
  ])('finds by %s: %s', (query, name) => {
    expect(best(query, NAMES)).toBe(name);
  });

  it('finds nothing when a letter is missing, and everything for nothing', () => {
    expect(fuzzy('xyz', 'Undo')).toBeUndefined();
    expect(fuzzy('  ', 'Undo')).toEqual({ score: 0, at: [] });
  });

  it('meets each letter of the query, in order, where it says', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c ]{0,12}$/), fc.stringMatching(/^[a-c]{1,4}$/), (name, query) => {
        const match = fuzzy(query, name);
        const wanted = [...query];
        let from = 0;
        const possible = wanted.every((letter) => {
          from = name.indexOf(letter, from) + 1;
          return from > 0;
        });
        if (match === undefined) return !possible;
        return match.at.map((i) => name[i]).join('') === query && match.at.every((at, i) => i === 0 || at > (match.at[i - 1] ?? 0));
      }),
    );
  });
});
