// Which groups of settings are open at first, and what is remembered.
import { describe, expect, it } from 'vitest';
import type { NumberSpec, ParamBag } from '../../../src/std/parameter.ts';
import { groupsOf } from '../subject.ts';
import { type Folds, foldedGroups } from './folds.ts';

const spec = (group: string): NumberSpec => ({
  ...{ type: 'number', unit: 'count', label: 'n', help: '', source: 'chosen', live: true, whole: true, min: 0, max: 9, default: 1 },
  group,
});
const FIRST = Object.fromEntries(['a', 'b', 'e', 'f'].map((name) => [name, spec('First')]));
const SPECS = { ...FIRST, c: spec('Second'), d: spec('Third') };

function open(folds: Folds, more: { many?: boolean; standing?: readonly string[]; sought?: boolean } = {}, bag: ParamBag = {}) {
  const { many = true, standing = [], sought = false } = more;
  const unfolding = { of: 'service', many, standing: new Set(standing), sought };
  return foldedGroups(groupsOf(SPECS, [bag]), SPECS, [bag], folds, unfolding);
}
const names = (groups: ReturnType<typeof open>) => groups.filter((group) => group.open).map(({ name }) => name);

describe('groups of settings', () => {
  it('are all open where there are few, else the first, and those of what stands', () => {
    expect(names(open({}, { many: false }))).toEqual(['First', 'Second', 'Third']);
    expect(names(open({}))).toEqual(['First']);
    expect(names(open({}, { standing: ['Third'] }))).toEqual(['First', 'Third']);
  });

  it('begin with as much as there is to see of the first ones', () => {
    const specs = {
      a: spec('First'),
      b: spec('Second'),
      ...Object.fromEntries(['c', 'd', 'e'].map((name) => [name, spec('Third')])),
      f: spec('Fourth'),
    };
    const unfolding = { of: 'cache', many: true, standing: new Set<string>(), sought: false };
    expect(names(foldedGroups(groupsOf(specs, [{}]), specs, [{}], {}, unfolding))).toEqual(['First', 'Second', 'Third']);
  });

  it('are as somebody left them, for this kind and no other', () => {
    const folds = { 'service/First': false, 'service/Second': true, 'cache/Third': true };
    expect(names(open(folds))).toEqual(['Second']);
    expect(names(open(folds, { many: false }))).toEqual(['Second', 'Third']);
  });

  it('are all open while something is sought', () => {
    expect(names(open({ 'service/First': false }, { sought: true }))).toEqual(['First', 'Second', 'Third']);
  });

  it('count what differs from its default', () => {
    expect(open({}, {}, { a: 5, b: 1, d: 2 }).map(({ changed }) => changed)).toEqual([1, 0, 1]);
  });
});
