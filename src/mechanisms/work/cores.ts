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

  /** Whether work that comes now would begin soon enough. */
  hasRoom(place: number, now: number): boolean {
    const free = this.#freeAt[place]!;
    return free[this.#firstFree(free)]! - now <= this.room;
  }

  /** ns from now until so many ns of work are done. */
  put(place: number, now: number, work: number): number {
    const free = this.#freeAt[place]!;
    const first = this.#firstFree(free);
    const starts = Math.max(now, free[first]!);
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

  #firstFree(free: Float64Array): number {
    let first = 0;
    for (let core = 1; core < free.length; core++) if (free[core]! < free[first]!) first = core;
    return first;
  }
}
