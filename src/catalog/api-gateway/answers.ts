/**
 * The answers that a gateway keeps: to reads, by class and key, each copy its own, until their time is over or they give way to others. A
 * write that passes does not touch them: until then they may be out of date.
 */
import { CLASS, INSTANCE, KEY, VERSION } from '../../engine/requests.ts';
import type { StationContext } from '../../engine/station.ts';
import { CacheMemory } from '../../mechanisms/cache/memory.ts';
import { NS_PER_MS } from '../../std/units.ts';
import type { Values } from './settings.ts';

export class Answers {
  readonly #c: StationContext;
  readonly #memory: readonly CacheMemory[];
  #looked = 0;
  #hits = 0;
  #values: Values;

  constructor(context: StationContext, values: Values) {
    this.#c = context;
    this.#values = values;
    const copies = values.cacheEntries > 0 ? context.instances : 0;
    this.#memory = Array.from({ length: copies }, () => new CacheMemory(values.cacheEntries, 'lru'));
  }

  /** Share of look-ups that were answered; NaN where there were none. */
  get hitRatio(): number {
    return this.#looked > 0 ? this.#hits / this.#looked : Number.NaN;
  }

  /** The version that is kept for what a request asks, or -1. */
  look(row: number): number {
    const memory = this.#of(row);
    if (memory === undefined) return -1;
    this.#looked++;
    const version = memory.look(this.#key(row), this.#c.sim.now);
    if (version >= 0) this.#hits++;
    return version;
  }

  /** Keeps the answer that a call of the gateway's brought. */
  keep(row: number, child: number): void {
    const { sim } = this.#c;
    const until = sim.now + Math.round(this.#values.cacheTtl * NS_PER_MS);
    this.#of(row)?.fill(this.#key(row), sim.requests.ints[child + VERSION]!, until);
  }

  forget(copy: number): void {
    this.#memory[copy]?.clear();
  }

  configure(values: Values): void {
    this.#values = values;
  }

  forgetCounts(): void {
    this.#looked = 0;
    this.#hits = 0;
  }

  /** The memory of the copy that serves a request; none for writes. */
  #of(row: number): CacheMemory | undefined {
    const { ints } = this.#c.sim.requests;
    if (this.#memory.length === 0 || this.#c.classes[ints[row + CLASS]!]!.write) return undefined;
    return this.#memory[ints[row + INSTANCE]! - this.#c.firstInstance];
  }

  #key(row: number): number {
    const { ints } = this.#c.sim.requests;
    return (Math.imul(ints[row + KEY]!, this.#c.classes.length) + ints[row + CLASS]!) | 0;
  }
}
