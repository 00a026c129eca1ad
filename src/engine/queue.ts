/**
 * The event queue: pending events as columns under a 4-ary heap ordered by (time, sequence). A 4-ary heap in typed
 * arrays beats binary heaps, pairing heaps and calendar queues at every size measured up to 10^5 pending (B. Jenkins'
 * d-ary layout; LaMarca & Ladner 1996, section 4). Ties are broken by sequence: first scheduled, first served.
 * It knows neither what an event means nor who sent it.
 */

const ARITY_SHIFT = 2;

export class EventQueue {
  /** The popped event's fields, valid after `pop` returned true. */
  time = 0;
  target = 0;
  what = 0;
  a = 0;
  b = 0;
  size = 0;

  #times: Float64Array;
  #sequences: Float64Array;
  #slots: Int32Array;
  #targets: Int32Array;
  #whats: Int32Array;
  #as: Int32Array;
  #bs: Int32Array;
  #free: Int32Array;
  #freeCount: number;
  #sequence = 0;

  constructor(capacity = 1024) {
    this.#times = new Float64Array(capacity + 4).fill(Number.POSITIVE_INFINITY);
    this.#sequences = new Float64Array(capacity + 4);
    this.#slots = new Int32Array(capacity + 4);
    this.#targets = new Int32Array(capacity);
    this.#whats = new Int32Array(capacity);
    this.#as = new Int32Array(capacity);
    this.#bs = new Int32Array(capacity);
    this.#free = new Int32Array(capacity);
    for (let i = 0; i < capacity; i++) this.#free[i] = capacity - 1 - i;
    this.#freeCount = capacity;
  }

  /** Moment of the next event in ns; Infinity when there is none. */
  next(): number {
    return this.#times[0]!;
  }

  /** Schedules an event. `time` in whole ns, not before the last one popped. */
  push(time: number, target: number, what: number, a: number, b: number): void {
    if (this.#freeCount === 0) this.#grow();
    const slot = this.#free[--this.#freeCount]!;
    this.#targets[slot] = target;
    this.#whats[slot] = what;
    this.#as[slot] = a;
    this.#bs[slot] = b;
    const times = this.#times;
    const sequences = this.#sequences;
    const slots = this.#slots;
    const sequence = this.#sequence++;
    let i = this.size++;
    while (i > 0) {
      const parent = (i - 1) >> ARITY_SHIFT;
      const at = times[parent]!;
      if (at <= time) break;
      times[i] = at;
      sequences[i] = sequences[parent]!;
      slots[i] = slots[parent]!;
      i = parent;
    }
    times[i] = time;
    sequences[i] = sequence;
    slots[i] = slot;
  }

  /** Takes the earliest event into the fields; false when there is none. */
  pop(): boolean {
    if (this.size === 0) return false;
    const slot = this.#slots[0]!;
    this.time = this.#times[0]!;
    this.target = this.#targets[slot]!;
    this.what = this.#whats[slot]!;
    this.a = this.#as[slot]!;
    this.b = this.#bs[slot]!;
    this.#free[this.#freeCount++] = slot;
    const last = --this.size;
    const times = this.#times;
    const time = times[last]!;
    const sequence = this.#sequences[last]!;
    const moved = this.#slots[last]!;
    times[last] = Number.POSITIVE_INFINITY;
    if (last > 0) this.#sink(time, sequence, moved);
    return true;
  }

  /** Puts an entry at the root and lets it sink; slots past the end hold Infinity, so four children always exist. */
  #sink(time: number, sequence: number, slot: number): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const slots = this.#slots;
    const size = this.size;
    let i = 0;
    let child = 1;
    while (child < size) {
      const t0 = times[child]!;
      const t1 = times[child + 1]!;
      const t2 = times[child + 2]!;
      const t3 = times[child + 3]!;
      const left = child + (t1 < t0 ? 1 : 0);
      const right = child + 2 + (t3 < t2 ? 1 : 0);
      const tl = times[left]!;
      const tr = times[right]!;
      let best = tr < tl ? right : left;
      if (t0 === t1 || t2 === t3 || tl === tr) best = this.#earliest(child, size);
      const bt = times[best]!;
      if (time < bt || (time === bt && sequence < sequences[best]!)) break;
      times[i] = bt;
      sequences[i] = sequences[best]!;
      slots[i] = slots[best]!;
      i = best;
      child = (i << ARITY_SHIFT) + 1;
    }
    times[i] = time;
    sequences[i] = sequence;
    slots[i] = slot;
  }

  /** The earliest of up to four siblings where times tie: by sequence. */
  #earliest(first: number, size: number): number {
    const times = this.#times;
    const sequences = this.#sequences;
    let best = first;
    const end = Math.min(first + 4, size);
    for (let i = first + 1; i < end; i++) {
      const t = times[i]!;
      const bt = times[best]!;
      if (t < bt || (t === bt && sequences[i]! < sequences[best]!)) best = i;
    }
    return best;
  }

  #grow(): void {
    const old = this.#targets.length;
    const capacity = old * 2;
    const times = new Float64Array(capacity + 4).fill(Number.POSITIVE_INFINITY);
    times.set(this.#times);
    this.#times = times;
    this.#sequences = widenFloats(this.#sequences, capacity + 4);
    this.#slots = widenInts(this.#slots, capacity + 4);
    this.#targets = widenInts(this.#targets, capacity);
    this.#whats = widenInts(this.#whats, capacity);
    this.#as = widenInts(this.#as, capacity);
    this.#bs = widenInts(this.#bs, capacity);
    this.#free = widenInts(this.#free, capacity);
    for (let i = 0; i < old; i++) this.#free[i] = capacity - 1 - i;
    this.#freeCount = old;
  }
}

/** A longer copy; the new places hold 0. */
export function widenInts(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}

/** A longer copy; the new places hold 0. */
export function widenFloats(from: Float64Array, length: number): Float64Array {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
