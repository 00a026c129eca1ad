/**
 * Putting parts in order: align six ways, distribute two ways, equal spacing. Each takes the places of the chosen nodes
 * and gives new ones on the grid, ready to be a `move`; nodes that stay are left out.
 */
import { boundsOf, GRID, NODE_HEIGHT, NODE_WIDTH, nodeRect, type Point } from './geometry.ts';

export type Places = Readonly<Record<string, Point>>;
export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';

/** Moves nodes so that their edges or middles stand in line. */
export function align(places: Places, how: Alignment): Places {
  const bounds = boundsOf(Object.values(places).map(nodeRect));
  if (bounds === undefined) return {};
  const { x, y, width, height } = bounds;
  const line: Readonly<Record<Alignment, Partial<Point>>> = {
    left: { x },
    centre: { x: x + (width - NODE_WIDTH) / 2 },
    right: { x: x + width - NODE_WIDTH },
    top: { y },
    middle: { y: y + (height - NODE_HEIGHT) / 2 },
    bottom: { y: y + height - NODE_HEIGHT },
  };
  return changed(places, (place) => ({ ...place, ...line[how] }));
}

/** Spreads three or more nodes so that the gaps between neighbours are equal; the outermost stay. */
export function distribute(places: Places, axis: 'x' | 'y'): Places {
  const order = Object.entries(places).sort(([, a], [, b]) => a[axis] - b[axis]);
  const first = order[0]?.[1][axis];
  const last = order.at(-1)?.[1][axis];
  if (first === undefined || last === undefined || order.length < 3) return {};
  const step = (last - first) / (order.length - 1);
  const at = new Map(order.map(([id], i) => [id, first + step * i]));
  return changed(places, (place, id) => ({ ...place, [axis]: at.get(id) ?? place[axis] }));
}

/** Distances between neighbours when nodes are packed in a row or a column, px. */
const PACKED = { x: NODE_WIDTH + 64, y: NODE_HEIGHT + 24 } as const;

/** Sets nodes at one fixed distance from each other, from the first one on. */
export function space(places: Places, axis: 'x' | 'y'): Places {
  const order = Object.entries(places).sort(([, a], [, b]) => a[axis] - b[axis]);
  const first = order[0]?.[1][axis] ?? 0;
  const at = new Map(order.map(([id], i) => [id, first + PACKED[axis] * i]));
  return changed(places, (place, id) => ({ ...place, [axis]: at.get(id) ?? place[axis] }));
}

/** Moves all by the same distance. */
export function shift(places: Places, by: Point): Places {
  return changed(places, ({ x, y }) => ({ x: x + by.x, y: y + by.y }));
}

function changed(places: Places, move: (place: Point, id: string) => Point): Places {
  const moved: Record<string, Point> = {};
  for (const [id, place] of Object.entries(places)) {
    const wanted = move(place, id);
    const to = { x: Math.round(wanted.x / GRID) * GRID, y: Math.round(wanted.y / GRID) * GRID };
    if (to.x !== place.x || to.y !== place.y) moved[id] = to;
  }
  return moved;
}
