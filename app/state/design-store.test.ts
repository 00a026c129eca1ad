// The document store with the real commands: whatever is done can be undone, and done again (A01, A02, A03).
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../src/design/command.ts';
import type { Design } from '../../src/design/document.ts';
import { emptyDesign, newFault, newLink, newNode } from '../../src/design/fresh.ts';
import { MAX_STEPS } from '../../src/design/history.ts';
import { dispatch, getDesign, openDesign, redo, subscribeDesign, undo, undoDepth } from './design-store.ts';

beforeEach(() => openDesign(emptyDesign()));

/** A command made from a few numbers, for whatever design there is now. Some of them are refused, which must change nothing. */
function commandFrom([act = 0, a = 0, b = 0]: readonly number[], design: Design): Command {
  const node = design.nodes[a % Math.max(1, design.nodes.length)];
  const other = design.nodes[b % Math.max(1, design.nodes.length)];
  const kinds = ['client', 'service', 'load-balancer'];
  const add: Command = { do: 'add', nodes: [newNode(design, kinds[a % 3] ?? 'service', a, b)], links: [] };
  if (node === undefined || other === undefined) return add;
  switch (act % 10) {
    case 0:
      return add;
    case 1:
      return { do: 'add', nodes: [], links: [newLink(design, node.id, other.id)] };
    case 2:
      return { do: 'move', to: { [node.id]: { x: a, y: b } } };
    case 3:
      return { do: 'rename', node: node.id, name: `part ${b}` };
    case 4:
      return { do: 'remove', nodes: [node.id], links: [] };
    case 5:
      return { do: 'set-param', of: 'node', ids: [node.id], param: b % 2 === 0 ? 'instances' : 'rate', value: 1 + (a % 5) };
    case 6:
      return { do: 'set-entry', entry: newFault(design, 'crash', node.id, (a * 997) % 50_000) };
    case 7:
      return { do: 'set-scenario', seed: a };
    case 8:
      return { do: 'describe', title: `Design ${a}`, about: '' };
    default:
      return { do: 'place', nodes: [node.id], region: b % 2 === 0 ? 'eu' : '', zones: ['a', 'b'] };
  }
}

describe('the document', () => {
  it('is as at the start after undoing everything, and as at the end after redoing it: 1,000 sequences of up to 50 (A01)', () => {
    const numbers = fc.tuple(fc.nat(9), fc.nat(400), fc.nat(400));
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 50 }), (acts) => {
        openDesign(emptyDesign());
        const start = getDesign();
        for (const act of acts) {
          const before = getDesign();
          if (dispatch(commandFrom(act, before)) !== undefined) expect(getDesign()).toBe(before);
        }
        const end = getDesign();
        const steps = undoDepth().undo;
        for (let i = 0; i < steps; i++) undo();
        expect(getDesign()).toEqual(start);
        expect(undoDepth()).toEqual({ undo: 0, redo: steps });
        for (let i = 0; i < steps; i++) redo();
        expect(getDesign()).toEqual(end);
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);

  it('takes one drag as one step (A02)', () => {
    dispatch(commandFrom([0, 1, 1], getDesign()));
    const id = getDesign().nodes[0]?.id ?? '';
    for (let x = 1; x <= 60; x++) dispatch({ do: 'move', to: { [id]: { x: 10 * x, y: 0 } } }, 'drag-1');
    for (let x = 1; x <= 60; x++) dispatch({ do: 'move', to: { [id]: { x: 0, y: 10 * x } } }, 'drag-2');
    expect(undoDepth().undo).toBe(3);
    undo();
    expect(getDesign().nodes[0]).toMatchObject({ x: 600, y: 0 });
  });

  it('begins a new step with the same gesture after an undo', () => {
    dispatch({ do: 'describe', title: 'One', about: '' }, 'typing');
    undo();
    dispatch({ do: 'describe', title: 'Two', about: '' }, 'typing');
    expect(undoDepth()).toEqual({ undo: 1, redo: 0 });
  });

  it('remembers a bounded number of steps, at least 200 (A03)', () => {
    for (let i = 0; i < MAX_STEPS + 100; i++) dispatch({ do: 'set-scenario', seed: i + 2 });
    expect(undoDepth().undo).toBe(MAX_STEPS);
    expect(MAX_STEPS).toBeGreaterThanOrEqual(200);
  });

  it('cannot be undone into the document that was open before', () => {
    dispatch({ do: 'describe', title: 'Mine', about: '' });
    openDesign({ ...emptyDesign(), title: 'Theirs' });
    undo();
    expect(getDesign().title).toBe('Theirs');
  });

  it('tells of every change once, and of none where nothing changed', () => {
    const told: string[] = [];
    const end = subscribeDesign((design, before) => told.push(`${before.title} → ${design.title}`));
    dispatch({ do: 'describe', title: 'A', about: '' });
    dispatch({ do: 'describe', title: 'A', about: '' });
    undo();
    undo();
    end();
    expect(told).toEqual(['Untitled → A', 'A → Untitled']);
  });
});
