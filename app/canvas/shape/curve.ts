/**
 * The line of a link: a cubic from the side of one node to the side of another, cut into pieces of equal length. The
 * painter strokes the cubic; dots, hit tests and labels use the pieces, so that all three agree to the pixel.
 */
import type { Point, Rect } from './geometry.ts';

/** Pieces of equal length; 32 keeps a bend of any useful size smooth. */
export const PIECES = 32;
const SAMPLES = 64;
/** How far the lines of a pair of links in opposite directions stand apart, px. */
const APART = 12;
/** Room left for the arrow head before the node, px. */
const ARROW_ROOM = 2;

export interface Curve {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly cx: number;
  readonly cy: number;
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
  /** x, y of the ends of all pieces: PIECES + 1 points. */
  readonly points: Float64Array;
}

type Side = 'left' | 'right' | 'top' | 'bottom';

/** The two sides that a link between these nodes joins: across where there is room, else up or down. */
export function sidesOf(from: Rect, to: Rect): readonly [Side, Side] {
  const right = to.x - (from.x + from.width);
  const left = from.x - (to.x + to.width);
  const down = to.y - (from.y + from.height);
  const up = from.y - (to.y + to.height);
  const across = Math.max(right, left);
  if (across < 16 && Math.max(down, up) > 0) return down >= up ? ['bottom', 'top'] : ['top', 'bottom'];
  return right >= left ? ['right', 'left'] : ['left', 'right'];
}

/** The point of a side where links begin and end, `shift` px along it from the middle. */
function anchor({ x, y, width, height }: Rect, side: Side, shift = 0): Point {
  switch (side) {
    case 'left':
      return { x, y: y + height / 2 + shift };
    case 'right':
      return { x: x + width, y: y + height / 2 + shift };
    case 'top':
      return { x: x + width / 2 + shift, y };
    default:
      return { x: x + width / 2 + shift, y: y + height };
  }
}

/**
 * The line from one node to another. `pair`: a link in the opposite direction exists, so both step aside.
 */
export function curveBetween(from: Rect, to: Rect, pair = false): Curve {
  const [leave, reach] = sidesOf(from, to);
  const shift = pair ? (leave === 'right' || leave === 'bottom' ? -APART / 2 : APART / 2) : 0;
  const start = anchor(from, leave, shift);
  const end = anchor(to, reach, shift);
  return curveOf(start, leave, end, reach);
}

/** The line from a node's side to a free point, while a link is being drawn. */
export function curveToPoint(from: Rect, to: Point): Curve {
  const target = { x: to.x, y: to.y, width: 0, height: 0 };
  const [leave, reach] = sidesOf(from, target);
  return curveOf(anchor(from, leave), leave, to, reach);
}

function curveOf(start: Point, leave: Side, end: Point, reach: Side): Curve {
  const out = outward(leave);
  const back = outward(reach);
  const gap = Math.abs((end.x - start.x) * out.x + (end.y - start.y) * out.y);
  const cross = Math.abs((end.x - start.x) * out.y) + Math.abs((end.y - start.y) * out.x);
  const reachOut = Math.max(gap / 2, Math.min(48, cross / 3));
  const [dx, dy] = [end.x + back.x * ARROW_ROOM, end.y + back.y * ARROW_ROOM];
  return cut(
    [start.x, start.y, start.x + out.x * reachOut, start.y + out.y * reachOut],
    [end.x + back.x * reachOut, end.y + back.y * reachOut, dx, dy],
  );
}

function outward(side: Side): Point {
  return { x: side === 'left' ? -1 : side === 'right' ? 1 : 0, y: side === 'top' ? -1 : side === 'bottom' ? 1 : 0 };
}

type Four = readonly [number, number, number, number];

function cut([ax, ay, bx, by]: Four, [cx, cy, dx, dy]: Four): Curve {
  const at = (t: number, a: number, b: number, c: number, d: number): number => {
    const u = 1 - t;
    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  };
  const sampled = new Float64Array((SAMPLES + 1) * 3);
  let length = 0;
  for (let i = 0; i <= SAMPLES; i++) {
    const x = at(i / SAMPLES, ax, bx, cx, dx);
    const y = at(i / SAMPLES, ay, by, cy, dy);
    if (i > 0) length += Math.hypot(x - (sampled[i * 3 - 3] ?? 0), y - (sampled[i * 3 - 2] ?? 0));
    sampled[i * 3] = x;
    sampled[i * 3 + 1] = y;
    sampled[i * 3 + 2] = length;
  }
  return { ax, ay, bx, by, cx, cy, dx, dy, length, points: even(sampled, length) };
}

/** Points at equal distances along the sampled line. */
function even(sampled: Float64Array, length: number): Float64Array {
  const points = new Float64Array((PIECES + 1) * 2);
  let sample = 0;
  for (let i = 0; i <= PIECES; i++) {
    const wanted = (length * i) / PIECES;
    while (sample < SAMPLES - 1 && (sampled[sample * 3 + 5] ?? 0) < wanted) sample++;
    const [x0 = 0, y0 = 0, l0 = 0, x1 = 0, y1 = 0, l1 = 0] = sampled.subarray(sample * 3, sample * 3 + 6);
    const share = l1 > l0 ? Math.min(1, Math.max(0, (wanted - l0) / (l1 - l0))) : 0;
    points[i * 2] = x0 + (x1 - x0) * share;
    points[i * 2 + 1] = y0 + (y1 - y0) * share;
  }
  return points;
}

/**
 * Writes the point at `share` (0 start … 1 end) of the line's length into out[0], out[1], moved `aside` px to the right
 * as seen from the start. Allocates nothing.
 */
export function pointAlong({ points, length }: Curve, share: number, aside: number, out: Float64Array): void {
  const at = Math.min(PIECES, Math.max(0, share * PIECES));
  const piece = Math.min(PIECES - 1, Math.floor(at));
  const rest = at - piece;
  const i = piece * 2;
  const x = points[i] ?? 0;
  const y = points[i + 1] ?? 0;
  const dx = (points[i + 2] ?? 0) - x;
  const dy = (points[i + 3] ?? 0) - y;
  const unit = length > 0 ? (aside * PIECES) / length : 0;
  out[0] = x + dx * rest - dy * unit;
  out[1] = y + dy * rest + dx * unit;
}

/** The middle of the line, where its glyph and its name stand. */
export function middleOf({ points }: Curve): Point {
  return { x: points[PIECES] ?? 0, y: points[PIECES + 1] ?? 0 };
}

/** How far a point is from the line, px. */
export function distanceTo({ points }: Curve, { x, y }: Point): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < PIECES * 2; i += 2) {
    const x0 = points[i] ?? 0;
    const y0 = points[i + 1] ?? 0;
    const dx = (points[i + 2] ?? 0) - x0;
    const dy = (points[i + 3] ?? 0) - y0;
    const square = dx * dx + dy * dy;
    const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / square));
    const far = (x - x0 - dx * t) ** 2 + (y - y0 - dy * t) ** 2;
    if (far < best) best = far;
  }
  return Math.sqrt(best);
}

/** The rectangle that holds the whole line. */
export function extentOf({ ax, ay, bx, by, cx, cy, dx, dy }: Curve): Rect {
  const x = Math.min(ax, bx, cx, dx);
  const y = Math.min(ay, by, cy, dy);
  return { x, y, width: Math.max(ax, bx, cx, dx) - x, height: Math.max(ay, by, cy, dy) - y };
}
