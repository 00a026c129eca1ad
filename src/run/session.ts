/**
 * A session: one scenario being run. It advances in bounded slices to boundaries (chart windows, the end of the warm-up,
 * what the timeline has due, the end); how it is sliced, paused or sped never changes what happens. It knows no clock of
 * its own: whoever drives it says how far to go. Replay is execution again from the start.
 */
import type { Design, TimelineEntry } from '../design/document.ts';
import { nanosFromMillis } from '../std/units.ts';
import { Agenda, conditionsIn } from './agenda.ts';
import { type Compiled, compile } from './compile.ts';
import { classesOf } from './condition.ts';
import { EventLog } from './event-log.ts';
import { type FrameLayout, layoutOf } from './frame.ts';
import { FrameWriter } from './frame-writer.ts';
import { Probes } from './probes.ts';
import type { RunRecord } from './record.ts';
import { type Kept, Recorder } from './recorder.ts';
import { RunDiary } from './run-diary.ts';
import { firstDifference } from './timeline-difference.ts';

/** The engine's version, part of every capsule: equal versions promise equal runs. */
export const ENGINE_VERSION = '6';

/** Events between two looks at the clock of whoever drives. */
const SLICE = 4096;

export class Session {
  readonly design: Design;
  readonly compiled: Compiled;
  readonly agenda: Agenda;
  readonly recorder: Recorder;
  readonly layout: FrameLayout;
  readonly writer: FrameWriter;
  readonly log: EventLog;
  readonly probes: Probes;
  /** ns */
  readonly end: number;
  /** What is kept of past moments; undefined where nobody looks back. */
  record: RunRecord | undefined;
  readonly #warmup: number;
  #warm = false;
  /** What is due at moments before this one (ns) has been done. */
  #doneBefore = 0;
  readonly #watchers = new Set<(time: number) => boolean>();
  #asked = false;
  /** Classes that conditions may ask about, by index. */
  readonly #followed = new Set<number>();
  readonly #diary: RunDiary;
  readonly #kept: Kept;
  #stoppedBy: string | undefined;
  #paused = false;

  /** With `kept` counts, for runs that only their report is wanted of, it writes no log and takes no other timeline. */
  constructor(design: Design, timeline: readonly TimelineEntry[] = design.scenario.timeline, kept: Kept = 'all') {
    this.design = design;
    this.#kept = kept;
    this.compiled = compile(design);
    this.end = nanosFromMillis(design.scenario.durationMs);
    this.#warmup = Math.min(nanosFromMillis(design.scenario.warmupMs), this.end);
    this.layout = layoutOf({
      nodes: this.compiled.nodes.length,
      instances: this.compiled.sim.shape.nodeOf.length,
      links: design.links.length,
      classes: design.classes.length,
    });
    // Conditions read what charts do.
    const asks = conditionsIn(timeline).length > 0;
    this.recorder = new Recorder(this.compiled, design.scenario.durationMs, this.layout, asks ? 'all' : kept);
    for (const cls of this.#classesIn(timeline)) {
      this.#followed.add(cls);
      this.recorder.follow(cls);
    }
    this.agenda = new Agenda(this, timeline);
    this.probes = new Probes(this, timeline);
    this.log = new EventLog(this);
    this.#diary = new RunDiary(this);
    this.writer = new FrameWriter(this.compiled, this.recorder, this.agenda, this.layout);
    this.compiled.sim.start();
  }

  get now(): number {
    return this.compiled.sim.now;
  }

  /** The entry whose stop condition ended the run. */
  get stoppedBy(): string | undefined {
    return this.#stoppedBy;
  }

  get finished(): boolean {
    return this.now >= this.end || this.#stoppedBy !== undefined || this.compiled.sim.halted !== undefined;
  }

  /**
   * Lets somebody look at the end of every chart window (ns), before what the timeline has due at that moment. Who answers true
   * stops the present `advance` there; that changes nothing of what happens. @returns how to look no more.
   */
  watch(look: (time: number) => boolean): () => void {
    this.#watchers.add(look);
    return () => this.#watchers.delete(look);
  }

