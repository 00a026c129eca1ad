import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultEntry } from '../../src/design/document.ts';
import { dragged, snapStep } from './entry-drag.ts';

const entry: FaultEntry = { type: 'fault', id: 'f', at: 20_000, duration: 10_000, fault: 'slow', target: 'db', params: {} };
const { duration: _, ...endless } = entry;
const room = { durationMs: 60_000, stepMs: 100, snap: true };

describe('dragging an entry', () => {
  it('moves it with its length, snapped and inside the run', () => {
    expect(dragged(entry, 'move', 1234, true, room)).toEqual({ ...entry, at: 21_200 });
    expect(dragged(entry, 'move', -90_000, true, room)).toEqual({ ...entry, at: 0 });
    expect(dragged(entry, 'move', 0, true, room)).toBe(entry);
  });

  it('stretches one end and leaves the other', () => {
    expect(dragged(entry, 'start', -5000, true, room)).toEqual({ ...entry, at: 15_000, duration: 15_000 });
    expect(dragged(entry, 'end', 5000, true, room)).toEqual({ ...entry, duration: 15_000 });
    expect(dragged(entry, 'start', 50_000, true, room)).toEqual({ ...entry, at: 29_900, duration: 100 });
    expect(dragged(entry, 'end', -50_000, true, room)).toEqual({ ...entry, duration: 100 });
  });

  it('until the end of the run means until the end', () => {
    expect(dragged(entry, 'end', 30_000, true, room)).toEqual(endless);
    expect(dragged(endless, 'end', -10_000, true, room)).toEqual({ ...entry, duration: 30_000 });
    expect(dragged(endless, 'start', 5000, true, room)).toEqual({ ...endless, at: 25_000 });
  });

  it('moves what has no length, whatever end is held', () => {
    const note = { type: 'note', id: 'n', at: 1000, text: 'x' } as const;
    expect(dragged(note, 'end', 500, false, room)).toEqual({ ...note, at: 1500 });
    expect(dragged(endless, 'end', 500, false, room)).toEqual({ ...endless, at: 20_500 });
  });

  it('by a key does not snap', () => {
    expect(dragged({ ...entry, at: 20_050 }, 'move', 100, true, { ...room, snap: false }).at).toBe(20_150);
  });

  it('always stays inside the run with some length', () => {
    fc.assert(
      fc.property(fc.constantFrom('move', 'start', 'end'), fc.integer({ min: -1e5, max: 1e5 }), fc.boolean(), (grip, by, endsItself) => {
        const after = dragged(endsItself ? entry : endless, grip as 'move', by, true, room);
        expect(after.at).toBeGreaterThanOrEqual(0);
        expect(after.at).toBeLessThanOrEqual(60_000);
        if (after.type === 'fault' && after.duration !== undefined) expect(after.duration).toBeGreaterThanOrEqual(100);
      }),
    );
  });

  it('snaps to lengths that people count in', () => {
    expect([snapStep(60, 100), snapStep(60, 50), snapStep(0.2, 1), snapStep(90_000, 100)]).toEqual([100, 100, 1, 300_000]);
  });
});
