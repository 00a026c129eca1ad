import { describe, expect, it } from 'vitest';
import { apply } from './apply.ts';
import type { Design } from './document.ts';
import { emptyDesign, freeId, newFault, newLink, newNode } from './fresh.ts';
import { read } from './read.ts';
import { TOYS } from './toy-registry.ts';

function withNodes(...kinds: string[]): Design {
  return kinds.reduce((design, kind) => {
    const next = apply(design, { do: 'add', nodes: [newNode(design, kind, 0, 0, TOYS)], links: [] }, TOYS);
    if (!next.ok) throw new Error(next.error.message);
    return next.value;
  }, emptyDesign());
}

describe('what is new', () => {
  it('begins with a design that is empty and valid', () => {
    expect(read(emptyDesign(), TOYS)).toEqual({ ok: true, value: emptyDesign() });
  });

  it('has ids and names with the next free number', () => {
    expect(withNodes('service', 'service', 'cache', 'service').nodes.map((node) => node.id)).toEqual([
      'service',
      'service-2',
      'cache',
      'service-3',
    ]);
    expect(newNode(emptyDesign(), 'load-balancer', 10.4, -3.6, TOYS)).toEqual({
      id: 'load-balancer',
      kind: 'load-balancer',
      name: 'load-balancer',
      x: 10,
      y: -4,
      params: {},
      region: '',
      zones: ['a'],
    });
  });

  it('never takes an id of a link for a node, nor the other way round', () => {
    const design = withNodes('service', 'cache');
    const link = newLink(design, 'service', 'cache');
    expect(link.id).toBe('service-cache');
    const odd = { ...design, nodes: [...design.nodes, { ...newNode(design, 'queue', 0, 0, TOYS), id: 'service-cache' }] };
    expect(newLink(odd, 'service', 'cache').id).toBe('service-cache-2');
  });

  it('stays within the length of ids and counts on from a number', () => {
    const long = 'x'.repeat(60);
    expect(freeId(new Set(), long)).toHaveLength(40);
    expect(freeId(new Set([long.slice(0, 40)]), long)).toBe(`${'x'.repeat(38)}-2`);
    expect(freeId(new Set(['db-2', 'db-3']), 'db-2')).toBe('db-4');
    expect(freeId(new Set(), '数据')).toBe('part');
  });

  it('is a fault that lasts as long as such faults last', () => {
    const design = withNodes('service');
    const fault = newFault(design, 'crash', 'service/1', 2500, TOYS);
    expect(fault).toEqual({ type: 'fault', id: 'crash', at: 2500, duration: 10_000, fault: 'crash', target: 'service/1', params: {} });
    const next = apply(design, { do: 'set-entry', entry: fault }, TOYS);
    expect(next.ok && newFault(next.value, 'crash', 'service', 0, TOYS).id).toBe('crash-2');
  });

  it('is refused for a kind or a fault that does not exist: that would be a bug of the caller', () => {
    expect(() => newNode(emptyDesign(), 'toaster', 0, 0, TOYS)).toThrow('toaster');
    expect(() => newFault(emptyDesign(), 'meteor', 'x', 0, TOYS)).toThrow('meteor');
  });
});
