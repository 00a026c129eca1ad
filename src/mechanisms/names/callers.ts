/**
 * Who asks for a name, and what each of them remembers. Every part that calls has resolvers of its own, in its own network; behind
 * a source its sessions share them by hash, behind any other part its instances do. Each session or instance also has a cache of
 * its own (browser, operating system, run-time library), which keeps an answer as it came. Nothing here asks anybody.
 */
import { ORIGIN, SESSION } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import { widenFloats, widenInts } from '../../engine/widen.ts';
import { mix32 } from '../../std/random.ts';

/** What servers of a name said: addresses by index, the best first. */
export interface Answer {
  readonly addresses: readonly number[];
  /** How often the records or what is known of their health had changed by then. */
  readonly epoch: number;
  /** Where it leads: see the knobs' RIGHT, NOWHERE, STRANGER. */
  readonly leads: number;
}

/** One name at one resolver. */
export interface Entry {
  /** Its place among all entries. */
  readonly index: number;
  readonly caller: Caller;
  readonly resolver: number;
  readonly group: number;
  /** The instance that asked first: where the resolver stands. */
  readonly origin: number;
  answer: Answer | undefined;
  /** Moments until which the answer may be used, may be used in need, and the failure is remembered; ns. */
  until: number;
  staleUntil: number;
  failedUntil: number;
  /** Calls that wait for the look-up under way, linked by NEXT; -1: none. */
  first: number;
  last: number;
  busy: boolean;
  tries: number;
  lookups: number;
  /** Answers given from here, for taking turns. */
  turn: number;
}

export interface Caller {
  readonly source: boolean;
  readonly firstInstance: number;
  /** By resolver: the moment until which it knows the servers of the domain, ns. */
  readonly known: Float64Array;
  /** By resolver × group. */
  readonly entries: (Entry | undefined)[];
  /** By session or instance × group: what its own cache holds, until when, and which of the addresses it uses. */
  readonly answers: (Answer | undefined)[];
  until: Float64Array;
  turn: Int32Array;
}

export class Callers {
  /** All entries, in the order in which they were first asked for. */
  readonly entries: Entry[] = [];
  readonly #c: StationContext;
  readonly #groups: number;
  readonly #resolvers: number;
  readonly #callers: (Caller | undefined)[] = [];

  constructor(context: StationContext, groups: number, resolvers: number) {
    this.#c = context;
    this.#groups = groups;
    this.#resolvers = resolvers;
  }

  /** The part on whose behalf a call is made. */
  of(row: number): Caller {
    const { shape, requests } = this.#c.sim;
    const node = shape.nodeOf[requests.ints[row + ORIGIN]!]!;
    this.#callers[node] ??= {
      source: this.#c.sources[node] === 1,
      firstInstance: shape.nodeOf.indexOf(node),
      known: new Float64Array(this.#resolvers),
      entries: [],
      answers: [],
      until: new Float64Array(64),
      turn: new Int32Array(64),
    };
    return this.#callers[node];
  }

  /** Place of a call's own cache entry in the columns of its caller. */
  place(caller: Caller, row: number, group: number): number {
    const at = this.#who(caller, row) * this.#groups + group;
    if (at >= caller.until.length) {
      const length = Math.max(at + 1, caller.until.length * 2);
      caller.until = widenFloats(caller.until, length);
      caller.turn = widenInts(caller.turn, length);
    }
    return at;
  }

  /** What the resolver of a call knows of a name; made when it is asked for the first time. */
  entry(caller: Caller, row: number, group: number): Entry {
    const resolver = (mix32(this.#who(caller, row), 2) >>> 0) % this.#resolvers;
    const at = resolver * this.#groups + group;
    const known = caller.entries[at];
    if (known !== undefined) return known;
    const entry: Entry = {
      index: this.entries.length,
      caller,
      resolver,
      group,
      origin: this.#c.sim.requests.ints[row + ORIGIN]!,
      answer: undefined,
      until: -1,
      staleUntil: -1,
      failedUntil: -1,
      first: -1,
      last: -1,
      busy: false,
      tries: 0,
      lookups: 0,
      turn: 0,
    };
    caller.entries[at] = entry;
    this.entries.push(entry);
    return entry;
  }

  #who(caller: Caller, row: number): number {
    const { ints } = this.#c.sim.requests;
    return caller.source ? ints[row + SESSION]! : ints[row + ORIGIN]! - caller.firstInstance;
  }
}
