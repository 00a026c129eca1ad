/**
 * A session: one scenario being run. It advances in bounded slices to boundaries (chart windows, the end of the warm-up,
 * what the timeline has due, the end); how it is sliced, paused or sped never changes what happens. It knows no clock of
 * its own: whoever drives it says how far to go. Replay is execution again from the start.
 */
import type { Design, TimelineEntry } from '../design/document.ts';
import { nanosFromMillis } from '../std/units.ts';
import { Agenda, firstDifference } from './agenda.ts';
import { type Compiled, compile } from './compile.ts';
import { type FrameLayout, layoutOf } from './frame.ts';
import { FrameWriter } from './frame-writer.ts';
import { Recorder } from './recorder.ts';

/** The engine's version, part of every capsule: equal versions promise equal runs. */
export const ENGINE_VERSION = '4';

/** Events between two looks at the clock of whoever drives. */
const SLICE = 4096;

export class Session {
  readonly design: Design;
  readonly compiled: Compiled;
  readonly agenda: Agenda;
  readonly recorder: Recorder;
  readonly layout: FrameLayout;
  readonly writer: FrameWriter;
  /** ns */
  readonly end: number;
  readonly #warmup: number;
  #warm = false;
  /** What is due at moments before this one (ns) has been done. */
  #doneBefore = 0;

  constructor(design: Design, timeline: readonly TimelineEntry[] = design.scenario.timeline) {
    this.design = design;
    this.compiled = compile(design);
    this.end = nanosFromMillis(design.scenario.durationMs);
    this.#warmup = Math.min(nanosFromMillis(design.scenario.warmupMs), this.end);
    this.agenda = new Agenda(this.compiled, timeline);
    this.recorder = new Recorder(this.compiled, design.scenario.durationMs);
    this.layout = layoutOf({
      nodes: this.compiled.nodes.length,
      instances: this.compiled.sim.shape.nodeOf.length,
      links: design.links.length,
    });
    this.writer = new FrameWriter(this.compiled, this.recorder, this.agenda, this.layout);
    this.compiled.sim.start();
  }

  get now(): number {
    return this.compiled.sim.now;
  }

  get finished(): boolean {
    return this.now >= this.end || this.compiled.sim.halted !== undefined;
  }

  /** Runs up to `until` (ns), as long as `goOn` says; false when it stopped before. */
  advance(until: number, goOn: () => boolean = () => true): boolean {
    const { sim } = this.compiled;
    const target = Math.min(until, this.end);
    while (sim.halted === undefined && !(this.now >= target && this.#boundary() > target)) {
      const boundary = Math.min(this.#boundary(), target);
      if (!sim.run(boundary, SLICE) && sim.halted === undefined) {
        sim.now = boundary;
        this.#pass(boundary);
        if (boundary >= target) break;
      }
      if (!goOn()) return this.now >= target;
    }
    return true;
  }

  /** Runs one event, or what is due at the next boundary when that comes first. False at the end. */
  stepEvent(): boolean {
    const { sim } = this.compiled;
    while (!this.finished) {
      const boundary = Math.min(this.#boundary(), this.end);
      if (sim.run(boundary, 1)) return true;
      if (sim.halted !== undefined) return false;
      const before = sim.now;
      sim.now = boundary;
      this.#pass(boundary);
      if (this.agenda.next(boundary) === boundary && before !== boundary) return true;
    }
    return false;
  }

  /** The next moment (ms) at which something done by hand now takes effect: after all that has happened. */
  stamp(): number {
    const ms = Math.floor(this.now / 1e6) + 1;
    return Math.min(ms, this.design.scenario.durationMs);
  }

  /** Whether this timeline can take the place of the present one without changing what has already happened. */
  accepts(timeline: readonly TimelineEntry[]): boolean {
    return nanosFromMillisOrInfinity(firstDifference(this.agenda.timeline, timeline)) >= this.#doneBefore;
  }

  /** Measures anew from this moment, as at the end of a warm-up: what has been counted is forgotten, what happens is the same. */
  measureAnew(): void {
    this.#warm = true;
    this.#forgetWarmup(this.now);
  }

  /** The run's digest so far, from every event up to now. */
  digest(): string {
    return this.compiled.sim.digest.text();
  }

  #boundary(): number {
    const warm = this.#warm ? Number.POSITIVE_INFINITY : this.#warmup;
    return Math.min(this.recorder.next(), this.agenda.next(this.#doneBefore), warm);
  }

  /** Does what is due at this moment: first the window that ends, then the warm-up's end, then the timeline. */
  #pass(time: number): void {
    const { sim } = this.compiled;
    if (time >= this.recorder.next()) this.recorder.close(time);
    if (!this.#warm && time >= this.#warmup) {
      this.#warm = true;
      if (time > 0) this.#forgetWarmup(time);
    }
    if (time < this.#doneBefore) return;
    this.#doneBefore = time + 1;
    if (this.agenda.next(time) !== time) return;
    this.agenda.apply(time);
    this.recorder.lookAtSlots(time);
    sim.digest.mixLong(time);
  }

  #forgetWarmup(time: number): void {
    const { sim } = this.compiled;
    sim.meter.resetTotals(time);
    sim.rotation.forgetTimes();
    sim.history.resetCounts();
    sim.wire.processors.resetCounts();
    sim.marked.reset();
    for (const link of sim.links) link.resetCounts();
    for (const station of sim.stations) station.forgetCounts?.();
    this.recorder.forgetCounters(time);
    this.writer.forgetCounters();
  }
}

function nanosFromMillisOrInfinity(ms: number): number {
  return Number.isFinite(ms) ? nanosFromMillis(ms) : Number.POSITIVE_INFINITY;
}
