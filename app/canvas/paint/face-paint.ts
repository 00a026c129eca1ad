/**
 * The live part of a node's face: chips, what waits, two figures, the trace of the last minute and the badge. Painted
 * over the static card in world coordinates; three levels of detail so that a node can be read at half size and told
 * apart from its neighbours at a tenth.
 */

import { INSTANCE, INSTANCE_STATES, NODE } from '../../../src/run/frame.ts';
import type { Frame } from '../../state/frames.ts';
import type { Pen } from '../../ui/pen.ts';
import { arrangeWaiting, chipsWidth, MOST_CHIPS, SATURATED, type Waiting } from '../shape/chips.ts';
import type { SceneNode } from '../shape/scene.ts';
import { TRACE_STEPS, traceScale } from '../shape/trace.ts';
import { figure, steady } from '../words/figure.ts';
import { type InstanceRows, paintChips, paintStrip, paintWaiting } from './chip-paint.ts';
import type { Ink } from './ink.ts';
import type { Lettering } from './lettering.ts';
import { atRest, faceTold, PALE, paintToldLevel, paintToldUpper } from './told-paint.ts';

/** Zoom below which words are set larger, and below which a face is a name and a level only. */
export const NEAR = 0.7;
export const FAR = 0.4;
const NAMELESS = 0.2;
const CARD_RADIUS = 10;

const INSET = 12;
const CHIPS_Y = 40;
const FIGURES_Y = 76;
/** A label with less room than this is left out, px. */
const LEAST_LABEL = 24;
const TRACE_HEIGHT = 14;

export interface FaceContext {
  readonly ctx: Pen;
  readonly ink: Ink;
  readonly letters: Lettering;
  readonly zoom: number;
  readonly frame: Frame | undefined;
}

const waiting: Waiting = { dots: 0, columns: 0, number: 0 };

/** Instances that do not answer now. */
export function countDown(node: SceneNode, frame: Frame | undefined): number {
  if (frame === undefined || node.index < 0) return 0;
  let down = 0;
  for (let i = 0; i < node.instances; i++) {
    const at = frame.layout.instanceAt + (node.firstInstance + i) * INSTANCE.size;
    if (INSTANCE_STATES[frame.data[at + INSTANCE.state] ?? 0] === 'down') down++;
  }
  return down;
}

/** A figure of a node's row in the frame; NaN when there is none. */
export function nodeFigure(node: SceneNode, frame: Frame | undefined, offset: number): number {
  if (frame === undefined || node.index < 0) return Number.NaN;
  return frame.data[frame.layout.nodeAt + node.index * NODE.size + offset] ?? Number.NaN;
}

/** Paints one face at its place. */
export function paintFace(context: FaceContext, node: SceneNode): void {
  const { ctx, zoom } = context;
  ctx.save();
  ctx.translate(node.rect.x, node.rect.y);
  // A card that lies on another covers what is painted on that one.
  ctx.clearRect(0, 0, node.rect.width, node.rect.height);
  if (zoom < FAR) paintFar(context, node);
  else {
    paintTrace(context, node);
    paintInstances(context, node);
    paintFigures(context, node);
  }
  if (node.badge !== '') paintBadge(context, node);
  ctx.restore();
}

function rowsOf(node: SceneNode, frame: Frame | undefined): InstanceRows {
  const live = frame !== undefined && node.index >= 0;
  const at = live ? frame.layout.instanceAt + node.firstInstance * INSTANCE.size : 0;
  return { data: live ? frame.data : undefined, at, size: INSTANCE.size, count: node.instances, running: node.running };
}

function paintInstances({ ctx, ink, letters, zoom, frame }: FaceContext, node: SceneNode): void {
  const rows = rowsOf(node, frame);
  let x = INSET + chipsWidth(rows.count);
  if (rows.count > MOST_CHIPS) {
    paintStrip(ctx, ink, rows, INSET, CHIPS_Y);
    letters.use(11, 500);
    ctx.fillStyle = ink.ink2;
    const words = `×${rows.count}`;
    letters.write(words, x + 5, CHIPS_Y + 13);
    x += letters.width(words) + 5;
  } else paintChips(ctx, ink, rows, INSET, CHIPS_Y, node.kind?.role === 'source');
  if (atRest(frame, node.index)) {
    const face = faceTold(node);
    const right = node.rect.width - INSET;
    paintToldLevel(ctx, ink, face, rows, INSET, CHIPS_Y);
    paintToldUpper(ctx, ink, letters, face, zoom >= NEAR, right, right - x - 6, CHIPS_Y + 13);
    return;
  }
  arrangeWaiting(nodeFigure(node, frame, NODE.queue), node.rect.width - INSET - x - 10, waiting);
  const words = waiting.number > 0 ? steady(waiting.number) : '';
  if (waiting.dots > 0 || words !== '') paintWaiting(ctx, ink, letters, waiting, words, x + 10, CHIPS_Y + 1);
}

/** Two figures: one at each end of the lower line. Before a run the line says what the part is. */
function paintFigures({ ctx, ink, letters, zoom, frame }: FaceContext, node: SceneNode): void {
  const near = zoom >= NEAR;
  letters.use(near ? 11.5 : 18, near ? 450 : 550);
  ctx.fillStyle = near ? ink.ink2 : ink.ink;
  const room = node.rect.width - 2 * INSET;
  if (atRest(frame, node.index)) {
    paintKind({ ctx, ink, letters, zoom, frame }, node, room);
    return;
  }
  const [first, second] = node.face;
  const words = (index: 0 | 1, labelled: boolean): string => {
    const spec = index === 0 ? first : second;
    if (spec === undefined) return '';
    const value = figure(nodeFigure(node, frame, spec.offset), spec.unit);
    return labelled && spec.label !== '' ? `${spec.label} ${value}` : value;
  };
  const labelled = letters.width(words(0, near)) + letters.width(words(1, near)) + 8 <= room;
  const left = words(0, near && labelled);
  letters.write(left, INSET, FIGURES_Y);
  // A long label gives way to the first figure, its own figure does not.
  const value = words(1, false);
  const rest = room - letters.width(left) - letters.width(value) - 14;
  const label = near && rest > LEAST_LABEL ? letters.fit(second?.label ?? '', rest) : '';
  letters.write(label === '' ? value : `${label} ${value}`, node.rect.width - INSET, FIGURES_Y, 'right');
}

