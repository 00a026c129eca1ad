/** Rooms and tears: the walls of regions beneath everything, and partitions as a torn edge between their sides. */
import type { Pen } from '../../ui/pen.ts';
import type { Cut } from '../shape/cuts.ts';
import type { Guide } from '../shape/guides.ts';
import type { Room } from '../shape/rooms.ts';
import type { Ink } from './ink.ts';
import type { Lettering } from './lettering.ts';

/** `scale`: px of the world for one px of the screen where words should stay readable, at least 1. */
export function paintRoom(ctx: Pen, ink: Ink, letters: Lettering, { region, rect }: Room, scale: number): void {
  ctx.beginPath();
  ctx.roundRect(rect.x, rect.y, rect.width, rect.height, 12);
  ctx.fillStyle = ink.room;
  ctx.globalAlpha = 0.75;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = ink.line2;
  ctx.lineWidth = 1;
  ctx.setLineDash([4, 3]);
  ctx.stroke();
  ctx.setLineDash([]);
  letters.use(11.5 * scale, 450);
  const words = letters.fit(`region ${region}`, rect.width - 40);
  const width = letters.width(words);
  ctx.fillStyle = ink.paper;
  ctx.fillRect(rect.x + 16, rect.y - 8 * scale, width + 12, 16 * scale);
  ctx.fillStyle = ink.ink2;
  letters.write(words, rect.x + 22, rect.y + 4 * scale);
}

/** A tear in the paper with its name at the end. */
export function paintCut(ctx: Pen, ink: Ink, letters: Lettering, cut: Cut, words: string): void {
  ctx.lineJoin = 'round';
  for (const [colour, width] of [
    [ink.paper, 9],
    [ink.bad, 2],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.beginPath();
    for (const [i, { x, y }] of cut.points.entries()) {
      if (i === 0) ctx.moveTo(x, y);
      else ctx.lineTo(x, y);
    }
    ctx.stroke();
  }
  letters.use(11, 650);
  const width = letters.width(words) + 14;
  ctx.fillStyle = ink.bad;
  ctx.beginPath();
  ctx.roundRect(cut.label.x - width / 2, cut.label.y - 9, width, 18, 9);
  ctx.fill();
  ctx.fillStyle = ink.onState;
  letters.write(words, cut.label.x, cut.label.y + 4, 'middle');
}

export function paintGuides(ctx: Pen, ink: Ink, guides: readonly Guide[], zoom: number): void {
  ctx.strokeStyle = ink.accent;
  ctx.lineWidth = 1 / zoom;
  ctx.beginPath();
  for (const { axis, at, from, to } of guides) {
    ctx.moveTo(axis === 'x' ? at : from - 12, axis === 'x' ? from - 12 : at);
    ctx.lineTo(axis === 'x' ? at : to + 12, axis === 'x' ? to + 12 : at);
  }
  ctx.stroke();
}
