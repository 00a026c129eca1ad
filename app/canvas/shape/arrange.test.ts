import { describe, expect, it } from 'vitest';
import { align, distribute, shift, space } from './arrange.ts';
import { nodeRect, overlap } from './geometry.ts';
import { guided } from './guides.ts';
import { layered } from './layered.ts';
import { nextTowards } from './neighbour.ts';

const places = { a: { x: 0, y: 0 }, b: { x: 100, y: 60 }, c: { x: 400, y: 200 } };

describe('putting parts in order', () => {
  it('aligns edges and middles and leaves out what stays', () => {
    expect(align(places, 'left')).toEqual({ b: { x: 0, y: 60 }, c: { x: 0, y: 200 } });
    expect(align(places, 'bottom')).toEqual({ a: { x: 0, y: 200 }, b: { x: 100, y: 200 } });
    expect(align(places, 'middle')).toEqual({ a: { x: 0, y: 100 }, b: { x: 100, y: 100 }, c: { x: 400, y: 100 } });
    expect(align({}, 'left')).toEqual({});
  });

  it('gives equal gaps between the outermost', () => {
    expect(distribute(places, 'x')).toEqual({ b: { x: 200, y: 60 } });
    expect(distribute({ a: places.a, b: places.b }, 'x')).toEqual({});
  });

  it('packs at one distance from the first', () => {
    expect(space(places, 'x')).toEqual({ b: { x: 224, y: 60 }, c: { x: 448, y: 200 } });
  });

  it('moves all alike, on the grid', () => {
    expect(shift(places, { x: 5, y: 0 })).toEqual({ a: { x: 4, y: 0 }, b: { x: 104, y: 60 }, c: { x: 404, y: 200 } });
  });
});

describe('guides', () => {
  const other = nodeRect({ x: 300, y: 100 });

  it('pull onto the nearest edge or middle within reach', () => {
    const hit = guided(nodeRect({ x: 303, y: 400 }), [other], 5);
    expect(hit.place).toEqual({ x: 300, y: 400 });
    expect(hit.guides).toEqual([{ axis: 'x', at: 300, from: 100, to: 496 }]);
  });

  it('leave alone what is further away', () => {
    const moving = nodeRect({ x: 310, y: 400 });
    expect(guided(moving, [other], 5)).toEqual({ place: { x: 310, y: 400 }, guides: [] });
  });
});

describe('the tidy drawing', () => {
  const ids = ['lb', 'a', 'b', 'db'];
  const nodes = ids.map((id, i) => ({ id, x: 100 + i, y: 50, region: id === 'a' || id === 'b' ? 'eu' : '' }));
  const links = [
    { from: 'lb', to: 'a' },
    { from: 'lb', to: 'b' },
    { from: 'a', to: 'db' },
    { from: 'b', to: 'db' },
  ];

  it('goes from left to right along the calls, with no overlaps, on the grid', () => {
    const tidy = layered(nodes, links);
    const at = (id: string) => tidy[id] ?? { x: Number.NaN, y: Number.NaN };
    for (const { from, to } of links) expect(at(from).x).toBeLessThan(at(to).x);
    for (const one of ids) {
      for (const two of ids) if (one !== two) expect(overlap(nodeRect(at(one)), nodeRect(at(two)))).toBe(false);
      expect(Math.abs(at(one).x % 4) + Math.abs(at(one).y % 4)).toBe(0);
    }
  });

  it('survives loops, links to nowhere and nothing at all', () => {
    expect(
      Object.keys(layered(nodes, [...links, { from: 'db', to: 'lb' }, { from: 'a', to: 'a' }, { from: 'a', to: 'gone' }])),
    ).toHaveLength(4);
    expect(layered([], [])).toEqual({});
  });

  it('lays out 200 nodes without an overlap', () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ id: `n${i}`, x: 0, y: 0, region: '' }));
    const chain = many.slice(1).map(({ id }, i) => ({ from: `n${Math.floor(i / 3)}`, to: id }));
    const rects = Object.values(layered(many, chain)).map(nodeRect);
    expect(rects).toHaveLength(200);
    for (const [i, rect] of rects.entries()) expect(rects.slice(i + 1).some((other) => overlap(rect, other))).toBe(false);
  });
});

describe('walking by arrow keys', () => {
  const rects = [nodeRect({ x: 0, y: 0 }), nodeRect({ x: 300, y: 20 }), nodeRect({ x: 300, y: 400 }), nodeRect({ x: 10, y: 200 })];

  it('goes to the nearest in that direction', () => {
    expect(nextTowards(rects[0], rects, [1, 0])).toBe(1);
    expect(nextTowards(rects[0], rects, [0, 1])).toBe(3);
    expect(nextTowards(rects[0], rects, [-1, 0])).toBeUndefined();
    expect(nextTowards(undefined, rects, [1, 0])).toBe(0);
    expect(nextTowards(undefined, [], [1, 0])).toBeUndefined();
  });
});
