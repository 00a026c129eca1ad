import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from './apply.ts';
import { copyParts, type Paste, pasteParts } from './clipboard.ts';
import type { Design } from './document.ts';
import { emptyDesign } from './fresh.ts';
import { randomDesign } from './random-design.ts';
import { read } from './read.ts';
import { TOY_FAULTS, TOY_KINDS, TOYS } from './toy-registry.ts';

const palette = { registry: TOYS, kinds: TOY_KINDS, faults: TOY_FAULTS };

function design(): Design {
  const result = read(
    {
      classes: [{ id: 'read' }, { id: 'buy' }],
      nodes: [
        { id: 'users', kind: 'client', name: 'Users', x: 0, y: 0 },
        { id: 'app', kind: 'service', x: 200, y: 40, params: { workers: 4 }, zones: ['a', 'b'] },
        { id: 'db', kind: 'sql-database', name: 'Main store', x: 400, y: 0 },
      ],
      links: [
        { id: 'l1', from: 'users', to: 'app' },
        { id: 'l2', from: 'app', to: 'db', params: { timeout: 250, classes: ['buy'] } },
      ],
    },
    TOYS,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function pasted(into: Design, text: string, at?: { x: number; y: number }): Paste {
  const paste = pasteParts(into, text, at, TOYS);
  if (!paste.ok) throw new Error(JSON.stringify(paste.error));
  return paste.value.paste;
}

function code(text: string): string | undefined {
  const paste = pasteParts(design(), text, undefined, TOYS);
  return paste.ok ? 'pasted' : paste.error[0]?.code;
}

describe('the clipboard', () => {
  // A04
  it('gives parts back with new ids and free names, their settings, and the links between them, a little beside', () => {
    const before = design();
    const paste = pasted(before, copyParts(before, ['app', 'db'], TOYS));
    expect(paste).toEqual({
      do: 'add',
      nodes: [
        { ...before.nodes[1], id: 'app-2', name: 'app-2', x: 232, y: 72 },
        { ...before.nodes[2], id: 'db-2', name: 'Main store 2', x: 432, y: 32 },
      ],
      links: [{ id: 'app-2-db-2', from: 'app-2', to: 'db-2', params: { timeout: 250, classes: ['buy'] } }],
      classes: [],
    });
    expect(apply(before, paste, TOYS).ok).toBe(true);
  });

  it('puts them where they are wanted, and never exactly upon each other', () => {
    const before = design();
    const text = copyParts(before, ['app', 'db'], TOYS);
    expect(pasted(before, text, { x: 1000, y: 1000 }).nodes.map(({ x, y }) => [x, y])).toEqual([
      [1000, 1040],
      [1200, 1000],
    ]);
    const once = apply(before, pasted(before, text), TOYS);
    expect(once.ok && pasted(once.value, text).nodes.map(({ id, x, y }) => [id, x, y])).toEqual([
      ['app-3', 264, 104],
      ['db-3', 464, 64],
    ]);
  });

  it('brings along the request classes that its settings speak of, where they are missing', () => {
    const text = copyParts(design(), ['app', 'db'], TOYS);
    const paste = pasted(emptyDesign(), text);
    expect(paste.classes?.map((one) => one.id)).toEqual(['buy']);
    const next = apply(emptyDesign(), paste, TOYS);
    expect(next.ok && next.value.classes.map((one) => one.id)).toEqual(['request', 'buy']);
    expect(next.ok && next.value.nodes.map((node) => [node.id, node.name])).toEqual([
      ['app', 'app'],
      ['db', 'Main store'],
    ]);
  });

  it('takes a whole document as its parts', () => {
    const before = design();
    expect(pasted(before, JSON.stringify(before)).nodes).toHaveLength(3);
  });

  it('goes round any part of any design and comes back readable', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(12), fc.nat(), (seed, size, pick) => {
        const from = randomDesign(seed, size, palette);
        const into = randomDesign(seed + 1, size, palette);
        const ids = from.nodes.filter((_, i) => ((pick >> (i % 30)) & 1) === 1).map((node) => node.id);
        if (ids.length === 0) return;
        const paste = pasted(into, copyParts(from, ids, TOYS));
        expect(paste.nodes.map((node) => node.params)).toEqual(
          from.nodes.filter((node) => ids.includes(node.id)).map((node) => node.params),
        );
        const next = apply(into, paste, TOYS);
        expect(next.ok && next.value.nodes.length).toBe(into.nodes.length + ids.length);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  // A05
  it('judges foreign text exactly like a document', () => {
    expect(code('hello')).toBe('not-parts');
    expect(code('')).toBe('not-parts');
    expect(code('null')).toBe('not-parts');
    expect(code('[1]')).toBe('not-parts');
    expect(code('{"type":"excalidraw","elements":[]}')).toBe('not-parts');
    expect(code('{"loadbearing":"parts","nodes":[]}')).toBe('not-parts');
    expect(code('['.repeat(100_000))).toBe('not-parts');
    expect(code('{"loadbearing":"parts","version":7,"nodes":[]}')).toBe('newer-version');
    expect(code('{"loadbearing":"parts","nodes":[{"id":"x","kind":"toaster"}]}')).toBe('unknown-kind');
    expect(code('{"loadbearing":"parts","nodes":[{"id":"x","kind":"service","params":{"workers":-1}}]}')).toBe('out-of-range');
    expect(code('{"loadbearing":"parts","nodes":[{"id":"x","kind":"service"}],"links":[{"id":"l","from":"x","to":"db"}]}')).toBe(
      'dangling-link',
    );
    expect(code('{"__proto__":{"nodes":[{"id":"x","kind":"service"}]}}')).toBe('not-parts');
  });
});
