/**
 * Cache: remembers versions of keys for a while. As cache-aside it only answers what it is asked and its caller loads and
 * fills; as read-through it loads from its origin itself. A key lives on one instance, so losing an instance loses a share
 * of the keys. Staleness follows from what is in: nothing here decides that an answer is stale.
 */
import { causeOf, ERROR, NO_ROUTE, OK, QUEUE_FULL, REJECTED } from '../../engine/outcome.ts';
import { CAUSE, FILL, FLAGS, INSTANCE, INVALIDATE, KEY, LINK, MISS, OUTCOME, THERE, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import { CacheMemory } from '../../mechanisms/cache/memory.ts';
import { Workers } from '../../mechanisms/work/workers.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { mix32, Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { defineKind, instancesSpec } from '../kind.ts';
import { cacheEstimate } from './estimate.ts';

const PARAMETERS = {
  instances: instancesSpec(1),
  mode: {
    type: 'choice',
    label: 'Mode',
    group: 'Cache',
    default: 'cache-aside',
    live: false,
    source: 'chosen',
    help: 'Who loads what is missing.',
    options: [
      {
        value: 'cache-aside',
        label: 'cache-aside',
        help: 'The caller asks, loads from the store when it misses, and fills; a write drops the entry. It must have a link to the store.',
      },
      { value: 'read-through', label: 'read-through', help: 'It loads from the store behind it; writes pass through and drop the entry.' },
    ],
  },
  capacity: {
    type: 'number',
    label: 'Entries',
    group: 'Cache',
    unit: 'count',
    min: 1,
    max: 1_000_000,
    default: 1000,
    whole: true,
    live: false,
    source: 'chosen',
    help: 'Entries that one instance can hold.',
  },
  policy: {
    type: 'choice',
    label: 'When full, drop',
    group: 'Cache',
    default: 'lru',
    live: false,
    source: 'Redis and memcached evict by (approximate) LRU',
    help: 'Which entry makes room for a new one.',
    options: [
      { value: 'lru', label: 'least recently used', help: 'The one not asked for longest.' },
      { value: 'lfu', label: 'least frequently used', help: 'The one asked for least often; slow to follow a change.' },
      { value: 'fifo', label: 'first in, first out', help: 'The oldest, however popular.' },
    ],
  },
  ttl: {
    type: 'number',
    label: 'Time to live',
    group: 'Cache',
    unit: 'ms',
    min: 0,
    max: 86_400_000,
    default: 60_000,
    whole: false,
    live: true,
    zero: 'for ever',
    source: 'chosen',
    help: 'An entry may be used this long after it was filled.',
  },
  jitter: {
    type: 'number',
    label: 'Spread of the time to live',
    group: 'Cache',
    unit: 'ratio',
    min: 0,
    max: 1,
    default: 0,
    whole: false,
    live: true,
    source: 'chosen',
    help: 'Each entry lives up to this share shorter, so that they do not expire together.',
  },
  time: {
    type: 'distribution',
    label: 'Time for an operation',
    group: 'Work',
    default: { type: 'lognormal', p50: 0.15, p99: 1 },
    live: true,
    source: 'redis 2.2 benchmark: 96.8 % of GETs within 1 ms',
    help: 'Time one operation keeps a worker busy.',
  },
  workers: {
    type: 'number',
    label: 'Workers',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 1000,
    default: 4,
    whole: true,
    live: true,
    source: 'memcached runs 4 threads',
    help: 'Operations that one instance works on at a time.',
  },
  queueLimit: {
    type: 'number',
    label: 'Queue limit',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 10_000,
    whole: true,
    live: true,
    source: 'Redis: 10,000 clients',
    help: 'Operations that may wait at one instance; more are rejected.',
  },
} as const satisfies ParamSpecs;

type Values = ValuesOf<typeof PARAMETERS>;

const WORK_DONE = 0;

class Cache implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #workers: Workers;
  readonly #memories: readonly CacheMemory[];
  readonly #time: Stream;
  readonly #lives: Stream;
  /** For each incoming link, 1 when what is missing is loaded here and not by the caller. */
  readonly #loads: Uint8Array;
  #values: Values;
  #work: Sampler;
  #hits = 0;
  #misses = 0;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#sim = context.sim;
    const name = context.sim.shape.streamNames[context.node];
    this.#time = new Stream(context.sim.shape.seed, `${name}/work`);
    this.#lives = new Stream(context.sim.shape.seed, `${name}/ttl`);
    this.#values = values;
    this.#work = new Sampler(values.time, NS_PER_MS);
    this.#loads = loadsHere(context, values);
    this.#workers = new Workers(context.sim, context.firstInstance, context.instances, workersOf(values));
    this.#memories = Array.from({ length: context.instances }, () => new CacheMemory(values.capacity, values.policy));
  }

  /** A key lives on the instance that its hash names, whether that one is up or not. */
  route(row: number): number {
    const { firstInstance, instances } = this.#c;
    return firstInstance + ((mix32(this.#sim.requests.ints[row + KEY]!, 1) >>> 0) % instances);
  }

  arrive(row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    if (this.#workers.take(row, instance)) this.#begin(row, instance);
    else if (!this.#workers.enqueue(row, instance)) this.#sim.calls.answer(row, REJECTED, causeOf(QUEUE_FULL, this.#c.node));
  }

  wake(_what: number, row: number): void {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    this.#workers.worked(row, instance);
    const next = this.#workers.release(instance);
    if (next >= 0) this.#begin(next, instance);
    this.#operate(row, this.#memories[instance - this.#c.firstInstance]!);
  }

  answered(row: number, child: number): void {
    const r = this.#sim.requests;
    if (row < 0 || !r.has(row, THERE)) return;
    const outcome = r.ints[child + OUTCOME]!;
    if (outcome === OK) {
      const memory = this.#memories[r.ints[row + INSTANCE]! - this.#c.firstInstance]!;
      if (r.has(row, WRITE)) memory.drop(r.ints[row + KEY]!);
      else memory.fill(r.ints[row + KEY]!, r.ints[child + VERSION]!, this.#expiry());
      this.#sim.calls.relay(row, child);
      this.#sim.calls.answer(row, OK, 0);
    } else this.#sim.calls.answer(row, ERROR, r.ints[child + CAUSE]!);
  }

  crash(instance: number): void {
    this.#workers.clear(instance);
    this.#memories[instance - this.#c.firstInstance]!.clear();
  }

  restart(): void {}

  strike(ability: Ability, instance: number): void {
    if (ability === 'flush') this.#memories[instance - this.#c.firstInstance]!.clear();
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.#values = values as Values;
    this.#work = new Sampler(this.#values.time, NS_PER_MS);
    this.#workers.settings = workersOf(this.#values);
    for (let i = this.#c.firstInstance; i < this.#c.firstInstance + this.#c.instances; i++) {
      for (let row = this.#workers.next(i); row >= 0; row = this.#workers.next(i)) this.#begin(row, i);
    }
  }

  forgetCounts(): void {
    this.#hits = 0;
    this.#misses = 0;
    for (const memory of this.#memories) {
      memory.evictions = 0;
      memory.expirations = 0;
    }
  }

  figures(out: Float64Array, at: number): void {
    const looked = this.#hits + this.#misses;
    out[at] = looked === 0 ? Number.NaN : this.#hits / looked;
    out[at + 1] = this.#memories.reduce((sum, m) => sum + m.entries, 0);
    out[at + 2] = this.#memories.reduce((sum, m) => sum + m.evictions, 0);
    out[at + 3] = this.#memories.reduce((sum, m) => sum + m.expirations, 0);
  }

  #begin(row: number, instance: number): void {
    this.#sim.workTakes(instance, this.#work, this.#time);
    this.#sim.wakeRow(this.#c.node, WORK_DONE, row);
  }

  #operate(row: number, memory: CacheMemory): void {
    const r = this.#sim.requests;
    const key = r.ints[row + KEY]!;
    if (r.has(row, INVALIDATE)) {
      memory.drop(key);
      this.#sim.calls.answer(row, OK, 0);
    } else if (r.has(row, FILL)) {
      memory.fill(key, r.ints[row + VERSION]!, this.#expiry());
      this.#sim.calls.answer(row, OK, 0);
    } else if (r.has(row, WRITE)) this.#write(row, memory);
    else this.#lookUp(row, memory, key);
  }

  /** A write goes to the store behind. Where there is none, the cache itself is what is written to. */
  #write(row: number, memory: CacheMemory): void {
    if (this.#c.outgoing.length > 0) {
      this.#load(row);
      return;
    }
    const key = this.#sim.requests.ints[row + KEY]!;
    if (this.#c.dataset < 0) memory.fill(key, 0, this.#expiry());
    else memory.drop(key);
    this.#sim.calls.answer(row, OK, 0);
  }

  #lookUp(row: number, memory: CacheMemory, key: number): void {
    const r = this.#sim.requests;
    const version = memory.look(key, this.#sim.now);
    if (version >= 0) {
      this.#hits++;
      r.ints[row + VERSION] = version;
      this.#sim.calls.answer(row, OK, 0);
      return;
    }
    this.#misses++;
    if (this.#loads[r.ints[row + LINK]!] === 1) {
      this.#load(row);
      return;
    }
    r.ints[row + FLAGS] = r.ints[row + FLAGS]! | MISS;
    this.#sim.calls.answer(row, OK, 0);
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

  /** Moment until which an entry filled now may be used, ns. */
  #expiry(): number {
    const { ttl, jitter } = this.#values;
    if (ttl === 0) return Number.POSITIVE_INFINITY;
    const life = jitter === 0 ? ttl : ttl * (1 - jitter * this.#lives.uniform());
    return this.#sim.now + Math.floor(life * NS_PER_MS);
  }
}

/**
 * Who loads: the cache itself when it reads through, or when its caller has no link to the store behind it and so could not.
 * As an array over all links.
 */
function loadsHere({ sim, incoming, far }: StationContext, values: Values): Uint8Array {
  const loads = new Uint8Array(sim.links.length);
  const origin = far[0]?.node;
  for (const link of incoming) {
    const caller = sim.links[link]!.from;
    const able = origin === undefined || sim.links.some((one) => one.from === caller && one.to === origin);
    if (values.mode === 'read-through' || !able) loads[link] = 1;
  }
  return loads;
}

function workersOf(values: Values): { workers: number; queueLimit: number; discipline: 'fifo' } {
  return { workers: values.workers, queueLimit: values.queueLimit, discipline: 'fifo' };
}

export const cache = defineKind({
  id: 'cache',
  name: 'Cache',
  group: 'data',
  role: 'cache',
  summary: 'Remembers what was read, for a while.',
  about:
    'A cache such as Redis or memcached with real keys: what is in decides what hits. Each entry holds the version that was current when it was ' +
    'filled, so stale answers are seen as they happen. Keys are spread over instances by their hash; an instance that goes down takes its keys with ' +
    'it. Left out here: replicas, single flight, write-behind.',
  params: PARAMETERS,
  links: { in: true, out: true },
  abilities: ['flush'],
  choosesInstance: true,
  aside: (values) => values.mode === 'cache-aside',
  face: ['hitRatio', 'p50'],
  figures: [
    { id: 'hitRatio', label: 'hit', unit: 'ratio', help: 'Look-ups that found their key, since the warm-up.' },
    { id: 'entries', label: 'entries', unit: 'count', help: 'Keys remembered now.' },
    { id: 'evictions', label: 'evicted', unit: 'count', help: 'Entries dropped to make room, since the warm-up.' },
    {
      id: 'expirations',
      label: 'expired',
      unit: 'count',
      help: 'Entries found to be too old when they were asked for, since the warm-up.',
    },
  ],
  slots: (values) => values.workers,
  costs: () => [{ price: 'cache', each: 'instance' }],
  estimate: cacheEstimate,
  build: (context, values) => new Cache(context, values),
});
