/**
 * The event queue: pending events under a 4-ary heap ordered by (time, sequence). The heap moves a time and the number of a
 * slot; what the event says stays in its slot. A 4-ary heap in typed arrays beats binary heaps, pairing heaps and calendar
 * queues at every size measured up to 10^5 pending (LaMarca & Ladner 1996, section 4). What is taken leaves a hole at the
 * root: the event scheduled first by its handler fills it and sinks, which spares the last leaf its way up and down again.
 * Events that always lie the same time ahead (timeouts, fixed delays) come in order by themselves: each such delay has a lane,
 * a line of which only the head stands in the heap, so a thousand timeouts that never fire cost it one place.
 * Who has one event pending at a time, and always one (a source's next request), may have an alarm: a place beside the heap.
 * Ties are broken by sequence: first scheduled, first served. It knows neither what an event means nor who sent it.
 */
import { EVENT, LANE_A, LANE_B, LANE_SEQUENCE, Lane } from './lane.ts';
import { widenInts } from './widen.ts';

const ARITY_SHIFT = 2;
/** A slot's fields: target, what, a, b, its place in the sequence, and its lane counted from 1 (0: none). */
const TARGET = 0;
const WHAT = 1;
const A = 2;
const B = 3;
const SEQUENCE = 4;
const LANE = 5;
const SLOT = 6;
/** Alarms at most; who comes later goes without one. Their slots are the first ones. */
const ALARMS = 4;

export class EventQueue {
  /** Register: the moment (ns) of the event that is scheduled next. */
  readonly due = new Float64Array(1);
  /** Events earlier than this (ns) are taken. */
  until = Number.POSITIVE_INFINITY;
  /** The taken event's fields, valid until the next one is taken. */
  time = 0;
  target = 0;
  what = 0;
  a = 0;
  b = 0;

  #times: Float64Array;
  #slots: Int32Array;
  #said: Int32Array;
  /** Slots that are free, by their place in `said`. */
  #free: Int32Array;
  #freeCount: number;
  /** Places of the heap in use, the hole included. */
  #places = 0;
  /** The slot of the event that was taken and left a hole at the root; -1: no hole. */
  #hole = -1;
  /** Wraps around. A tie with an event that has been pending for 2^31 others goes the other way, on every machine alike. */
  #sequence = 0;
  readonly #lanes: Lane[] = [];
  readonly #laneOf = new Map<number, Lane>();
  /** Events in lanes behind their heads. */
  #behind = 0;
  /** When each alarm is due; Infinity while it is not set. */
  readonly #alarms = new Float64Array(ALARMS).fill(Number.POSITIVE_INFINITY);
  #alarmsGiven = 0;
  #alarmsSet = 0;
  /** The alarm that is due first. */
  #first = 0;

  constructor(capacity = 1024) {
    this.#times = new Float64Array(capacity + 4).fill(Number.POSITIVE_INFINITY);
    this.#slots = new Int32Array(capacity + 4);
    this.#said = new Int32Array((ALARMS + capacity) * SLOT);
    this.#free = new Int32Array(capacity);
    for (let i = 0; i < capacity; i++) this.#free[i] = (ALARMS + capacity - 1 - i) * SLOT;
    this.#freeCount = capacity;
  }

  /** How many events are pending. */
  get size(): number {
    return this.#behind + this.#alarmsSet + (this.#hole < 0 ? this.#places : this.#places - 1);
  }

