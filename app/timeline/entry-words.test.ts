import { describe, expect, it } from 'vitest';
import type { Kind } from '../../src/catalog/kind.ts';
import type { ChangeEntry, Design, FaultEntry } from '../../src/design/document.ts';
import { defineFault } from '../../src/faults/fault.ts';
import type { NumberSpec } from '../../src/std/parameter.ts';
import { entryCause, entryLabel, entryName, sweepLabel, sweepName, valueWords, type Words } from './entry-words.ts';

const rate: NumberSpec = {
  type: 'number',
  unit: 'perSecond',
  label: 'Rate',
  help: 'Requests a second.',
  group: 'Traffic',
  source: 'chosen',
  live: true,
  min: 0,
  max: 1e6,
  default: 1000,
  whole: false,
}; // prettier-ignore
const slow = defineFault({
  id: 'slow',
  name: 'Slow',
  group: 'machine',
  summary: 'All its work takes longer.',
  about: '',
  targets: ['node', 'instance'],
  sources: false,
  lasts: 10_000,
  badge: (values) => `slow ×${values.factor}`,
  params: { factor: { ...rate, unit: 'factor', label: 'Times slower', default: 5 } },
}); // prettier-ignore
const flush = defineFault({ ...slow, id: 'cache-flush', name: 'Cache flush', lasts: 0, badge: () => 'flush', params: {} });
const client = { id: 'client', params: { rate } } as unknown as Kind;

const change: ChangeEntry = { type: 'change', id: 'c2', at: 12_000, target: 'clients', param: 'rate', value: 2000 };
const fault: FaultEntry = { type: 'fault', id: 'f', at: 20_000, duration: 10_000, fault: 'slow', target: 'db/2', params: { factor: 8 } };
const design = {
  nodes: [
    { id: 'clients', kind: 'client', name: 'clients', params: {}, zones: ['a'], region: '', x: 0, y: 0 },
    { id: 'db', kind: 'sql-database', name: 'db', params: {}, zones: ['a'], region: '', x: 0, y: 0 },
  ],
  links: [],
  scenario: { timeline: [{ ...change, id: 'c1', at: 5000, value: 1500 }, change, fault] },
} as unknown as Design;
const words: Words = {
  design,
  faultOf: (id) => [slow, flush].find((one) => one.id === id),
  kindOf: (id) => (id === 'client' ? client : undefined),
  linkSpecs: {},
};

describe('a timeline entry in words', () => {
  it('is named by fault, target and time', () => {
    expect(entryName(words, fault)).toBe('Slow on db/2 from 20 s to 30 s');
    const { duration: _, ...endless } = fault;
    expect(entryName(words, endless)).toBe('Slow on db/2 from 20 s to the end');
    expect(entryName(words, { ...fault, fault: 'cache-flush' })).toBe('Cache flush on db/2 at 20 s');
  });

  it('carries its badge on the bar', () => {
    expect(entryLabel(words, fault)).toBe('db/2 slow ×8');
  });

  it('says what a change was before, from the change before it or from the drawing', () => {
    expect(entryLabel(words, change)).toBe('you: clients rate 1.5k/s → 2k/s');
    expect(entryLabel(words, { ...change, id: 'c0', at: 1000 })).toBe('you: clients rate 1k/s → 2k/s');
    expect(entryName(words, change)).toBe('Clients rate 1.5k/s → 2k/s at 12 s');
  });

  it('sums a row of changes up from what was before to the last value', () => {
    const steps = [change, { ...change, id: 'c3', at: 13_000, value: 3000 }];
    expect(sweepName(words, steps)).toBe('Clients rate 1.5k/s → 3k/s in 2 steps from 12 s to 13 s');
    expect(sweepLabel(words, steps)).toBe('you: clients rate 1.5k/s → 3k/s');
  });

  it('explains its cause with its settings', () => {
    expect(entryCause(words, fault)).toBe('All its work takes longer. Times slower: 8×');
  });

  it('is still shown when this build knows neither fault nor parameter', () => {
    expect(entryName(words, { ...fault, fault: 'gremlin' })).toBe('gremlin on db/2 from 20 s to 30 s');
    expect(entryLabel(words, { ...change, target: 'db', param: 'mode', value: 'sync' })).toBe('you: db mode → sync');
  });
});

describe('a value in words', () => {
  it('has its unit, its word for 0, its option, on and off, and all for no classes', () => {
    expect(valueWords(rate, 1500)).toBe('1.5k/s');
    expect(valueWords({ ...rate, zero: 'none' }, 0)).toBe('none');
    expect(valueWords(undefined, true)).toBe('on');
    expect(valueWords(undefined, [])).toBe('all');
    expect(valueWords(undefined, { type: 'constant', value: 20 })).toBe('20 ms');
  });
});
