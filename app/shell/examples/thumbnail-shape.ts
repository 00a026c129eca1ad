/** A design as a few lines and boxes, scaled into a small frame: for cards. Pure. */
import type { Design } from '../../../src/design/document.ts';

/** Size of a part on the canvas, px (chosen to look like its face). */
const PART = { width: 150, height: 82 };
const MARGIN = 10;

export interface ThumbnailShape {
  readonly boxes: readonly {
    readonly id: string;
    readonly kind: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  /** SVG paths, one for each link. */
  readonly links: readonly { readonly id: string; readonly path: string }[];
}

export function thumbnailShape(design: Pick<Design, 'nodes' | 'links'>, width: number, height: number): ThumbnailShape {
  const { nodes, links } = design;
  if (nodes.length === 0) return { boxes: [], links: [] };
  const left = Math.min(...nodes.map((node) => node.x));
  const top = Math.min(...nodes.map((node) => node.y));
  const across = Math.max(...nodes.map((node) => node.x)) - left + PART.width;
  const down = Math.max(...nodes.map((node) => node.y)) - top + PART.height;
  const scale = Math.min((width - 2 * MARGIN) / across, (height - 2 * MARGIN) / down, 0.3);
  const [dx, dy] = [(width - across * scale) / 2, (height - down * scale) / 2];
  const round = (px: number): number => Math.round(px * 10) / 10;
  const boxes = nodes.map(({ id, kind, x, y }) => ({
    id,
    kind,
    x: round(dx + (x - left) * scale),
    y: round(dy + (y - top) * scale),
    width: round(PART.width * scale),
    height: round(PART.height * scale),
  }));
  const at = new Map(boxes.map((box) => [box.id, box]));
  return {
    boxes,
    links: links.flatMap(({ id, from, to }) => {
      const [a, b] = [at.get(from), at.get(to)];
      if (a === undefined || b === undefined) return [];
      const [x1, y1, x2, y2] = [a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2].map(round) as [number, number, number, number];
      const bend = round(Math.max(4, Math.abs(x2 - x1) / 2));
      return [{ id, path: `M${x1} ${y1}C${round(x1 + bend)} ${y1} ${round(x2 - bend)} ${y2} ${x2} ${y2}` }];
    }),
  };
}
