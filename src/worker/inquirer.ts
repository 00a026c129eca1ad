/**
 * Asks why a stretch of the run so far was slow, or failed: executes the run once more beside the present one, in slices, and explains it. It
 * belongs to one session and one question; another question, or a run that begins anew, takes its place.
 */
import type { Session } from '../run/session.ts';
import { Inquiry } from '../run/why/inquiry.ts';
import type { Stretch } from '../run/why/observe.ts';
import type { Why } from '../run/why/why.ts';
import type { Driver } from './driver.ts';
import type { WhySoFar } from './protocol.ts';

/** Longest slice in real ms; the run itself gets as much beside it (chosen). */
const SLICE_MS = 6;

interface Asked {
  readonly of: Session;
  readonly stretch: Stretch | undefined;
  readonly inquiry: Inquiry;
}

export class Inquirer {
  readonly #driver: Driver;
  readonly #clock: () => number;
  #asked: Asked | undefined;

  /** `clock` tells real ms from any origin. */
  constructor(driver: Driver, clock: () => number) {
    this.#driver = driver;
    this.#clock = clock;
  }

  /** How far it is, beginning when this is another question; with the answer once it is there, after which nothing is under way. */
  ask(stretch: Stretch | undefined): WhySoFar {
    const { session } = this.#driver;
    if (session === undefined || session.recorder.windows === 0) return { done: 1, why: undefined };
    if (this.#asked?.of !== session || !same(this.#asked.stretch, stretch)) {
      this.#asked = { of: session, stretch, inquiry: new Inquiry(session, stretch) };
    }
    const { inquiry } = this.#asked;
    if (inquiry.why === undefined) return { done: Math.min(inquiry.done, 0.99), why: undefined };
    const why: Why = inquiry.why;
    this.#asked = undefined;
    return { done: 1, why };
  }

  stop(): void {
    this.#asked = undefined;
  }

  /** Works for one slice. Whether there is more to do. */
  tick(): boolean {
    const asked = this.#asked;
    if (asked === undefined) return false;
    if (asked.of !== this.#driver.session) {
      this.stop();
      return false;
    }
    const began = this.#clock();
    return asked.inquiry.advance(() => this.#clock() - began < SLICE_MS);
  }
}

function same(a: Stretch | undefined, b: Stretch | undefined): boolean {
  return a?.fromMs === b?.fromMs && a?.toMs === b?.toMs;
}
