/** Walking from node to node by arrow keys: the nearest one in a direction, counting sideways distance double. */
import { centreOf, type Rect } from './geometry.ts';

/** Index of the nearest rectangle from `from` towards a direction; the first one when there is nowhere to start. */
export function nextTowards(from: Rect | undefined, all: readonly Rect[], [columns, rows]: readonly [number, number]): number | undefined {
  if (from === undefined) return all.length > 0 ? 0 : undefined;
  const start = centreOf(from);
  let best: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, rect] of all.entries()) {
    const { x, y } = centreOf(rect);
    const ahead = (x - start.x) * columns + (y - start.y) * rows;
    const aside = Math.abs((x - start.x) * rows) + Math.abs((y - start.y) * columns);
    if (rect === from || ahead <= 0 || aside > ahead * 3) continue;
    const far = ahead + aside * 2;
    if (far < least) {
      least = far;
      best = i;
    }
  }
  return best;
}
