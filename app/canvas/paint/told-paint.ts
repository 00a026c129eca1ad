/**
 * Predictions on the canvas, before anything has run: pale, dashed and with a sign before each number, so that nobody takes
 * them for measured ones. They give way to the first measured number.
 */

import { HEADER } from '../../../src/run/frame.ts';
import type { Frame } from '../../state/frames.ts';
import type { Pen } from '../../ui/pen.ts';
import { chipPitch, MOST_CHIPS, SATURATED, stripColumns } from '../shape/chips.ts';
import { middleOf } from '../shape/curve.ts';
import type { SceneLink, SceneNode } from '../shape/scene.ts';
import { type ToldFace, toldFace, toldRate } from '../words/told.ts';
import type { InstanceRows } from './chip-paint.ts';
import type { Ink } from './ink.ts';
import type { Lettering } from './lettering.ts';

const CHIP_HEIGHT = 18;
/** Share of a full colour that a predicted level has. */
export const PALE = 0.24;
/** A line shorter than its words and this much has none, px. */
const BARE = 22;

/** Nothing has been measured yet at this row of the frame. */
export function atRest(frame: Frame | undefined, index: number): boolean {
  return frame === undefined || index < 0 || frame.data[HEADER.timeMs] === 0;
}

/** What is to be painted on a node; no words where there is no prediction. */
export function faceTold(node: SceneNode): ToldFace {
  return toldFace(node.told, node.kind?.role === 'source');
}

/** A level in each chip, or in the strip, as a pale fill under a dashed line. */
export function paintToldLevel(ctx: Pen, ink: Ink, face: ToldFace, rows: InstanceRows, x: number, y: number): void {
  const { count, running } = rows;
  if (!(face.level > 0)) return;
  const colour = face.level >= SATURATED ? ink.warn : ink.ok;
  const tall = Math.max(2, (CHIP_HEIGHT - 2) * face.level);
  const top = y + CHIP_HEIGHT - 1 - tall;
  // Copies in reserve are told nothing of: they are not there.
  const columns = Math.ceil((stripColumns(count) * running) / count);
  const { width, gap } = count > MOST_CHIPS ? { width: columns * 3 + 1, gap: 0 } : chipPitch(count);
  const chips = count > MOST_CHIPS ? 1 : running;
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  for (let i = 0; i < chips; i++) {
    const left = x + i * (width + gap);
    ctx.globalAlpha = PALE;
    ctx.fillRect(left + 1, top, width - 2, tall);
    ctx.globalAlpha = 1;
    ctx.setLineDash([2, 1.5]);
    ctx.beginPath();
    ctx.moveTo(left + 1, top + 0.5);
    ctx.lineTo(left + width - 1, top + 0.5);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

/** How busy (or how much a source sends), at the right end of the chips' line, where there is room. */
export function paintToldUpper(
  ctx: Pen,
  ink: Ink,
  letters: Lettering,
  face: ToldFace,
  near: boolean,
  right: number,
  room: number,
  y: number,
): void {
  if (face.upper === '') return;
  letters.use(near ? 11.5 : 16, near ? 450 : 500);
  if (letters.width(face.upper) > room) return;
  ctx.fillStyle = face.over ? ink.warn : ink.ink3;
  letters.write(face.upper, right, y, 'right');
}

/** The estimated rate of a link, above its middle and clear of its signs. */
export function paintToldRate(ctx: Pen, ink: Ink, letters: Lettering, link: SceneLink): void {
  const words = toldRate(link.told);
  if (words === undefined || link.steers || link.feeds) return;
  letters.use(10.5, 450);
  const width = letters.width(words);
  const { ax, dx, length } = link.curve;
  if (length < width + BARE || (link.from.rect.y === link.to.rect.y && Math.abs(dx - ax) < width + 8)) return;
  const { x, y } = middleOf(link.curve);
  const base = y - (link.signs > 0 ? 14 : link.signsBeside ? 32 : 7);
  ctx.fillStyle = ink.paper;
  ctx.globalAlpha = 0.85;
  ctx.fillRect(x - width / 2 - 2, base - 9, width + 4, 12);
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink.ink3;
  letters.write(words, x, base, 'middle');
}
