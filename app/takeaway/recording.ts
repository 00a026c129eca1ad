/**
 * The run as a moving picture. A simulation of its own runs the design to its end for
 * the captions, then once more in steps, so the page's run is not touched and no machine is too slow for it: what is recorded is the run,
 * not the screen.
 */
import type { Design } from '../../src/design/document.ts';
import { HEADER, layoutOf, RUN_STATES } from '../../src/run/frame.ts';
import { incidentsOf } from '../../src/run/incidents.ts';
import type { LogEvent, Struck } from '../../src/run/story-report.ts';
import { type EngineClient, startEngine } from '../../src/worker/client.ts';
import type { Ink } from '../canvas/paint/ink.ts';
import { DotFlow } from '../canvas/shape/dot-flow.ts';
import type { Frame } from '../state/frames.ts';
import { clockText } from '../ui/plot-area.ts';
import { type Diagram, diagramOf, paintDiagram } from './diagram.ts';
import { type FilmEncoder, gifEncoder, webmEncoder } from './encoders.ts';
import { captionAt, type FilmForm, momentsOf } from './film.ts';

/** No picture is wider, px, and none is enlarged further (chosen: what fits a message, and stays readable). */
const WIDEST = 960;
const LARGEST_SCALE = 1.5;
const STRIP = 46;
/** Windows that the film needs none of. */
const ALL_WINDOWS = 1e9;

export interface RecordingPlan {
  readonly design: Design;
  readonly form: FilmForm;
  readonly ink: Ink;
  readonly signal: AbortSignal;
  /** Share that is done, 0…1. */
  readonly onProgress: (done: number) => void;
}

/** @throws DOMException AbortError when it is given up; Error when the simulation breaks. */
export async function recordFilm(plan: RecordingPlan): Promise<Blob> {
  const { design, form, signal, onProgress } = plan;
  const { filmMs } = form;
  const engine = new Stepper();
  let encoder: FilmEncoder | undefined;
  try {
    const { shape } = await engine.client.service.load(design);
    if (shape === undefined) throw new Error('This design cannot run yet.');
    const { durationMs } = design.scenario;
    await engine.client.service.setSpeed(durationMs / filmMs);
    const { events, struck } = await engine.whole(signal);
    await engine.client.service.reset();
    const film = new Film(diagramOf(design, shape), struck, plan);
    encoder = form.format === 'gif' ? gifEncoder(film.size, form) : await webmEncoder(film.size, form);
    const moments = momentsOf(durationMs, form);
    let frame: Frame = { data: await engine.pull(), layout: layoutOf(shape), shape };
    for (const [i, moment] of moments.entries()) {
      signal.throwIfAborted();
      while ((frame.data[HEADER.timeMs] ?? 0) < moment - shape.windowMs / 2 && !over(frame)) {
        await engine.client.service.step('window');
        frame = { ...frame, data: await engine.pull() };
      }
      await encoder.add(film.paint(frame, captionAt(events, moment, durationMs, filmMs)));
      onProgress((i + 1) / moments.length);
    }
    return await encoder.end();
  } finally {
    encoder?.close();
    engine.client.stop();
  }
}

function over({ data }: Frame): boolean {
  const state = RUN_STATES[data[HEADER.state] ?? 0];
  return state === 'finished' || state === 'halted';
}

/** A worker that is asked for one frame at a time. */
class Stepper {
  readonly client: EngineClient;
  #answer: ((data: Float64Array) => void) | undefined;
  #refuse: ((reason: Error) => void) | undefined;

  constructor() {
    const broken = (reason: string): void => this.#refuse?.(new Error(reason));
    this.client = startEngine({
      onFrame: (buffer) => this.#answer?.(new Float64Array(buffer)),
      onFailure: ({ failure }) => broken(failure),
      onBroken: broken,
    });
  }

  pull(): Promise<Float64Array> {
    return new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#refuse = reject;
      this.client.pull(new ArrayBuffer(0), ALL_WINDOWS);
    });
  }

  /** Runs to the end, for all that happens in it. */
  async whole(signal: AbortSignal): Promise<{ readonly events: readonly LogEvent[]; readonly struck: readonly Struck[] }> {
    await this.client.service.runToEnd();
    for (;;) {
      signal.throwIfAborted();
      const data = await this.pull();
      const state = RUN_STATES[data[HEADER.state] ?? 0];
      if (state === 'finished' || state === 'halted') break;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const [report, story] = [await this.client.service.report(), await this.client.service.story()];
    const recorded = story?.events ?? [];
    return { events: report === undefined ? recorded : incidentsOf(report, recorded), struck: story?.struck ?? [] };
  }
}

/** Paints the pictures. */
class Film {
  readonly #diagram: Diagram;
  readonly #plan: RecordingPlan;
  readonly #ctx: CanvasRenderingContext2D;
  readonly #flow = new DotFlow();
  readonly #scale: number;
  readonly #struck: readonly Struck[];
  /** px, even in both directions, as video wants it. */
  readonly size: { readonly width: number; readonly height: number };

  constructor(diagram: Diagram, struck: readonly Struck[], plan: RecordingPlan) {
    this.#diagram = diagram;
    this.#struck = struck;
    this.#plan = plan;
    const { width, height } = diagram.bounds;
    this.#scale = Math.min(LARGEST_SCALE, WIDEST / width);
    this.size = { width: even(width * this.#scale), height: even(height * this.#scale) + STRIP };
    const canvas = document.createElement('canvas');
    canvas.width = this.size.width;
    canvas.height = this.size.height;
    const ctx = canvas.getContext('2d', { willReadFrequently: true });
    if (ctx === null) throw new Error('this browser paints no 2d canvas');
    // Faces clear their place before they are painted, since on the page a card lies beneath; here it is on the same canvas.
    ctx.clearRect = () => {};
    this.#ctx = ctx;
  }

  paint(frame: Frame, caption: string): CanvasRenderingContext2D {
    const { data, layout } = frame;
    const { scene } = this.#diagram;
    const pace = this.#plan.design.scenario.durationMs / this.#plan.form.filmMs;
    data[HEADER.speed] = pace;
    this.#flow.take(data, layout, scene.lengths, true);
    this.#flow.advance(1000 / this.#plan.form.rate);
    const ctx = this.#ctx;
    ctx.setTransform(this.#scale, 0, 0, this.#scale, 0, 0);
    paintDiagram(ctx, this.#plan.ink, this.#diagram, frame, this.#struck, this.#flow);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    this.#strip(data[HEADER.timeMs] ?? 0, caption);
    return ctx;
  }

  /** The clock, how far the run is, and what happens. */
  #strip(timeMs: number, caption: string): void {
    const { ink, design } = this.#plan;
    const { width, height } = this.size;
    const ctx = this.#ctx;
    const top = height - STRIP;
    ctx.fillStyle = ink.card;
    ctx.fillRect(0, top, width, STRIP);
    ctx.fillStyle = ink.line2;
    ctx.fillRect(0, top, width, 3);
    ctx.fillStyle = ink.accent;
    ctx.fillRect(0, top, (width * timeMs) / design.scenario.durationMs, 3);
    ctx.fillStyle = ink.ink2;
    ctx.font = `500 14px ${ink.font}`;
    const clock = clockText(Math.round(timeMs / 100) * 100);
    ctx.fillText(clock, 14, top + 29);
    ctx.fillStyle = ink.ink;
    ctx.font = `600 15px ${ink.font}`;
    ctx.fillText(caption, 86, top + 29, width - 100);
  }
}

function even(px: number): number {
  return 2 * Math.round(px / 2);
}
