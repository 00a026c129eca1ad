/**
 * Plane geometry of the canvas in world units (px at zoom 1): points, rectangles, the grid and the view transform.
 * Nodes have one size, so nothing on the canvas is ever measured from the page.
 */

/** Everything sits on this grid, px. */
export const GRID = 4;
export const NODE_WIDTH = 160;
export const NODE_HEIGHT = 96;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** How the world is shown: screen = world × zoom + (x, y). */
export interface Viewport extends Point {
  readonly zoom: number;
}

/** The place a node takes. */
export function nodeRect({ x, y }: Point): Rect {
  return { x, y, width: NODE_WIDTH, height: NODE_HEIGHT };
}

export function centreOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The nearest point of the grid. */
export function snap({ x, y }: Point): Point {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID };
}

/** Where a node stands whose centre is at a point, on the grid. */
export function nodeAround({ x, y }: Point): Point {
  return snap({ x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 });
}

export function toWorld({ x, y, zoom }: Viewport, point: Point): Point {
  return { x: (point.x - x) / zoom, y: (point.y - y) / zoom };
}

export function toScreen({ x, y, zoom }: Viewport, point: Point): Point {
  return { x: point.x * zoom + x, y: point.y * zoom + y };
}

/** The part of the world that a screen of this size shows. */
export function worldSeen(view: Viewport, width: number, height: number): Rect {
  const { x, y } = toWorld(view, { x: 0, y: 0 });
  return { x, y, width: width / view.zoom, height: height / view.zoom };
}

/** The smallest rectangle around all of them; undefined for none. */
export function boundsOf(rects: readonly Rect[]): Rect | undefined {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return right < left ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

export function inflate({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

export function contains(rect: Rect, { x, y }: Point): boolean {
  return x >= rect.x && y >= rect.y && x <= rect.x + rect.width && y <= rect.y + rect.height;
}

export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The free place nearest to `wanted` where a node overlaps none of `taken`: tries ever lower, then further right. */
export function freePlace(wanted: Point, taken: readonly Rect[]): Point {
  const start = snap(wanted);
  for (let column = 0; column < 8; column++) {
    for (let row = 0; row < 12; row++) {
      const down = Math.ceil(row / 2) * (row % 2 === 0 ? -1 : 1);
      const place = { x: start.x + column * (NODE_WIDTH + 48), y: start.y + down * (NODE_HEIGHT + 24) };
      const rect = inflate(nodeRect(place), 8);
      if (!taken.some((other) => overlap(rect, other))) return place;
    }
  }
  return start;
}
