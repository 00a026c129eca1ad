/**
 * Windows over event time: how many events of each key fell into each stretch of time, by when they happened and not by when they
 * came. The watermark says up to when nothing more is expected: so far behind the newest event as events may be out of order. A
 * window is over when the watermark has passed its end; what comes for it later is late. Without new events the watermark stands still.
 */

/** One key's share of one window. */
export interface Count {
  events: number;
  /** Calls followed on behalf of its events, at most. */
  hops: number;
}

/** A window that is over, with what was counted in it. */
export interface Closed {
  readonly start: number;
  readonly counts: ReadonlyMap<number, Count>;
}

export class Windows {
  /** ns: how long a window is, how far apart they begin, how much later than newer ones an event may come. */
  readonly size: number;
  readonly slide: number;
  lateness: number;
  watermark = Number.NEGATIVE_INFINITY;
  #open = new Map<number, Map<number, Count>>();

  constructor(size: number, slide: number, lateness: number) {
    this.size = size;
    this.slide = Math.min(slide, size);
    this.lateness = lateness;
  }

  get open(): number {
    return this.#open.size;
  }

  /** Events counted in windows that are open, each as often as it is in one. */
  get events(): number {
    let sum = 0;
    for (const counts of this.#open.values()) for (const { events } of counts.values()) sum += events;
    return sum;
  }

  /** Counts an event in each window that it falls into and that is not over; in how many. */
  add(time: number, key: number, hops: number): number {
    let counted = 0;
    for (let start = Math.floor(time / this.slide) * this.slide; start > time - this.size; start -= this.slide) {
      if (start + this.size <= this.watermark) break;
      this.#count(start, key, hops);
      counted++;
    }
    return counted;
  }

  /** An event of this time was seen: the windows that are over by now, oldest first. */
  advance(time: number): Closed[] {
    this.watermark = Math.max(this.watermark, time - this.lateness);
    const over = [...this.#open.keys()].filter((start) => start + this.size <= this.watermark).sort((a, b) => a - b);
    return over.map((start) => {
      const counts = this.#open.get(start) ?? new Map<number, Count>();
      this.#open.delete(start);
      return { start, counts };
    });
  }

  /** A copy of all that it knows. */
  copy(): Windows {
    const copy = new Windows(this.size, this.slide, this.lateness);
    copy.watermark = this.watermark;
    for (const [start, counts] of this.#open) {
      copy.#open.set(start, new Map([...counts].map(([key, count]) => [key, { ...count }])));
    }
    return copy;
  }

  #count(start: number, key: number, hops: number): void {
    const counts = this.#open.get(start) ?? new Map<number, Count>();
    this.#open.set(start, counts);
    const count = counts.get(key);
    if (count === undefined) counts.set(key, { events: 1, hops });
    else {
      count.events++;
      count.hops = Math.max(count.hops, hops);
    }
  }
}
