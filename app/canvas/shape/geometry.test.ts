import { describe, expect, it } from 'vitest';
import { boundsOf, contains, freePlace, inflate, nodeAround, nodeRect, overlap, snap, toScreen, toWorld, worldSeen } from './geometry.ts';

describe('plane geometry', () => {
  it('goes from screen to world and back', () => {
    const view = { x: 30, y: -12, zoom: 0.4 };
    const there = toWorld(view, { x: 100, y: 200 });
    const back = toScreen(view, there);
    expect(back.x).toBeCloseTo(100, 9);
    expect(back.y).toBeCloseTo(200, 9);
  });

  it('snaps to steps of four', () => {
    expect(snap({ x: 5.9, y: -6.1 })).toEqual({ x: 4, y: -8 });
    expect(nodeAround({ x: 81, y: 49 })).toEqual({ x: 0, y: 0 });
  });

  it('knows what a screen shows', () => {
    expect(worldSeen({ x: -100, y: 50, zoom: 2 }, 400, 200)).toEqual({ x: 50, y: -25, width: 200, height: 100 });
  });

  it('bounds rectangles, and nothing when there are none', () => {
    expect(boundsOf([])).toBeUndefined();
    expect(boundsOf([nodeRect({ x: 10, y: 20 }), nodeRect({ x: -30, y: 200 })])).toEqual({ x: -30, y: 20, width: 200, height: 276 });
  });

  it('tells touching from overlapping', () => {
    const a = { x: 0, y: 0, width: 10, height: 10 };
    expect(overlap(a, { x: 10, y: 0, width: 5, height: 5 })).toBe(false);
    expect(overlap(a, { x: 9, y: 9, width: 5, height: 5 })).toBe(true);
    expect(contains(inflate(a, 1), { x: -1, y: 11 })).toBe(true);
  });

  it('finds a free place for a node beside those that are there', () => {
    const taken = [nodeRect({ x: 0, y: 0 }), nodeRect({ x: 0, y: 120 })];
    const place = freePlace({ x: 0, y: 0 }, taken);
    expect(taken.some((rect) => overlap(rect, nodeRect(place)))).toBe(false);
    expect(freePlace({ x: 400, y: 0 }, taken)).toEqual({ x: 400, y: 0 });
  });
});
