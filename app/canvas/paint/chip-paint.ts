/** Chips, strips and waiting dots: paints what `shape/chips` says, in world coordinates. */
import type { Pen } from '../../ui/pen.ts';
import type { Chip } from '../shape/chips.ts';
import { type ChipMark, chipPitch, columnSpan, DOT_PITCH, newChip, readChip, stripColumns, type Waiting, worse } from '../shape/chips.ts';
import type { Ink } from './ink.ts';
import type { Lettering } from './lettering.ts';

const CHIP_HEIGHT = 18;

const scratch = newChip();

/** One chip. A source has no fullness: it is simply there. */
function paintChip(ctx: Pen, ink: Ink, chip: Chip, x: number, y: number, width: number, source: boolean): void {
  const height = CHIP_HEIGHT;
  if (chip.mark === 'absent') {
    paintPlace(ctx, ink, x, y, width);
    return;
  }
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, 3);
  ctx.fillStyle = ink.paper;
  ctx.fill();
  if (chip.mark === 'down') hatch(ctx, ink.bad, x, y, width, height);
  else if (chip.mark === 'hung') bars(ctx, ink.bad, x, y, width, height);
  else if (chip.mark === 'booting') rungs(ctx, ink.accent, x, y, width, height);
  else if (source) fill(ctx, ink.accent, x, y, width, height, 1);
  else fill(ctx, fillOf(chip.mark, ink), x, y, width, height, chip.level);
  outline(ctx, ink, chip, x, y, width, height);
}

function fillOf(mark: ChipMark, ink: Ink): string {
  return mark === 'full' || mark === 'degraded' ? ink.warn : mark === 'out' ? ink.line2 : ink.ok;
}

function fill(ctx: Pen, colour: string, x: number, y: number, width: number, height: number, level: number): void {
  if (level <= 0) return;
  const tall = Math.max(1.5, (height - 2) * level);
  ctx.fillStyle = colour;
  ctx.globalAlpha = 0.78;
  ctx.beginPath();
  ctx.roundRect(x + 1, y + height - 1 - tall, width - 2, tall, level > 0.9 ? 2 : [0, 0, 2, 2]);
  ctx.fill();
  ctx.globalAlpha = 1;
}

function outline(ctx: Pen, ink: Ink, chip: Chip, x: number, y: number, width: number, height: number): void {
  const leader = chip.ring === 'leader';
  const bad = chip.mark === 'down' || chip.mark === 'hung';
  ctx.strokeStyle = bad ? ink.bad : leader ? ink.accent : chip.mark === 'full' || chip.mark === 'degraded' ? ink.warn : ink.edge;
  ctx.lineWidth = leader ? 2.2 : 1.1;
  if (chip.ring === 'standby') ctx.setLineDash([2.5, 2]);
  else if (chip.mark === 'out') ctx.setLineDash([1, 2]);
  else if (chip.mark === 'booting' || chip.mark === 'draining') ctx.setLineDash([3, 2]);
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, 3);
  ctx.stroke();
  ctx.setLineDash([]);
  if (chip.mark === 'degraded') notch(ctx, ink.warn, x, y, width);
  else if (chip.mark === 'draining') arrow(ctx, ink.ink2, x, y, width);
}

/** An empty place that something may fill: a line on the floor. */
function paintPlace(ctx: Pen, ink: Ink, x: number, y: number, width: number): void {
  ctx.fillStyle = ink.edge;
  ctx.fillRect(x + 1, y + CHIP_HEIGHT - 1.5, width - 2, 1.5);
}

/** Three rungs, each longer than the one above: it is being built up. */
function rungs(ctx: Pen, colour: string, x: number, y: number, width: number, height: number): void {
  ctx.fillStyle = colour;
  for (let k = 0; k < 3; k++) {
    const wide = ((width - 4) * (k + 1)) / 3;
    ctx.fillRect(x + (width - wide) / 2, y + height * (0.28 + 0.2 * k), wide, 1.6);
  }
}

/** An arrow downwards: it finishes what it has, and leaves. */
function arrow(ctx: Pen, colour: string, x: number, y: number, width: number): void {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x + width / 2 - 3, y + 3.5);
  ctx.lineTo(x + width / 2 + 3, y + 3.5);
  ctx.lineTo(x + width / 2, y + 8);
  ctx.closePath();
  ctx.fill();
}