/** What the part is, and how long it is predicted to take: half a face of a small drawing has room for one of them. */
function paintKind({ ctx, ink, letters, zoom }: FaceContext, node: SceneNode, room: number): void {
  const near = zoom >= NEAR;
  const { lower, over } = faceTold(node);
  letters.use(near ? 11.5 : 16);
  const taken = lower === '' ? 0 : letters.width(lower) + 8;
  ctx.fillStyle = over ? ink.warn : ink.ink3;
  if (lower !== '') letters.write(lower, near ? node.rect.width - INSET : INSET, FIGURES_Y, near ? 'right' : 'left');
  ctx.fillStyle = ink.ink3;
  if (near || lower === '') letters.write(letters.fit(node.kind?.name ?? node.doc.kind, room - taken), INSET, FIGURES_Y);
}

/** The last minute along the foot of the card, oldest left. */
function paintTrace({ ctx, ink }: FaceContext, node: SceneNode): void {
  const { trace, traceTop, rect } = node;
  if (!(traceTop > 0)) return;
  const scale = traceScale(trace, traceTop);
  const step = rect.width / TRACE_STEPS;
  const foot = rect.height - 1;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(1, 1, rect.width - 2, rect.height - 2, CARD_RADIUS - 1);
  ctx.clip();
  ctx.beginPath();
  let begun = false;
  for (let i = 0; i < TRACE_STEPS; i++) {
    const value = trace[i] ?? Number.NaN;
    if (!begun && !(value > 0)) continue;
    const y = foot - (value > 0 ? (value / scale) * TRACE_HEIGHT : 0);
    if (!begun) ctx.moveTo(i * step, foot);
    begun = true;
    ctx.lineTo((i + 0.5) * step, y);
    if (i === TRACE_STEPS - 1) ctx.lineTo(rect.width, y);
  }
  ctx.lineTo(rect.width, foot);
  ctx.fillStyle = ink.accent;
  ctx.globalAlpha = 0.16;
  ctx.fill();
  ctx.restore();
}

/** Name and level only. */
function paintFar({ ctx, ink, letters, zoom, frame }: FaceContext, node: SceneNode): void {
  const { width, height } = node.rect;
  const down = countDown(node, frame);
  const rest = atRest(frame, node.index);
  const busy = rest ? faceTold(node).level : nodeFigure(node, frame, NODE.utilisation);
  const level = busy > 0 ? Math.min(1, busy) : 0;
  if (zoom >= NAMELESS) {
    letters.use(27, 600);
    ctx.fillStyle = ink.ink;
    letters.write(letters.fit(node.doc.name, width - 16), width / 2, 46, 'middle');
  }
  const barY = zoom >= NAMELESS ? height - 32 : 24;
  const barHeight = zoom >= NAMELESS ? 16 : height - 48;
  ctx.fillStyle = ink.line;
  ctx.fillRect(14, barY, width - 28, barHeight);
  if (node.kind?.role === 'source') fillBar(ctx, ink.accent, barY, barHeight, width - 28);
  else if (level > 0) {
    ctx.globalAlpha = rest ? PALE : 1;
    fillBar(ctx, level >= SATURATED ? ink.warn : ink.ok, barY, barHeight, (width - 28) * level);
    ctx.globalAlpha = 1;
  }
  if (down > 0) fillBar(ctx, ink.bad, barY, barHeight, ((width - 28) * down) / node.instances);
}

function fillBar(ctx: Pen, colour: string, y: number, height: number, width: number): void {
  ctx.fillStyle = colour;
  ctx.fillRect(14, y, width, height);
}

/** What is wrong, on the corner, and a ring around the card. */
function paintBadge({ ctx, ink, letters, zoom }: FaceContext, node: SceneNode): void {
  const { width, height } = node.rect;
  ctx.strokeStyle = ink.bad;
  ctx.lineWidth = zoom < FAR ? 3 / zoom : 1.6;
  ctx.beginPath();
  ctx.roundRect(0.5, 0.5, width - 1, height - 1, CARD_RADIUS);
  ctx.stroke();
  ctx.globalAlpha = 0.18;
  ctx.lineWidth = 6;
  ctx.beginPath();
  ctx.roundRect(-3, -3, width + 6, height + 6, CARD_RADIUS + 3);
  ctx.stroke();
  ctx.globalAlpha = 1;
  if (zoom < NAMELESS) return;
  const size = zoom >= NEAR ? 10.5 : zoom >= FAR ? 15 : 24;
  letters.use(size, 650);
  const words = letters.fit(node.badge, width + 24);
  const wide = letters.width(words) + size * 1.5;
  const tall = size * 1.75;
  const left = Math.min(width - wide + 6, width - 6);
  const middle = zoom >= NEAR ? -1 : zoom >= FAR ? -8 : -tall / 2;
  ctx.fillStyle = ink.bad;
  ctx.beginPath();
  ctx.roundRect(left, middle - tall / 2, wide, tall, tall / 2);
  ctx.fill();
  ctx.fillStyle = ink.onState;
  letters.write(words, left + wide / 2, middle + size * 0.36, 'middle');
}
