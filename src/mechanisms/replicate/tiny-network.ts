/**
 * A tiny network for stories about a protocol: the protocol alone, callers that follow a script, and a hand on the knobs. For tests only;
 * there is no kind in it. Times in ms, instances from 1; a call goes to instance 1 unless said otherwise. Lines of the log read
 * `12 read a: 3` or `12 write a: too few copies`.
 */
import { History } from '../../engine/history.ts';
import { type Knobs, UP } from '../../engine/knobs.ts';
import { Link } from '../../engine/link.ts';
import { OK, reasonOf } from '../../engine/outcome.ts';
import { CAUSE, CLASS, FLAGS, INSTANCE, KEY, OUTCOME, SESSION, STALE, STARTED, VERSION, WRITE } from '../../engine/requests.ts';
import { Sim } from '../../engine/sim.ts';
import type { Station } from '../../engine/station.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { Site } from './standing.ts';

/** A protocol as its node's station sees it; instances are counted from 0. */
interface Protocol {
  start(): void;
  begin(row: number, i: number): void;
  wake(what: number, a: number): void;
  crash(i: number): void;
  restart(i: number): void;
  turned(): void;
}

export const keyOf = (name: string): number => name.charCodeAt(0) - 97;
const ms = (value: number): number => value * NS_PER_MS;

/** What one call came to. */
interface Told {
  readonly began: number;
  readonly ended: number;
  readonly write: boolean;
  readonly key: number;
  /** -1: it failed. */
  readonly version: number;
  readonly stale: boolean;
}

/** Callers: node 0, and the only instance 0. */
class Caller implements Station {
  readonly #stage: TinyNetwork;
  constructor(stage: TinyNetwork) {
    this.#stage = stage;
  }
  wake(what: number, a: number): void {
    const { sim } = this.#stage;
    const [write, at, key, session] = [what & 1, (what >> 1) & 31, a & 1023, a >> 10];
    sim.offer(0);
    const row = sim.calls.open(0, -1, 0);
    const { ints } = sim.requests;
    ints[row + CLASS] = 0;
    ints[row + SESSION] = session;
    ints[row + KEY] = key;
    ints[row + INSTANCE] = at;
    if (write === 1) ints[row + FLAGS] = ints[row + FLAGS]! | WRITE;
    sim.calls.send(row);
  }
  answered(_row: number, child: number): void {
    this.#stage.tell(child);
    this.#stage.sim.complete(child);
  }
  arrive(): void {}
  crash(): void {}
  restart(): void {}
}

/** The protocol's node. */
class Alone implements Station {
  readonly #protocol: Protocol;
  readonly #sim: Sim;
  constructor(protocol: Protocol, sim: Sim) {
    this.#protocol = protocol;
    this.#sim = sim;
  }
  start(): void {
    this.#protocol.start();
  }
  arrive(row: number): void {
    this.#protocol.begin(row, this.#sim.requests.ints[row + INSTANCE]! - 1);
  }
  answered(): void {}
  wake(what: number, a: number): void {
    this.#protocol.wake(what, a);
  }
  crash(instance: number): void {
    this.#protocol.crash(instance - 1);
  }
  restart(instance: number): void {
    this.#protocol.restart(instance - 1);
  }
  turned(): void {
    this.#protocol.turned();
  }
}

export class TinyNetwork {
  readonly sim: Sim;
  readonly site: Site;
  readonly log: string[] = [];
  readonly told: Told[] = [];
  /** Hears of each call that ended. */
  heard: ((one: Told) => void) | undefined = undefined;
  readonly #acts: { readonly at: number; readonly act: () => void }[] = [];
  readonly #instances: number;

  constructor(instances: number, apart: (a: number, b: number) => number, seed: number) {
    this.#instances = instances;
    this.sim = simOf(instances, apart, seed);
    this.site = { sim: this.sim, node: 1, firstInstance: 1 };
  }

  /** Brings the protocol onto its network. */
  protected begin(protocol: Protocol): void {
    this.sim.stations.push(new Caller(this), new Alone(protocol, this.sim));
    this.sim.fast = false;
    this.sim.start();
  }

  write(at: number, key: string, by = 1, session = 0): this {
    return this.#call(at, 1, key, by, session);
  }

  read(at: number, key: string, by = 1, session = 0): this {
    return this.#call(at, 0, key, by, session);
  }

