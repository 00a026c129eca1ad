/** The lines of one panel at their present size: reduced columns, the axis over what they hold, and where each line ends. */
import type { Panel, Series } from './model.ts';
import { at } from './numbers.ts';
import { PixelColumns, type Span } from './pixel-columns.ts';
import { type ValueAxis, valueAxis } from './value-axis.ts';

export interface Trace {
  readonly series: Series;
  readonly line: PixelColumns;
  /** The part with enough samples behind it; undefined where that is all of it. */
  readonly firm: PixelColumns | undefined;
}

export class PanelTraces {
  readonly panel: Panel;
  readonly top: number;
  readonly bottom: number;
  readonly traces: readonly Trace[];
  /** End of each window, ms. */
  readonly times: () => Float64Array;
  axis: ValueAxis;
  /** Whether anything was ever measured. */
  empty = true;

  constructor(panel: Panel, times: () => Float64Array, edges: { readonly top: number; readonly bottom: number }, span: Span) {
    this.times = times;
    this.panel = panel;
    this.top = edges.top;
    this.bottom = edges.bottom;
    this.traces = panel.series
      .filter((series) => series.unseen !== true)
      .map((series) => ({
        series,
        line: new PixelColumns(span),
        firm: series.firm === undefined ? undefined : new PixelColumns(span),
      }));
    this.axis = this.#axis();
  }

  /** Takes in new windows. */
  extend(): void {
    const times = this.times();
    for (const { series, line, firm } of this.traces) {
      line.extend(times, (series.drawn ?? series.values)());
      if (firm !== undefined && series.firm !== undefined) firm.extend(times, series.firm());
    }
    this.axis = this.#axis();
  }

  #axis(): ValueAxis {
    const extent = { low: Number.POSITIVE_INFINITY, lowPositive: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    for (const { line } of this.traces) {
      extent.low = Math.min(extent.low, line.low);
      extent.lowPositive = Math.min(extent.lowPositive, line.lowPositive);
      extent.high = Math.max(extent.high, line.high);
    }
    this.empty = extent.high < extent.low;
    for (const limit of this.panel.limits) {
      if (this.panel.scale.is === 'log' && !this.empty) extent.high = Math.max(extent.high, limit.value);
    }
    return valueAxis(this.panel.scale, extent, this.top, this.bottom);
  }

  /** Pixel of a series at a window; NaN when it was not measured there. */
  yAt(series: Series, index: number): number {
    const value = at((series.drawn ?? series.values)(), index);
    return Number.isNaN(value) ? value : this.axis.y(value);
  }
}
