/**
 * Checks the consistency of the run so far: executes it once more beside the present one with its operations recorded, then judges them,
 * all in slices, so that the worker answers meanwhile. The run that is shown records nothing and costs what it always did. It belongs to
 * one session: after a reset it begins anew.
 */
import { ConsistencyCheck } from '../run/consistency.ts';
import type { ConsistencyReport } from '../run/consistency-report.ts';
import type { Session } from '../run/session.ts';
import type { Driver } from './driver.ts';
import type { ConsistencySoFar } from './protocol.ts';

/** Longest slice of execution in real ms; a piece of judging may take longer (chosen). */
const SLICE_MS = 6;
/** Share of the work that executing again is taken to be, for the bar that shows how far it is (chosen). */
const EXECUTING = 0.7;

interface Inquiry {
  readonly of: Session;
  readonly session: Session;
  /** How far it is to go, ns. */
  readonly until: number;
  check: ConsistencyCheck | undefined;
  report: ConsistencyReport | undefined;
}

export class Checker {
  readonly #driver: Driver;
  readonly #clock: () => number;
  #inquiry: Inquiry | undefined;

  /** `clock` tells real ms from any origin. */
  constructor(driver: Driver, clock: () => number) {
    this.#driver = driver;
    this.#clock = clock;
  }

  /** How far it is, beginning when nothing is under way; with the report once it is there, after which nothing is under way. */
  ask(): ConsistencySoFar {
    const { session } = this.#driver;
    if (this.#inquiry?.of !== session) this.#inquiry = undefined;
    if (this.#inquiry === undefined && session !== undefined) this.#inquiry = this.#begin(session);
    const inquiry = this.#inquiry;
    if (inquiry === undefined) return { done: 1, report: undefined };
    const { report, check, until } = inquiry;
    if (report === undefined) {
      const executed = until === 0 ? 1 : inquiry.session.now / until;
      return { done: EXECUTING * executed + (1 - EXECUTING) * (check?.done ?? 0), report: undefined };
    }
    this.#inquiry = undefined;
    return { done: 1, report };
  }

  stop(): void {
    this.#inquiry = undefined;
  }

  /** Works for one slice. Whether there is more to do. */
  tick(): boolean {
    const inquiry = this.#inquiry;
    if (inquiry === undefined || inquiry.report !== undefined) return false;
    if (inquiry.of !== this.#driver.session) {
      this.stop();
      return false;
    }
    const { session, until } = inquiry;
    if (session.now < until && !session.finished) {
      const began = this.#clock();
      session.advance(until, () => this.#clock() - began < SLICE_MS);
      return true;
    }
    inquiry.check ??= new ConsistencyCheck(session);
    if (!inquiry.check.step()) inquiry.report = inquiry.check.report();
    return inquiry.report === undefined;
  }

  #begin(session: Session): Inquiry | undefined {
    const again = this.#driver.recorded();
    return again === undefined ? undefined : { of: session, ...again, check: undefined, report: undefined };
  }
}
