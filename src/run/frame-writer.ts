/**
 * Fills frames: reads the present moment out of a simulation into a Float64Array laid out by `frame`. It only reads; rates
 * and shares are those of the chart windows of the last second, levels are those of this moment.
 */
import { UP } from '../engine/knobs.ts';
import { OK } from '../engine/outcome.ts';
import { ABSENT, BOOTING, DRAINING } from '../engine/rotation.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { Agenda } from './agenda.ts';
import type { Compiled } from './compile.ts';
import {
  DOT,
  type FrameLayout,
  HEADER,
  INSTANCE,
  MAX_CARRIED,
  MAX_DOTS,
  NODE,
  NODE_WINDOW,
  RUN_STATES,
  type RunState,
  WINDOW,
} from './frame.ts';
import { LinkWriter } from './link-writer.ts';
import { filled, type Recorder } from './recorder.ts';

const [UP_STATE, DEGRADED, DOWN, HUNG, , BOOTS, DRAINS, NOT_THERE] = [0, 1, 2, 3, 4, 5, 6, 7];
/** Utilisation of an instance is averaged over at least this much simulated time, ns. */
const LEAST_SPAN = 50e6;
const TRAIL_MS = 1000;

/** What the header tells beside the simulation's own numbers. */
export interface RunStatus {
  readonly state: RunState;
  readonly durationMs: number;
  readonly speed: number;
  readonly epoch: number;
  /** Events of the log so far; 0 when absent. */
  readonly logged?: number;
  readonly stops?: number;
}

export class FrameWriter {
  readonly layout: FrameLayout;
  readonly #c: Compiled;
  readonly #recorder: Recorder;
  readonly #agenda: Agenda;
  readonly #faults: Int32Array;
  readonly #busyThen: Float64Array;
  readonly #fill: Float64Array;
  readonly #links: LinkWriter;
  readonly #figures: Float64Array;
  #then = 0;

  constructor(compiled: Compiled, recorder: Recorder, agenda: Agenda, layout: FrameLayout) {
    this.#c = compiled;
    this.#recorder = recorder;
    this.#agenda = agenda;
    this.layout = layout;
    this.#faults = new Int32Array(layout.nodes);
    this.#busyThen = new Float64Array(layout.instances);
    this.#fill = new Float64Array(layout.instances);
    this.#links = new LinkWriter(compiled, layout);
    this.#figures = new Float64Array(Math.max(1, ...compiled.nodes.map((node) => node.kind.figures.length)));
  }

  /** Fills a frame; `have` is the number of windows that the page has already. */
  write(out: Float64Array, status: RunStatus, have: number): void {
    this.#header(out, status);
    this.#agenda.countActive(this.#c.sim.now, this.#faults);
    this.#measureInstances();
    for (const node of this.#c.nodes) this.#node(out, node.index);
    this.#links.write(out);
    this.#dots(out);
    this.windows(out, have);
  }

  /** The meter's totals were reset: differences start anew. */
  forgetCounters(): void {
    this.#busyThen.fill(0);
    this.#then = this.#c.sim.now;
    this.#links.forgetCounters();
  }

  #header(out: Float64Array, status: RunStatus): void {
    const { sim } = this.#c;
    const total = sim.meter.sum();
    out[HEADER.state] = RUN_STATES.indexOf(status.state);
    out[HEADER.timeMs] = sim.now / NS_PER_MS;
    out[HEADER.durationMs] = status.durationMs;
    out[HEADER.events] = sim.events;
    out[HEADER.inFlight] = sim.meter.open;
    out[HEADER.speed] = status.speed;
    out[HEADER.windowMs] = this.#recorder.windowMs;
    out[HEADER.requests] = total.requests;
    out[HEADER.ok] = total.outcomes[OK]!;
    out[HEADER.failed] = total.requests - total.outcomes[OK]!;
    out[HEADER.stale] = total.stale;
    out[HEADER.reads] = sim.history.reads;
    out[HEADER.staleReads] = sim.history.staleReads;
    out[HEADER.lostWrites] = sim.history.lostWrites;
    const { latency } = total;
    const ms = (q: number) => (latency.count === 0 ? Number.NaN : latency.quantile(q) / NS_PER_MS);
    out[HEADER.p50] = ms(0.5);
    out[HEADER.p95] = ms(0.95);
    out[HEADER.p99] = ms(0.99);
    out[HEADER.p999] = ms(0.999);
    out[HEADER.latencyCount] = latency.count;
    out[HEADER.epoch] = status.epoch;
    out[HEADER.logged] = status.logged ?? 0;
    out[HEADER.moment] = 0;
    out[HEADER.stops] = status.stops ?? 0;
    out[HEADER.presentMs] = out[HEADER.timeMs]!;
  }

  /** Mean fill of each instance since the last look that was long enough ago; at the very start its present one. */
  #measureInstances(): void {
    const { sim, nodes } = this.#c;
    const span = sim.now - this.#then;
    if (span < LEAST_SPAN && sim.now > 0) return;
    for (const node of nodes) {
      const slots = this.#recorder.slotsOf(node.index);
      for (let i = node.firstInstance; i < node.firstInstance + node.instances; i++) {
        const busy = sim.meter.busy.area(i, sim.now);
        const mean = span > 0 ? (busy - this.#busyThen[i]!) / span : sim.meter.busy.now(i);
        this.#fill[i] = filled(mean, slots);
        this.#busyThen[i] = busy;
      }
    }
    this.#then = sim.now;
  }

