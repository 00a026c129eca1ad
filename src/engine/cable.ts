/**
 * The wire of a link that carries only so many bytes a second: messages of one direction follow each other. When the rate changes while
 * some are on it (a cap begins or ends, the bandwidth is set anew), what is left of them goes on at the new rate, so that nothing
 * outlives a cap that has healed: the events of their arrival are moved.
 */
import type { EventQueue } from './queue.ts';

/** One direction: messages on the wire, by the moment (ns) at which their last byte is sent and the place of their arrival in the queue's sequence. */
class Way {
  /** Bytes a ns, as long as it is not looked at anew; Infinity: nothing was ever on it. */
  rate = Number.POSITIVE_INFINITY;
  freeAt = 0;
  count = 0;
  ends = new Float64Array(8);
  arrivals = new Int32Array(8);
  #head = 0;

  put(end: number, arrival: number): void {
    if (this.count === this.ends.length) this.#grow();
    const at = (this.#head + this.count++) & (this.ends.length - 1);
    this.ends[at] = end;
    this.arrivals[at] = arrival;
  }

  place(k: number): number {
    return (this.#head + k) & (this.ends.length - 1);
  }

  /** Forgets those whose last byte is sent. */
  drop(now: number): void {
    while (this.count > 0 && this.ends[this.#head]! <= now) {
      this.#head = (this.#head + 1) & (this.ends.length - 1);
      this.count--;
    }
  }

  #grow(): void {
    const size = this.ends.length;
    const [ends, arrivals] = [new Float64Array(2 * size), new Int32Array(2 * size)];
    for (let k = 0; k < this.count; k++) {
      ends[k] = this.ends[this.place(k)]!;
      arrivals[k] = this.arrivals[this.place(k)]!;
    }
    this.ends = ends;
    this.arrivals = arrivals;
    this.#head = 0;
  }
}

export class Cable {
  readonly #ways: readonly [Way, Way] = [new Way(), new Way()];
  /** The message that was put on last: its direction, and when its last byte is sent. */
  #last = 0;
  #lastEnd = 0;

  /** A message of so many bytes: waiting for the wire plus sending, whole ns. */
  takes(now: number, bytes: number, back: number, rate: number): number {
    const way = this.#ways[back === 0 ? 0 : 1];
    way.rate = rate;
    const end = Math.max(now, way.freeAt) + Math.ceil(bytes / rate);
    way.freeAt = end;
    this.#last = back === 0 ? 0 : 1;
    this.#lastEnd = end;
    return end - now;
  }

  /** A message does not wait for the wire: what is scheduled next is no arrival of one that does. */
  passes(): void {
    this.#lastEnd = 0;
  }

  /** The event that is scheduled next is the arrival of the message that was put on last, if one was. */
  arrives(now: number, sequence: number): void {
    const way = this.#ways[this.#last]!;
    way.drop(now);
    if (this.#lastEnd > now) way.put(this.#lastEnd, sequence);
  }

  /** From now on it carries so many bytes a ns there and back; Infinity: any number. */
  pace(there: number, back: number, now: number, queue: EventQueue): void {
    const moves = new Map<number, number>();
    for (const [way, rate] of [[this.#ways[0], there] as const, [this.#ways[1], back] as const]) {
      const before = way.rate;
      way.rate = rate;
      // Nothing was ever on it, or all goes on as it went.
      if (before === rate || before === Number.POSITIVE_INFINITY) continue;
      way.drop(now);
      const stretched = (end: number) => now + Math.ceil(((end - now) * before) / rate);
      for (let k = 0; k < way.count; k++) {
        const at = way.place(k);
        const end = stretched(way.ends[at]!);
        moves.set(way.arrivals[at]!, end - way.ends[at]!);
        way.ends[at] = end;
      }
      if (way.freeAt > now) way.freeAt = stretched(way.freeAt);
    }
    if (moves.size > 0) queue.shift(moves);
  }
}
