/**
 * Follows requests through the run so far: executes it once more beside the present one, in slices, with a share of its requests traced.
 * The same seed gives the same events, so what is traced is what happened. It belongs to one session: after a reset it begins anew.
 */
import type { Session } from '../run/session.ts';
import { openTracesOf, type TraceReport, tracesOf } from '../run/traces.ts';
import type { Driver } from './driver.ts';
import type { TracedCell, TracesSoFar } from './protocol.ts';

/** Longest slice in real ms; the run itself gets as much beside it (chosen). */
const SLICE_MS = 6;

/** An execution under way, and the session that it repeats. */
interface Pursuit {
  readonly of: Session;
  readonly session: Session;
  /** How far it is to go, ns. */
  readonly until: number;
  readonly cell: TracedCell | undefined;
}

export class Follower {
  readonly #driver: Driver;
  readonly #clock: () => number;
  #pursuit: Pursuit | undefined;

  /** `clock` tells real ms from any origin. */
  constructor(driver: Driver, clock: () => number) {
    this.#driver = driver;
    this.#clock = clock;
  }

  /** How far it is, beginning when nothing is under way; with the traces once it is there, after which nothing is under way. */
  ask(share: number, cell?: TracedCell): TracesSoFar {
    const { session } = this.#driver;
    if (this.#pursuit?.of !== session || !sameCell(this.#pursuit?.cell, cell)) this.#pursuit = undefined;
    if (this.#pursuit === undefined && session !== undefined) this.#pursuit = this.#begin(session, share, cell);
    const pursuit = this.#pursuit;
    if (pursuit === undefined) return { done: 1, traces: [] };
    if (this.#under(pursuit)) return { done: pursuit.session.now / pursuit.until, traces: undefined };
    this.#pursuit = undefined;
    const { compiled } = pursuit.session;
    const ended = tracesOf(compiled).filter((trace) => cell === undefined || liesIn(trace, cell));
    // The run itself has gone on beyond the stretch: what is open in it now was not then.
    const open = cell === undefined || (cell.all && pursuit.session !== session) ? openTracesOf(compiled) : [];
    return { done: 1, traces: [...ended, ...open] };
  }

  stop(): void {
    this.#pursuit = undefined;
  }

  /** Works for one slice. Whether there is more to do. */
  tick(): boolean {
    const pursuit = this.#pursuit;
    if (pursuit === undefined) return false;
    if (pursuit.of !== this.#driver.session) {
      this.stop();
      return false;
    }
    if (!this.#under(pursuit)) return false;
    const began = this.#clock();
    pursuit.session.advance(pursuit.until, () => this.#clock() - began < SLICE_MS);
    return this.#under(pursuit);
  }

  #begin(session: Session, share: number, cell: TracedCell | undefined): Pursuit | undefined {
    const run = this.#driver.traced(share, cell);
    return run === undefined ? undefined : { of: session, ...run, cell };
  }

  /** A run that traces some requests by itself needs no other execution, and must not be pushed on. */
  #under({ of, session, until }: Pursuit): boolean {
    return session !== of && session.now < until && !session.finished;
  }
}

function sameCell(a: TracedCell | undefined, b: TracedCell | undefined): boolean {
  return a?.all === b?.all && a?.fromMs === b?.fromMs && a?.toMs === b?.toMs && a?.leastMs === b?.leastMs && a?.mostMs === b?.mostMs;
}

/** A run that traces some requests by itself keeps others, too. */
function liesIn({ atMs, tookMs, outcome }: TraceReport, { all, fromMs, toMs, leastMs, mostMs }: TracedCell): boolean {
  const endMs = atMs + tookMs;
  if (!all && outcome !== 'ok') return false;
  return endMs > fromMs - SLACK_MS && endMs <= toMs + SLACK_MS && tookMs >= leastMs - SLACK_MS && tookMs < mostMs + SLACK_MS;
}

/** A nanosecond: moments in ms are rounded. */
const SLACK_MS = 1e-6;
