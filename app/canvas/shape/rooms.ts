/**
 * Rooms: the regions of a design, drawn as walls around the nodes that stand in them. A room has no place of its own in
 * the document; it follows its nodes.
 */
import { boundsOf, inflate, type Rect } from './geometry.ts';

export interface Room {
  readonly region: string;
  readonly rect: Rect;
}

/** Distance of the wall from the nodes, px; a little more above, where the name stands. */
const WALL = 24;
const ABOVE = 8;

interface Placed {
  readonly region: string;
  readonly rect: Rect;
}

/** The rooms of these nodes, in the order in which their regions first appear. */
export function roomsOf(nodes: readonly Placed[]): readonly Room[] {
  const byRegion = new Map<string, Rect[]>();
  for (const { region, rect } of nodes) {
    if (region === '') continue;
    const rects = byRegion.get(region);
    if (rects === undefined) byRegion.set(region, [rect]);
    else rects.push(rect);
  }
  return [...byRegion].flatMap(([region, rects]) => {
    const bounds = boundsOf(rects);
    if (bounds === undefined) return [];
    const { x, y, width, height } = inflate(bounds, WALL);
    return [{ region, rect: { x, y: y - ABOVE, width, height: height + ABOVE } }];
  });
}
