/**
 * The recorder: closes a chart window at its end and writes it as one row of numbers, for all requests and for each node.
 * Percentiles come from the merged histograms of the trailing second, with their sample count; they are never averaged.
 */
import { OK, OUTCOMES } from '../engine/outcome.ts';
import type { Histogram } from '../stats/histogram.ts';
import { Series } from '../stats/series.ts';
import { Trail } from '../stats/trail.ts';
import { type ValuesOf, valuesOf } from '../std/parameter.ts';
import { NS_PER_MS } from '../std/units.ts';
import { ClassTrail } from './class-trail.ts';
import type { Compiled, CompiledNode } from './compile.ts';
import { CLASS_WINDOW, type FrameLayout, HEAT, NODE_WINDOW, WINDOW } from './frame.ts';

/** Window lengths in ms, of which the shortest is taken that gives at most this many windows. */
const LENGTHS = [100, 200, 250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000];
const MOST_WINDOWS = 300;
/**
 * What a run keeps of its chart windows: all that charts, conditions and the log read, or the counts of ends that a report is made of.
 * What happens is the same; a run that nobody looks at is a fifth to a quarter quicker with counts alone.
 */
export type Kept = 'all' | 'counts';

/** Percentiles look back this far, in ms. */
const TRAIL = 1000;
/** What is told of times, and where it is found. */
const QUANTILES = Float64Array.of(0.5, 0.95, 0.99, 0.999);
const NODE_QUANTILES = Float64Array.of(0.5, 0.99);
const found = new Float64Array(4);

/** What is counted of a part since the warm-up, and where: calls that came, were answered, ended; areas of what was busy, waited, could work. */
const ARRIVALS = 0;
const ANSWERED = 1;
const ENDS = 2;
const BUSY = 3;
const WAITING = 4;
const SLOTS = 5;
const COUNTS = 6;

/** The chart window for a run of this length. */
function windowFor(durationMs: number): number {
  return LENGTHS.find((length) => durationMs / length <= MOST_WINDOWS) ?? 300_000;
}

export class Recorder {
  readonly windowMs: number;
  /** With counts alone, columns of latencies, parts, monitors, staleness and the heat map stay 0. */
  readonly kept: Kept;
  readonly series: Series;
  readonly #c: Compiled;
  readonly #layout: FrameLayout;
  readonly #all: Trail;
  /** The trail of the only source, which is that of all requests. */
  readonly #only: Trail | undefined;
  readonly #lastClasses: Float64Array;
  readonly #heat = new Float64Array(HEAT.size);
  readonly #perNode: readonly Trail[];
  /** By class, of those that are followed. */
  readonly #classes = new Map<number, ClassTrail>();
  readonly #trailWindows: number;
  /** By part, its counts as the running window began; what was counted in it before a reset is below 0. */
  readonly #last: Float64Array;
  readonly #counts = new Float64Array(COUNTS);
  /** Per node: work slots of one instance in force. */
  readonly #slots: Float64Array;
  /** Per instance: since when (ns) they are counted, and their area until then (slots × ns) while it served. */
  readonly #slotsSince: Float64Array;
  readonly #slotArea: Float64Array;
  readonly #lagAt: Int32Array;
  readonly #figures = new Float64Array(16);
  readonly #seen = new Float64Array(3);
  readonly #monitors: readonly number[];
  #lastReads = 0;
  #lastStale = 0;
  #lost = 0;
  #closedAt = 0;

