import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from './apply.ts';
import type { Design } from './document.ts';
import { changed, type History, MAX_STEPS, newHistory, redone, undone } from './history.ts';
import { randomCommand } from './random-command.ts';
import { randomDesign } from './random-design.ts';
import { TOY_FAULTS, TOY_KINDS, TOYS } from './toy-registry.ts';

const palette = { registry: TOYS, kinds: TOY_KINDS, faults: TOY_FAULTS };

interface Edit {
  readonly seed: number;
  /** Gesture number, 0 for none. */
  readonly gesture: number;
}

const edits: fc.Arbitrary<Edit[]> = fc.array(fc.record({ seed: fc.nat(), gesture: fc.nat(2) }), { maxLength: 50 });

function edited(start: Design, sequence: readonly Edit[]): History<Design> {
  let history = newHistory(start);
  for (const { seed, gesture } of sequence) {
    const result = apply(history.present, randomCommand(seed, history.present, palette), TOYS);
    if (result.ok) history = changed(history, result.value, gesture === 0 ? undefined : `gesture-${gesture}`);
  }
  return history;
}

function repeated<T>(state: T, step: (state: T) => T): T {
  for (let before = state; ; ) {
    const after = step(before);
    if (after === before) return after;
    before = after;
  }
}

describe('history', () => {
  it('A01: undoes any sequence of edits to the very start, and redoes it to the very end', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(8), edits, (seed, size, sequence) => {
        const start = randomDesign(seed, size, palette);
        const before = JSON.stringify(start);
        const end = edited(start, sequence);
        const after = JSON.stringify(end.present);
        const back = repeated(end, undone);
        expect(back.present).toEqual(start);
        expect(JSON.stringify(back.present)).toBe(before);
        expect(back.past).toHaveLength(0);
        const forth = repeated(back, redone);
        expect(forth.present).toEqual(end.present);
        expect(JSON.stringify(forth.present)).toBe(after);
        expect(forth.past).toEqual(end.past);
      }),
      { seed: 4711, numRuns: 1000 },
    );
  });

  it('A02: counts a gesture as one step, and a broken-off one as two', () => {
    const start = { n: 0 };
    let history = newHistory(start);
    for (let n = 1; n <= 60; n++) history = changed(history, { n }, 'drag-1');
    expect(history.past).toEqual([start]);
    history = changed(changed(history, { n: 61 }), { n: 62 }, 'drag-1');
    expect(history.past.map((state) => state.n)).toEqual([0, 60, 61]);
    expect(undone(undone(undone(history))).present).toBe(start);
  });

  it('begins a new step after undo, even in the middle of a gesture', () => {
    let history = changed(changed(newHistory({ n: 0 }), { n: 1 }, 'g'), { n: 2 }, 'g');
    history = changed(redone(undone(history)), { n: 3 }, 'g');
    expect(history.past.map((state) => state.n)).toEqual([0, 2]);
  });

  it('forgets what was undone once something else is done, and nothing when nothing changed', () => {
    const history = undone(changed(changed(newHistory({ n: 0 }), { n: 1 }), { n: 2 }));
    expect(changed(history, history.present)).toBe(history);
    expect(redone(changed(history, { n: 9 })).present).toEqual({ n: 9 });
    expect(undone(newHistory(history)).past).toHaveLength(0);
  });

  it('A03: keeps at least 200 steps, bounded, in less than 20 MB at 500 nodes', () => {
    const nodes = Array.from({ length: 500 }, (_, i) => ({ id: `s${i}`, kind: 'service', params: { workers: 2 + (i % 50) } }));
    let state = apply(randomDesign(1, 0, palette), { do: 'replace', design: { nodes } as unknown as Design }, TOYS);
    if (!state.ok) throw new Error(state.error.message);
    let history = newHistory(state.value);
    for (let i = 0; i < MAX_STEPS + 100; i++) {
      state = apply(history.present, { do: 'move', to: { [`s${i % 500}`]: { x: i, y: i } } }, TOYS);
      if (state.ok) history = changed(history, state.value);
    }
    expect(history.past).toHaveLength(MAX_STEPS);
    expect(MAX_STEPS).toBeGreaterThanOrEqual(200);
    expect(heldBytes(history)).toBeLessThan(20e6);
  });
});

/** Bytes held by all distinct objects: 16 each, 8 for each field or element, texts at their length. */
function heldBytes(root: object): number {
  const seen = new Set<unknown>();
  const rest: unknown[] = [root];
  let bytes = 0;
  for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
    if (typeof one === 'string') bytes += one.length;
    if (typeof one !== 'object' || one === null || seen.has(one)) continue;
    seen.add(one);
    const values = Object.values(one);
    bytes += 16 + 8 * values.length;
    for (const value of values) if (value !== undefined) rest.push(value);
  }
  return bytes;
}
