/**
 * Painting a plot on its canvas, from the back: warm-up, grid, areas, the faults' hatch, objectives, lines. Text and what
 * follows the pointer are not here: they are SVG above the canvas and need no new painting.
 */
import type { Pen } from '../ui/pen.ts';
import { type Band, hatch, stretches } from './bands.ts';
import type { Colours } from './palette.ts';
import type { PlotBox } from './plot-box.ts';
import type { PanelTraces, Trace } from './traces.ts';

export interface Picture {
  readonly box: PlotBox;
  readonly panels: readonly PanelTraces[];
  readonly bands: readonly Band[];
  /** When alerts were on: bars along the upper edge. */
  readonly alerts: readonly Band[];
  readonly warmupMs: number;
  readonly colours: Colours;
}

/** Distance between the lines of the hatch, px. */
const HATCH = 7;
const WASH = 0.06;
const AREA = 0.13;
const STACK = 0.3;

export function paint(ctx: Pen, picture: Picture): void {
  const { box, panels } = picture;
  if (box.right <= box.left) return;
  warmUp(ctx, picture);
  for (const panel of panels) grid(ctx, picture, panel);
  for (const panel of panels) clipped(ctx, picture, panel, () => areas(ctx, picture, panel));
  faults(ctx, picture);
  for (const panel of panels) {
    limits(ctx, picture, panel);
    clipped(ctx, picture, panel, () => lines(ctx, picture, panel));
  }
  alerts(ctx, picture);
}

/** Height of an alert's bar, px, and of the strokes where it fires and clears. */
const BAR = 3;
const POST = 8;

function alerts(ctx: Pen, { box, alerts: on, colours }: Picture): void {
  ctx.fillStyle = colours.warn;
  for (const { left, right } of stretches(on, box.time.px, box.left, box.right)) {
    ctx.fillRect(left, box.top, right - left, BAR);
    ctx.fillRect(left, box.top, 1.5, POST);
    ctx.fillRect(right - 1.5, box.top, 1.5, POST);
  }
}

function clipped(ctx: Pen, { box }: Picture, panel: PanelTraces, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, panel.top - 2, box.right - box.left + 1, panel.bottom - panel.top + 4);
  ctx.clip();
  draw();
  ctx.restore();
}

function warmUp(ctx: Pen, { box, panels, warmupMs, colours }: Picture): void {
  const right = Math.min(box.right, box.time.px(warmupMs));
  if (right <= box.left || colours.forced) return;
  ctx.globalAlpha = WASH;
  ctx.fillStyle = colours.ink;
  for (const { top, bottom } of panels) ctx.fillRect(box.left, top, right - box.left, bottom - top);
  ctx.globalAlpha = 1;
}

function grid(ctx: Pen, { box, colours }: Picture, { axis, bottom }: PanelTraces): void {
  ctx.fillStyle = colours.line;
  const base = Math.round(bottom);
  const ticks = colours.forced ? [] : axis.ticks;
  for (const { y } of ticks) if (Math.round(y) < base - 1) ctx.fillRect(box.left, Math.round(y), box.right - box.left, 1);
  ctx.fillStyle = colours.baseline;
  ctx.fillRect(box.left, base, box.right - box.left, 1);
}

function areas(ctx: Pen, { colours }: Picture, panel: PanelTraces): void {
  const y = panel.axis.y;
  // The top layer of a stack first; each lower one covers it from its own edge down.
  for (const { series, line } of [...panel.traces].reverse()) {
    if (series.area === undefined || colours.forced) continue;
    ctx.beginPath();
    line.draw(ctx, y, series.step, panel.bottom);
    if (series.area === 'stack') {
      ctx.fillStyle = colours.card;
      ctx.fill();
    }
    ctx.globalAlpha = series.area === 'stack' ? STACK : AREA;
    ctx.fillStyle = colours.series[series.look.tone];
    ctx.fill();
    ctx.globalAlpha = 1;
  }
}

function faults(ctx: Pen, { box, panels, bands, colours }: Picture): void {
  for (const { left, right } of stretches(bands, box.time.px, box.left, box.right)) {
    for (const { top, bottom } of panels) {
      ctx.fillStyle = colours.bad;
      ctx.strokeStyle = colours.bad;
      ctx.globalAlpha = WASH;
      if (!colours.forced) ctx.fillRect(left, top, right - left, bottom - top);
      ctx.globalAlpha = 0.32;
      ctx.lineWidth = 1;
      ctx.beginPath();
      for (const [x1, y1, x2, y2] of hatch(left, right, top, bottom, HATCH)) {
        ctx.moveTo(x1, y1);
        ctx.lineTo(x2, y2);
      }
      ctx.stroke();
      ctx.globalAlpha = 1;
    }
  }
}

function limits(ctx: Pen, { box, colours }: Picture, { panel, axis }: PanelTraces): void {
  for (const { value } of panel.limits) {
    if (value < axis.low || value > axis.high) continue;
    const y = Math.round(axis.y(value)) + 0.5;
    stroke(ctx, colours.ink3, 1, [2, 3], () => {
      ctx.moveTo(box.left, y);
      ctx.lineTo(box.right, y);
    });
  }
}

function lines(ctx: Pen, { colours }: Picture, { traces, axis }: PanelTraces): void {
  for (const { series, line, firm } of [...traces].reverse()) {
    const { tone, dash, weight } = series.look;
    const draw = (part: Trace['line'], width: number): void =>
      stroke(ctx, colours.series[tone], width, dash, () => part.draw(ctx, axis.y, series.step));
    if (firm === undefined) draw(line, weight);
    else {
      draw(line, Math.min(weight, 1.1));
      draw(firm, weight);
    }
  }
}

function stroke(ctx: Pen, colour: string, width: number, dash: readonly number[], path: () => void): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.setLineDash([...dash]);
  ctx.beginPath();
  path();
  ctx.stroke();
  ctx.setLineDash([]);
}
