/**
 * A cache inside each instance of a service (in process): what it read of a store, or of the cache before it, it uses again without a
 * call until its time to live ends. Nobody tells it of changes but its own writes, so instances may disagree, and an answer may be old.
 */
import { CACHED, DATASET, FLAGS, INSTANCE, KEY, SESSION, STALE, VERSION } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { StationContext } from '../../engine/station.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { CacheMemory } from '../cache/memory.ts';

export interface LocalSettings {
  /** Keys that one instance keeps; ms that each may be used. */
  readonly entries: number;
  readonly ttl: number;
}

export class LocalCache {
  settings: LocalSettings;
  hits = 0;
  misses = 0;
  readonly #sim: Sim;
  readonly #first: number;
  readonly #memories: readonly CacheMemory[];
  /** By link: the data set at its far end, or -1; and how many data sets there are. */
  readonly #datasets: Int32Array;
  readonly #sets: number;

  constructor({ sim, firstInstance, instances, far }: StationContext, settings: LocalSettings) {
    this.#sim = sim;
    this.#first = firstInstance;
    this.settings = settings;
    this.#memories = Array.from({ length: instances }, () => new CacheMemory(settings.entries, 'lru'));
    this.#datasets = new Int32Array(sim.shape.links).fill(-1);
    for (const { link, dataset } of far) this.#datasets[link] = dataset;
    this.#sets = Math.max(0, ...far.map(({ dataset }) => dataset)) + 1;
  }

  /** Whether a request has what it would call this link for; then it is answered with that, and the history knows. */
  answers(row: number, link: number): boolean {
    const dataset = this.#datasets[link]!;
    if (dataset < 0) return false;
    const { requests: r, history, recording, now } = this.#sim;
    const { ints } = r;
    const [key, instance] = [ints[row + KEY]!, ints[row + INSTANCE]!];
    const version = this.#memories[instance - this.#first]!.look(this.#thing(dataset, key), now);
    if (version < 0) {
      this.misses++;
      return false;
    }
    this.hits++;
    ints[row + VERSION] = version;
    ints[row + FLAGS] = ints[row + FLAGS]! | CACHED;
    // Where somebody further out already counts as the reader, it is not one more reading.
    if (ints[row + DATASET]! >= 0) return true;
    if (recording.on !== 0) recording.recalled(dataset, key, version, ints[row + SESSION]!, instance);
    if (history.observe(dataset, key, version, history.newest(dataset, key), now)) ints[row + FLAGS] = ints[row + FLAGS]! | STALE;
    return true;
  }

  /** A request has read this version over a link. */
  keep(row: number, link: number, version: number): void {
    const dataset = this.#datasets[link]!;
    if (dataset < 0) return;
    const { ints } = this.#sim.requests;
    const until = this.settings.ttl === 0 ? Number.POSITIVE_INFINITY : this.#sim.now + Math.round(this.settings.ttl * NS_PER_MS);
    this.#memories[ints[row + INSTANCE]! - this.#first]!.fill(this.#thing(dataset, ints[row + KEY]!), version, until);
  }

  /** A request has written over a link: its own instance knows that. */
  drop(row: number, link: number): void {
    const dataset = this.#datasets[link]!;
    const { ints } = this.#sim.requests;
    if (dataset >= 0) this.#memories[ints[row + INSTANCE]! - this.#first]!.drop(this.#thing(dataset, ints[row + KEY]!));
  }

  crash(i: number): void {
    this.#memories[i]!.clear();
  }

  #thing(dataset: number, key: number): number {
    return (Math.imul(key, this.#sets) + dataset) | 0;
  }
}
