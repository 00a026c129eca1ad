/**
 * Where a traced request's time went: its critical path, from the end backwards, as pieces that follow each other without gap or overlap,
 * so that they add up to its time to the nanosecond. Of calls made together the one that ended last is on the path; of attempts those
 * that the caller waited for, and the waits between them. What a server did for a caller that had gone is on nobody's path.
 */
import type { Span, Trace } from '../engine/tracer.ts';
import { assert } from '../std/assert.ts';

/**
 * `network`: connection and wire, both ways. `queue`: in line. `work`: a worker's own work, and what a part did between its calls.
 * `retry`: waiting between attempts. `blocked`: held up at its caller, which had no connection to spare. That a part waits for the
 * calls it made is no kind of its own: that time is split up in those calls.
 */
export const PIECES = ['network', 'queue', 'work', 'retry', 'blocked'] as const;
export type PieceKind = (typeof PIECES)[number];

/** A piece of the critical path, ns: what kind of time, and in which span (by its place in the trace) it lies. */
export interface Piece {
  readonly kind: PieceKind;
  readonly span: number;
  readonly from: number;
  readonly to: number;
}

/** All attempts of one call, in the order in which they set out. */
interface Call {
  readonly attempts: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** The critical path of a trace that has ended, in the order of time. */
export function pathOf(trace: Trace): readonly Piece[] {
  const path = new Path(trace);
  const [first] = path.callsOf(-1);
  assert(first !== undefined, 'a trace has a first call');
  path.call(first, trace.started, trace.ended);
  return path.pieces;
}

class Path {
  readonly pieces: Piece[] = [];
  readonly #spans: readonly Span[];

  constructor({ spans }: Trace) {
    this.#spans = spans;
  }

  /** The calls made on behalf of a span: attempts that share link and beginning are one call. */
  callsOf(parent: number): readonly Call[] {
    const byCall = new Map<string, number[]>();
    this.#spans.forEach((span, i) => {
      if (span.parent !== parent || Number.isNaN(span.sent)) return;
      const key = parent < 0 ? '' : `${span.link} ${span.started} ${this.#turn(i)}`;
      byCall.set(key, [...(byCall.get(key) ?? []), i]);
    });
    return [...byCall.values()].map((attempts) => ({
      attempts,
      start: Math.min(...attempts.map((i) => this.#spans[i]!.started)),
      end: Math.max(...attempts.map((i) => this.#endOf(i))),
    }));
  }

  /** Covers [from, to] with what the caller of a call waited for. */
  call({ attempts }: Call, from: number, to: number): void {
    let at = from;
    for (const [k, i] of attempts.entries()) {
      const span = this.#spans[i]!;
      const next = attempts[k + 1];
      // While a second attempt is out beside the first, the path is that of whichever the caller went by: the one that ended the call.
      const until = Math.min(to, next === undefined ? to : Math.min(this.#endOf(i), this.#spans[next]!.sent));
      this.#add('retry', i, at, Math.min(to, Math.max(at, span.sent)));
      at = Math.min(to, Math.max(at, span.sent));
      if (until > at) this.#attempt(i, at, until);
      at = Math.max(at, until);
    }
    const last = attempts.at(-1);
    if (last !== undefined) this.#add('retry', last, at, to);
  }

  /** Covers [from, to] of one attempt: there, in line, at work and calling, back. */
  #attempt(i: number, from: number, to: number): void {
    const span = this.#spans[i]!;
    const arrived = orElse(span.arrived, to);
    const left = Math.min(to, Math.max(from, orElse(span.left, from)));
    this.#add('blocked', i, from, left);
    this.#add('network', i, left, Math.min(to, arrived));
    const answered = Math.min(to, orElse(span.answered, to));
    if (arrived >= to) return;
    const calls = this.callsOf(i);
    const first = Math.min(answered, ...calls.map(({ start }) => start));
    const begun = Math.min(answered, orElse(span.begun, calls.length === 0 && Number.isNaN(span.worked) ? answered : arrived));
    this.#add(Number.isNaN(span.begun) && calls.length > 0 ? 'work' : 'queue', i, arrived, begun);
    const worked = Math.max(begun, Math.min(answered, orElse(span.worked, first)));
    this.#add('work', i, begun, worked);
    this.#calls(i, calls, worked, answered);
    this.#add('network', i, answered, to);
  }

  /** Covers [from, to] with the calls that were waited for, from the last one backwards. */
  #calls(i: number, calls: readonly Call[], from: number, to: number): void {
    const chain: Call[] = [];
    let at = to;
    for (;;) {
      const before = calls.filter(
        ({ start, end }) => end <= at && end > from && start < at && !chain.some((one) => one.start === start && one.end === end),
      );
      const latest = before.reduce<Call | undefined>((best, one) => (best === undefined || one.end > best.end ? one : best), undefined);
      if (latest === undefined) break;
      chain.unshift(latest);
      at = Math.max(from, latest.start);
      if (at <= from) break;
    }
    let done = from;
    for (const call of chain) {
      const [start, end] = [Math.max(done, call.start), Math.max(done, call.end)];
      this.#add('work', i, done, start);
      this.call(call, start, end);
      done = end;
    }
    this.#add('work', i, done, to);
  }

  #add(kind: PieceKind, span: number, from: number, to: number): void {
    if (to > from) this.pieces.push({ kind, span, from, to });
  }

  #endOf(i: number): number {
    const { ended, sent } = this.#spans[i]!;
    return orElse(ended, sent);
  }

  /** Tells apart calls over one link that began at the same moment: how many first attempts of them came before this one. */
  #turn(i: number): number {
    const span = this.#spans[i]!;
    if (span.attempt > 1) return this.#firstOf(span, i);
    let turn = 0;
    for (let k = 0; k < i; k++) if (alike(this.#spans[k]!, span) && this.#spans[k]!.attempt === 1) turn++;
    return turn;
  }

  /** A further attempt belongs to the call whose attempt before it ended when this one was made; failing that, to the first. */
  #firstOf(span: Span, i: number): number {
    for (let k = i - 1; k >= 0; k--) {
      const before = this.#spans[k]!;
      if (alike(before, span) && before.attempt === span.attempt - 1 && before.ended <= span.sent) return this.#turn(k);
    }
    return 0;
  }
}

function alike(a: Span, b: Span): boolean {
  return a.parent === b.parent && a.link === b.link && a.started === b.started;
}

function orElse(moment: number, otherwise: number): number {
  return Number.isNaN(moment) ? otherwise : moment;
}
