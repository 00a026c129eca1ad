/**
 * The policy of a link as small signs on its middle: breaker, pool, bulkhead, retries, hedges, fallback, times, fire and forget. Grey while they
 * stand by; coloured and with a number while they act. The signs differ in shape, so colour only adds.
 */

import type { Frame } from '../../state/frames.ts';
import type { Pen } from '../../ui/pen.ts';
import { middleOf } from '../shape/curve.ts';
import type { SceneLink } from '../shape/scene.ts';
import { linkWords, type Sign, type SignShape, type SignTone, signsOf } from '../words/signs.ts';
import type { Ink } from './ink.ts';
import type { Lettering } from './lettering.ts';

const ICON = 11;
const GAP = 5;
/** A line keeps at least this much of itself free of signs, px; else they stand so far above it. */
const BARE = 56;
const ASIDE = 18;
/** Height of the pill, px. */
export const SIGNS_HEIGHT = 18;

/** Paints the signs of a link in one pill on its middle. */
export function paintSigns(ctx: Pen, ink: Ink, letters: Lettering, link: SceneLink, frame: Frame | undefined): void {
  const all = signsOf(link, frame);
  link.signs = 0;
  link.signsBeside = false;
  if (all.length === 0) return;
  letters.use(10, 600);
  const widthOf = (sign: Sign): number => ICON + (sign.words === '' ? 0 : letters.width(sign.words) + 3);
  const { signs, width } = thoseThatFit(all, widthOf, roomOn(link));
  // On a short link the signs would hide all traffic: they stand beside the line.
  const beside = link.curve.length < width + BARE;
  link.signs = beside ? 0 : width;
  link.signsBeside = beside;
  const middle = middleOf(link.curve);
  const { x } = middle;
  const y = middle.y - (beside ? ASIDE : 0);
  const urgent = signs.find((sign) => sign.tone !== 'calm');
  ctx.fillStyle = ink.card;
  ctx.strokeStyle = urgent === undefined ? ink.line2 : colourOf(urgent.tone, ink);
  ctx.lineWidth = urgent === undefined ? 1 : 1.4;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - SIGNS_HEIGHT / 2, width, SIGNS_HEIGHT, SIGNS_HEIGHT / 2);
  ctx.fill();
  ctx.stroke();
  let left = x - width / 2 + 6;
  for (const sign of signs) {
    const colour = colourOf(sign.tone, ink);
    icon(ctx, sign, colour, left, y);
    if (sign.words !== '') {
      ctx.fillStyle = colour;
      letters.write(sign.words, left + ICON + 3, y + 3.5);
    }
    left += widthOf(sign) + GAP;
  }
}

/** Width between the two nodes of a link; a pill wider than that would lie on them. */
function roomOn({ curve }: SceneLink): number {
  const across = Math.abs(curve.dx - curve.ax);
  return across >= Math.abs(curve.bx - curve.ax) && curve.by === curve.ay ? across - 6 : 140;
}

/** The most urgent signs that fit, at least one. */
function thoseThatFit(all: readonly Sign[], widthOf: (sign: Sign) => number, room: number): { signs: readonly Sign[]; width: number } {
  const signs: Sign[] = [];
  let width = 12 - GAP;
  for (const sign of all) {
    const wider = width + GAP + widthOf(sign);
    if (signs.length > 0 && wider > room) break;
    signs.push(sign);
    width = wider;
  }
  return { signs, width };
}

function colourOf(tone: SignTone, ink: Ink): string {
  return tone === 'bad' ? ink.bad : tone === 'warn' ? ink.warn : tone === 'wait' ? ink.wait : ink.ink3;
}

