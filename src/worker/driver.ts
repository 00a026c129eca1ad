/**
 * The driver: paces a session against a clock that it is given. It turns play, pause, speed, step, live changes and edited
 * timelines into slices of bounded wall time; none of that can change what happens in the simulation. It knows neither
 * worker nor page, so it runs in tests as it runs in the browser.
 */

import type { Breakpoint, Stop } from '../design/breakpoint-doc.ts';
import type { Design, Problem, TimelineEntry } from '../design/document.ts';
import { read } from '../design/read.ts';
import type { Focus } from '../engine/tracer.ts';
import { BreakpointWatch } from '../run/breakpoint.ts';
import type { RunState } from '../run/frame.ts';
import { RunRecord } from '../run/record.ts';
import type { Report } from '../run/report.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { assert } from '../std/assert.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { Loaded, RunShape, TracedCell, UnstampedEntry } from './protocol.ts';

/** Longest slice in real ms; commands are answered between slices (BENCH: 2 … 8). */
const SLICE_MS = 6;
/** Real time over which the measured speed is averaged, ms. */
const SPEED_OVER_MS = 250;
/** Moving dots shown per link and real second, and what is taken for the speed where there is no limit (chosen). */
export const DOTS_PER_SECOND = 6;
const FASTEST_PACE = 100;
/** When the machine cannot keep up, at most this much real time is owed, ms. */
const MOST_OWED_MS = 100;

export class Driver {
  state: RunState = 'empty';
  epoch = 0;
  readonly #clock: () => number;
  #session: Session | undefined;
  #design: Design | undefined;
  #timeline: readonly TimelineEntry[] = [];
  #speed = 1;
  /** Real and simulated moment from which pacing counts. */
  #fromMs = 0;
  #fromNs = 0;
  #wallMs = 0;
  #measuredFromMs = 0;
  #measuredFromNs = 0;
  #measuredSpeed = 0;
  /** While catching up: where to (ns), and what to be then. */
  #catchUpTo = 0;
  #then: RunState = 'paused';
  #breakpoints: readonly Breakpoint[] = [];
  #unwatch: () => void = () => {};
  #unawait: () => void = () => {};
  #stopped = false;
  #stops = 0;
  /** Why the run was paused by itself last. */
  lastStop: Stop | undefined;

  /** `clock` tells real ms from any origin. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The session of the loaded design. */
  get session(): Session | undefined {
    return this.#session;
  }

