/**
 * Links: a line as wide as its rate (on a log scale), coloured by how much fails on it, with an arrow; dashed while it is
 * cut. Painted beneath the nodes, all of one look in one stroke.
 */

import { LINK } from '../../../src/run/frame.ts';
import type { Frame } from '../../state/frames.ts';
import type { Pen } from '../../ui/pen.ts';
import { type Curve, PIECES } from '../shape/curve.ts';
import type { SceneLink } from '../shape/scene.ts';
import { linkFigure } from '../words/signs.ts';
import { healthStep, type Ink } from './ink.ts';

const THINNEST = 1.4;
const WIDEST = 5.5;

/** Width of a link's line, px: thin at rest, +0.9 for every tenfold. */
export function widthOfRate(rate: number): number {
  return rate > 0 ? Math.min(WIDEST, THINNEST + 0.95 * Math.log10(1 + rate)) : THINNEST;
}

const STEERING = [2, 4];

/** A link that carries no requests: thin, dotted and pale, with an open head, so that nobody takes it for a way of requests. */
function paintSteering(ctx: Pen, ink: Ink, { curve }: SceneLink, lit: boolean): void {
  ctx.strokeStyle = lit ? ink.accent : ink.ink3;
  ctx.lineWidth = lit ? 1.6 : 1.1;
  ctx.setLineDash(STEERING);
  strokeCurve(ctx, curve);
  ctx.setLineDash([]);
  openHead(ctx, curve);
}

const FEEDING = [9, 3];

/** A link by which one part follows another: long dashes and a full head, since data crosses it, if no requests. */
function paintFeed(ctx: Pen, ink: Ink, { curve }: SceneLink, severed: boolean, lit: boolean): void {
  const colour = lit ? ink.accent : severed ? ink.bad : ink.ink3;
  ctx.strokeStyle = colour;
  ctx.lineWidth = lit ? 2 : THINNEST;
  ctx.setLineDash(severed ? [5, 5] : FEEDING);
  strokeCurve(ctx, curve);
  ctx.setLineDash([]);
  arrow(ctx, curve, colour, THINNEST);
}

/** Paints one link. `lit`: it is chosen or under the pointer. */
export function paintLink(ctx: Pen, ink: Ink, link: SceneLink, frame: Frame | undefined, lit: boolean): void {
  if (link.steers) {
    paintSteering(ctx, ink, link, lit);
    return;
  }
  const severed = linkFigure(link, frame, LINK.severed) === 1;
  if (link.feeds) {
    paintFeed(ctx, ink, link, severed, lit);
    return;
  }
  const step = healthStep(linkFigure(link, frame, LINK.errorShare));
  const width = widthOfRate(linkFigure(link, frame, LINK.rate));
  const colour = lit ? ink.accent : severed ? ink.bad : (ink.health[step] ?? ink.edge);
  ctx.strokeStyle = colour;
  ctx.lineWidth = lit ? Math.max(2, width) : width;
  ctx.globalAlpha = lit || severed ? 1 : 0.92;
  if (severed) ctx.setLineDash([5, 5]);
  strokeCurve(ctx, link.curve);
  if (severed) ctx.setLineDash([]);
  ctx.globalAlpha = 1;
  arrow(ctx, link.curve, colour, width);
  ctx.globalAlpha = 1;
}

function strokeCurve(ctx: Pen, c: Curve): void {
  ctx.beginPath();
  ctx.moveTo(c.ax, c.ay);
  ctx.bezierCurveTo(c.bx, c.by, c.cx, c.cy, c.dx, c.dy);
  ctx.stroke();
}

/** Which way the last piece of a line points, as a unit vector. */
function headingOf({ points, dx, dy }: Curve): readonly [number, number] {
  const backX = points[(PIECES - 1) * 2] ?? dx;
  const backY = points[(PIECES - 1) * 2 + 1] ?? dy;
  const length = Math.hypot(dx - backX, dy - backY) || 1;
  return [(dx - backX) / length, (dy - backY) / length];
}

/** Two strokes at the end. */
function openHead(ctx: Pen, curve: Curve): void {
  const [ux, uy] = headingOf(curve);
  const { dx, dy } = curve;
  ctx.beginPath();
  ctx.moveTo(dx - ux * 6 - uy * 3, dy - uy * 6 + ux * 3);
  ctx.lineTo(dx, dy);
  ctx.lineTo(dx - ux * 6 + uy * 3, dy - uy * 6 - ux * 3);
  ctx.stroke();
}

/** A small head at the end, along the last piece of the line. */
function arrow(ctx: Pen, curve: Curve, colour: string, width: number): void {
  const [ux, uy] = headingOf(curve);
  const { dx, dy } = curve;
  const size = 4.5 + width * 0.6;
  const [footX, footY] = [dx - ux * size, dy - uy * size];
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.moveTo(dx, dy);
  ctx.lineTo(footX - uy * size * 0.55, footY + ux * size * 0.55);
  ctx.lineTo(footX + uy * size * 0.55, footY - ux * size * 0.55);
  ctx.closePath();
  ctx.fill();
}

/** The line of a link that is being drawn. `refused`: it may not end here. */
export function paintDraft(ctx: Pen, ink: Ink, curve: Curve, refused: boolean): void {
  ctx.strokeStyle = refused ? ink.bad : ink.accent;
  ctx.lineWidth = 2;
  ctx.setLineDash(refused ? [2, 4] : [6, 4]);
  strokeCurve(ctx, curve);
  ctx.setLineDash([]);
  arrow(ctx, curve, refused ? ink.bad : ink.accent, 2);
}
