/**
 * A partition on the canvas: a tear in the paper between the two sides. The tear runs across the line that joins the
 * middles of the sides, where it meets the gap between them, and as far as the sides reach.
 */
import { boundsOf, centreOf, type Point, type Rect } from './geometry.ts';

export interface Cut {
  /** Zigzag, from one end to the other. */
  readonly points: readonly Point[];
  /** Where its name stands. */
  readonly label: Point;
}

const TOOTH = 10;
const BEYOND = 36;

/** The tear between two sets of nodes; undefined when a side is empty. */
export function cutBetween(one: readonly Rect[], other: readonly Rect[]): Cut | undefined {
  const [a, b] = [boundsOf(one), boundsOf(other)];
  const all = boundsOf([...one, ...other]);
  if (a === undefined || b === undefined || all === undefined) return undefined;
  const [from, to] = [centreOf(a), centreOf(b)];
  const upright = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y);
  const along = upright
    ? middleOfGap([a.x, a.x + a.width], [b.x, b.x + b.width], from.x, to.x)
    : middleOfGap([a.y, a.y + a.height], [b.y, b.y + b.height], from.y, to.y);
  const start = (upright ? all.y : all.x) - BEYOND;
  const end = (upright ? all.y + all.height : all.x + all.width) + BEYOND;
  const points: Point[] = [];
  for (let at = start, tooth = 0; at <= end; at += TOOTH, tooth++) {
    const off = along + (tooth % 2 === 0 ? -TOOTH / 3 : TOOTH / 3);
    points.push(upright ? { x: off, y: at } : { x: at, y: off });
  }
  return { points, label: upright ? { x: along, y: start - 10 } : { x: start, y: along - 14 } };
}

type Span = readonly [number, number];

/** The middle of the gap between two spans, or of their centres when they overlap. */
function middleOfGap(a: Span, b: Span, centreA: number, centreB: number): number {
  if (a[1] <= b[0]) return (a[1] + b[0]) / 2;
  if (b[1] <= a[0]) return (b[1] + a[0]) / 2;
  return (centreA + centreB) / 2;
}
