/**
 * The tracer: for a share of requests it writes down where each attempt of each call went and when. Which requests is decided by a hash of
 * their number and not by a draw, so a run is the same whether anybody traces or not. What it writes are the moments that the rows hold
 * anyway; it adds no event. Requests that are not traced cost one look at a flag. It keeps the last traces, the slowest and the last failed
 * ones, so its memory is bounded. Tracing is the one thing here that allocates, once for each attempt of a traced request.
 */
import { mix32 } from '../std/random.ts';
import { OK, PENDING } from './outcome.ts';
import {
  ARRIVED,
  ATTEMPT,
  BEGUN,
  CAUSE,
  CLASS,
  FLAGS,
  INSTANCE,
  LINK,
  OUTCOME,
  type Requests,
  ROW,
  SENT,
  STARTED,
  TRACED,
} from './requests.ts';

/** One attempt of a call. Moments in ns; NaN where it never came so far. */
export interface Span {
  /** Place of the span on whose behalf it was made in its trace's list; -1 for the request's own. */
  readonly parent: number;
  readonly link: number;
  /** Counted from 1; attempts of one call share parent, link and tag. */
  readonly attempt: number;
  /** When its call began: before its attempts before this one, and the waits between them. */
  readonly started: number;
  /** This attempt set out (before connection, pool and wire), reached its instance, was begun by a worker, had its own work done. */
  sent: number;
  /** It got a connection of its caller's pool that it had waited for; NaN when it did not wait, Infinity when it waited in vain. */
  left: number;
  arrived: number;
  begun: number;
  worked: number;
  /** Its instance ended it; its caller heard. */
  answered: number;
  ended: number;
  instance: number;
  outcome: number;
  cause: number;
}

/** A request of a source with all that was done for it. The first span is its first attempt. */
export interface Trace {
  /** Number of the request at the run's sources together, from 0. */
  readonly id: number;
  cls: number;
  readonly started: number;
  /** NaN while it is open. */
  ended: number;
  outcome: number;
  readonly spans: Span[];
}

/** How many of each sort are kept, and how many spans one trace may have (chosen). */
const KEPT = 200;
const KEPT_SLOWEST = 50;
const KEPT_FAILED = 50;
const MOST_SPANS = 500;

/** Which requests alone are traced and kept, ns: they ended after `from` and not after `to`, answered (or, with `all`, anyhow) after `least` but before `most`. */
export interface Focus {
  readonly all: boolean;
  readonly from: number;
  readonly to: number;
  readonly least: number;
  readonly most: number;
}

export class Tracer {
  /** 1 while some requests are traced. */
  on = 0;
  /** ns that a traced call's work takes longer at an instance: what recording and sending its span costs there. */
  readonly burden: Float64Array;
  readonly #requests: Requests;
  readonly #seed: number;
  /** A request is traced when its hash lies below this. */
  #below = 0;
  #focus: Focus | undefined;
  #offered = 0;
  /** By row: the trace and the span that its traced call belongs to. */
  readonly #at: ({ readonly trace: Trace; readonly place: number } | undefined)[] = [];
  readonly #open = new Set<Trace>();
  readonly #recent: Trace[] = [];
  readonly #slowest: Trace[] = [];
  readonly #failed: Trace[] = [];
  /** Finished traces and spans written, since the start. */
  traces = 0;
  spans = 0;

  constructor(requests: Requests, seed: number, instances: number) {
    this.#requests = requests;
    this.#seed = seed;
    this.burden = new Float64Array(instances);
  }

  /** Traces this share of requests, 0…1, from now on. */
  sample(share: number): void {
    this.#below = share * 4_294_967_296;
    this.on = share > 0 ? 1 : 0;
  }

  /** Numbers requests from now on and traces none, so that those traced later have the numbers that they have in any run. */
  count(): void {
    this.on = 1;
  }

