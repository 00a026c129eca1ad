/**
 * The pump: pulls frames from the worker, at most one for each screen frame, and hands them to those who paint. Two
 * buffers travel in turn: one is shown, the other is away or being filled, so that nothing is allocated while a run is
 * shown. It stops by itself when nothing moves or nobody can see; it also notices when the worker has fallen silent.
 */
import { type FrameLayout, HEADER, layoutOf, MOMENTS, RUN_STATES, type RunState } from '../../src/run/frame.ts';
import type { RunShape } from '../../src/worker/protocol.ts';
import { SeriesStore } from './series.ts';

/** The numbers of one moment. `data` is overwritten by the frame after the next: read it, do not keep it. */
export interface Frame {
  readonly data: Float64Array;
  readonly layout: FrameLayout;
  readonly shape: RunShape;
}

/** What the pump needs from its surroundings; a test brings its own clock and its own worker. */
export interface PumpHost {
  readonly pull: (buffer: ArrayBuffer, have: number, at: number | undefined) => void;
  /** Calls back before the next painting, as requestAnimationFrame does. */
  readonly nextScreenFrame: (then: () => void) => void;
  readonly nowMs: () => number;
  readonly onState: (state: RunState) => void;
}

/** Charts follow at most this often (chosen; B22). */
const SERIES_EVERY_MS = 100;
/** While a past moment is executed again, it is asked for so often (chosen). */
const POLL_EVERY_MS = 80;
const MOVING: ReadonlySet<RunState> = new Set(['playing', 'catching-up']);

export class FramePump {
  readonly series = new SeriesStore();
  readonly frameListeners = new Set<(frame: Frame) => void>();
  readonly seriesListeners = new Set<() => void>();
  /** Whether a pulled frame has not come back yet. */
  waiting = false;
  readonly #host: PumpHost;
  #shape: RunShape | undefined;
  #layout: FrameLayout | undefined;
  #shown: Float64Array | undefined;
  #spare: ArrayBuffer = new ArrayBuffer(0);
  #frame: Frame | undefined;
  /** Frames asked for before this load answered belong to a design that is gone. */
  #outdated = false;
  #scheduled = false;
  #stale = false;
  #fresh = false;
  #seriesAt = Number.NEGATIVE_INFINITY;
  #seriesTold = 0;
  #at: number | undefined;
  #replaying = false;
  /** Whether a frame is only asked for again until it is exact, and when that was asked last. */
  #polled = false;
  #pulledAt = Number.NEGATIVE_INFINITY;

  constructor(host: PumpHost) {
    this.#host = host;
  }

  latest(): Frame | undefined {
    return this.#frame;
  }

  /** The past moment that is looked at, ms; undefined: the present. */
  get at(): number | undefined {
    return this.#at;
  }

  /** Shows a past moment (ms), or the present again. `replaying`: the moments follow each other like those of a run that plays. */
  look(at: number | undefined, replaying = false): void {
    this.#at = at;
    this.#replaying = replaying;
    this.#polled = false;
    this.#stale = true;
    // A hand that drags the play head waits for nothing but the worker.
    if (!this.waiting) this.#pull();
    else this.#schedule();
  }

  /** A new design is being loaded: nothing is pulled or shown until its shape is known. */
  suspend(): void {
    this.#shape = undefined;
    this.skipPending();
  }

  /** The run began anew: a frame that is still on its way shows what is over. */
  skipPending(): void {
    this.#outdated = this.waiting;
  }

  /** The shape of what is loaded now; undefined when nothing can run. */
  show(shape: RunShape | undefined): void {
    this.#shape = shape;
    this.#layout = shape === undefined ? undefined : layoutOf(shape);
    this.#frame = undefined;
    this.#shown = undefined;
    this.series.clear();
    this.wake();
  }

  /** The worker that owed a frame is gone. */
  forget(): void {
    this.waiting = false;
    this.#outdated = false;
    this.#spare = new ArrayBuffer(0);
  }

  /** Something may have changed: fetches at least one more frame. */
  wake(): void {
    this.#stale = true;
    this.#schedule();
  }

  receive(buffer: ArrayBuffer): void {
    this.waiting = false;
    const [shape, layout] = [this.#shape, this.#layout];
    if (this.#outdated || shape === undefined || layout === undefined || buffer.byteLength !== layout.length * 8) {
      this.#outdated = false;
      this.#spare = buffer;
      this.#schedule();
      return;
    }
    this.#spare = (this.#shown?.buffer as ArrayBuffer | undefined) ?? new ArrayBuffer(0);
    const data = new Float64Array(buffer);
    this.#shown = data;
    this.#frame = { data, layout, shape };
    this.#fresh = true;
    this.series.take(data, layout);
    const state = this.#stateShown(data);
    this.#stale = this.series.length < (data[HEADER.windows] ?? 0) || MOVING.has(state);
    this.#polled = !this.#stale && this.#unsettled(data);
    if (this.#polled) this.#stale = true;
    this.#host.onState(state);
    this.#schedule();
  }

  /** Whoever looks at the past sees a run that rests or plays there, whatever it does at present. */
  #stateShown(data: Float64Array): RunState {
    const state = RUN_STATES[data[HEADER.state] ?? 0] ?? 'empty';
    if (this.#at === undefined || state === 'catching-up') return state;
    const shown = this.#replaying ? 'playing' : 'paused';
    data[HEADER.state] = RUN_STATES.indexOf(shown);
    return shown;
  }

  /** Whether a more exact picture of the moment looked at is still to come. */
  #unsettled(data: Float64Array): boolean {
    if (this.#at === undefined || this.#at >= (data[HEADER.presentMs] ?? 0)) return false;
    return data[HEADER.timeMs] !== this.#at || MOMENTS[data[HEADER.moment] ?? 0] !== 'executed';
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#host.nextScreenFrame(() => {
      this.#scheduled = false;
      this.#turn();
    });
  }

  #turn(): void {
    if (this.#fresh && this.#frame !== undefined) {
      this.#fresh = false;
      for (const listener of this.frameListeners) listener(this.#frame);
    }
    this.#tellSeries();
    if (!this.#stale || this.waiting || this.#shape === undefined) return;
    if (this.#polled && this.#host.nowMs() - this.#pulledAt < POLL_EVERY_MS) this.#schedule();
    else this.#pull();
  }

  #pull(): void {
    if (this.#shape === undefined) return;
    this.waiting = true;
    this.#stale = false;
    this.#pulledAt = this.#host.nowMs();
    const buffer = this.#spare;
    this.#spare = new ArrayBuffer(0);
    this.#host.pull(buffer, this.series.length, this.#at);
  }

  #tellSeries(): void {
    if (this.series.version === this.#seriesTold) return;
    const now = this.#host.nowMs();
    if (now - this.#seriesAt < SERIES_EVERY_MS) {
      this.#schedule();
      return;
    }
    this.#seriesAt = now;
    this.#seriesTold = this.series.version;
    for (const listener of this.seriesListeners) listener();
  }
}
