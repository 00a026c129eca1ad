/**
 * A pipe of limited capacity at each of several places: what is put in follows what came before it, and what would have to wait
 * longer than the pipe's room is not let in. Amounts are bytes, or packets; a capacity of 0 is no limit.
 */
export class Pipe {
  /** Amount a nanosecond; 0: no limit. */
  rate = 0;
  /** ns that one may have to wait for those before it. */
  room = Infinity;
  /** ns that the pipe was or will be taken by what was put in, all places together. */
  taken = 0;
  readonly #freeAt: Float64Array;

  constructor(places: number) {
    this.#freeAt = new Float64Array(places);
  }

  /** ns from now until an amount is through, whole, or -1 when there is no room for it; then nothing is put in. */
  put(place: number, now: number, amount: number): number {
    if (this.rate === 0) return 0;
    const starts = Math.max(now, this.#freeAt[place]!);
    if (starts - now > this.room) return -1;
    const takes = Math.ceil(amount / this.rate);
    this.taken += takes;
    this.#freeAt[place] = starts + takes;
    return starts + takes - now;
  }

  /** Whether what came now would be let in. */
  hasRoom(place: number, now: number): boolean {
    return this.rate === 0 || this.#freeAt[place]! - now <= this.room;
  }

  /** ns that what came now would wait. */
  wait(place: number, now: number): number {
    return Math.max(0, this.#freeAt[place]! - now);
  }

  clear(place: number): void {
    this.#freeAt[place] = 0;
  }
}