  constructor(compiled: Compiled, durationMs: number, layout: FrameLayout, kept: Kept = 'all') {
    this.#c = compiled;
    this.kept = kept;
    this.#layout = layout;
    this.#lastClasses = new Float64Array(layout.classes * CLASS_WINDOW.size);
    this.windowMs = windowFor(durationMs);
    const nodes = compiled.nodes.length;
    this.series = new Series(layout.windowSize);
    const length = Math.max(1, Math.round(TRAIL / this.windowMs));
    this.#trailWindows = length;
    this.#perNode = compiled.nodes.map(() => new Trail(length));
    const sources = compiled.nodes.filter((node) => node.kind.role === 'source');
    this.#only = sources.length === 1 ? this.#perNode[sources[0]!.index] : undefined;
    this.#all = this.#only ?? new Trail(length);
    if (kept === 'all') {
      const trails = Array.from(compiled.sim.shape.nodeOf, (node) => this.#perNode[node]!);
      compiled.sim.meter.follow(trails, this.#only === undefined ? this.#all : undefined);
    }
    this.#last = new Float64Array(nodes * COUNTS);
    this.#slots = Float64Array.from(compiled.nodes, (node) => slotsBy(node));
    this.#slotsSince = new Float64Array(compiled.sim.shape.nodeOf.length);
    this.#slotArea = new Float64Array(compiled.sim.shape.nodeOf.length);
    compiled.sim.rotation.listen((instance) => this.#countSlots(instance, compiled.sim.now));
    this.#monitors = compiled.nodes.filter((node) => compiled.sim.stations[node.index]?.sees !== undefined).map((node) => node.index);
    this.#lagAt = Int32Array.from(compiled.nodes, (node) => node.kind.figures.findIndex((f) => f.id === 'lagMs'));
  }

  /** Windows closed so far. */
  get windows(): number {
    return this.series.rows;
  }

  /** End of the running window, ns. */
  next(): number {
    return (this.windows + 1) * this.windowMs * NS_PER_MS;
  }

  /** Closes the running window at this moment (ns). */
  close(time: number): void {
    const row = this.series.append();
    const span = Math.max(1, time - this.#closedAt);
    this.#closedAt = time;
    this.#closeClasses(row);
    this.#closeCounts(row, time);
    if (this.kept === 'all') this.#closeFigures(row, time, span);
    this.#c.sim.meter.closeWindow();
  }

  /** What only somebody who looks wants to know: latencies, the heat map, each part. */
  #closeFigures(row: number, time: number, span: number): void {
    this.#c.sim.meter.fold(this.#classes.size > 0);
    this.#closeHeat(row);
    let lag = Number.NaN;
    for (const node of this.#c.nodes) {
      this.#closeNode(row, node.index, time, span);
      lag = larger(lag, this.#lagOf(node.index));
    }
    for (const trail of this.#classes.values()) trail.close();
    this.#closeAll(row, lag);
  }

  /**
   * The totals of meter and history are about to be reset at this moment, ns (the warm-up is over). What the running window has counted
   * is carried over, so that the window stays whole.
   */
  forgetCounters(time: number): void {
    const { meter, history } = this.#c.sim;
    for (const { index } of this.#c.nodes) {
      this.#count(index, time).forEach((count, k) => {
        this.#last[index * COUNTS + k] = this.#last[index * COUNTS + k]! - count;
      });
    }
    meter.classes.forEach(({ requests, outcomes }, cls) => {
      const at = cls * CLASS_WINDOW.size;
      const ok = outcomes[OK]!;
      this.#lastClasses[at + CLASS_WINDOW.ok] = this.#lastClasses[at + CLASS_WINDOW.ok]! - ok;
      this.#lastClasses[at + CLASS_WINDOW.failed] = this.#lastClasses[at + CLASS_WINDOW.failed]! - (requests - ok);
    });
    meter.fold(this.#classes.size > 0);
    for (const trail of this.#classes.values()) trail.forget();
    this.#slotArea.fill(0);
    this.#slotsSince.fill(time);
    this.#lastReads -= history.reads;
    this.#lastStale -= history.staleReads;
    this.#lost += history.lostWrites;
  }

  /** Trailing latencies of one node, from the windows closed last. */
  trailOf(node: number): Histogram {
    return this.#perNode[node]!.merged;
  }

  /** Seconds that figures look back: the trailing windows, or those there have been. */
  get trailSeconds(): number {
    return (Math.min(this.windows, this.#trailWindows) * this.windowMs) / 1000;
  }

  /** Sum of a column, or of neighbouring ones up to `last`, over the trailing windows. */
  trailing(column: number, last = column): number {
    let sum = 0;
    for (let row = Math.max(0, this.windows - this.#trailWindows); row < this.windows; row++)
      for (let c = column; c <= last; c++) sum += this.series.at(row, c);
    return sum;
  }

  /** Keeps the trailing second of a class from now on; for the same figures as from the start, ask before the run begins. */
  follow(cls: number): void {
    const { meter } = this.#c.sim;
    const figures = meter.classes[cls];
    if (figures === undefined || this.#classes.has(cls)) return;
    meter.fold(true);
    this.#classes.set(cls, new ClassTrail(figures, this.#trailWindows));
  }

  /** The trailing second of a class that is followed. */
  classTrail(cls: number): ClassTrail | undefined {
    return this.#classes.get(cls);
  }

  #closeHeat(row: number): void {
    this.#all.coarse(this.#heat, HEAT.first, HEAT.perOctave);
    for (let cell = 0; cell < HEAT.size; cell++) this.series.set(row, this.#layout.heatAt + cell, this.#heat[cell]!);
  }

  #closeClasses(row: number): void {
    this.#c.sim.meter.classes.forEach(({ requests, outcomes }, cls) => {
      const at = cls * CLASS_WINDOW.size;
      const ok = outcomes[OK]!;
      const failed = requests - ok;
      this.series.set(row, this.#layout.classAt + at + CLASS_WINDOW.ok, ok - this.#lastClasses[at + CLASS_WINDOW.ok]!);
      this.series.set(row, this.#layout.classAt + at + CLASS_WINDOW.failed, failed - this.#lastClasses[at + CLASS_WINDOW.failed]!);
      this.#lastClasses[at + CLASS_WINDOW.ok] = ok;
      this.#lastClasses[at + CLASS_WINDOW.failed] = failed;
    });
  }

  #closeCounts(row: number, time: number): void {
    const { meter } = this.#c.sim;
    this.series.set(row, WINDOW.endMs, time / NS_PER_MS);
    this.series.set(row, WINDOW.offered, meter.offered);
    for (let o = 0; o < OUTCOMES.length; o++) this.series.set(row, o === 0 ? WINDOW.ok : WINDOW.error + o - 1, meter.windowEnds[o]!);
    this.series.set(row, WINDOW.stale, meter.windowStale);
    this.series.set(row, WINDOW.inFlight, meter.open);
  }

  #closeAll(row: number, lag: number): void {
    const { history } = this.#c.sim;
    const put = (column: number, value: number) => this.series.set(row, column, value);
    const trail = this.#only?.merged ?? this.#all.close();
    trail.quantiles(QUANTILES, found);
    put(WINDOW.p50, found[0]! / NS_PER_MS);
    put(WINDOW.p95, found[1]! / NS_PER_MS);
    put(WINDOW.p99, found[2]! / NS_PER_MS);
    put(WINDOW.p999, found[3]! / NS_PER_MS);
    put(WINDOW.mean, trail.count === 0 ? Number.NaN : trail.mean() / NS_PER_MS);
    put(WINDOW.samples, trail.count);
    put(WINDOW.reads, history.reads - this.#lastReads);
    put(WINDOW.staleReads, history.staleReads - this.#lastStale);
    this.#lastReads = history.reads;
    this.#lastStale = history.staleReads;
    put(WINDOW.lagMs, lag);
    put(WINDOW.lostWrites, this.#lost + history.lostWrites);
  }

  /** Counts and areas of a part since the last reset, into an array that the next call uses again. */
  #count(n: number, time: number): Float64Array {
    const { meter } = this.#c.sim;
    const { firstInstance, instances } = this.#c.nodes[n]!;
    const counts = this.#counts.fill(0);
    for (let i = firstInstance; i < firstInstance + instances; i++) {
      counts[ARRIVALS] = counts[ARRIVALS]! + meter.arrivals(i);
      counts[ANSWERED] = counts[ANSWERED]! + meter.ends(i, OK);
      for (let o = 0; o < OUTCOMES.length; o++) counts[ENDS] = counts[ENDS]! + meter.ends(i, o);
      counts[BUSY] = counts[BUSY]! + meter.busy.area(i, time);
      counts[WAITING] = counts[WAITING]! + meter.queued.area(i, time);
      counts[SLOTS] = counts[SLOTS]! + this.slotArea(i, time);
    }
    return counts;
  }

  #closeNode(row: number, n: number, time: number, span: number): void {
    const counts = this.#count(n, time);
    const before = n * COUNTS;
    const since = (k: number): number => counts[k]! - this.#last[before + k]!;
    const at = WINDOW.size + n * NODE_WINDOW.size;
    const put = (column: number, value: number) => this.series.set(row, at + column, value);
    put(NODE_WINDOW.arrivals, since(ARRIVALS));
    put(NODE_WINDOW.ok, since(ANSWERED));
    put(NODE_WINDOW.failed, since(ENDS) - since(ANSWERED));
    put(NODE_WINDOW.utilisation, filled(since(BUSY), since(SLOTS)));
    put(NODE_WINDOW.queue, since(WAITING) / span);
    this.#last.set(counts, before);
    this.#perNode[n]!.close().quantiles(NODE_QUANTILES, found);
    put(NODE_WINDOW.p50, found[0]! / NS_PER_MS);
    put(NODE_WINDOW.p99, found[1]! / NS_PER_MS);
    put(NODE_WINDOW.figure0, this.#figuresOf(n) > 0 ? this.#figures[0]! : Number.NaN);
    this.#putSeen(n, at, row);
  }

  /** What the first monitor that watches a node saw of it. */
  #putSeen(n: number, at: number, row: number): void {
    const seen = this.#seen.fill(Number.NaN);
    for (const m of this.#monitors) if (this.#c.sim.stations[m]!.sees?.(n, seen) === true) break;
    this.series.set(row, at + NODE_WINDOW.seenRate, seen[0]!);
    this.series.set(row, at + NODE_WINDOW.seenErrors, seen[1]!);
    this.series.set(row, at + NODE_WINDOW.seenP99, seen[2]!);
  }

  /** Work slots of one instance of a node, by its parameters now; 0 where the notion does not apply. */
  slotsOf(n: number): number {
    return this.#slots[n]!;
  }

  /**
   * What an instance could have worked since the end of the warm-up, slots × ns: slots may change during a run, and it counts
   * only while it serves.
   */
  slotArea(instance: number, time: number): number {
    const { rotation, shape } = this.#c.sim;
    const slots = rotation.serves(instance) ? this.#slots[shape.nodeOf[instance]!]! : 0;
    return this.#slotArea[instance]! + slots * (time - this.#slotsSince[instance]!);
  }

  /** Settles an instance's area before its slots or its state change. */
  #countSlots(instance: number, time: number): void {
    this.#slotArea[instance] = this.slotArea(instance, time);
    this.#slotsSince[instance] = time;
  }

  /** Parameters may have changed at this moment (ns). */
  lookAtSlots(time: number): void {
    for (const node of this.#c.nodes) {
      const slots = slotsBy(node);
      if (slots === this.#slots[node.index]) continue;
      for (let i = node.firstInstance; i < node.firstInstance + node.instances; i++) this.#countSlots(i, time);
      this.#slots[node.index] = slots;
    }
  }

  #lagOf(n: number): number {
    const at = this.#lagAt[n]!;
    return at >= 0 && this.#figuresOf(n) > at ? this.#figures[at]! : Number.NaN;
  }

  /** Asks a node's station for its own figures; how many there are. */
  #figuresOf(n: number): number {
    const count = this.#c.nodes[n]!.kind.figures.length;
    if (count > 0) this.#c.sim.stations[n]!.figures?.(this.#figures, 0);
    return count;
  }
}

/** Work slots of one instance by the parameters in force. */
function slotsBy({ kind, params }: CompiledNode): number {
  return kind.slots?.(valuesOf(kind.params, params) as ValuesOf<typeof kind.params>) ?? 0;
}

/**
 * Share of slots that were busy, from areas over time; NaN where there are none. Work that was under way when slots were
 * taken away is finished beyond them: all that are left count as full, and not as more than that.
 */
export function filled(busy: number, slots: number): number {
  return slots > 0 ? Math.min(1, busy / slots) : Number.NaN;
}

function larger(a: number, b: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : Math.max(a, b);
}
