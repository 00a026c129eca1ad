/**
 * Alignment guides: while nodes are dragged, the nearest line on which an edge or the middle of another node lies pulls
 * them over and is shown. Works on one rectangle (the dragged node, or the box around several).
 */
import type { Point, Rect } from './geometry.ts';

export interface Guide {
  readonly axis: 'x' | 'y';
  /** Where the line is, and between which points on the other axis it is drawn. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Guided {
  readonly place: Point;
  readonly guides: readonly Guide[];
}

/** Moves `moving` onto guide lines of `others` that are nearer than `reach` px. */
export function guided(moving: Rect, others: readonly Rect[], reach: number): Guided {
  const onX = nearest('x', moving, others, reach);
  const onY = nearest('y', moving, others, reach);
  const place = { x: moving.x + (onX?.by ?? 0), y: moving.y + (onY?.by ?? 0) };
  const moved = { ...moving, ...place };
  const guides = [onX, onY].flatMap((hit) => (hit === undefined ? [] : [lineThrough(hit, moved)]));
  return { place, guides };
}

interface Hit {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly by: number;
  readonly other: Rect;
}

function nearest(axis: 'x' | 'y', moving: Rect, others: readonly Rect[], reach: number): Hit | undefined {
  let best: Hit | undefined;
  for (const other of others) {
    const [mine, theirs] = [stops(axis, moving), stops(axis, other)];
    for (let i = 0; i < 3; i++) {
      const at = theirs[i] ?? 0;
      const by = at - (mine[i] ?? 0);
      if (Math.abs(by) <= reach && (best === undefined || Math.abs(by) < Math.abs(best.by))) best = { axis, at, by, other };
    }
  }
  return best;
}

/** Start, middle and end of a rectangle on an axis. */
function stops(axis: 'x' | 'y', { x, y, width, height }: Rect): readonly [number, number, number] {
  return axis === 'x' ? [x, x + width / 2, x + width] : [y, y + height / 2, y + height];
}

function lineThrough({ axis, at, other }: Hit, moved: Rect): Guide {
  const across = axis === 'x' ? 'y' : 'x';
  const [a0, , a1] = stops(across, moved);
  const [b0, , b1] = stops(across, other);
  return { axis, at, from: Math.min(a0, b0), to: Math.max(a1, b1) };
}
