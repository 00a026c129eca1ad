/**
 * Cores that pieces of work share, first come first served, where how long each takes is known when it comes: then the moment at
 * which it is done is known too, and one event does instead of two. For parts that compute on the way there and on the way back.
 * The same line as `Workers` with work slots; it tells no meter, so its part has figures of its own.
 */
export class Cores {
  /** ns that a piece of work may wait for a core. */
  room = Infinity;
  /** ns of cores taken since the counts were reset, by what was put in. */
  taken = 0;
  count: number;
  /** For each place, when each of its cores is free. */
  readonly #freeAt: Float64Array[];

  constructor(places: number, count: number) {
    this.count = count;
    this.#freeAt = Array.from({ length: places }, () => new Float64Array(count));
  }

  /** ns from now until so many ns of work are done, or −1 when that would have to wait too long. */
  put(place: number, now: number, work: number): number {
    const free = this.#freeAt[place]!;
    let first = 0;
    for (let core = 1; core < free.length; core++) if (free[core]! < free[first]!) first = core;
    const starts = Math.max(now, free[first]!);
    if (starts - now > this.room) return -1;
    free[first] = starts + work;
    this.taken += work;
    return starts + work - now;
  }

  /** Has so many cores from now on. Of fewer, those that are free last stay, since work that was begun goes on. */
  resize(count: number): void {
    if (count === this.count) return;
    this.count = count;
    this.#freeAt.forEach((free, place) => {
      const kept = Array.from(free)
        .sort((x, y) => y - x)
        .slice(0, count);
      const next = new Float64Array(count);
      next.set(kept);
      this.#freeAt[place] = next;
    });
  }

  clear(place: number): void {
    this.#freeAt[place]!.fill(0);
  }
}
