/**
 * Requests as dots on their way along links. The frame brings samples (link, leaving, arriving); this keeps those that
 * are still to be seen and says where each one is. It has a clock of its own that stands while the run is paused.
 *
 * A real crossing of half a millisecond would be over before anybody saw it, so no dot crosses faster than the eye can
 * follow; one that takes longer in reality takes exactly as long here as the speed of the run says. Columns with a fixed
 * number of places: nothing is allocated while it runs.
 */
import { DOT, type FrameLayout, HEADER } from '../../../src/run/frame.ts';

/** Dots alive at once (chosen for 30 frames a second with software painting). */
export const MOST_ALIVE = 900;
/** Speed of a quick crossing in px of the world per ms, and the limits of its duration in ms. */
const PACE = 0.22;
const SHORTEST_MS = 420;
const LONGEST_QUICK_MS = 1_800;
/** A crossing never takes longer than this on the screen, ms: at 1/16 speed a slow link would seem to stand. */
const LONGEST_MS = 30_000;
/** Samples come in bursts of a frame; they are shown this much later, evenly spread, ms. */
const DELAY_MS = 60;
/** Two dots of one link and direction keep this distance in time, ms. */
const APART_MS = 48;
/** A sample older than this when it comes (at very high speeds) is shown at once, ms. */
const OLDEST_MS = 250;
/** A single step of a paused run moves the clock by this much at most, ms. */
const STEP_MS = 160;

export class DotFlow {
  /** Dots now kept: rows 0 … count-1 of the columns, in no order. */
  count = 0;
  /** ms shown so far. */
  clock = 0;
  readonly link = new Int32Array(MOST_ALIVE);
  readonly back = new Uint8Array(MOST_ALIVE);
  readonly outcome = new Uint8Array(MOST_ALIVE);
  readonly #start = new Float64Array(MOST_ALIVE);
  readonly #span = new Float64Array(MOST_ALIVE);
  #due = new Float64Array(0);
  #seen = Number.NEGATIVE_INFINITY;
  #time = 0;
  #epoch = -1;
  #past = false;

  /** Time goes on by `ms`; dots that have arrived leave. */
  advance(ms: number): void {
    this.clock += ms;
    for (let i = this.count - 1; i >= 0; i--) {
      if (this.clock >= (this.#start[i] ?? 0) + (this.#span[i] ?? 0)) this.#drop(i);
    }
  }

  /** Where dot `i` is: 0 at the start of the link, 1 at its end; below 0 when it has not left yet. */
  place(i: number): number {
    const share = (this.clock - (this.#start[i] ?? 0)) / (this.#span[i] ?? 1);
    return share >= 0 && this.back[i] === 1 ? 1 - share : share;
  }

  /**
   * Takes in the new samples of a frame. `lengths`: px of each link of the compiled design, NaN where it is not shown.
   * `playing`: whether the clock is moved by `advance`; otherwise a step of the run moves it here.
   */
  take(data: Float64Array, layout: FrameLayout, lengths: Float64Array, playing: boolean): void {
    this.#follow(data, layout);
    const time = data[HEADER.timeMs] ?? 0;
    const pace = Math.max(1e-6, data[HEADER.speed] || 1);
    const past = (data[HEADER.moment] ?? 0) > 0;
    // Another moment was chosen: its picture has nothing of the one before, and of its own requests those last seen.
    if (time < this.#time || past !== this.#past || (past && !playing && time !== this.#time)) {
      this.clear();
      this.#time = time;
      this.#seen = time - OLDEST_MS * pace;
    }
    this.#past = past;
    if (!playing && time > this.#time) this.advance(Math.min(STEP_MS, (time - this.#time) / pace));
    this.#time = time;
    const dots = Math.min(data[HEADER.dots] ?? 0, (layout.windowAt - layout.dotAt) / DOT.size);
    let newest = this.#seen;
    const at0 = layout.dotAt + DOT.leaves;
    // Oldest first, whichever way the frame lists them: dots of one link keep their distance from those before.
    const newestFirst = (data[at0] ?? 0) > (data[at0 + (dots - 1) * DOT.size] ?? 0);
    for (let i = 0; i < dots; i++) {
      const at = layout.dotAt + (newestFirst ? dots - 1 - i : i) * DOT.size;
      const leaves = data[at + DOT.leaves] ?? 0;
      if (leaves <= this.#seen) continue;
      if (leaves > newest) newest = leaves;
      this.#add(data, at, time, pace, lengths);
    }
    this.#seen = newest;
  }

  clear(): void {
    this.count = 0;
    this.#due.fill(Number.NEGATIVE_INFINITY);
    this.#seen = Number.NEGATIVE_INFINITY;
    this.#time = 0;
  }

  #follow(data: Float64Array, layout: FrameLayout): void {
    const epoch = data[HEADER.epoch] ?? 0;
    if (epoch === this.#epoch && this.#due.length === layout.links * 2) return;
    this.#epoch = epoch;
    this.#due = new Float64Array(layout.links * 2);
    this.clear();
  }

  #add(data: Float64Array, at: number, time: number, pace: number, lengths: Float64Array): void {
    const link = data[at + DOT.link] ?? 0;
    const length = lengths[link] ?? Number.NaN;
    if (!(length >= 0) || this.count >= MOST_ALIVE) return;
    const back = data[at + DOT.back] === 1 ? 1 : 0;
    const leaves = data[at + DOT.leaves] ?? 0;
    const start = this.clock + DELAY_MS - Math.min(OLDEST_MS, (time - leaves) / pace);
    const lane = link * 2 + back;
    if (start < (this.#due[lane] ?? Number.NEGATIVE_INFINITY)) return;
    this.#due[lane] = start + APART_MS;
    const quick = Math.min(LONGEST_QUICK_MS, Math.max(SHORTEST_MS, length / PACE));
    const real = ((data[at + DOT.arrives] ?? 0) - leaves) / pace;
    const i = this.count++;
    this.link[i] = link;
    this.back[i] = back;
    this.outcome[i] = data[at + DOT.outcome] ?? 0;
    this.#start[i] = start;
    this.#span[i] = Math.min(LONGEST_MS, Math.max(quick, real));
  }

  #drop(i: number): void {
    const last = --this.count;
    this.link[i] = this.link[last] ?? 0;
    this.back[i] = this.back[last] ?? 0;
    this.outcome[i] = this.outcome[last] ?? 0;
    this.#start[i] = this.#start[last] ?? 0;
    this.#span[i] = this.#span[last] ?? 0;
  }
}
