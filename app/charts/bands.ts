/**
 * Bands: spans of the run in which a fault was active, hatched on every chart, and the geometry of the hatch. A band
 * knows its words and its moments; where it came from (timeline, live injection) is not its business.
 */

export interface Band {
  readonly id: string;
  readonly fromMs: number;
  /** Infinity: until the end of the run. */
  readonly toMs: number;
  /** What is broken, in a few words: `db/2 slow ×8`. */
  readonly label: string;
}

/** The bands that a moment lies in, longest active first. */
export function bandsAt(bands: readonly Band[], ms: number): Band[] {
  return bands.filter((band) => ms >= band.fromMs && ms <= band.toMs).sort((a, b) => a.fromMs - b.fromMs);
}

/** Pixels of a hatched piece of the plot. */
export interface Stretch {
  readonly left: number;
  readonly right: number;
}

/** A fault of one moment is drawn this wide, px (chosen). */
const LEAST_WIDTH = 2;

/** Where bands lie between two pixels: clipped to the plot, overlaps melted into one, so that no place is hatched twice. */
export function stretches(bands: readonly Band[], px: (ms: number) => number, left: number, right: number): Stretch[] {
  const pieces = bands
    .map((band) => {
      const from = px(band.fromMs);
      const to = Number.isFinite(band.toMs) ? px(band.toMs) : right;
      return { left: Math.max(left, from), right: Math.min(right, Math.max(to, from + LEAST_WIDTH)) };
    })
    .filter((piece) => piece.right > piece.left)
    .sort((a, b) => a.left - b.left);
  const melted: Stretch[] = [];
  for (const piece of pieces) {
    const last = melted.at(-1);
    if (last === undefined || piece.left > last.right) melted.push(piece);
    else melted[melted.length - 1] = { left: last.left, right: Math.max(last.right, piece.right) };
  }
  return melted;
}

/** One line of a hatch. */
export type Stroke = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Rising 45° lines `step` px apart across a rectangle, each cut at its edges. Lines of neighbouring rectangles continue
 * each other, because they are counted from the plot's origin and not from the rectangle.
 */
export function hatch(left: number, right: number, top: number, bottom: number, step: number): Stroke[] {
  const lines: Stroke[] = [];
  if (!(right > left && bottom > top && step > 0)) return lines;
  // A line holds the points with x + y = sum.
  for (let sum = Math.ceil((left + top) / step) * step; sum < right + bottom; sum += step) {
    const x1 = Math.max(left, sum - bottom);
    const x2 = Math.min(right, sum - top);
    if (x2 > x1) lines.push([x1, sum - x1, x2, sum - x2]);
  }
  return lines;
}
