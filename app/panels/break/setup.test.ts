import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/faults/fault.ts';
import { entryOf, phaseOf, usualSetup, withParam } from './setup.ts';

const fault = (lasts: number): Fault => ({ id: 'slow', lasts, params: { factor: { type: 'number', default: 5 } } }) as unknown as Fault;

describe('setting up a fault', () => {
  it('writes into the document only what differs from the default', () => {
    expect(withParam(fault(10_000), {}, 'factor', 8)).toEqual({ factor: 8 });
    expect(withParam(fault(10_000), { factor: 8 }, 'factor', 5)).toEqual({});
    expect(withParam(fault(10_000), { factor: 8 }, 'factor', undefined)).toEqual({});
  });

  it('leaves the length out for what stays until the end and for what is over in a moment', () => {
    const slow = fault(10_000);
    expect(entryOf(slow, 'db', usualSetup(slow), 20_000, 'f').duration).toBe(10_000);
    expect('duration' in entryOf(slow, 'db', { params: {}, duration: 0 }, 0, 'f')).toBe(false);
    expect('duration' in entryOf(fault(0), 'db', usualSetup(fault(0)), 0, 'f')).toBe(false);
  });
});

describe('a fault on the timeline', () => {
  const slow = fault(10_000);
  const entry = entryOf(slow, 'db', usualSetup(slow), 20_000, 'f');

  it('is coming, active, then past', () => {
    expect([19_999, 20_000, 29_999, 30_000].map((at) => phaseOf(entry, false, at))).toEqual(['coming', 'active', 'active', 'past']);
    expect(phaseOf(entry, true, 20_000)).toBe('past');
    const { duration: _, ...endless } = entry;
    expect(phaseOf(endless, false, 1e9)).toBe('active');
  });

  it('that comes again stands until its last time is over', () => {
    const again = { ...entry, duration: 1000, repeat: { every: 4000, times: 3 } };
    expect([19_999, 20_000, 28_999, 29_000].map((ms) => phaseOf(again, false, ms))).toEqual(['coming', 'active', 'active', 'past']);
  });
});
