/**
 * What is looked at while a stretch of a run is executed again: states, levels and counters of instances, links and nodes, sampled at equal
 * steps, as a monitoring agent would. It reads what anybody could read off a running system (is the process there, does it answer, how
 * many wait) and never which fault is active; it only reads, so the run stays as it was.
 */
import { UP } from '../../engine/knobs.ts';
import { ERROR } from '../../engine/outcome.ts';
import { OPEN } from '../../engine/policy/breaker.ts';
import { ABSENT, BOOTING } from '../../engine/rotation.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { Compiled, CompiledNode } from '../compile.ts';

/** Parts of the stretch by which trends are seen. */
const PARTS = 4;

/** What an instance was seen doing; shares of the samples, moments in ms of the run. */
export interface InstanceWatch {
  /** The process was gone though it should have been there, and when that was first seen. */
  readonly downShare: number;
  readonly downs: number;
  readonly firstDownMs: number | undefined;
  readonly bootingShare: number;
  /** It held calls and ended none: how often, for how long in all and at the longest, ms. */
  readonly stalls: number;
  readonly stalledMs: number;
  readonly longestStallMs: number;
  /** Mean of own work by quarters of the stretch, ms; NaN where none was done. */
  readonly workMs: readonly number[];
  /** Mean of own work in the first looks after it came up and in the last before it went down, ms; NaN when it did not go down. */
  readonly freshMs: number;
  readonly dyingMs: number;
  /** Calls that it ended with an error, and when the first and the last one was. */
  readonly errors: number;
  readonly firstErrorMs: number | undefined;
  readonly lastErrorMs: number | undefined;
}

export interface LinkWatch {
  /** Connections of all copies of the caller, taken on average; the most calls that waited for one. NaN without a pool. */
  readonly poolSize: number;
  readonly poolUsed: number;
  readonly poolWaiting: number;
  /** Share of the samples with an open breaker. */
  readonly openShare: number;
}

export interface NodeWatch {
  readonly instances: readonly InstanceWatch[];
  /** Copies that served, by quarters of the stretch. */
  readonly serving: readonly number[];
  /** Its kind's own figures by id. */
  readonly figures: Readonly<Record<string, FigureWatch>>;
  /** The most that waited in its lines at once, and how many did at the end of each quarter. */
  readonly waiting: number;
  readonly lines: readonly number[];
}

/** A figure at the beginning, at the end of each quarter, at the end, and at its highest; NaN where there was none. */
export interface FigureWatch {
  readonly first: number;
  readonly quarters: readonly number[];
  readonly last: number;
  readonly highest: number;
}

interface Seen {
  down: number;
  downs: number;
  wasDown: boolean;
  firstDown: number | undefined;
  booting: number;
  stalls: number;
  stalled: number;
  longest: number;
  /** Since when (ms) it has ended nothing while it held calls; NaN when it has. */
  stillSince: number;
  counted: boolean;
  ended: number;
  errors: number;
  firstError: number | undefined;
  lastError: number | undefined;
  readonly workCount: number[];
  readonly workSum: number[];
  /** Cumulative count and sum of own work at the last looks, a ring of both; looks since it came up. */
  readonly recent: Float64Array;
  looks: number;
  fresh: number;
  dying: number;
}

/** Looks over which the work of a copy is averaged when it comes and goes (chosen). */
const RECENT = 30;
const LEAST_PIECES = 5;
/** A pause shorter than this is no stall (chosen: twice a time slice of a busy host). */
const STALL_MS = 150;

