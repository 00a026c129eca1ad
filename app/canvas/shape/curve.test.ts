import { describe, expect, it } from 'vitest';
import { curveBetween, curveToPoint, distanceTo, extentOf, middleOf, PIECES, pointAlong, sidesOf } from './curve.ts';
import { nodeRect } from './geometry.ts';

const left = nodeRect({ x: 0, y: 0 });
const right = nodeRect({ x: 300, y: 120 });
const below = nodeRect({ x: 20, y: 300 });

describe('the line of a link', () => {
  it('leaves to the right and reaches from the left where there is room across', () => {
    expect(sidesOf(left, right)).toEqual(['right', 'left']);
    expect(sidesOf(right, left)).toEqual(['left', 'right']);
  });

  it('goes down or up where nodes stand above each other', () => {
    expect(sidesOf(left, below)).toEqual(['bottom', 'top']);
    expect(sidesOf(below, left)).toEqual(['top', 'bottom']);
  });

  it('begins on the middle of the side and ends just before the other node', () => {
    const curve = curveBetween(left, right);
    expect([curve.ax, curve.ay]).toEqual([160, 48]);
    expect([curve.dx, curve.dy]).toEqual([298, 168]);
  });

  it('is cut into pieces of equal length', () => {
    const { points } = curveBetween(left, right);
    const lengths = Array.from({ length: PIECES }, (_, i) =>
      Math.hypot(points[i * 2 + 2]! - points[i * 2]!, points[i * 2 + 3]! - points[i * 2 + 1]!),
    );
    for (const length of lengths) expect(length).toBeCloseTo(lengths[0]!, 0);
  });

  it('finds points along it, and steps aside to the right hand', () => {
    const curve = curveBetween(left, nodeRect({ x: 300, y: 0 }));
    const point = new Float64Array(2);
    pointAlong(curve, 0.5, 0, point);
    expect(point[0]).toBeCloseTo(229, 0);
    expect(point[1]).toBeCloseTo(48, 5);
    pointAlong(curve, 0.5, 3, point);
    expect(point[1]).toBeCloseTo(51, 1);
    pointAlong(curve, 1, 0, point);
    expect(point[0]).toBeCloseTo(298, 5);
    pointAlong(curve, 7, 0, point);
    expect(point[0]).toBeCloseTo(298, 5);
  });

  it('knows how far a point is from it', () => {
    const curve = curveBetween(left, nodeRect({ x: 300, y: 0 }));
    expect(distanceTo(curve, { x: 230, y: 48 })).toBeCloseTo(0, 5);
    expect(distanceTo(curve, { x: 230, y: 58 })).toBeCloseTo(10, 5);
    expect(distanceTo(curve, { x: 130, y: 48 })).toBeCloseTo(30, 5);
  });

  it('keeps the two directions between a pair apart', () => {
    const there = middleOf(curveBetween(left, nodeRect({ x: 300, y: 0 }), true));
    const back = middleOf(curveBetween(nodeRect({ x: 300, y: 0 }), left, true));
    expect(Math.abs(there.y - back.y)).toBeCloseTo(12, 5);
  });

  it('lies within its extent', () => {
    const curve = curveBetween(right, below);
    const { x, y, width, height } = extentOf(curve);
    for (let i = 0; i <= PIECES; i++) {
      expect(curve.points[i * 2]).toBeGreaterThanOrEqual(x - 1e-6);
      expect(curve.points[i * 2]).toBeLessThanOrEqual(x + width + 1e-6);
      expect(curve.points[i * 2 + 1]).toBeGreaterThanOrEqual(y - 1e-6);
      expect(curve.points[i * 2 + 1]).toBeLessThanOrEqual(y + height + 1e-6);
    }
  });

  it('can end at a free point', () => {
    const curve = curveToPoint(left, { x: 500, y: 10 });
    expect([curve.ax, Math.round(curve.dx), curve.dy]).toEqual([160, 498, 10]);
  });

  it('has no length and no gaps when both ends meet', () => {
    const curve = curveToPoint(left, { x: 162, y: 48 });
    expect([...curve.points].every(Number.isFinite)).toBe(true);
  });
});