  /** Runs up to `until` (ns), as long as `goOn` says and no watcher stops it; false when it stopped before. */
  advance(until: number, goOn: () => boolean = () => true): boolean {
    const { sim } = this.compiled;
    const target = Math.min(until, this.end);
    this.#asked = false;
    while (this.#stoppedBy === undefined && sim.halted === undefined && !(this.now >= target && this.#boundary() > target)) {
      const boundary = Math.min(this.#boundary(), target);
      if (!sim.run(boundary, SLICE) && sim.halted === undefined) {
        sim.now = boundary;
        this.#pass(boundary);
        if (boundary >= target) break;
        if (this.#asked) return false;
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

  /** Whether a stop condition of the timeline asked for a pause since the last question. */
  takePause(): boolean {
    const asked = this.#paused;
    this.#paused = false;
    return asked;
  }

  /** The next moment (ms) at which something done by hand now takes effect: after all that has happened. */
  stamp(): number {
    const ms = Math.floor(this.now / 1e6) + 1;
    return Math.min(ms, this.design.scenario.durationMs);
  }

  /** Whether this timeline can take the place of the present one without changing what has already happened. */
  accepts(timeline: readonly TimelineEntry[]): boolean {
    if (this.#kept === 'counts') return false;
    // What was not followed from the start cannot be asked about from here on as if it had been.
    if (this.#classesIn(timeline).some((cls) => !this.#followed.has(cls))) return false;
    return nanosFromMillisOrInfinity(firstDifference(this.agenda.timeline, timeline)) >= this.#doneBefore;
  }

  /** Measures anew from this moment, as at the end of a warm-up: what has been counted is forgotten, what happens is the same. */
  measureAnew(): void {
    this.#warm = true;
    this.#forgetWarmup(this.now);
  }

  /** Takes over a timeline that it accepts. */
  take(timeline: readonly TimelineEntry[]): void {
    this.agenda.take(timeline);
    this.probes.take(timeline);
  }

  /** The run's digest so far, from every event up to now. */
  digest(): string {
    return this.compiled.sim.digest.text();
  }

  #boundary(): number {
    const warm = this.#warm ? Number.POSITIVE_INFINITY : this.#warmup;
    return Math.min(this.recorder.next(), this.agenda.next(this.#doneBefore), warm);
  }

  /** Does what is due at this moment, and keeps what it is like when a window has ended. */
  #pass(time: number): void {
    const { windows } = this.recorder;
    this.#settle(time);
    if (this.recorder.windows > windows) this.record?.take();
  }

  /** First the window that ends, then the warm-up's end, then the timeline. */
  #settle(time: number): void {
    const { sim } = this.compiled;
    if (time >= this.recorder.next()) {
      this.recorder.close(time);
      for (const look of this.#watchers) if (look(time)) this.#asked = true;
      this.#lookAround(time);
    }
    if (!this.#warm && time >= this.#warmup) {
      this.#warm = true;
      if (time > 0) this.#forgetWarmup(time);
    }
    if (time < this.#doneBefore) return;
    this.#doneBefore = time + 1;
    if (this.agenda.next(time) !== time) return;
    this.agenda.apply(time);
    if (this.#kept === 'all') this.#diary.applied(time);
    this.recorder.lookAtSlots(time);
    sim.digest.mixLong(time);
  }

  /** A window ended: what is seen of it, and whether conditions of the timeline hold. */
  #lookAround(time: number): void {
    this.probes.look(time, this.agenda.faults, (probe, words) => this.#diary.probed(time, probe, words));
    if (this.#kept === 'all') {
      this.#diary.looked(time);
      this.log.look(time);
    }
    for (const stop of this.agenda.look(time)) {
      this.#diary.stopped(time, stop);
      if (stop.does === 'end') this.#stoppedBy = stop.id;
      else this.#asked = this.#paused = true;
    }
  }

  #classesIn(timeline: readonly TimelineEntry[]): readonly number[] {
    return classesOf(conditionsIn(timeline)).map((id) => this.design.classes.findIndex((one) => one.id === id));
  }

  #forgetWarmup(time: number): void {
    const { sim } = this.compiled;
    this.recorder.forgetCounters(time);
    sim.meter.resetTotals(time);
    sim.rotation.forgetTimes();
    this.agenda.downtime.forget(time);
    sim.history.resetCounts();
    sim.wire.processors.resetCounts();
    sim.marked.reset();
    for (const link of sim.links) link.resetCounts();
    for (const station of sim.stations) station.forgetCounts?.();
    this.writer.forgetCounters();
    this.record?.forgetCounters();
  }
}

function nanosFromMillisOrInfinity(ms: number): number {
  return Number.isFinite(ms) ? nanosFromMillis(ms) : Number.POSITIVE_INFINITY;
}
