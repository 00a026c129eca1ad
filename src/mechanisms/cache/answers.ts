/**
 * The answers that a proxy keeps: by key and class, for a time to live, on each copy for itself. Equal requests that miss at the same
 * time can be made one: the first is passed on, the others wait for its answer. Old answers can stand in while the origin fails.
 */
import { OK } from '../../engine/outcome.ts';
import { CACHED, CAUSE, CLASS, FLAGS, INSTANCE, KEY, MISS, NEXT, OUTCOME, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { StationContext } from '../../engine/station.ts';
import { CacheMemory } from './memory.ts';

export interface AnswerSettings {
  /** Answers that one copy keeps; 0: none are kept. */
  readonly capacity: number;
  /** ns that an answer may be used, and for which it may stand in for a failed one after that. */
  readonly life: number;
  readonly grace: number;
  readonly collapse: boolean;
  /** Ids of the classes whose answers are kept; empty: of all that read. */
  readonly classes: readonly string[];
}

/** What became of a request that asked: it is to be passed on, is answered (its version stands in the row), or waits. */
export const PASSES = 0;
export const ANSWERED = 1;
const WAITS = 2;

export class Answers {
  settings: AnswerSettings;
  /** Since the warm-up: found, not found, waited for another's answer, old ones that stood in. */
  hits = 0;
  misses = 0;
  collapsed = 0;
  stale = 0;
  readonly #sim: Sim;
  readonly #first: number;
  readonly #classes: StationContext['classes'];
  readonly #memories: readonly CacheMemory[];
  /** For each copy: the last of those who wait for an answer, by what they ask for; −1 while only one has asked. */
  readonly #asked: readonly Map<number, number>[];
  readonly #end: (row: number, outcome: number, cause: number) => void;
  #kept: readonly boolean[] = [];

  /** `end` ends a request whose answer is there. */
  constructor(context: StationContext, settings: AnswerSettings, end: (row: number, outcome: number, cause: number) => void) {
    const { sim, firstInstance, instances, classes } = context;
    this.#sim = sim;
    this.#first = firstInstance;
    this.#classes = classes;
    this.#end = end;
    this.settings = settings;
    const copies = settings.capacity > 0 ? instances : 0;
    this.#memories = Array.from({ length: copies }, () => new CacheMemory(settings.capacity, 'lru'));
    this.#asked = Array.from({ length: instances }, () => new Map<number, number>());
    this.configure(settings);
  }

  /** Capacity and grace stay as they were. */
  configure(settings: AnswerSettings): void {
    this.settings = { ...settings, capacity: this.settings.capacity, grace: this.settings.grace };
    this.#kept = this.#classes.map(({ id, write }) => !write && (settings.classes.length === 0 || settings.classes.includes(id)));
  }

  get entries(): number {
    return this.#memories.reduce((sum, memory) => sum + memory.entries, 0);
  }

  /** Looks a request up. */
  ask(row: number): number {
    const { ints } = this.#sim.requests;
    if (this.#memories.length === 0 && !this.settings.collapse) return PASSES;
    if (this.#kept[ints[row + CLASS]!] !== true || (ints[row + FLAGS]! & WRITE) !== 0) return PASSES;
    const i = ints[row + INSTANCE]! - this.#first;
    const what = this.#whatOf(row);
    const memory = this.#memories[i];
    const { now } = this.#sim;
    if (memory?.lasts(what, now + this.settings.grace) === true) {
      this.hits++;
      ints[row + VERSION] = memory.look(what, now);
      ints[row + FLAGS] = ints[row + FLAGS]! | CACHED;
      return ANSWERED;
    }
    this.misses++;
    if (!this.settings.collapse) return PASSES;
    const asked = this.#asked[i]!;
    const last = asked.get(what);
    if (last === undefined) {
      asked.set(what, -1);
      return PASSES;
    }
    this.collapsed++;
    ints[row + NEXT] = last;
    asked.set(what, row);
    return WAITS;
  }

  /** A request that was passed on ended as `child` says: the answer is kept, and all who waited for it end too. */
  settle(row: number, child: number): void {
    const { ints } = this.#sim.requests;
    const memory = this.#memories[ints[row + INSTANCE]! - this.#first];
    const kept = this.#kept[ints[row + CLASS]!] === true;
    const well = ints[child + OUTCOME] === OK;
    this.#sim.calls.relay(row, child);
    if (memory !== undefined && well) {
      if ((ints[row + FLAGS]! & WRITE) !== 0) this.#drop(memory, ints[row + KEY]!);
      else if (kept && (ints[child + FLAGS]! & MISS) === 0) this.#fill(memory, row);
    }
    this.fail(row, ints[child + OUTCOME]!, ints[child + CAUSE]!);
  }

  /** Ends a request that was or would have been passed on, and all who waited for it; an old answer stands in for a failed one. */
  fail(row: number, outcome: number, cause: number): void {
    const { ints } = this.#sim.requests;
    const i = ints[row + INSTANCE]! - this.#first;
    const what = this.#whatOf(row);
    const version = ints[row + VERSION]!;
    let [how, why] = [outcome, cause];
    let old = -1;
    if (outcome !== OK && this.settings.grace > 0 && this.#kept[ints[row + CLASS]!] === true && (ints[row + FLAGS]! & WRITE) === 0) {
      old = this.#memories[i]?.look(what, this.#sim.now) ?? -1;
      if (old >= 0) [how, why] = [OK, 0];
    }
    const asked = this.#asked[i]!;
    const leads = (ints[row + FLAGS]! & WRITE) === 0 && asked.has(what);
    let waiting = leads ? this.#inOrder(asked.get(what) ?? -1) : -1;
    if (leads) asked.delete(what);
    if (old >= 0) this.#standIn(row, old);
    this.#end(row, how, why);
    while (waiting >= 0) {
      const next = ints[waiting + NEXT]!;
      ints[waiting + NEXT] = -1;
      if (old >= 0) this.#standIn(waiting, old);
      else ints[waiting + VERSION] = version;
      this.#end(waiting, how, why);
      waiting = next;
    }
  }

  /** A copy went down with all it knew. */
  clear(instance: number): void {
    this.#memories[instance - this.#first]?.clear();
    this.#asked[instance - this.#first]!.clear();
  }

  /** Forgets the answers of a copy. */
  flush(instance: number): void {
    this.#memories[instance - this.#first]?.clear();
  }

  forgetCounts(): void {
    this.hits = 0;
    this.misses = 0;
    this.collapsed = 0;
    this.stale = 0;
  }

  /** Turns the line of those who wait round: it was begun at its end. */
  #inOrder(last: number): number {
    const { ints } = this.#sim.requests;
    let before = -1;
    for (let row = last; row >= 0; ) {
      const next = ints[row + NEXT]!;
      ints[row + NEXT] = before;
      before = row;
      row = next;
    }
    return before;
  }

  #standIn(row: number, version: number): void {
    const { ints } = this.#sim.requests;
    this.stale++;
    ints[row + VERSION] = version;
    ints[row + FLAGS] = ints[row + FLAGS]! | CACHED;
  }

  #fill(memory: CacheMemory, row: number): void {
    const { life, grace } = this.settings;
    memory.fill(this.#whatOf(row), this.#sim.requests.ints[row + VERSION]!, this.#sim.now + life + grace);
  }

  /** A write through the proxy makes what it keeps of that key old, whatever class asks for it (RFC 9111, section 4.4). */
  #drop(memory: CacheMemory, key: number): void {
    const { length } = this.#classes;
    for (let cls = 0; cls < length; cls++) memory.drop((Math.imul(key, length) + cls) | 0);
  }

  /** What is asked for: a key by a class. */
  #whatOf(row: number): number {
    const { ints } = this.#sim.requests;
    return (Math.imul(ints[row + KEY]!, this.#classes.length) + ints[row + CLASS]!) | 0;
  }
}
