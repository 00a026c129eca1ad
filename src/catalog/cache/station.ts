/**
 * The station of a cache: looks keys up, fills and drops them, and loads and writes through where that is its part. Where an entry
 * lives, who waits for a load and what is unsaved are mechanisms of their own. Nothing here decides that an answer is stale.
 */
import { causeOf, ERROR, NO_ROUTE, OK, QUEUE_FULL, REJECTED } from '../../engine/outcome.ts';
import {
  ABSENT,
  CAUSE,
  FILL,
  FLAGS,
  GENERATION,
  INSTANCE,
  INVALIDATE,
  KEY,
  LINK,
  MISS,
  ORIGIN,
  OUTCOME,
  PARENT,
  PARENT_GENERATION,
  STARTED,
  TAG,
  THERE,
  VERSION,
  WRITE,
} from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import { type Flight, Flights } from '../../mechanisms/cache/flights.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { Behind, FLUSH, SAVES } from './behind.ts';
import { loadsHere } from './callers.ts';
import { CacheCounts } from './counts.ts';
import { ARRIVES, COPIED, Entries, NOTICED } from './entries.ts';
import { type CacheValues, workersOf } from './parameters.ts';

const WORK_DONE = 0;
const LEASE_ENDS = 5;

/** Tag of a load that nobody waits for. */
const REFRESH = 1;