/** Slanted lines: nobody answers here. */
function hatch(ctx: Pen, colour: string, x: number, y: number, width: number, height: number): void {
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, 3);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  for (let d = -height; d < width; d += 3.5) {
    ctx.moveTo(x + d, y);
    ctx.lineTo(x + d + height, y + height);
  }
  ctx.stroke();
  ctx.restore();
}

/** Two upright bars: it stands still. */
function bars(ctx: Pen, colour: string, x: number, y: number, width: number, height: number): void {
  ctx.fillStyle = colour;
  const bar = width / 5;
  ctx.fillRect(x + width / 2 - bar * 1.4, y + height * 0.28, bar, height * 0.44);
  ctx.fillRect(x + width / 2 + bar * 0.4, y + height * 0.28, bar, height * 0.44);
}

/** A corner cut off: it works, but badly. */
function notch(ctx: Pen, colour: string, x: number, y: number, width: number): void {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x + width - 5, y);
  ctx.lineTo(x + width, y);
  ctx.lineTo(x + width, y + 5);
  ctx.closePath();
  ctx.fill();
}

/** Where a node's instances stand in the frame; -1 paints empty chips, as before a run. */
export interface InstanceRows {
  readonly data: Float64Array | undefined;
  readonly at: number;
  readonly size: number;
  readonly count: number;
  /** How many there are before a run. */
  readonly running: number;
}

export function paintChips(ctx: Pen, ink: Ink, rows: InstanceRows, x: number, y: number, source: boolean): void {
  const { width, gap } = chipPitch(rows.count);
  for (let i = 0; i < rows.count; i++) {
    readRow(rows, i, scratch);
    paintChip(ctx, ink, scratch, x + i * (width + gap), y, width, source);
  }
}

/** Many instances as narrow columns in one frame: mean level, worst state. */
export function paintStrip(ctx: Pen, ink: Ink, rows: InstanceRows, x: number, y: number): void {
  const columns = stripColumns(rows.count);
  for (let column = 0; column < columns; column++) {
    const [from, to] = columnSpan(rows.count, column);
    let level = 0;
    let mark: ChipMark = 'calm';
    for (let i = from; i < to; i++) {
      readRow(rows, i, scratch);
      level += scratch.level / (to - from);
      mark = i === from ? scratch.mark : worse(mark, scratch.mark);
    }
    const left = x + 1 + column * 3;
    if (mark === 'down' || mark === 'hung') hatch(ctx, ink.bad, left, y + 1, 3, CHIP_HEIGHT - 2);
    else if (mark === 'absent') {
      ctx.fillStyle = ink.edge;
      ctx.fillRect(left, y + CHIP_HEIGHT / 2 - 0.6, 2.4, 1.2);
    } else if (mark === 'booting') {
      ctx.fillStyle = ink.accent;
      for (let k = 0; k < 3; k++) ctx.fillRect(left, y + 5 + 4 * k, 2.4, 1.6);
    } else if (level > 0) {
      const tall = Math.max(1, (CHIP_HEIGHT - 2) * level);
      ctx.fillStyle = fillOf(mark, ink);
      ctx.globalAlpha = 0.78;
      ctx.fillRect(left, y + CHIP_HEIGHT - 1 - tall, 2.4, tall);
      ctx.globalAlpha = 1;
    }
  }
  ctx.strokeStyle = ink.edge;
  ctx.lineWidth = 1.1;
  ctx.beginPath();
  ctx.roundRect(x, y, columns * 3 + 1.5, CHIP_HEIGHT, 3);
  ctx.stroke();
}

function readRow({ data, at, size, running }: InstanceRows, i: number, into: Chip): void {
  if (data !== undefined) {
    readChip(data, at + i * size, into);
    return;
  }
  into.level = 0;
  into.mark = i < running ? 'calm' : 'absent';
  into.ring = 'plain';
}

/** Dots that pile up in two rows, then a number. */
export function paintWaiting(ctx: Pen, ink: Ink, letters: Lettering, waiting: Waiting, words: string, x: number, y: number): void {
  ctx.fillStyle = ink.wait;
  ctx.beginPath();
  for (let i = 0; i < waiting.dots; i++) {
    const cx = x + (i % waiting.columns) * DOT_PITCH + 2;
    const cy = y + (i < waiting.columns ? 5 : 12);
    ctx.moveTo(cx + 2, cy);
    ctx.arc(cx, cy, 2, 0, Math.PI * 2);
  }
  ctx.fill();
  if (words === '') return;
  letters.use(11, 600);
  letters.write(words, x + waiting.columns * DOT_PITCH + 2, y + 12.5);
}
