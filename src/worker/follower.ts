/**
 * Follows requests through the run so far: executes it once more beside the present one, in slices, with a share of its requests traced.
 * The same seed gives the same events, so what is traced is what happened. It belongs to one session: after a reset it begins anew.
 */
import type { Session } from '../run/session.ts';
import { type TraceReport, tracesOf } from '../run/traces.ts';
import type { Stretch } from '../run/why/observe.ts';
import { nanosFromMillis } from '../std/units.ts';
import type { Driver } from './driver.ts';
import type { TracesSoFar } from './protocol.ts';

/** Longest slice in real ms; the run itself gets as much beside it (chosen). */
const SLICE_MS = 6;

/** An execution under way, and the session that it repeats. */
interface Pursuit {
  readonly of: Session;
  readonly session: Session;
  /** How far it is to go, ns. */
  readonly until: number;
  readonly stretch: Stretch | undefined;
  /** What was traced before the stretch has been forgotten. */
  begun: boolean;
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
  ask(share: number, stretch?: Stretch): TracesSoFar {
    const { session } = this.#driver;
    const before = this.#pursuit;
    if (before?.of !== session || before?.stretch?.fromMs !== stretch?.fromMs || before?.stretch?.toMs !== stretch?.toMs)
      this.#pursuit = undefined;
    if (this.#pursuit === undefined && session !== undefined) this.#pursuit = this.#begin(session, share, stretch);
    const pursuit = this.#pursuit;
    if (pursuit === undefined) return { done: 1, traces: [] };
    if (this.#under(pursuit)) return { done: pursuit.session.now / pursuit.until, traces: undefined };
    this.#pursuit = undefined;
    return { done: 1, traces: tracesOf(pursuit.session.compiled).filter((trace) => endsIn(trace, stretch)) };
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
    const goOn = () => this.#clock() - began < SLICE_MS;
    const from = pursuit.stretch === undefined ? 0 : Math.min(nanosFromMillis(pursuit.stretch.fromMs), pursuit.until);
    if (!pursuit.begun && pursuit.session.advance(from, goOn) && pursuit.session.now >= from) {
      pursuit.session.compiled.sim.tracer.forget();
      pursuit.begun = true;
    }
    if (pursuit.begun) pursuit.session.advance(pursuit.until, goOn);
    return this.#under(pursuit);
  }

  #begin(session: Session, share: number, stretch: Stretch | undefined): Pursuit | undefined {
    const run = this.#driver.traced(share);
    if (run === undefined) return undefined;
    const until = stretch === undefined ? run.until : Math.min(run.until, nanosFromMillis(stretch.toMs));
    return { of: session, session: run.session, until, stretch, begun: stretch === undefined };
  }

  /** A run that traces some requests by itself needs no other execution, and must not be pushed on. */
  #under({ of, session, until }: Pursuit): boolean {
    return session !== of && session.now < until && !session.finished;
  }
}

function endsIn({ atMs, tookMs }: TraceReport, stretch: Stretch | undefined): boolean {
  return stretch === undefined || (atMs + tookMs >= stretch.fromMs && atMs + tookMs <= stretch.toMs);
}