export class CacheStation implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #entries: Entries;
  readonly #flights: Flights;
  readonly #behind: Behind;
  readonly #time: Stream;
  /** For each incoming link, 1 when what is missing is loaded here and not by the caller. */
  readonly #loads: Uint8Array;
  /** Misses that come together wait for one load. */
  readonly #joins: boolean;
  #values: CacheValues;
  #work: Sampler;
  readonly #count = new CacheCounts();

  constructor(context: StationContext, values: CacheValues) {
    const { sim, node, firstInstance, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#time = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/work`);
    this.#values = values;
    this.#work = new Sampler(values.time, NS_PER_MS);
    this.#loads = loadsHere(context, values.mode !== 'cache-aside');
    this.#joins = values.stampede === 'single-flight' || values.stampede === 'lease';
    this.#workers = new Workers(sim, firstInstance, instances, workersOf(values));
    this.#entries = new Entries(context, values);
    this.#flights = new Flights(sim.requests);
    this.#behind = new Behind(context, values);
  }

  route(row: number): number {
    return this.#c.firstInstance + this.#entries.instanceOf(row);
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  wake(what: number, a: number): void {
    switch (what) {
      case WORK_DONE:
        this.#worked(a);
        return;
      case FLUSH:
        this.#behind.due(a);
        return;
      case LEASE_ENDS: {
        const flight = this.#flights.get(a);
        if (flight !== undefined) this.#handOn(flight);
        return;
      }
      case NOTICED:
      case ARRIVES:
      case COPIED:
        this.#entries.wake(what, a);
        return;
      default:
        throw new RangeError(`a cache knows no event ${what}`);
    }
  }

  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    if (row < 0) {
      if (r.ints[child + TAG] === SAVES) this.#behind.answered(child);
      else this.#refreshDone(child);
      return;
    }
    if (!r.has(row, THERE)) return;
    const write = r.has(row, WRITE);
    const flight = this.#joins && !write ? this.#flightHeldBy(row) : undefined;
    const waiting = flight === undefined ? undefined : this.#flights.end(flight);
    const outcome = r.ints[child + OUTCOME]!;
    if (outcome === OK) {
      if (write) this.#written(row, child);
      else if (flight?.good !== false) this.#keep(row, child, r.ints[row + INSTANCE]!);
    }
    this.#pass(row, child, outcome);
    for (const one of waiting ?? []) this.#pass(one, child, outcome);
  }

  crash(instance: number): void {
    this.#workers.clear(instance);
    this.#flights.clear(instance);
    this.#behind.crash(instance);
    this.#entries.crash(instance);
  }

  restart(): void {
    this.#entries.review();
  }

  turned(): void {
    this.#entries.review();
  }

  strike(ability: Ability, instance: number): void {
    if (ability === 'flush') this.#entries.clear(instance);
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as CacheValues;
    this.#work = new Sampler(this.#values.time, NS_PER_MS);
    this.#workers.settings = workersOf(this.#values);
    this.#entries.configure(this.#values);
    this.#behind.configure(this.#values);
    for (let i = this.#c.firstInstance; i < this.#c.firstInstance + this.#c.instances; i++) {
      for (let row = this.#workers.next(i); row >= 0; row = this.#workers.next(i)) this.#begin(row, i);
    }
  }

  forgetCounts(): void {
    this.#count.forget();
    this.#entries.forgetCounts();
  }

  /** In the order of the kind's figures. */
  figures(out: Float64Array, at: number): void {
    const { mode, stampede } = this.#values;
    out[at] = this.#count.hitRatio;
    this.#entries.figures(out, at + 1);
    out[at + 6] = this.#count.stale;
    out[at + 7] = this.#joins ? this.#count.coalesced : Number.NaN;
    out[at + 8] = stampede === 'lease' ? this.#count.refused : Number.NaN;
    out[at + 9] = mode === 'refresh-ahead' || stampede === 'early' ? this.#count.refreshed : Number.NaN;
    out[at + 10] = mode === 'write-behind' ? this.#behind.unsaved() : Number.NaN;
  }

  #begin(row: number, instance: number): void {
    this.#sim.workTakes(instance, this.#work, this.#time);
    this.#sim.wakeRow(this.#c.node, WORK_DONE, row);
  }

  #worked(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    this.#workers.worked(row, instance);
    const next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
    this.#operate(row, instance);
  }

  #operate(row: number, instance: number): void {
    const r = this.#sim.requests;
    if (r.has(row, INVALIDATE)) {
      this.#changed(row, instance);
      this.#sim.calls.answer(row, OK, 0);
    } else if (r.has(row, FILL) && !r.has(row, WRITE)) this.#fill(row, instance);
    else if (r.has(row, WRITE)) this.#write(row, instance);
    else this.#lookUp(row, instance);
  }

  // ---- reading

  #lookUp(row: number, instance: number): void {
    const r = this.#sim.requests;
    const unsaved = this.#behind.version(instance, r.ints[row + KEY]!);
    if (unsaved >= 0) {
      this.#hit(row, unsaved, false);
      return;
    }
    const thing = this.#entries.thing(row);
    const version = this.#entries.look(instance, thing);
    if (version < 0) {
      this.#miss(row, instance, thing);
      return;
    }
    const absent = this.#entries.absent;
    if (this.#entries.wantsRefresh(instance)) {
      this.#count.refreshed++;
      if (this.#loads[r.ints[row + LINK]!] === 0) {
        this.#missed(row);
        return;
      }
      if (this.#entries.refreshing(instance, thing)) this.#refresh(row, instance);
    }
    this.#hit(row, version, absent);
  }

  #hit(row: number, version: number, absent: boolean): void {
    const r = this.#sim.requests;
    this.#count.hits++;
    r.ints[row + VERSION] = version;
    if (absent) r.ints[row + FLAGS] = r.ints[row + FLAGS]! | ABSENT;
    this.#observe(row, version);
    this.#sim.calls.answer(row, OK, 0);
  }

  #observe(row: number, version: number): void {
    const { dataset } = this.#c;
    if (dataset >= 0 && version < this.#sim.history.newest(dataset, this.#sim.requests.ints[row + KEY]!)) this.#count.stale++;
  }

  #miss(row: number, instance: number, thing: number): void {
    const { ints } = this.#sim.requests;
    const here = this.#loads[ints[row + LINK]!] === 1;
    const flight = this.#joins ? this.#flights.under(instance, thing) : undefined;
    if (flight !== undefined) {
      this.#count.misses++;
      this.#count.coalesced++;
      this.#flights.wait(flight, row);
      return;
    }
    if (!here) {
      if (this.#joins) this.#lend(row, instance, thing);
      this.#missed(row);
      return;
    }
    if (this.#joins) this.#flights.begin(instance, thing, row, ints[row + GENERATION]!);
    this.#count.misses++;
    this.#load(row);
  }

  /** Tells a caller that it has to load by itself. */
  #missed(row: number): void {
    const r = this.#sim.requests;
    this.#count.misses++;
    this.#entries.missed(row);
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! | MISS;
    this.#sim.calls.answer(row, OK, 0);
  }

  /** A caller may load and fill a key, and everybody else waits for that. */
  #lend(row: number, instance: number, thing: number): Flight {
    const { ints } = this.#sim.requests;
    const flight = this.#flights.begin(instance, thing, ints[row + PARENT]!, ints[row + PARENT_GENERATION]!);
    this.#sim.wake(this.#c.node, Math.round(this.#values.leaseTime * NS_PER_MS), LEASE_ENDS, flight.id);
    return flight;
  }

  /** The one who was to load is given up, or what it loads may be old: the next one loads. */
  #handOn(flight: Flight): void {
    const [next, ...others] = this.#flights.end(flight);
    if (next === undefined) return;
    const again = this.#lend(next, flight.instance, flight.thing);
    for (const row of others) this.#flights.wait(again, row);
    const r = this.#sim.requests;
    r.ints[next + FLAGS] = r.ints[next + FLAGS]! | MISS;
    this.#sim.calls.answer(next, OK, 0);
  }

  #flightHeldBy(row: number): Flight | undefined {
    const { ints } = this.#sim.requests;
    const flight = this.#flights.under(ints[row + INSTANCE]!, this.#entries.thing(row));
    return flight !== undefined && flight.holder === row && flight.generation === ints[row + GENERATION] ? flight : undefined;
  }

  /** Asks the origin; without one there is nothing to be had. */
  #load(row: number): void {
    const origin = this.#c.outgoing[0];
    if (origin === undefined) {
      this.#sim.calls.answer(row, ERROR, causeOf(NO_ROUTE, this.#c.node));
      return;
    }
    const child = this.#sim.calls.open(origin, row, this.#sim.requests.ints[row + INSTANCE]!);
    if (child >= 0) this.#sim.calls.send(child);
  }

  /** Loads an entry anew on nobody's behalf: no operation of the history. */
  #refresh(row: number, instance: number): void {
    const child = this.#behind.open(instance, row);
    if (child < 0) return;
    this.#sim.requests.ints[child + TAG] = REFRESH;
    this.#sim.calls.send(child);
  }

  #refreshDone(child: number): void {
    const { ints } = this.#sim.requests;
    const instance = ints[child + ORIGIN]!;
    this.#entries.refreshed(instance, this.#entries.thing(child));
    if (ints[child + OUTCOME] === OK) this.#keep(child, child, instance);
  }

  /** Keeps what a load brought. */
  #keep(asked: number, child: number, instance: number): void {
    const r = this.#sim.requests;
    const took = this.#sim.now - r.times[(child >> 1) + STARTED]!;
    this.#entries.fill(instance, asked, r.ints[child + VERSION]!, r.has(child, ABSENT), took);
  }

  /** Passes on how a load ended. */
  #pass(row: number, child: number, outcome: number): void {
    if (outcome === OK) {
      this.#sim.calls.relay(row, child);
      this.#sim.calls.answer(row, OK, 0);
    } else this.#sim.calls.answer(row, ERROR, this.#sim.requests.ints[child + CAUSE]!);
  }

  // ---- filling and writing

  /** A caller fills what it loaded; those who waited for it have their answer. */
  #fill(row: number, instance: number): void {
    const r = this.#sim.requests;
    const flight = this.#joins ? this.#flights.under(instance, this.#entries.thing(row)) : undefined;
    const own = flight !== undefined && flight.holder === r.ints[row + PARENT] && flight.generation === r.ints[row + PARENT_GENERATION];
    if (this.#values.stampede === 'lease' && !own) this.#count.refused++;
    else {
      const [version, absent] = [r.ints[row + VERSION]!, r.has(row, ABSENT)];
      this.#entries.fill(instance, row, version, absent, this.#entries.loadTook(row));
      if (flight !== undefined) {
        for (const one of this.#flights.end(flight)) {
          r.ints[one + VERSION] = version;
          if (absent) r.ints[one + FLAGS] = r.ints[one + FLAGS]! | ABSENT;
          this.#observe(one, version);
          this.#sim.calls.answer(one, OK, 0);
        }
      }
    }
    this.#sim.calls.answer(row, OK, 0);
  }

  /** Somebody changed a key: its entry goes, and a load of it under way may bring what is old. */
  #changed(row: number, instance: number): void {
    this.#entries.change(instance, row);
    if (this.#values.stampede !== 'lease') return;
    const flight = this.#flights.under(instance, this.#entries.thing(row));
    if (flight === undefined) return;
    flight.good = false;
    // A load of its own goes on for those who wait; a caller's lease is void.
    if (this.#loads[this.#sim.requests.ints[row + LINK]!] === 0) this.#handOn(flight);
  }

  /** A write goes to the store behind, now or later. Where there is none, the cache itself is what is written to. */
  #write(row: number, instance: number): void {
    if (this.#values.mode === 'write-behind' && this.#behind.take(row, instance)) {
      if (this.#values.holds === 'object') this.#entries.fill(instance, row, this.#sim.requests.ints[row + VERSION]!, false, 0);
      else this.#changed(row, instance);
      this.#sim.calls.answer(row, OK, 0);
      return;
    }
    if (this.#c.outgoing.length > 0) {
      // What is being loaded of its key may already be old when it comes.
      const flight = this.#values.stampede === 'lease' ? this.#flights.under(instance, this.#entries.thing(row)) : undefined;
      if (flight !== undefined) flight.good = false;
      this.#load(row);
      return;
    }
    if (this.#c.dataset < 0) this.#entries.fill(instance, row, 0, false, 0);
    else this.#changed(row, instance);
    this.#sim.calls.answer(row, OK, 0);
  }

  /** A write that went through is in the store. */
  #written(row: number, child: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    const { mode, holds } = this.#values;
    if (mode === 'write-around') return;
    if ((mode === 'write-through' || mode === 'write-behind') && holds === 'object') this.#keep(row, child, instance);
    else this.#changed(row, instance);
  }
}
