/** What families of stores are good at: the same requests, asked of each. */
import { describe, expect, it } from 'vitest';
import type { ClassDoc } from '../../design/document.ts';
import { cls, constant, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import { accessTime } from './access.ts';
import { FAMILIES } from './families.ts';

const WORK: readonly ClassDoc[] = [
  cls('key'),
  cls('range', { query: 'range', records: 200 }),
  cls('join', { query: 'join', records: 20 }),
  cls('traverse', { query: 'traverse', records: 2000 }),
  cls('search', { query: 'search', records: 10_000 }),
  cls('aggregate', { query: 'aggregate', records: 10_000 }),
];
const STORE = { shards: 1, copies: 1, readTime: constant(0.1), diskTime: constant(0), workers: 1000 };

/** Mean ms of each class at a store with the access costs of a family, with room for all. */
function times(family: string): Record<string, number> {
  const access = FAMILIES.find(({ id }) => id === family)?.access ?? {};
  const users = node('users', 'client', { rate: 60, arrivals: 'even' });
  const told = story([users, node('store', 'sharded-store', { ...STORE, ...access })], [link('users', 'store', { timeout: 0 })], {
    ms: 4000,
    classes: WORK,
  });
  return Object.fromEntries(WORK.map(({ id }) => [id, told.report.classes[id]?.latencyMs.p50 ?? Number.NaN]));
}

describe('access', () => {
  it('adds so much for each record that a query touches, and nothing to one record by its key', () => {
    const graph = FAMILIES.find(({ id }) => id === 'graph')!.access;
    expect(accessTime({}, graph)).toBe(0);
    expect(accessTime({ query: 'traverse', records: 500 }, graph)).toBeCloseTo(0.5, 9);
    const told = times('graph');
    expect(told['traverse']! - told['key']!).toBeCloseTo(2, 1);
  });
});

describe('families of stores', () => {
  const all = Object.fromEntries(FAMILIES.map(({ id }) => [id, times(id)]));
  const best = (query: string) => Object.entries(all).sort(([, a], [, b]) => a[query]! - b[query]!)[0]![0];

  it('are each best at what they are made for', () => {
    expect(best('traverse')).toBe('graph');
    expect(best('search')).toBe('search');
    expect(best('range')).toBe('wide-column');
    expect(['document', 'graph']).toContain(best('join'));
    expect(['wide-column', 'search']).toContain(best('aggregate'));
  });

  it('are alike for one record by its key', () => {
    const keys = Object.values(all).map((one) => one['key']!);
    expect(Math.max(...keys) - Math.min(...keys)).toBeLessThan(0.01);
  });

  it('differ under one workload: tables serve it all, a key–value store pays for what it cannot do', () => {
    const sum = (id: string) => Object.values(all[id]!).reduce((total, ms) => total + ms, 0);
    expect(sum('key-value')).toBeGreaterThan(5 * sum('relational'));
    expect(all['relational']!['traverse']!).toBeGreaterThan(10 * all['graph']!['traverse']!);
    expect(all['relational']!['search']!).toBeGreaterThan(10 * all['search']!['search']!);
  });
});