  load(input: unknown): Loaded {
    this.state = 'empty';
    this.#session = undefined;
    const result = read(input);
    if (!result.ok) return { shape: undefined, problems: result.error };
    this.#design = result.value;
    this.#timeline = result.value.scenario.timeline;
    this.#begin();
    return { shape: this.#shape(), problems: NO_PROBLEMS };
  }

  play(): void {
    if (this.state !== 'ready' && this.state !== 'paused') return;
    this.state = 'playing';
    this.#rebase();
    this.#look();
  }

  pause(): void {
    if (this.state === 'catching-up' && this.#then !== 'finished') {
      // Half caught up would be another moment than the one that was shown: it pauses when it is there.
      this.#then = 'paused';
      return;
    }
    if (!this.#moves()) return;
    this.state = 'paused';
    this.#unawait();
    this.#look();
  }

  setSpeed(speed: number): void {
    assert(speed > 0, 'a speed is above 0');
    this.#speed = speed;
    this.#rebase();
    this.#look();
  }

  step(size: 'event' | 'window'): void {
    const session = this.#session;
    if (session === undefined || session.finished || this.state === 'catching-up') return;
    this.state = 'paused';
    if (size === 'event') session.stepEvent();
    else session.advance(session.recorder.next());
    this.#stopped = false;
    if (session.finished) this.#finish();
  }

  runToEnd(): void {
    if (this.#session === undefined || this.#session.finished) return;
    this.#unawait();
    this.#catchUp(this.#session.end, 'finished');
  }

  /** Pauses at the end of any chart window in which one of these begins to hold. */
  breakAt(breakpoints: readonly Breakpoint[]): void {
    this.#breakpoints = breakpoints;
    this.#unwatch();
    this.#unwatch = this.#watch(breakpoints);
  }

  /** As fast as possible to the first window in which this begins to hold, at most to the end. Breakpoints hold meanwhile. */
  runUntil(awaited: Breakpoint): void {
    if (this.#session === undefined || this.#session.finished) return;
    this.runToEnd();
    this.#unawait = this.#watch([awaited]);
  }

  reset(): void {
    if (this.#design !== undefined) this.#begin();
  }

  inject(entry: UnstampedEntry): TimelineEntry {
    const session = this.#session;
    const stamped = { ...entry, at: session?.stamp() ?? 0 } as TimelineEntry;
    this.retime([...this.#timeline, stamped]);
    return stamped;
  }

  retime(timeline: readonly TimelineEntry[]): void {
    const session = this.#session;
    if (session === undefined || this.#design === undefined) return;
    this.#timeline = timeline;
    if (session.accepts(timeline)) {
      session.take(timeline);
      return;
    }
    const { now } = session;
    const after = this.state === 'catching-up' ? this.#then : this.state;
    const target = this.state === 'catching-up' ? this.#catchUpTo : now;
    this.#begin();
    this.#catchUp(target, after === 'halted' ? 'finished' : after);
  }

  report(): Report | undefined {
    return this.#session === undefined ? undefined : reportOf(this.#session, this.#wallMs);
  }

  /** The run so far with requests traced: the present one when it traces some, else another execution of it, to be advanced to `until` (ns). */
  traced(share: number, cell?: TracedCell): { readonly session: Session; readonly until: number } | undefined {
    const session = this.#session;
    if (session === undefined || this.#design === undefined) return undefined;
    if (session.compiled.sim.tracer.on !== 0) return { session, until: session.now };
    const again = new Session(this.#design, this.#timeline);
    if (cell === undefined) again.compiled.sim.tracer.sample(share);
    else again.compiled.sim.tracer.focus(focusOf(cell));
    return { session: again, until: cell === undefined ? session.now : Math.min(session.now, cell.toMs * NS_PER_MS) };
  }

  /** Another execution of the run so far with its operations recorded, to be advanced to `until` (ns). */
  recorded(): { readonly session: Session; readonly until: number } | undefined {
    const session = this.#session;
    if (session === undefined || this.#design === undefined) return undefined;
    const again = new Session(this.#design, this.#timeline);
    again.compiled.sim.record();
    return { session: again, until: session.now };
  }

  /** Another execution of the run so far, at its beginning. */
  again(): Session | undefined {
    return this.#design === undefined ? undefined : new Session(this.#design, this.#timeline);
  }

  /** Simulated per real second as far as the eye can follow. */
  get pace(): number {
    return this.#speed === Number.POSITIVE_INFINITY ? FASTEST_PACE : this.#speed;
  }

  /** Works for one slice. Real ms until it wants to be called again; 0: at once; undefined: not until the next command. */
  tick(): number | undefined {
    const session = this.#session;
    if (session === undefined) return undefined;
    if (this.state === 'catching-up') {
      this.#run(session, this.#catchUpTo);
      if (this.#rests()) return undefined;
      if (session.finished || session.now >= this.#catchUpTo) this.#caughtUp(session);
      return this.#moves() ? 0 : undefined;
    }
    if (this.state !== 'playing') return undefined;
    const now = this.#clock();
    const due = this.#speed === Number.POSITIVE_INFINITY ? session.end : this.#fromNs + (now - this.#fromMs) * 1e6 * this.#speed;
    const arrived = this.#run(session, Math.floor(due));
    this.#measure(session);
    if (this.#rests()) return undefined;
    if (session.finished) {
      this.#finish();
      return undefined;
    }
    // A machine that cannot keep up runs as fast as it can; it never tries to make up for what it owes.
    if (!arrived && due - session.now > MOST_OWED_MS * 1e6 * this.#speed) this.#rebasePace();
    return arrived ? 2 : 0;
  }

  /** Fills a frame, allocating only when the buffer does not fit. `have`: chart windows the page has already. */
  frame(buffer: ArrayBuffer, have: number): Float64Array | undefined {
    const session = this.#session;
    if (session === undefined) return undefined;
    const bytes = session.layout.length * Float64Array.BYTES_PER_ELEMENT;
    const out = new Float64Array(buffer.byteLength === bytes ? buffer : new ArrayBuffer(bytes));
    const status = {
      state: this.state,
      durationMs: session.design.scenario.durationMs,
      speed: this.#measuredSpeed,
      epoch: this.epoch,
      stops: this.#stops,
      logged: session.log.count,
    };
    session.writer.write(out, status, have);
    return out;
  }

  #moves(): boolean {
    return this.state === 'playing' || this.state === 'catching-up';
  }

  #begin(): void {
    assert(this.#design !== undefined, 'a design is loaded');
    this.#session = new Session(this.#design, this.#timeline);
    this.#session.record = new RunRecord(this.#session);
    this.breakAt(this.#breakpoints);
    this.epoch++;
    this.state = 'ready';
    this.#wallMs = 0;
    this.#measuredSpeed = 0;
    this.#rebase();
    this.#look();
  }

  #run(session: Session, until: number): boolean {
    const began = this.#clock();
    const arrived = session.advance(until, () => this.#clock() - began < SLICE_MS);
    this.#wallMs += this.#clock() - began;
    if (session.takePause() && this.state === 'playing') this.pause();
    return arrived;
  }

  /** Follows breakpoints from now on. @returns what ends it. */
  #watch(breakpoints: readonly Breakpoint[]): () => void {
    const session = this.#session;
    if (session === undefined || breakpoints.length === 0) return () => {};
    const watch = new BreakpointWatch(session, breakpoints);
    return session.watch((time) => {
      const stop = watch.look(time);
      // What has been before is executed again without a pause.
      if (stop === undefined || (this.state === 'catching-up' && this.#then !== 'finished')) return false;
      this.lastStop = stop;
      this.#stops++;
      this.#stopped = true;
      return true;
    });
  }

  /** Whether a breakpoint has just paused the run. */
  #rests(): boolean {
    const stopped = this.#stopped;
    this.#stopped = false;
    if (!stopped || this.#session?.finished === true) return false;
    this.state = 'paused';
    this.#unawait();
    this.#rebase();
    this.#look();
    return true;
  }

  #catchUp(to: number, then: RunState): void {
    this.#catchUpTo = to;
    this.#then = then;
    this.state = 'catching-up';
    this.#session?.compiled.sim.watch.look(Number.POSITIVE_INFINITY);
  }

  #caughtUp(session: Session): void {
    if (session.finished) this.#finish();
    else {
      this.state = this.#then === 'finished' ? 'paused' : this.#then;
      this.#rebase();
      this.#look();
    }
  }

  #finish(): void {
    this.state = this.#session?.compiled.sim.halted === undefined ? 'finished' : 'halted';
  }

  #rebasePace(): void {
    this.#fromMs = this.#clock();
    this.#fromNs = this.#session?.now ?? 0;
  }

  #rebase(): void {
    this.#rebasePace();
    this.#measuredFromMs = this.#fromMs;
    this.#measuredFromNs = this.#fromNs;
  }

  #measure(session: Session): void {
    const passed = this.#clock() - this.#measuredFromMs;
    if (passed < SPEED_OVER_MS) return;
    this.#measuredSpeed = (session.now - this.#measuredFromNs) / 1e6 / passed;
    this.#measuredFromMs += passed;
    this.#measuredFromNs = session.now;
  }

  /** Dots are sampled so that about as many move per real second at any speed. */
  #look(): void {
    this.#session?.compiled.sim.watch.look((this.pace * 1e9) / DOTS_PER_SECOND);
  }

  #shape(): RunShape | undefined {
    const session = this.#session;
    if (session === undefined) return undefined;
    const { nodes } = session.compiled;
    return {
      nodes: session.layout.nodes,
      instances: session.layout.instances,
      links: session.layout.links,
      classes: session.layout.classes,
      nodeIds: nodes.map((node) => node.doc.id),
      linkIds: session.design.links.map((link) => link.id),
      firstInstance: nodes.map((node) => node.firstInstance),
      instanceCount: nodes.map((node) => node.instances),
      windowMs: session.recorder.windowMs,
    };
  }
}

function focusOf({ all, fromMs, toMs, leastMs, mostMs }: TracedCell): Focus {
  return { all, from: fromMs * NS_PER_MS, to: toMs * NS_PER_MS, least: leastMs * NS_PER_MS, most: mostMs * NS_PER_MS };
}

const NO_PROBLEMS: readonly Problem[] = [];