  #node(out: Float64Array, n: number): void {
    const { sim, nodes } = this.#c;
    const node = nodes[n]!;
    const at = this.layout.nodeAt + n * NODE.size;
    const series = this.#recorder.series;
    const back = Math.min(series.rows, Math.max(1, Math.round(TRAIL_MS / this.#recorder.windowMs)));
    const seconds = (back * this.#recorder.windowMs) / 1000;
    const column = WINDOW.size + n * NODE_WINDOW.size;
    let arrivals = 0;
    let ok = 0;
    let failed = 0;
    for (let row = series.rows - back; row < series.rows; row++) {
      arrivals += series.at(row, column + NODE_WINDOW.arrivals);
      ok += series.at(row, column + NODE_WINDOW.ok);
      failed += series.at(row, column + NODE_WINDOW.failed);
    }
    const last = series.rows - 1;
    out[at + NODE.arrivalRate] = back === 0 ? Number.NaN : arrivals / seconds;
    out[at + NODE.okRate] = back === 0 ? Number.NaN : ok / seconds;
    out[at + NODE.errorRate] = back === 0 ? Number.NaN : failed / seconds;
    out[at + NODE.p50] = last < 0 ? Number.NaN : series.at(last, column + NODE_WINDOW.p50);
    out[at + NODE.p99] = last < 0 ? Number.NaN : series.at(last, column + NODE_WINDOW.p99);
    let queued = 0;
    let inFlight = 0;
    let there = 0;
    let up = 0;
    let serving = 0;
    let fill = 0;
    for (let i = node.firstInstance; i < node.firstInstance + node.instances; i++) {
      queued += sim.meter.queued.now(i);
      inFlight += sim.meter.inFlight.now(i);
      if (sim.rotation.stateOf(i) !== ABSENT) {
        there++;
        if (sim.rotation.unharmed(i)) up++;
      }
      if (sim.rotation.serves(i)) {
        serving++;
        fill += this.#fill[i]!;
      }
      this.#instance(out, i, n);
    }
    out[at + NODE.utilisation] = serving > 0 ? fill / serving : Number.NaN;
    out[at + NODE.queue] = queued;
    out[at + NODE.inFlight] = inFlight;
    out[at + NODE.there] = there;
    out[at + NODE.up] = up;
    out[at + NODE.faults] = this.#faults[n]!;
    out.fill(Number.NaN, at + NODE.figure0, at + NODE.size);
    if (node.kind.figures.length > 0) this.#ownFigures(out, at, n);
  }

  /** The first of a kind's own figures: as many as a node's block has room for. */
  #ownFigures(out: Float64Array, at: number, n: number): void {
    this.#c.sim.stations[n]!.figures?.(this.#figures, 0);
    const count = Math.min(this.#c.nodes[n]!.kind.figures.length, NODE.size - NODE.figure0);
    for (let k = 0; k < count; k++) out[at + NODE.figure0 + k] = this.#figures[k]!;
  }

  #instance(out: Float64Array, i: number, n: number): void {
    const { sim } = this.#c;
    const { knobs, meter, rotation } = sim;
    const at = this.layout.instanceAt + i * INSTANCE.size;
    const turn = rotation.stateOf(i);
    let state = turn === DRAINING ? DRAINS : UP_STATE;
    if (turn === ABSENT) state = NOT_THERE;
    else if (turn === BOOTING) state = BOOTS;
    else if (knobs.down[i] !== UP) state = DOWN;
    else if (knobs.hung[i] === 1) state = HUNG;
    else if (knobs.slow[i] !== 1 || knobs.added[i] !== 0 || knobs.errors[i] !== 0) state = DEGRADED;
    else if (knobs.wrong[i] !== 0 || knobs.refusing[i] !== 0 || knobs.diskFull[i] !== 0 || knobs.slowDisk[i] !== 1) state = DEGRADED;
    out[at + INSTANCE.state] = state!;
    out[at + INSTANCE.role] = sim.stations[n]!.role?.(i) ?? 0;
    out[at + INSTANCE.utilisation] = this.#fill[i]!;
    out[at + INSTANCE.queue] = meter.queued.now(i);
    out[at + INSTANCE.inFlight] = meter.inFlight.now(i);
  }

  #dots(out: Float64Array): void {
    const { watch } = this.#c.sim;
    let count = 0;
    for (let ago = 0; count < MAX_DOTS; ago++) {
      const from = watch.recent(ago);
      if (from < 0) break;
      const at = this.layout.dotAt + count * DOT.size;
      out[at + DOT.link] = watch.link[from]!;
      out[at + DOT.leaves] = watch.leaves[from]! / NS_PER_MS;
      out[at + DOT.arrives] = watch.arrives[from]! / NS_PER_MS;
      out[at + DOT.back] = watch.back[from]!;
      out[at + DOT.outcome] = watch.outcome[from] !== OK ? 2 : watch.stale[from]!;
      count++;
    }
    out[HEADER.dots] = count;
  }

  /** The chart windows only, from number `have` on. */
  windows(out: Float64Array, have: number): void {
    const { series } = this.#recorder;
    const first = Math.min(have, series.rows);
    const carried = Math.min(MAX_CARRIED, series.rows - first);
    out[HEADER.windows] = series.rows;
    out[HEADER.firstWindow] = first;
    out[HEADER.carried] = carried;
    const { windowAt, windowSize } = this.layout;
    for (let w = 0; w < carried; w++) {
      for (let column = 0; column < windowSize; column++) out[windowAt + w * windowSize + column] = series.at(first + w, column);
    }
  }
}