  /** Turns knobs at this moment, and tells everybody in the engine's order. */
  turn(at: number, turn: (knobs: Knobs) => void): this {
    return this.act(at, () => {
      const { knobs } = this.sim;
      const [down, hung] = [knobs.down.slice(), knobs.hung.slice()];
      turn(knobs);
      this.sim.calm(false);
      for (let i = 0; i < down.length; i++) {
        if (down[i] === UP && knobs.down[i] !== UP) this.sim.crash(i);
        else if (down[i] !== UP && knobs.down[i] === UP) this.sim.restart(i);
      }
      for (let i = 0; i < hung.length; i++) if (hung[i] === 1 && knobs.hung[i] === 0) this.sim.resume(i);
      for (const station of this.sim.stations) station.turned?.();
    });
  }

  crash(at: number, instance: number): this {
    return this.turn(at, (knobs) => (knobs.down[instance] = 1));
  }

  restart(at: number, instance: number): this {
    return this.turn(at, (knobs) => (knobs.down[instance] = UP));
  }

  hang(at: number, instance: number, hung = 1): this {
    return this.turn(at, (knobs) => (knobs.hung[instance] = hung));
  }

  /** Cuts these instances off from the others; callers reach everybody. */
  cut(at: number, ...instances: number[]): this {
    return this.turn(at, (knobs) => {
      knobs.cuts.push(Uint8Array.from({ length: this.#instances + 1 }, (_, i) => (i === 0 ? 0 : instances.includes(i) ? 1 : 2)));
    });
  }

  heal(at: number): this {
    return this.turn(at, (knobs) => (knobs.cuts.length = 0));
  }

  act(at: number, act: () => void): this {
    this.#acts.push({ at, act });
    return this;
  }

  /** Runs to this moment. The log. */
  run(until: number): string[] {
    for (const { at, act } of this.#acts.splice(0).sort((x, y) => x.at - y.at)) {
      this.sim.run(ms(at), Number.POSITIVE_INFINITY);
      this.sim.now = ms(at);
      act();
    }
    this.sim.run(ms(until), Number.POSITIVE_INFINITY);
    this.sim.now = ms(until);
    return this.log;
  }

  tell(row: number): void {
    const { ints, times } = this.sim.requests;
    const ok = ints[row + OUTCOME] === OK;
    const write = (ints[row + FLAGS]! & WRITE) !== 0;
    const stale = (ints[row + FLAGS]! & STALE) !== 0;
    const key = ints[row + KEY]!;
    const one: Told = {
      began: times[(row >> 1) + STARTED]!,
      ended: this.sim.now,
      write,
      key,
      version: ok ? ints[row + VERSION]! : -1,
      stale,
    };
    if (this.heard !== undefined) {
      this.heard(one);
      return;
    }
    this.told.push(one);
    const what = ok ? `${ints[row + VERSION]}${stale ? ', stale' : ''}` : reasonOf(ints[row + CAUSE]!);
    this.log.push(`${this.sim.now / NS_PER_MS} ${write ? 'write' : 'read'} ${String.fromCharCode(97 + key)}: ${what}`);
  }

  /** A call so many ms from now about a key by number. */
  later(inMs: number, write: boolean, key: number, by: number): void {
    this.sim.queue.push(this.sim.now + ms(inMs), 0, (write ? 1 : 0) | (by << 1), key, -1);
  }

  #call(at: number, write: number, key: string, by: number, session: number): this {
    const what = write | (by << 1);
    this.sim.queue.push(ms(at), 0, what, keyOf(key) | (session << 10), -1);
    return this;
  }
}

function simOf(instances: number, apart: (a: number, b: number) => number, seed: number): Sim {
  const all = instances + 1;
  const zoneDelay = new Float64Array(all * all);
  for (let a = 1; a < all; a++) for (let b = 1; b < all; b++) zoneDelay[a * all + b] = a === b ? 0 : ms(apart(a, b));
  const sim = new Sim(
    {
      seed,
      nodes: 2,
      links: 1,
      classes: 1,
      bytesUp: new Float64Array(1),
      bytesDown: new Float64Array(1),
      nodeOf: Int32Array.from({ length: all }, (_, i) => (i === 0 ? 0 : 1)),
      zoneOf: Int32Array.from({ length: all }, (_, i) => i),
      zoneDelay,
      zones: all,
      streamNames: ['node-callers', 'node-store'],
    },
    new History(1),
  );
  const nothing = { latency: undefined, retry: undefined, breaker: undefined, pool: undefined, chooser: undefined };
  const link = { index: 0, from: 0, to: 1, lastMile: 0, loss: 0, bandwidth: 0, timeout: 0, sole: -1, dataset: 0, seed, name: 'link' };
  sim.links.push(new Link({ ...nothing, ...link }));
  return sim;
}
