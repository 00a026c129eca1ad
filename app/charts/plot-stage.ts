/**
 * The stage of one plot: it ties a drawing to its canvas and overlay, and to everything that can change them (size,
 * colours, news of the run, the crosshair). It lives as long as the chart's element; React hears from it only when text
 * around the plot changes.
 */
import type { ChartFeed, Crosshair } from './handles.ts';
import { lineLabels, type Measure } from './line-labels.ts';
import type { Dot, Overlay } from './overlay.ts';
import { Pace } from './pace.ts';
import { type Colours, onColours, readColours } from './palette.ts';
import type { PlotDrawing, Surroundings } from './plot-drawing.ts';

export interface Stage {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly overlay: Overlay;
  readonly drawing: PlotDrawing;
  readonly feed: ChartFeed;
  readonly crosshair: Crosshair;
  /** Whether this very chart is pointed at: then the values stand in its readout and not at the lines. */
  readonly pointedAt: () => boolean;
  readonly onSurroundings: (around: Surroundings) => void;
  /** The values at the crosshair may have changed. */
  readonly onNews: () => void;
}

export class PlotStage {
  readonly #stage: Stage;
  readonly #pace: Pace;
  readonly #ends: (() => void)[];
  readonly #measure: Measure;
  #colours: Colours;
  #told = '';

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#colours = readColours(stage.element);
    this.#measure = textMeasure(stage.element);
    this.#pace = new Pace(() => this.#paint());
    const sizes = new ResizeObserver(() => this.#resize());
    sizes.observe(stage.element);
    const zoomed = (): void => this.#resize();
    window.addEventListener('resize', zoomed);
    this.#ends = [
      () => sizes.disconnect(),
      () => window.removeEventListener('resize', zoomed),
      stage.feed.subscribe(() => this.#pace.ask()),
      stage.crosshair.subscribe(() => this.follow()),
      onColours(() => {
        this.#colours = readColours(stage.element);
        this.#paint();
      }),
      () => this.#pace.end(),
    ];
    this.#resize();
  }

  end(): void {
    for (const end of this.#ends) end();
  }

  /** Puts crosshair and labels where they belong now; cheap enough for every move of a pointer. */
  follow(): void {
    const { drawing, overlay, crosshair, pointedAt } = this.#stage;
    const { box, panels } = drawing;
    const ms = crosshair.get();
    const shown = ms !== undefined && drawing.length > 0 ? ms : undefined;
    const index = shown === undefined ? -1 : drawing.indexAt(shown);
    const x = shown === undefined ? undefined : box.time.px(shown);
    const dots: Dot[] = panels.flatMap((panel) =>
      panel.traces
        .map(({ series }) => ({ x: x ?? 0, y: index < 0 ? Number.NaN : panel.yAt(series, index), tone: series.look.tone }))
        .filter((dot) => !Number.isNaN(dot.y)),
    );
    overlay.crosshair(x, dots, box);
    const last = drawing.length - 1;
    const end = { index: last, x: box.time.px(drawing.endMs), flip: false };
    const place = x !== undefined && index >= 0 && !pointedAt() ? { index, x, flip: true } : end;
    overlay.labels(lineLabels(panels, place, box, this.#measure));
  }

  #resize(): void {
    const { element, canvas, drawing } = this.#stage;
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = element;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    }
    drawing.resize(width, height, ratio);
    this.#paint();
  }

  #paint(): void {
    const { canvas, drawing, feed, overlay, onNews, onSurroundings } = this.#stage;
    const ctx = canvas.getContext('2d');
    if (ctx === null || drawing.box.width === 0) return;
    drawing.refresh();
    drawing.paint(ctx, this.#colours);
    const nowMs = feed.nowMs();
    const nowhere = drawing.length === 0 || !Number.isFinite(nowMs);
    overlay.playHead(nowhere ? undefined : Math.min(drawing.box.right, drawing.box.time.px(nowMs)), drawing.box);
    this.follow();
    const around = drawing.surroundings();
    const text = JSON.stringify(around);
    if (text !== this.#told) {
      this.#told = text;
      onSurroundings(around);
    }
    onNews();
  }
}

/** Measures as the labels are written: all digits are as wide as a 0. */
function textMeasure(element: Element): Measure {
  const ctx = document.createElement('canvas').getContext('2d');
  if (ctx === null) return (text) => text.length * 7;
  ctx.font = `500 11px ${getComputedStyle(element).fontFamily}`;
  const known = new Map<string, number>();
  return (text) => {
    const key = text.replace(/\d/g, '0');
    const width = known.get(key) ?? ctx.measureText(key).width;
    known.set(key, width);
    return width;
  };
}
