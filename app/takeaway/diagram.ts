/**
 * The whole diagram as one picture: paper, regions, links, dots, cards with their live faces. The canvas' own painters paint it, on a
 * canvas or into a vector picture; the cards, which are elements on the page, are painted here.
 */
import type { Design } from '../../src/design/document.ts';
import type { Estimate } from '../../src/run/estimate.ts';
import type { Struck } from '../../src/run/story-report.ts';
import type { RunShape } from '../../src/worker/protocol.ts';
import { breakage } from '../canvas/breakage.ts';
import { paintDots } from '../canvas/paint/dot-paint.ts';
import { paintFace } from '../canvas/paint/face-paint.ts';
import type { Ink } from '../canvas/paint/ink.ts';
import { paintLinks } from '../canvas/paint/layers.ts';
import { Lettering } from '../canvas/paint/lettering.ts';
import type { DotFlow } from '../canvas/shape/dot-flow.ts';
import { boundsOf, inflate, type Rect } from '../canvas/shape/geometry.ts';
import { Scene, type SceneNode } from '../canvas/shape/scene.ts';
import type { Frame } from '../state/frames.ts';
import { strikesShown } from '../state/strikes-shown.ts';
import { paintIcon } from './icons.ts';
import type { SvgPen } from './svg-pen.ts';

/** Paper around what is drawn, px. */
const MARGIN = 48;
const NOTHING_DRAWN: Rect = { x: 0, y: 0, width: 320, height: 180 };
const HEAD = { icon: { x: 15, y: 13, size: 14 }, tile: { x: 11, y: 9, size: 22 }, name: { x: 41, y: 25 } } as const;

/** A design ready to be painted, all of it in sight. */
export interface Diagram {
  readonly scene: Scene;
  /** The part of the world that the picture shows. */
  readonly bounds: Rect;
  readonly design: Design;
}

/** @param live the scene on the page, whose traces of the last minute are taken over; undefined: none. */
export function diagramOf(design: Design, shape: RunShape | undefined, live?: Scene, told?: Estimate): Diagram {
  const scene = new Scene();
  scene.follow(design);
  scene.compile(shape);
  scene.foretell(told);
  const rects = [...scene.nodes.map(({ rect }) => rect), ...scene.rooms.map(({ rect }) => rect)];
  const bounds = inflate(boundsOf(rects) ?? NOTHING_DRAWN, MARGIN);
  scene.look(bounds);
  for (const node of scene.nodes) {
    const shown = live?.node(node.doc.id);
    if (shown === undefined) continue;
    node.trace.set(shown.trace);
    node.traceTop = shown.traceTop;
  }
  return { scene, bounds, design };
}

/** Paints it with the upper left corner of its bounds where the pen stands. */
export function paintDiagram(
  pen: SvgPen | CanvasRenderingContext2D,
  ink: Ink,
  { scene, bounds, design }: Diagram,
  frame: Frame | undefined,
  struck: readonly Struck[],
  flow?: DotFlow,
): void {
  const letters = new Lettering(pen, ink.font);
  const cuts = frame === undefined ? [] : breakage(scene, frame, strikesShown(design, struck));
  pen.fillStyle = ink.paper;
  pen.fillRect(0, 0, bounds.width, bounds.height);
  pen.save();
  pen.translate(-bounds.x, -bounds.y);
  paintLinks({ pen, ink, letters, zoom: 1, frame, extras: { selected: new Set(), hovered: undefined, cuts } }, scene);
  if (flow !== undefined) paintDots(pen, ink, flow, scene, 1);
  for (const node of scene.nodes) {
    paintCard(pen, ink, letters, node);
    paintFace({ ctx: pen, ink, letters, zoom: 1, frame }, node);
  }
  pen.restore();
}

function paintCard(pen: SvgPen | CanvasRenderingContext2D, ink: Ink, letters: Lettering, { doc, rect }: SceneNode): void {
  const { x, y, width, height } = rect;
  pen.beginPath();
  pen.roundRect(x, y, width, height, 10);
  pen.fillStyle = ink.card;
  pen.fill();
  pen.strokeStyle = ink.line2;
  pen.lineWidth = 1;
  pen.stroke();
  const { icon, tile, name } = HEAD;
  pen.beginPath();
  pen.roundRect(x + tile.x, y + tile.y, tile.size, tile.size, 6);
  pen.globalAlpha = 0.12;
  pen.fillStyle = ink.accent;
  pen.fill();
  pen.globalAlpha = 1;
  paintIcon(pen, doc.kind, x + icon.x, y + icon.y, icon.size, ink.accent);
  letters.use(13.5, 600);
  pen.fillStyle = ink.ink;
  letters.write(letters.fit(doc.name, width - name.x - 10), x + name.x, y + name.y);
}
