/**
 * Loads of entries under way, with those who wait for them: what keeps a stampede of misses from reaching the store. Each load has a
 * holder: the call that loads here, or the request of a caller that was told to load and will fill. Bookkeeping only: who loads, and
 * what comes of a fill, is the station's business. Kept apart for each instance; it allocates, on misses alone.
 */
import { GENERATION, type Requests, THERE } from '../../engine/requests.ts';

export interface Flight {
  readonly id: number;
  readonly instance: number;
  readonly thing: number;
  /** Row and generation of whoever loads. */
  readonly holder: number;
  readonly generation: number;
  /** Rows that wait, each followed by its generation. */
  readonly waiting: number[];
  /** False once the key was changed while it was loaded: what was loaded may be old. */
  good: boolean;
}

export class Flights {
  readonly #requests: Requests;
  readonly #byThing = new Map<number, Map<number, Flight>>();
  readonly #byId = new Map<number, Flight>();
  #next = 0;

  constructor(requests: Requests) {
    this.#requests = requests;
  }

  /** The load of a thing under way at an instance. */
  under(instance: number, thing: number): Flight | undefined {
    return this.#byThing.get(instance)?.get(thing);
  }

  /** The load of this number, while it is under way. */
  get(id: number): Flight | undefined {
    return this.#byId.get(id);
  }

  begin(instance: number, thing: number, holder: number, generation: number): Flight {
    const flight: Flight = { id: this.#next++, instance, thing, holder, generation, waiting: [], good: true };
    let things = this.#byThing.get(instance);
    if (things === undefined) {
      things = new Map();
      this.#byThing.set(instance, things);
    }
    things.set(thing, flight);
    this.#byId.set(flight.id, flight);
    return flight;
  }

  wait(flight: Flight, row: number): void {
    flight.waiting.push(row, this.#requests.ints[row + GENERATION]!);
  }

  /** A load is over: the rows that still wait for it, in order. */
  end(flight: Flight): number[] {
    this.#byId.delete(flight.id);
    const things = this.#byThing.get(flight.instance);
    if (things?.get(flight.thing) === flight) things.delete(flight.thing);
    const rows: number[] = [];
    for (let i = 0; i < flight.waiting.length; i += 2) {
      const row = flight.waiting[i]!;
      if (this.#requests.ints[row + GENERATION] === flight.waiting[i + 1] && this.#requests.has(row, THERE)) rows.push(row);
    }
    return rows;
  }

  /** An instance went down, and all that was under way there. */
  clear(instance: number): void {
    for (const flight of this.#byThing.get(instance)?.values() ?? []) this.#byId.delete(flight.id);
    this.#byThing.delete(instance);
  }
}
