/**
 * What a cache's instances hold, and on which of them each key lives: memories, the spread of keys, copies that are told of
 * changes, how long entries live and when one wants to be loaded anew.
 */
import { CLASS, FILL, INVALIDATE, KEY, PARENT, PARENT_GENERATION, ROW, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { StationContext } from '../../engine/station.ts';
import { CacheMemory } from '../../mechanisms/cache/memory.ts';
import { Mirror } from '../../mechanisms/cache/mirror.ts';
import { Placing } from '../../mechanisms/cache/placing.ts';
import { ln } from '../../std/math.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { type CacheValues, ENTRY_BYTES } from './parameters.ts';

/** Events of the station's own. */
export const NOTICED = 2;
export const ARRIVES = 3;
export const COPIED = 4;

/** Entries at most where room is counted in bytes. */
const MOST_ENTRIES = 1_000_000;
/** Loads whose beginning is remembered at most (chosen); older ones are taken for instant. */
const MOST_REMEMBERED = 100_000;

export class Entries {
  /** Whether the entry found last says that there is no such key. */
  absent = false;
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #memories: readonly CacheMemory[];
  readonly #placing: Placing;
  readonly #mirror: Mirror | undefined;
  readonly #lives: Stream;
  readonly #early: Stream;
  /** Things of each instance that are being loaded anew, and when callers were told to load, by who asks. */
  readonly #refreshes: readonly Set<number>[];
  readonly #began = new Map<number, number>();
  #values: CacheValues;

  constructor(context: StationContext, values: CacheValues) {
    const { sim, node, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    const name = sim.shape.streamNames[node]!;
    this.#lives = new Stream(sim.shape.seed, `${name}/ttl`);
    this.#early = new Stream(sim.shape.seed, `${name}/early`);
    const places = values.limit === 'bytes' ? placesIn(values.memory, context) : values.capacity;
    const room = values.limit === 'bytes' ? values.memory : Number.POSITIVE_INFINITY;
    this.#memories = Array.from({ length: instances }, (_, i) => {
      const luck = values.policy === 'random' ? new Stream(sim.shape.seed, `${name}/evict/${i}`) : undefined;
      return new CacheMemory(places, values.policy, room, luck);
    });
    this.#refreshes = this.#memories.map(() => new Set<number>());
    const copies = 1 + values.replicas;
    this.#placing = new Placing(sim, context, NOTICED, {
      nodes: instances / copies,
      copies,
      points: values.spread === 'ring' ? values.points : 0,
      moves: values.whenLost === 'move',
      notice: Math.round(values.notice * NS_PER_MS),
    });
    const copying = Math.round(values.copyTime * NS_PER_MS);
    const wakes = { arrives: ARRIVES, copied: COPIED };
    this.#mirror = copies > 1 ? new Mirror(sim, context, this.#memories, this.#placing, wakes, copying) : undefined;
  }

  configure(values: CacheValues): void {
    this.#values = values;
    if (this.#mirror !== undefined) this.#mirror.copying = Math.round(values.copyTime * NS_PER_MS);
  }

  /** The instance, counted from 0, that a call is for, whether that one is up or not. */
  instanceOf(row: number): number {
    const r = this.#sim.requests;
    const key = r.ints[row + KEY]!;
    const reads = this.#mirror !== undefined && this.#values.copyReads === 'turns' && !r.has(row, WRITE | FILL | INVALIDATE);
    return reads ? this.#placing.readerOf(key) : this.#placing.leaderOf(key);
  }

  wake(what: number, a: number): void {
    if (what === NOTICED) {
      this.#placing.notice(a);
      this.#mirror?.review();
    } else if (what === ARRIVES) this.#mirror?.arrive(a);
    else this.#mirror?.copied(a);
  }

  /** Instances or the network may have changed. */
  review(): void {
    this.#placing.review();
    this.#mirror?.review();
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#memories[i]!.clear();
    this.#refreshes[i]!.clear();
    this.#mirror?.crash(i);
  }

  clear(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#memories[i]!.clear();
    this.#mirror?.cleared(i);
  }

  /** What a call asks about: an object by its key, or the result of a query by key and class. */
  thing(row: number): number {
    const { ints } = this.#sim.requests;
    const key = ints[row + KEY]!;
    return this.#values.holds === 'object' ? key : (Math.imul(key, this.#c.classes.length) + ints[row + CLASS]!) | 0;
  }

  /** The version that an instance remembers, or -1. */
  look(instance: number, thing: number): number {
    const memory = this.#memories[instance - this.#c.firstInstance]!;
    const version = memory.look(thing, this.#sim.now);
    this.absent = version >= 0 && memory.absent[memory.slot] === 1;
    return version;
  }

  /** Whether the entry found last should be loaded anew although it may still be used. */
  wantsRefresh(instance: number): boolean {
    const { mode, stampede, beta } = this.#values;
    if (mode !== 'refresh-ahead' && stampede !== 'early') return false;
    const memory = this.#memories[instance - this.#c.firstInstance]!;
    const { now } = this.#sim;
    const mark = memory.mark[memory.slot]!;
    if (mode === 'refresh-ahead') return now >= mark;
    // XFetch: as if it were later by the time that the last load took, times an exponential number.
    return now - mark * beta * ln(1 - this.#early.uniform()) >= memory.until[memory.slot]!;
  }

  /** Notes that a thing is being loaded anew; false when it already is. */
  refreshing(instance: number, thing: number): boolean {
    const things = this.#refreshes[instance - this.#c.firstInstance]!;
    if (things.has(thing)) return false;
    things.add(thing);
    return true;
  }

  refreshed(instance: number, thing: number): void {
    this.#refreshes[instance - this.#c.firstInstance]!.delete(thing);
  }

  /** A caller was told to load: when, for its fill to tell how long it took. */
  missed(row: number): void {
    if (this.#values.stampede !== 'early') return;
    if (this.#began.size >= MOST_REMEMBERED) this.#began.clear();
    this.#began.set(this.#asker(row), this.#sim.now);
  }

  /** How long a caller took to load what it fills now, ns; 0 when that is not known. */
  loadTook(row: number): number {
    if (this.#values.stampede !== 'early') return 0;
    const asker = this.#asker(row);
    const began = this.#began.get(asker);
    this.#began.delete(asker);
    return began === undefined ? 0 : this.#sim.now - began;
  }

  /** The request on whose behalf a look-up, and later the fill, was made: its row and generation in one number. */
  #asker(row: number): number {
    const { ints } = this.#sim.requests;
    return (ints[row + PARENT]! / ROW) * 4294967296 + (ints[row + PARENT_GENERATION]! >>> 0);
  }

  /** An instance remembers what a call asked about. `took`: ns that loading it took. What does not exist is remembered only where that is set. */
  fill(instance: number, row: number, version: number, absent: boolean, took: number): void {
    const { negativeTtl, mode, refreshAt } = this.#values;
    const thing = this.thing(row);
    const i = instance - this.#c.firstInstance;
    if (absent && negativeTtl === 0) return;
    const { now } = this.#sim;
    const until = absent ? now + Math.floor(negativeTtl * NS_PER_MS) : this.#expiry();
    const size = ENTRY_BYTES + (absent ? 0 : this.#sim.shape.bytesDown[this.#sim.requests.ints[row + CLASS]!]!);
    const memory = this.#memories[i]!;
    const slot = memory.fill(thing, version, until, size);
    if (slot < 0) return;
    memory.absent[slot] = absent ? 1 : 0;
    memory.mark[slot] = mode === 'refresh-ahead' ? now + (until - now) * refreshAt : took;
    this.#mirror?.filled(i, thing, version, slot, size);
  }

  /** Somebody wrote a key: what must go by that, goes. */
  change(instance: number, row: number): void {
    const { holds } = this.#values;
    const i = instance - this.#c.firstInstance;
    if (holds === 'object') {
      const thing = this.thing(row);
      this.#memories[i]!.drop(thing);
      this.#mirror?.dropped(i, thing);
    } else if (holds === 'query-table') {
      // A number in every key that a write counts up: all instances are asked for other keys from now on.
      for (let j = 0; j < this.#memories.length; j++) this.#memories[j]!.clear();
    }
  }

  forgetCounts(): void {
    this.#placing.failovers = 0;
    for (const memory of this.#memories) {
      memory.evictions = 0;
      memory.expirations = 0;
    }
  }

  /** Entries, evictions, expirations, bytes, failovers. */
  figures(out: Float64Array, at: number): void {
    out[at] = this.#memories.reduce((sum, m) => sum + m.entries, 0);
    out[at + 1] = this.#memories.reduce((sum, m) => sum + m.evictions, 0);
    out[at + 2] = this.#memories.reduce((sum, m) => sum + m.expirations, 0);
    out[at + 3] = this.#memories.reduce((sum, m) => sum + m.bytes, 0);
    out[at + 4] = this.#mirror === undefined ? Number.NaN : this.#placing.failovers;
  }

  /** Moment until which an entry filled now may be used, ns. */
  #expiry(): number {
    const { ttl, jitter } = this.#values;
    if (ttl === 0) return Number.POSITIVE_INFINITY;
    const life = jitter === 0 ? ttl : ttl * (1 - jitter * this.#lives.uniform());
    return this.#sim.now + Math.floor(life * NS_PER_MS);
  }
}

/** How many of the smallest entries fit. */
function placesIn(bytes: number, { sim, classes }: StationContext): number {
  const sizes = classes.map(({ write }, i) => (write ? Number.POSITIVE_INFINITY : sim.shape.bytesDown[i]!));
  const least = Math.min(...sizes);
  return Math.max(1, Math.min(MOST_ENTRIES, Math.floor(bytes / (ENTRY_BYTES + (least === Number.POSITIVE_INFINITY ? 0 : least)))));
}
