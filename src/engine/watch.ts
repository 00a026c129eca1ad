/**
 * The watch: a few messages on the move, sampled for the screen. It sees what passes and keeps the last ones in a ring;
 * it draws no random number and changes nothing, so a run is the same whether anybody looks or not.
 */

/** Places in the ring. */
const KEPT = 1024;

export class Watch {
  /** Smallest distance in simulated ns between two samples of one link and direction; Infinity: nobody looks. */
  gap = Number.POSITIVE_INFINITY;
  /** 1 while somebody looks. */
  looking = 0;
  readonly link = new Int32Array(KEPT);
  readonly leaves = new Float64Array(KEPT);
  readonly arrives = new Float64Array(KEPT);
  readonly back = new Uint8Array(KEPT);
  readonly outcome = new Uint8Array(KEPT);
  readonly stale = new Uint8Array(KEPT);
  /** Samples taken so far; the last one is at (taken - 1) % KEPT. */
  taken = 0;
  readonly #due: Float64Array;

  constructor(links: number) {
    this.#due = new Float64Array(links * 2).fill(Number.POSITIVE_INFINITY);
  }

  /** Looks at a message that starts over a link: direction 0 there, 1 back. */
  see(link: number, back: number, now: number, delay: number, outcome: number, stale: boolean): void {
    if (now >= this.#due[link * 2 + back]!) this.#keep(link, back, now, delay, outcome, stale);
  }

  #keep(link: number, back: number, now: number, delay: number, outcome: number, stale: boolean): void {
    this.#due[link * 2 + back] = now + this.gap;
    const at = this.taken++ % KEPT;
    this.link[at] = link;
    this.leaves[at] = now;
    this.arrives[at] = now + delay;
    this.back[at] = back;
    this.outcome[at] = outcome;
    this.stale[at] = stale ? 1 : 0;
  }

  /** Sets how closely to look, from now on. */
  look(gap: number): void {
    this.gap = gap;
    this.looking = gap === Number.POSITIVE_INFINITY ? 0 : 1;
    this.#due.fill(gap === Number.POSITIVE_INFINITY ? gap : 0);
  }

  /** Place in the ring of the sample taken so many ago (0: the last one), or -1. */
  recent(ago: number): number {
    return ago < Math.min(this.taken, KEPT) ? (this.taken - 1 - ago) % KEPT : -1;
  }
}
