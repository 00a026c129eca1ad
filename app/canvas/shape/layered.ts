/**
 * A tidy drawing: layers from left to right along the calls, few crossings, regions kept together. The work is dagre's;
 * this hands it nodes of our size and brings the result back onto the grid and to where the drawing stood before.
 */
import { Graph, layout } from '@dagrejs/dagre';
import { GRID, NODE_HEIGHT, NODE_WIDTH, type Point } from './geometry.ts';

export interface LayoutNode extends Point {
  readonly id: string;
  readonly region: string;
}

export interface LayoutLink {
  readonly from: string;
  readonly to: string;
}

/** Distances of the tidy drawing, px: between layers, and between neighbours within one. */
const BETWEEN_LAYERS = 72;
const BETWEEN_NEIGHBOURS = 32;

/** New places for these nodes, on the grid; the top left corner of the drawing stays where it was. */
export function layered(nodes: readonly LayoutNode[], links: readonly LayoutLink[]): Readonly<Record<string, Point>> {
  if (nodes.length === 0) return {};
  const graph = new Graph({ compound: true });
  graph.setGraph({ rankdir: 'LR', ranksep: BETWEEN_LAYERS, nodesep: BETWEEN_NEIGHBOURS, edgesep: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = new Set(nodes.map(({ id }) => id));
  const regions = new Set(nodes.flatMap(({ region }) => (region === '' ? [] : [region])));
  for (const region of regions) graph.setNode(`region ${region}`, {});
  for (const { id, region } of nodes) {
    graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
    if (region !== '') graph.setParent(id, `region ${region}`);
  }
  for (const { from, to } of links) if (ids.has(from) && ids.has(to) && from !== to) graph.setEdge(from, to);
  layout(graph);
  const corner = (places: readonly Point[]): Point => ({
    x: Math.min(...places.map(({ x }) => x)),
    y: Math.min(...places.map(({ y }) => y)),
  });
  const placed = nodes.map(({ id }) => {
    const { x = 0, y = 0 } = graph.node(id) as { x?: number; y?: number };
    return { id, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
  });
  const [old, fresh] = [corner(nodes), corner(placed)];
  const onGrid = (value: number): number => Math.round(value / GRID) * GRID;
  return Object.fromEntries(placed.map(({ id, x, y }) => [id, { x: onGrid(x - fresh.x + old.x), y: onGrid(y - fresh.y + old.y) }]));
}
