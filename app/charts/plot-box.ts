/** Where things stand in a chart's cell: the plot, its panels one below the other, and the room for figures and names. */
import { CHART_AREA, type TimeScale, timeScale } from '../ui/plot-area.ts';

export interface PlotBox {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Upper and lower edge of each panel, px. */
  readonly panels: readonly { readonly top: number; readonly bottom: number }[];
  readonly time: TimeScale;
}

/** Between two panels, px. */
const GAP = 14;
/** A cell under the first width has room for names only, one over the second for names and values (px, chosen). */
const NARROW = 230;
const WIDE = 310;

/** @param heights the panels' shares of the height. Never yields a negative size, whatever the cell. */
export function plotBox(width: number, height: number, heights: readonly number[], durationMs: number): PlotBox {
  const narrow = width < NARROW;
  const area = {
    left: narrow ? CHART_AREA.left : CHART_AREA.left + 4,
    right: width >= WIDE ? CHART_AREA.right + 30 : narrow ? 60 : CHART_AREA.right,
  };
  const top = CHART_AREA.top;
  const bottom = Math.max(top, height - CHART_AREA.bottom);
  const left = Math.min(area.left, width);
  const right = Math.max(left, width - area.right);
  const all = heights.reduce((sum, share) => sum + share, 0);
  const room = Math.max(0, bottom - top - GAP * (heights.length - 1));
  let y = top;
  const panels = heights.map((share) => {
    const panel = { top: y, bottom: y + (room * share) / all };
    y = panel.bottom + GAP;
    return panel;
  });
  return { width, height, left, right, top, bottom, panels, time: timeScale(durationMs, width, area) };
}