  /** Drops the traces kept so far; what is open stays so. */
  forget(): void {
    for (const list of [this.#recent, this.#slowest, this.#failed]) list.length = 0;
  }

  /** Traces every request that can come to lie within, from now on, and keeps those that do. */
  focus(focus: Focus): void {
    this.sample(1);
    this.#focus = focus;
  }

  /** Traces that are kept: the last ones, the slowest and the last failed ones, each once, by their beginning. */
  kept(): readonly Trace[] {
    return [...new Set([...this.#recent, ...this.#slowest, ...this.#failed])].sort((a, b) => a.started - b.started || a.id - b.id);
  }

  /**
   * Requests that are under way at this moment, those that have been for longest first, at most as many as are kept of the last ones. Their
   * end is this moment; spans that are open have none.
   */
  underWay(now: number): readonly Trace[] {
    const open = [...this.#open].sort((a, b) => a.started - b.started || a.id - b.id).slice(0, KEPT);
    const seen = new Map(open.map((trace) => [trace, { ...trace, ended: now, spans: trace.spans.map((span) => ({ ...span })) }]));
    const { ints, times } = this.#requests;
    this.#at.forEach((at, i) => {
      const trace = at && seen.get(at.trace);
      const span = at && trace?.spans[at.place];
      const row = i * ROW;
      if (trace === undefined || span === undefined || !Number.isNaN(span.ended) || !this.#requests.has(row, TRACED)) return;
      // The row may be of another call by now, which is not traced, or not have set out yet.
      if (times[(row >> 1) + STARTED] !== span.started || ints[row + LINK] !== span.link || times[(row >> 1) + SENT]! < span.started)
        return;
      if (span.parent < 0) trace.cls = ints[row + CLASS]!;
      this.#take(span, row);
      span.outcome = PENDING;
      span.cause = 0;
    });
    return [...seen.values()].filter(({ spans }) => spans.some(({ parent, sent }) => parent < 0 && !Number.isNaN(sent)));
  }

  /** A call was opened: a source's own request (parent -1) may be chosen, others follow the one they are made for. */
  opened(row: number, parent: number, now: number): void {
    if (parent < 0) {
      const id = this.#offered++;
      if (this.#focus === undefined ? mix32(this.#seed, id) >= this.#below : !canEndWithin(this.#focus, now)) return;
      const { ints } = this.#requests;
      const trace = { id, cls: ints[row + CLASS]!, started: now, ended: Number.NaN, outcome: PENDING, spans: [] };
      this.#open.add(trace);
      this.#begin(row, trace, -1);
      return;
    }
    const above = this.#requests.has(parent, TRACED) ? this.#at[parent / ROW] : undefined;
    if (above !== undefined) this.#begin(row, above.trace, above.place);
  }

  /** A further attempt at a traced call is made in another row. */
  again(row: number, next: number): void {
    const at = this.#at[row / ROW];
    if (at !== undefined) this.#begin(next, at.trace, at.trace.spans[at.place]!.parent);
  }

  /** A traced attempt waits for a connection of its caller's pool; it has got one, and leaves its caller. */
  waits(row: number): void {
    const span = this.#span(row);
    if (span !== undefined) span.left = Number.POSITIVE_INFINITY;
  }

  leaves(row: number, now: number): void {
    const span = this.#span(row);
    if (span !== undefined) span.left = now;
  }

  /** An instance's own work on a traced call is done. */
  worked(row: number, now: number): void {
    const span = this.#span(row);
    if (span !== undefined) span.worked = now;
  }

  /** Its instance ended a traced call. */
  answered(row: number, now: number): void {
    const span = this.#span(row);
    if (span === undefined) return;
    this.#take(span, row);
    span.answered = now;
  }

  /** The caller heard how a traced attempt ended. The request's class stands in the row only after it was opened. */
  ended(row: number, now: number): void {
    const span = this.#span(row);
    if (span === undefined) return;
    this.#take(span, row);
    span.ended = now;
  }

  /** A source's traced request is over. */
  completed(row: number, now: number): void {
    const trace = this.#at[row / ROW]?.trace;
    if (trace === undefined) return;
    this.#open.delete(trace);
    trace.ended = now;
    trace.outcome = this.#requests.ints[row + OUTCOME]!;
    trace.cls = this.#requests.ints[row + CLASS]!;
    if (this.#focus !== undefined && !isWithin(this.#focus, trace)) return;
    this.traces++;
    keepLast(this.#recent, trace, KEPT);
    if (trace.outcome !== OK) keepLast(this.#failed, trace, KEPT_FAILED);
    this.#keepSlow(trace);
  }

  #begin(row: number, trace: Trace, parent: number): void {
    const { ints } = this.#requests;
    const { spans } = trace;
    if (spans.length === MOST_SPANS) return;
    spans.push({
      parent,
      link: ints[row + LINK]!,
      attempt: ints[row + ATTEMPT]!,
      started: this.#requests.times[(row >> 1) + STARTED]!,
      sent: Number.NaN,
      left: Number.NaN,
      arrived: Number.NaN,
      begun: Number.NaN,
      worked: Number.NaN,
      answered: Number.NaN,
      ended: Number.NaN,
      instance: -1,
      outcome: PENDING,
      cause: 0,
    });
    this.spans++;
    this.#at[row / ROW] = { trace, place: spans.length - 1 };
    ints[row + FLAGS] = ints[row + FLAGS]! | TRACED;
  }

  #span(row: number): Span | undefined {
    const at = this.#at[row / ROW];
    return at?.trace.spans[at.place];
  }

  /** Takes over the moments that the row holds; those of an earlier use of the row lie before this attempt. */
  #take(span: Span, row: number): void {
    const { ints, times } = this.#requests;
    const sent = times[(row >> 1) + SENT]!;
    const [arrived, begun] = [times[(row >> 1) + ARRIVED]!, times[(row >> 1) + BEGUN]!];
    span.sent = sent;
    if (arrived >= sent && ints[row + INSTANCE]! >= 0) span.arrived = arrived;
    if (span.arrived >= sent && begun >= arrived) span.begun = begun;
    span.instance = ints[row + INSTANCE]!;
    span.outcome = ints[row + OUTCOME]!;
    span.cause = ints[row + CAUSE]!;
  }

  #keepSlow(trace: Trace): void {
    const list = this.#slowest;
    const took = trace.ended - trace.started;
    const last = list.at(-1);
    if (list.length === KEPT_SLOWEST && last !== undefined && took <= last.ended - last.started) return;
    const at = list.findIndex((one) => took > one.ended - one.started);
    list.splice(at < 0 ? list.length : at, 0, trace);
    if (list.length > KEPT_SLOWEST) list.pop();
  }
}

function keepLast(list: Trace[], trace: Trace, most: number): void {
  list.push(trace);
  if (list.length > most) list.shift();
}

/** A request that begins now: does it end within when it takes as long as it must? */
function canEndWithin({ from, to, least, most }: Focus, now: number): boolean {
  return now + least <= to && now + most > from;
}

function isWithin({ all, from, to, least, most }: Focus, { started, ended, outcome }: Trace): boolean {
  return (all || outcome === OK) && ended > from && ended <= to && ended - started >= least && ended - started < most;
}