function icon(ctx: Pen, sign: Sign, colour: string, x: number, y: number): void {
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 1.3;
  ctx.lineCap = 'round';
  ctx.beginPath();
  switch (sign.shape) {
    case 'cut':
      line(ctx, x + 2, y + 4, x + 5, y - 4);
      line(ctx, x + 6, y + 4, x + 9, y - 4);
      break;
    case 'breaker':
    case 'breaker-open':
    case 'breaker-half':
      breaker(ctx, sign.shape, x, y);
      break;
    case 'pool':
      ctx.rect(x + 1.5, y - 4.5, 8, 9);
      ctx.fillRect(x + 2.5, y + 3.5 - 7 * sign.level, 6, 7 * sign.level);
      break;
    case 'bulkhead':
      ctx.rect(x + 0.5, y - 4, 10, 8);
      line(ctx, x + 4, y - 4, x + 4, y + 4);
      line(ctx, x + 7, y - 4, x + 7, y + 4);
      ctx.fillRect(x + 1.5, y - 3, 8 * sign.level, 6);
      break;
    case 'hedge':
      line(ctx, x + 0.5, y, x + 3.5, y);
      line(ctx, x + 3.5, y, x + 6, y - 3.2);
      line(ctx, x + 6, y - 3.2, x + 10, y - 3.2);
      line(ctx, x + 3.5, y, x + 6, y + 3.2);
      line(ctx, x + 6, y + 3.2, x + 10, y + 3.2);
      break;
    case 'deadline':
      line(ctx, x + 1.5, y - 4.5, x + 9.5, y - 4.5);
      line(ctx, x + 9.5, y - 4.5, x + 1.5, y + 4.5);
      line(ctx, x + 1.5, y + 4.5, x + 9.5, y + 4.5);
      line(ctx, x + 9.5, y + 4.5, x + 1.5, y - 4.5);
      break;
    case 'fallback':
      line(ctx, x + 1, y - 3.5, x + 1, y + 2.5);
      line(ctx, x + 1, y + 2.5, x + 9.4, y + 2.5);
      line(ctx, x + 6.6, y - 0.3, x + 9.4, y + 2.5);
      line(ctx, x + 6.6, y + 5.3, x + 9.4, y + 2.5);
      break;
    case 'cancel':
      line(ctx, x + 2, y - 3.5, x + 9, y + 3.5);
      line(ctx, x + 9, y - 3.5, x + 2, y + 3.5);
      break;
    case 'retry':
      ctx.arc(x + 5.5, y, 3.8, 0.35, Math.PI * 1.62);
      head(ctx, x + 5.5 + 3.8 * Math.cos(Math.PI * 1.62), y + 3.8 * Math.sin(Math.PI * 1.62), Math.PI * 0.12);
      break;
    case 'timeout':
      ctx.arc(x + 5.5, y, 4.4, 0, Math.PI * 2);
      line(ctx, x + 5.5, y, x + 5.5, y - 2.6);
      line(ctx, x + 5.5, y, x + 7.4, y + 1.2);
      break;
    default:
      line(ctx, x + 1, y, x + 9, y);
      line(ctx, x + 6.5, y - 2.8, x + 9.4, y);
      line(ctx, x + 6.5, y + 2.8, x + 9.4, y);
  }
  ctx.stroke();
  ctx.lineCap = 'butt';
}

/** A switch: two contacts and a lever that is down, up or between. */
function breaker(ctx: Pen, shape: SignShape, x: number, y: number): void {
  const lift = shape === 'breaker-open' ? 5 : shape === 'breaker-half' ? 2.4 : 0;
  const foot = y + (lift > 0 ? 2 : 0);
  line(ctx, x, foot, x + 2, foot);
  line(ctx, x + 2, foot, x + 8.6, foot - lift);
  line(ctx, x + 9, foot, x + 11, foot);
  for (const contact of [x + 2, x + 9]) {
    ctx.moveTo(contact + 1.1, foot);
    ctx.arc(contact, foot, 1.1, 0, Math.PI * 2);
  }
}

/** The head of an arrow with its foot at a point, in a direction. */
function head(ctx: Pen, x: number, y: number, direction: number): void {
  const [dx, dy] = [Math.cos(direction), Math.sin(direction)];
  ctx.moveTo(x - dy * 2.2, y + dx * 2.2);
  ctx.lineTo(x + dx * 2.8, y + dy * 2.8);
  ctx.lineTo(x + dy * 2.2, y - dx * 2.2);
}

function line(ctx: Pen, x0: number, y0: number, x1: number, y1: number): void {
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
}

/** Rate, time and failures of the chosen link, above its middle. */
export function paintLinkLabel(ctx: Pen, ink: Ink, letters: Lettering, link: SceneLink, frame: Frame | undefined, scale: number): void {
  const words = linkWords(link, frame);
  letters.use(11 * scale, 500);
  const width = letters.width(words) + 14 * scale;
  const { x, y } = middleOf(link.curve);
  const top = y - 34 * scale;
  ctx.fillStyle = ink.card;
  ctx.strokeStyle = ink.line2;
  ctx.lineWidth = scale;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, top, width, 20 * scale, 6 * scale);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = ink.ink;
  letters.write(words, x, top + 14 * scale, 'middle');
}
