/** Painting in step: however often data arrive, a chart paints at most once per `everyMs`, and always once after the last. */

export interface PaceHost {
  readonly nowMs: () => number;
  /** Calls back before the next painting, as requestAnimationFrame does. */
  readonly nextScreenFrame: (then: () => void) => void;
  readonly later: (then: () => void, ms: number) => void;
}

/** A chart is painted at most ten times a second. */
const PAINT_EVERY_MS = 100;

const PAGE: PaceHost = {
  nowMs: () => performance.now(),
  nextScreenFrame: (then) => requestAnimationFrame(then),
  later: (then, ms) => setTimeout(then, ms),
};

export class Pace {
  readonly #work: () => void;
  readonly #everyMs: number;
  readonly #host: PaceHost;
  #last = Number.NEGATIVE_INFINITY;
  #asked = false;
  #ended = false;

  constructor(work: () => void, everyMs = PAINT_EVERY_MS, host = PAGE) {
    this.#work = work;
    this.#everyMs = everyMs;
    this.#host = host;
  }

  /** Asks for one more turn. */
  ask(): void {
    if (this.#asked || this.#ended) return;
    this.#asked = true;
    const wait = this.#last + this.#everyMs - this.#host.nowMs();
    if (wait <= 0) this.#host.nextScreenFrame(() => this.#turn());
    else this.#host.later(() => this.#host.nextScreenFrame(() => this.#turn()), wait);
  }

  /** No turn comes after this. */
  end(): void {
    this.#ended = true;
  }

  #turn(): void {
    this.#asked = false;
    if (this.#ended) return;
    this.#last = this.#host.nowMs();
    this.#work();
  }
}