  /** Moment of the next event in ns; Infinity when there is none. */
  next(): number {
    if (this.#hole >= 0) this.#fill();
    return Math.min(this.#times[0]!, this.#alarms[this.#first]!);
  }

  /** An alarm of one's own, or -1 when there is none left. */
  alarm(): number {
    return this.#alarmsGiven < ALARMS ? this.#alarmsGiven++ : -1;
  }

  /** Schedules an event for the moment in `due` by an alarm; when that is set already (or -1), as any other. */
  setAlarm(alarm: number, target: number, what: number, a: number, b: number): void {
    const alarms = this.#alarms;
    if (alarm < 0 || alarms[alarm] !== Number.POSITIVE_INFINITY) {
      this.#put(target, what, a, b, 0);
      return;
    }
    const slot = alarm * SLOT;
    const said = this.#said;
    said[slot] = target;
    said[slot + WHAT] = what;
    said[slot + A] = a;
    said[slot + B] = b;
    said[slot + SEQUENCE] = this.#sequence;
    this.#sequence = (this.#sequence + 1) | 0;
    alarms[alarm] = this.due[0]!;
    this.#alarmsSet++;
    if (alarms[alarm]! < alarms[this.#first]!) this.#first = alarm;
  }

  /** Schedules an event. `time` in whole ns, not before the last one taken. */
  push(time: number, target: number, what: number, a: number, b: number): void {
    this.due[0] = time;
    this.#put(target, what, a, b, 0);
  }

  /** Schedules an event for the moment in `due`. */
  schedule(target: number, what: number, a: number, b: number): void {
    this.#put(target, what, a, b, 0);
  }

  /** The lane of events that are always scheduled this far ahead, in ns. */
  lane(delay: number): Lane {
    let lane = this.#laneOf.get(delay);
    if (lane === undefined) {
      lane = new Lane(this.#lanes.length + 1, delay);
      this.#lanes.push(lane);
      this.#laneOf.set(delay, lane);
    }
    return lane;
  }

  /** Schedules an event of the engine's (`target`) for the moment in `due` in a lane, or as any other when it comes before the last there. */
  append(lane: Lane, target: number, what: number, a: number, b: number): void {
    if (!lane.takes(this.due)) {
      this.#put(target, what, a, b, 0);
      return;
    }
    lane.sorts |= 1 << what;
    lane.add(this.due, what, a, b, this.#sequence);
    if (lane.count === 1) this.#put(target, what, a, b, lane.number);
    else {
      this.#behind++;
      this.#sequence = (this.#sequence + 1) | 0;
    }
  }

  /** All lanes that there are. */
  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  /** What is pending in the heap but for the lanes' first ones, for the express way to go on with: how many, in any order. */
  lend(times: Float64Array, said: Int32Array): number {
    if (this.#hole >= 0) this.#fill();
    let count = 0;
    for (let i = 0; i < this.#places; i++) {
      const slot = this.#slots[i]!;
      if (this.#said[slot + LANE] !== 0) continue;
      times[count] = this.#times[i]!;
      for (let f = 0; f < LANE; f++) said[count * LANE + f] = this.#said[slot + f]!;
      count++;
    }
    return count;
  }

  /** When an alarm is due, and its place in the sequence and its number. */
  alarmDue(alarm: number): number {
    return this.#alarms[alarm]!;
  }

  alarmSaid(alarm: number, field: number): number {
    return this.#said[alarm * SLOT + field]!;
  }

  /** Takes everything back: so many events, and the lanes as they stand now. Alarms are to be set after that. */
  takeBack(count: number, times: Float64Array, said: Int32Array, sequence: number, engine: number): void {
    for (let i = 0; i < this.#places; i++) {
      this.#free[this.#freeCount++] = this.#slots[i]!;
      this.#times[i] = Number.POSITIVE_INFINITY;
    }
    this.#places = 0;
    this.#behind = 0;
    for (let i = 0; i < count; i++) {
      const at = i * LANE;
      this.due[0] = times[i]!;
      this.#sequence = said[at + SEQUENCE]!;
      this.#put(said[at]!, said[at + WHAT]!, said[at + A]!, said[at + B]!, 0);
    }
    for (const lane of this.#lanes) {
      if (lane.count === 0) continue;
      const at = lane.first * EVENT;
      this.#behind += lane.count - 1;
      this.due[0] = lane.times[lane.first]!;
      this.#sequence = lane.said[at + LANE_SEQUENCE]!;
      this.#put(engine, lane.said[at]!, lane.said[at + LANE_A]!, lane.said[at + LANE_B]!, lane.number);
    }
    this.#sequence = sequence;
  }

  resetAlarm(alarm: number, due: number, a: number, sequence: number): void {
    const slot = alarm * SLOT;
    this.#said[slot + A] = a;
    this.#said[slot + SEQUENCE] = sequence;
    this.#alarmsSet += +(due !== Number.POSITIVE_INFINITY) - +(this.#alarms[alarm] !== Number.POSITIVE_INFINITY);
    this.#alarms[alarm] = due;
    this.#findFirst();
  }

  /** The place in the sequence of what is scheduled next. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Moves events of these places in the sequence by so many ns: none before the last one taken. Rare: it looks at all that is pending. */
  shift(moves: ReadonlyMap<number, number>): void {
    if (this.#hole >= 0) this.#fill();
    const events = Array.from({ length: this.#places }, (_, i) => {
      const slot = this.#slots[i]!;
      return { slot, time: this.#times[i]! + (moves.get(this.#said[slot + SEQUENCE]!) ?? 0) };
    });
    // In order they are a heap.
    events.sort((x, y) => x.time - y.time || (this.#before(x.slot, y.slot) ? -1 : 1));
    events.forEach(({ slot, time }, i) => {
      this.#slots[i] = slot;
      this.#times[i] = time;
    });
  }

  get alarmsSet(): number {
    return this.#alarmsSet;
  }

  #put(target: number, what: number, a: number, b: number, lane: number): void {
    const hole = this.#hole;
    let slot = hole;
    if (hole < 0) {
      if (this.#freeCount === 0) this.#grow();
      slot = this.#free[--this.#freeCount]!;
    }
    const said = this.#said;
    said[slot] = target;
    said[slot + WHAT] = what;
    said[slot + A] = a;
    said[slot + B] = b;
    said[slot + SEQUENCE] = this.#sequence;
    said[slot + LANE] = lane;
    this.#sequence = (this.#sequence + 1) | 0;
    if (hole >= 0) {
      this.#hole = -1;
      this.#sink(slot);
      return;
    }
    const times = this.#times;
    const slots = this.#slots;
    const time = this.due[0]!;
    let i = this.#places++;
    while (i > 0) {
      const parent = (i - 1) >> ARITY_SHIFT;
      const at = times[parent]!;
      if (at <= time) break;
      times[i] = at;
      slots[i] = slots[parent]!;
      i = parent;
    }
    times[i] = time;
    slots[i] = slot;
  }

  /** Takes the earliest event into the fields if it comes before `until`; false when there is none. */
  take(): boolean {
    if (this.#hole >= 0) this.#fill();
    const time = this.#times[0]!;
    const alarm = this.#alarms[this.#first]!;
    if (alarm <= time && (alarm < time || this.#before(this.#first * SLOT, this.#slots[0]!))) return this.#ring();
    if (!(time < this.until)) return false;
    const slot = this.#slots[0]!;
    const said = this.#said;
    this.time = time;
    this.target = said[slot + TARGET]!;
    this.what = said[slot + WHAT]!;
    this.a = said[slot + A]!;
    this.b = said[slot + B]!;
    const lane = said[slot + LANE]!;
    if (lane === 0) this.#hole = slot;
    else this.#follow(slot, this.#lanes[lane - 1]!);
    return true;
  }

  /** Takes the alarm that is due first, if it comes before `until`. */
  #ring(): boolean {
    const alarms = this.#alarms;
    const time = alarms[this.#first]!;
    if (!(time < this.until)) return false;
    const said = this.#said;
    const slot = this.#first * SLOT;
    this.time = time;
    this.target = said[slot]!;
    this.what = said[slot + WHAT]!;
    this.a = said[slot + A]!;
    this.b = said[slot + B]!;
    alarms[this.#first] = Number.POSITIVE_INFINITY;
    this.#alarmsSet--;
    this.#findFirst();
    return true;
  }

  #findFirst(): void {
    const alarms = this.#alarms;
    let first = 0;
    for (let i = 1; i < this.#alarmsGiven; i++) {
      if (alarms[i]! < alarms[first]! || (alarms[i] === alarms[first] && this.#before(i * SLOT, first * SLOT))) first = i;
    }
    this.#first = first;
  }

  /** The first of a lane was taken: the next in line takes its place. */
  #follow(slot: number, lane: Lane): void {
    lane.drop();
    if (lane.count === 0) {
      this.#hole = slot;
      return;
    }
    this.#behind--;
    const said = this.#said;
    const at = (lane.first * EVENT) | 0;
    said[slot + WHAT] = lane.said[at]!;
    said[slot + A] = lane.said[at + LANE_A]!;
    said[slot + B] = lane.said[at + LANE_B]!;
    said[slot + SEQUENCE] = lane.said[at + LANE_SEQUENCE]!;
    this.due[0] = lane.times[lane.first]!;
    this.#sink(slot);
  }

  /** Closes the hole with the last leaf. */
  #fill(): void {
    this.#free[this.#freeCount++] = this.#hole;
    this.#hole = -1;
    const last = --this.#places;
    const times = this.#times;
    this.due[0] = times[last]!;
    times[last] = Number.POSITIVE_INFINITY;
    if (last > 0) this.#sink(this.#slots[last]!);
  }

  /** Puts an entry, due at the moment in `due`, at the root and lets it sink; places past the end hold Infinity, so four children always exist. */
  #sink(slot: number): void {
    const time = this.due[0]!;
    const times = this.#times;
    const slots = this.#slots;
    const size = this.#places;
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
      const bt = times[best]!;
      if (bt > time) break;
      if ((t0 === bt ? 1 : 0) + (t1 === bt ? 1 : 0) + (t2 === bt ? 1 : 0) + (t3 === bt ? 1 : 0) > 1) best = this.#earliest(child, best);
      if (bt === time && this.#before(slot, slots[best]!)) break;
      times[i] = bt;
      slots[i] = slots[best]!;
      i = best;
      child = (i << ARITY_SHIFT) + 1;
    }
    times[i] = time;
    slots[i] = slot;
  }

  /** Of up to four siblings the one scheduled first among those due at the same moment as one of them. */
  #earliest(first: number, one: number): number {
    const time = this.#times[one]!;
    let best = -1;
    const end = Math.min(first + 4, this.#places);
    for (let i = first; i < end; i++) {
      if (this.#times[i] === time && (best < 0 || this.#before(this.#slots[i]!, this.#slots[best]!))) best = i;
    }
    return best;
  }

  /** Whether the event in slot x was scheduled before the one in slot y. */
  #before(x: number, y: number): boolean {
    return ((this.#said[x + SEQUENCE]! - this.#said[y + SEQUENCE]!) | 0) < 0;
  }

  #grow(): void {
    const old = this.#free.length;
    const capacity = old * 2;
    const times = new Float64Array(capacity + 4).fill(Number.POSITIVE_INFINITY);
    times.set(this.#times);
    this.#times = times;
    this.#slots = widenInts(this.#slots, capacity + 4);
    this.#said = widenInts(this.#said, (ALARMS + capacity) * SLOT);
    this.#free = widenInts(this.#free, capacity);
    for (let i = 0; i < old; i++) this.#free[i] = (ALARMS + capacity - 1 - i) * SLOT;
    this.#freeCount = old;
  }
}