export class Watch {
  readonly #c: Compiled;
  readonly #fromMs: number;
  readonly #toMs: number;
  readonly #seen: readonly Seen[];
  readonly #pools: { used: number; waiting: number; open: number }[];
  readonly #figures: {
    readonly first: number[];
    readonly last: number[];
    readonly highest: number[];
    readonly quarters: number[][];
    readonly lines: number[];
    waiting: number;
    serving: number[];
  }[];
  readonly #read = new Float64Array(64);
  #samples = 0;
  readonly #perPart = new Array<number>(PARTS).fill(0);

  constructor(compiled: Compiled, fromMs: number, toMs: number) {
    this.#c = compiled;
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.#seen = Array.from(compiled.sim.shape.nodeOf, newSeen);
    this.#pools = compiled.sim.links.map(() => ({ used: 0, waiting: 0, open: 0 }));
    this.#figures = compiled.nodes.map((node) => {
      const empty = () => new Array<number>(node.kind.figures.length).fill(Number.NaN);
      const quarters = node.kind.figures.map(() => new Array<number>(PARTS).fill(Number.NaN));
      const none = () => new Array<number>(PARTS).fill(0);
      return { first: empty(), last: empty(), highest: empty(), quarters, lines: none(), waiting: 0, serving: none() };
    });
  }

  /** Looks once, at the present moment of the run. */
  look(): void {
    const { sim, nodes } = this.#c;
    const nowMs = sim.now / NS_PER_MS;
    const part = Math.min(PARTS - 1, Math.floor(((nowMs - this.#fromMs) / Math.max(1, this.#toMs - this.#fromMs)) * PARTS));
    this.#samples++;
    this.#perPart[part] = this.#perPart[part]! + 1;
    for (const node of nodes) this.#node(node, part, nowMs);
    for (const link of sim.links) {
      const pool = this.#pools[link.index]!;
      if (link.pool !== undefined) {
        pool.used += link.pool.used + link.pool.lost * link.pool.open.length;
        pool.waiting = Math.max(pool.waiting, link.pool.waiting);
      }
      if (link.breaker?.state === OPEN || link.breakers?.worst.state === OPEN) pool.open++;
    }
  }

  ofNode(index: number): NodeWatch {
    const node = this.#c.nodes[index]!;
    const kept = this.#figures[index]!;
    const instances = this.#seen.slice(node.firstInstance, node.firstInstance + node.instances).map((seen) => this.#told(seen));
    const figures = Object.fromEntries(
      node.kind.figures.map(({ id }, i) => {
        const [first, last, highest] = [kept.first[i]!, kept.last[i]!, kept.highest[i]!];
        return [id, { first, last, highest, quarters: kept.quarters[i]! }];
      }),
    );
    const { waiting, lines } = kept;
    return { instances, figures, waiting, lines, serving: kept.serving.map((sum, i) => sum / Math.max(1, this.#perPart[i]!)) };
  }

  ofLink(index: number): LinkWatch {
    const { pool } = this.#c.sim.links[index]!;
    const { used, waiting, open } = this.#pools[index]!;
    const samples = Math.max(1, this.#samples);
    return { poolSize: pool?.room ?? Number.NaN, poolUsed: used / samples, poolWaiting: waiting, openShare: open / samples };
  }

  #node(node: CompiledNode, part: number, nowMs: number): void {
    const { sim } = this.#c;
    const kept = this.#figures[node.index]!;
    let waiting = 0;
    for (let i = node.firstInstance; i < node.firstInstance + node.instances; i++) {
      this.#instance(i, part, nowMs);
      waiting += sim.meter.queued.now(i);
      if (sim.rotation.serves(i) && sim.knobs.down[i] === UP) kept.serving[part] = kept.serving[part]! + 1;
    }
    kept.waiting = Math.max(kept.waiting, waiting);
    kept.lines[part] = waiting;
    const count = node.kind.figures.length;
    if (count === 0) return;
    sim.stations[node.index]!.figures?.(this.#read, 0);
    for (let k = 0; k < count; k++) {
      const value = this.#read[k]!;
      if (Number.isNaN(value)) continue;
      if (Number.isNaN(kept.first[k]!)) kept.first[k] = value;
      kept.last[k] = value;
      kept.quarters[k]![part] = value;
      kept.highest[k] = Number.isNaN(kept.highest[k]!) ? value : Math.max(kept.highest[k]!, value);
    }
  }

  #instance(i: number, part: number, nowMs: number): void {
    const { sim } = this.#c;
    const { meter } = sim;
    const seen = this.#seen[i]!;
    const state = sim.rotation.stateOf(i);
    const down = state !== ABSENT && state !== BOOTING && sim.knobs.down[i] !== UP;
    if (state === BOOTING) seen.booting++;
    if (down) {
      seen.down++;
      seen.firstDown ??= nowMs;
      if (!seen.wasDown) {
        seen.downs++;
        seen.dying = meanSince(seen);
      }
    }
    seen.wasDown = down;
    let ended = 0;
    for (let o = 0; o < 8; o++) ended += meter.ends(i, o);
    this.#stall(seen, !down && meter.inFlight.now(i) > 0 && ended === seen.ended, nowMs);
    seen.ended = ended;
    const errors = meter.ends(i, ERROR);
    if (errors > seen.errors) {
      seen.firstError ??= nowMs;
      seen.lastError = nowMs;
    }
    seen.errors = errors;
    const work = meter.service[i]!;
    seen.workCount[part] = work.count;
    seen.workSum[part] = work.sum;
    if (down) seen.looks = 0;
    else remember(seen, work.count, work.sum);
  }

  #stall(seen: Seen, still: boolean, nowMs: number): void {
    if (!still || Number.isNaN(seen.stillSince)) {
      seen.stillSince = nowMs;
      seen.counted = false;
      return;
    }
    const lasted = nowMs - seen.stillSince;
    if (lasted < STALL_MS) return;
    if (!seen.counted) {
      seen.stalls++;
      seen.stalled += lasted;
      seen.counted = true;
    } else seen.stalled += (this.#toMs - this.#fromMs) / STEPS;
    seen.longest = Math.max(seen.longest, lasted);
  }

  #told(seen: Seen): InstanceWatch {
    const samples = Math.max(1, this.#samples);
    let [count, sum] = [0, 0];
    const workMs = seen.workCount.map((total, part) => {
      const [done, took] = [total - count, seen.workSum[part]! - sum];
      count = Math.max(count, total);
      sum = Math.max(sum, seen.workSum[part]!);
      return done > 0 ? took / done / NS_PER_MS : Number.NaN;
    });
    return {
      downShare: seen.down / samples,
      downs: seen.downs,
      firstDownMs: seen.firstDown,
      bootingShare: seen.booting / samples,
      stalls: seen.stalls,
      stalledMs: seen.stalled,
      longestStallMs: seen.longest,
      workMs,
      freshMs: seen.fresh / NS_PER_MS,
      dyingMs: seen.dying / NS_PER_MS,
      errors: seen.errors,
      firstErrorMs: seen.firstError,
      lastErrorMs: seen.lastError,
    };
  }
}

/** Looks over a stretch (chosen: a pause of a twentieth of a percent is seen, and looking costs less than running). */
export const STEPS = 600;

function newSeen(): Seen {
  return {
    down: 0,
    downs: 0,
    wasDown: false,
    firstDown: undefined,
    booting: 0,
    stalls: 0,
    stalled: 0,
    longest: 0,
    stillSince: Number.NaN,
    counted: false,
    ended: 0,
    errors: 0,
    firstError: undefined,
    lastError: undefined,
    workCount: new Array<number>(PARTS).fill(0),
    workSum: new Array<number>(PARTS).fill(0),
    recent: new Float64Array(2 * RECENT),
    looks: 0,
    fresh: Number.NaN,
    dying: Number.NaN,
  };
}

function remember(seen: Seen, count: number, sum: number): void {
  const at = seen.looks % RECENT;
  seen.recent[2 * at] = count;
  seen.recent[2 * at + 1] = sum;
  seen.looks++;
  if (seen.looks === RECENT) {
    const fresh = meanSince(seen);
    if (!Number.isNaN(fresh)) seen.fresh = fresh;
  }
}

/** Mean of own work over the looks that are remembered, ns; NaN when they are too few or none was done. */
function meanSince({ recent, looks }: Seen): number {
  if (looks < RECENT) return Number.NaN;
  const newest = (looks - 1) % RECENT;
  const oldest = looks % RECENT;
  const count = recent[2 * newest]! - recent[2 * oldest]!;
  return count >= LEAST_PIECES ? (recent[2 * newest + 1]! - recent[2 * oldest + 1]!) / count : Number.NaN;
}
