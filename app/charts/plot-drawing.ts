/**
 * One chart's drawing: it keeps the reduced lines of a model at the present size, brings them up to date, paints the
 * canvas and tells what stands around it. It has a lifetime (model, size, colours change); it knows no React and no DOM
 * but the canvas it is given.
 */
import type { Pen } from '../ui/pen.ts';
import { keptApart } from './limits.ts';
import type { ChartModel, ChartScene } from './model.ts';
import { at } from './numbers.ts';
import { type Picture, paint } from './paint.ts';
import type { Colours } from './palette.ts';
import { type PlotBox, plotBox } from './plot-box.ts';
import { PanelTraces } from './traces.ts';
import type { ValueTick } from './value-axis.ts';

/** What is drawn around the canvas as text; changes seldom. */
export interface Surroundings {
  readonly box: PlotBox;
  readonly panels: readonly {
    readonly key: string;
    readonly ticks: readonly ValueTick[];
    readonly limits: readonly { readonly y: number; readonly label: string }[];
    /** Said in the panel's middle, when nothing was measured. */
    readonly nothing: string | undefined;
    readonly middle: number;
  }[];
  /** Whether the objectives' words stand at the right: while the lines and their labels are still on the left. */
  readonly limitsAtRight: boolean;
  /** Where the word for the warm-up stands; undefined when there is no room. */
  readonly warmUp: number | undefined;
  /** Whether the run has begun. */
  readonly begun: boolean;
}

/** A warm-up narrower than this goes without its word, px. */
const WARM_UP_ROOM = 56;

/** An objective goes without its words where they would fill the plot: px a letter, with some room to spare. */
const WIDE_LETTER = 10;

/** While less than this share of the run is drawn, what stands at the lines' ends fills the left of the plot. */
const EARLY = 0.4;

export class PlotDrawing {
  readonly #model: ChartModel;
  readonly #scene: ChartScene;
  #box: PlotBox;
  #panels: readonly PanelTraces[] = [];
  #revision = -1;
  #ratio = 1;

  constructor(model: ChartModel, scene: ChartScene) {
    this.#model = model;
    this.#scene = scene;
    this.#box = this.#boxOf(0, 0);
  }

  get box(): PlotBox {
    return this.#box;
  }

  get panels(): readonly PanelTraces[] {
    return this.#panels;
  }

  get length(): number {
    return this.#model.times().length;
  }

  /** End of the last window, ms; 0 before the first. */
  get endMs(): number {
    const times = this.#model.times();
    return times[times.length - 1] ?? 0;
  }

  /** A new size in px, and how many pixels of the screen one of them is. */
  resize(width: number, height: number, ratio: number): void {
    this.#box = this.#boxOf(width, height);
    this.#ratio = ratio;
    this.#revision = -1;
  }

  /** Takes in what is new. Call before `paint` and `surroundings`. */
  refresh(): void {
    const revision = this.#model.refresh();
    if (revision !== this.#revision || this.#panels.length === 0) {
      this.#revision = revision;
      this.#panels = this.#rebuilt();
    }
    for (const panel of this.#panels) panel.extend();
  }

  /** Paints anew over all of a canvas. */
  paint(ctx: CanvasRenderingContext2D, colours: Colours): void {
    ctx.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    ctx.clearRect(0, 0, this.#box.width, this.#box.height);
    this.draw(ctx, colours);
  }

  /** Paints from where the pen stands. */
  draw(ctx: Pen, colours: Colours): void {
    const picture: Picture = {
      box: this.#box,
      panels: this.#panels,
      // Before the run there are only axes: nothing has been broken yet.
      bands: this.length === 0 ? [] : this.#scene.bands,
      alerts: this.length === 0 ? [] : this.#scene.alerts(),
      warmupMs: this.length === 0 ? 0 : this.#scene.warmupMs,
      colours,
    };
    paint(ctx, picture);
  }

  surroundings(): Surroundings {
    const begun = this.length > 0;
    const right = this.#box.time.px(this.#scene.warmupMs);
    return {
      box: this.#box,
      begun,
      limitsAtRight: this.endMs < EARLY * this.#scene.durationMs,
      warmUp: !begun || right - this.#box.left < WARM_UP_ROOM ? undefined : this.#box.left + 4,
      panels: this.#panels.map(({ panel, axis, empty, top, bottom }) => ({
        key: panel.key,
        ticks: axis.ticks,
        limits: keptApart(
          (begun ? panel.limits : [])
            .filter(
              ({ value, label }) =>
                value >= axis.low && value <= axis.high && label.length * WIDE_LETTER < this.#box.right - this.#box.left,
            )
            .map(({ value, label }) => ({ y: limitTextY(axis.y(value), top), label })),
        ),
        nothing: begun && empty && panel.nothing !== '' ? panel.nothing : undefined,
        middle: (top + bottom) / 2,
      })),
    };
  }

  /** The window that a moment lies in, or -1 when the run has not come that far. */
  indexAt(ms: number): number {
    const times = this.#model.times();
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(times, middle) < ms) low = middle + 1;
      else high = middle;
    }
    return low < times.length ? low : -1;
  }

  #boxOf(width: number, height: number): PlotBox {
    return plotBox(
      width,
      height,
      this.#model.panels.map((panel) => panel.height),
      this.#scene.durationMs,
    );
  }

  #rebuilt(): PanelTraces[] {
    const { left, right, panels } = this.#box;
    const columns = Math.max(1, Math.round((right - left) * this.#ratio));
    const span = { fromMs: 0, toMs: this.#scene.durationMs, left, right, columns };
    return this.#model.panels.map((panel, i) => new PanelTraces(panel, this.#model.times, panels[i] ?? { top: 0, bottom: 0 }, span));
  }
}

/** Above its line, or below it where the panel ends. */
function limitTextY(y: number, top: number): number {
  return y - top < 16 ? y + 12 : y - 4;
}
