/**
 * Pictures of kinds as shapes to paint: the same files that the page masks with, read into their few elements. They are this project's own;
 * anything in them that is not listed here is left out.
 */
import { element, type SvgElement, SvgPen } from './svg-pen.ts';

const TEXTS: Readonly<Record<string, string>> = import.meta.glob('../../src/catalog/*/icon.svg', {
  eager: true,
  query: '?raw',
  import: 'default',
});

const BY_KIND: ReadonlyMap<string, string> = new Map(Object.entries(TEXTS).map(([path, text]) => [path.split('/').at(-2) ?? '', text]));

/** Icons are drawn on a field of this size. */
const FIELD = 24;
const SHAPE = /<(path|rect|circle|ellipse)\s([^>]*?)\/?>/g;
const ATTRIBUTE = /([a-z-]+)="([^"<>&]*)"/g;

/** The shapes of a kind's picture; none for a kind without one. */
function shapesOf(kind: string): readonly SvgElement[] {
  return [...(BY_KIND.get(kind) ?? '').matchAll(SHAPE)].map(([, name, attributes = '']) =>
    element(name as 'path', Object.fromEntries([...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, value]))),
  );
}

/** Paints a kind's picture with its upper left corner here. */
export function paintIcon(pen: SvgPen | CanvasRenderingContext2D, kind: string, x: number, y: number, size: number, colour: string): void {
  const shapes = shapesOf(kind);
  const scale = size / FIELD;
  if (pen instanceof SvgPen) {
    const look = { fill: 'none', stroke: colour, 'stroke-width': '1.75', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
    pen.add('g', { transform: `translate(${x} ${y}) scale(${scale})`, ...look }, shapes);
    return;
  }
  pen.save();
  pen.translate(x, y);
  pen.scale(scale, scale);
  pen.strokeStyle = colour;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  for (const { name, attributes } of shapes) {
    const number = (key: string): number => Number(attributes[key] ?? 0);
    const path = new Path2D(name === 'path' ? (attributes['d'] ?? '') : undefined);
    if (name === 'rect') path.roundRect(number('x'), number('y'), number('width'), number('height'), number('rx'));
    if (name === 'circle') path.arc(number('cx'), number('cy'), number('r'), 0, Math.PI * 2);
    if (name === 'ellipse') path.ellipse(number('cx'), number('cy'), number('rx'), number('ry'), 0, 0, Math.PI * 2);
    pen.lineWidth = number('stroke-width') || 1.75;
    pen.setLineDash(
      (attributes['stroke-dasharray'] ?? '')
        .split(/[ ,]+/)
        .map(Number)
        .filter((length) => length > 0),
    );
    pen.stroke(path);
  }
  pen.restore();
}
