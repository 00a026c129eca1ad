// A cache's memory against a model that keeps everything in one plain list and looks for the victim the slow way.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CacheMemory } from './memory.ts';

const SEED = 20261121;

interface Entry {
  readonly key: number;
  version: number;
  until: number;
  added: number;
  used: number;
  uses: number;
}

/** Which entry must go, as the policies are defined: a total order, the least of all goes. */
const ORDER: Readonly<Record<string, (a: Entry, b: Entry) => number>> = {
  lru: (a, b) => a.used - b.used,
  fifo: (a, b) => a.added - b.added,
  lfu: (a, b) => a.uses - b.uses || a.used - b.used,
};

class Model {
  entries: Entry[] = [];
  evictions = 0;
  expirations = 0;
  #clock = 0;
  readonly #capacity: number;
  readonly #policy: string;

  constructor(capacity: number, policy: string) {
    this.#capacity = capacity;
    this.#policy = policy;
  }

  look(key: number, now: number): number {
    const entry = this.entries.find((one) => one.key === key);
    if (entry === undefined) return -1;
    if (now >= entry.until) {
      this.expirations++;
      this.drop(key);
      return -1;
    }
    this.#use(entry);
    return entry.version;
  }

  fill(key: number, version: number, until: number): void {
    const entry = this.entries.find((one) => one.key === key);
    if (entry !== undefined) {
      entry.version = version;
      entry.until = until;
      this.#use(entry);
      return;
    }
    if (this.entries.length === this.#capacity) {
      const [victim] = [...this.entries].sort(ORDER[this.#policy]);
      this.evictions++;
      this.drop(victim!.key);
    }
    this.#clock++;
    this.entries.push({ key, version, until, added: this.#clock, used: this.#clock, uses: 1 });
  }

  drop(key: number): void {
    this.entries = this.entries.filter((one) => one.key !== key);
  }

  #use(entry: Entry): void {
    entry.used = ++this.#clock;
    entry.uses++;
  }
}

const key = fc.integer({ min: 0, max: 12 });
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('look' as const), key }) },
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('fill' as const), key, life: fc.constantFrom(1, 5, 30, Number.POSITIVE_INFINITY) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('drop' as const), key }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('pass' as const), time: fc.integer({ min: 1, max: 20 }) }) },
);

describe.each(['lru', 'lfu', 'fifo'])('a cache memory with %s', (policy) => {
  it('holds what a slow model holds, step by step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 300 }), (capacity, steps) => {
        const memory = new CacheMemory(capacity, policy);
        const model = new Model(capacity, policy);
        let now = 0;
        steps.forEach((one, version) => {
          if (one.does === 'look') expect(memory.look(one.key, now), `look for ${one.key} at ${now}`).toBe(model.look(one.key, now));
          else if (one.does === 'fill') {
            memory.fill(one.key, version, now + one.life);
            model.fill(one.key, version, now + one.life);
          } else if (one.does === 'drop') {
            memory.drop(one.key);
            model.drop(one.key);
          } else now += one.time;
          expect(memory.entries).toBe(model.entries.length);
          expect([memory.evictions, memory.expirations]).toEqual([model.evictions, model.expirations]);
        });
        for (let k = 0; k <= 12; k++) expect(memory.look(k, now)).toBe(model.look(k, now));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('starts anew when it is cleared', () => {
    const memory = new CacheMemory(3, policy);
    for (let k = 0; k < 10; k++) memory.fill(k, 1, Number.POSITIVE_INFINITY);
    memory.clear();
    expect(memory.entries).toBe(0);
    for (let k = 0; k < 10; k++) expect(memory.look(k, 0)).toBe(-1);
    for (let k = 20; k < 23; k++) memory.fill(k, k, Number.POSITIVE_INFINITY);
    for (let k = 20; k < 23; k++) expect(memory.look(k, 0)).toBe(k);
    expect(memory.entries).toBe(3);
  });
});

describe('which entry goes', () => {
  const full = (policy: string, then: (memory: CacheMemory) => void) => {
    const memory = new CacheMemory(3, policy);
    for (const k of [1, 2, 3]) memory.fill(k, 0, Number.POSITIVE_INFINITY);
    then(memory);
    memory.fill(4, 0, Number.POSITIVE_INFINITY);
    return [1, 2, 3, 4].filter((k) => memory.look(k, 0) >= 0);
  };

  it('lru: the one not asked for longest', () => {
    expect(full('lru', (m) => m.look(1, 0))).toEqual([1, 3, 4]);
  });

  it('fifo: the oldest, though it was asked for last', () => {
    expect(full('fifo', (m) => m.look(1, 0))).toEqual([2, 3, 4]);
  });

  it('lfu: the one asked for least often, of equals the one used longest ago', () => {
    const often = (m: CacheMemory) => [1, 1, 2, 3, 2].forEach((k) => void m.look(k, 0));
    expect(full('lfu', often)).toEqual([1, 2, 4]);
    expect(full('lfu', (m) => [1, 2, 3, 1, 2, 3].forEach((k) => void m.look(k, 0)))).toEqual([2, 3, 4]);
  });

  it('an entry whose time is over is no longer found at that very moment', () => {
    const memory = new CacheMemory(2, 'lru');
    memory.fill(1, 7, 100);
    expect([memory.look(1, 99), memory.look(1, 100), memory.entries, memory.expirations]).toEqual([7, -1, 0, 1]);
  });
});

describe('a memory of so many bytes', () => {
  it('drops as many entries as the new one needs room, and keeps none that is larger than all of it', () => {
    const memory = new CacheMemory(10, 'lru', 100);
    for (const key of [1, 2, 3]) memory.fill(key, key, 1e9, 30);
    expect([memory.bytes, memory.entries]).toEqual([90, 3]);
    memory.fill(4, 4, 1e9, 50);
    expect([1, 2, 3, 4].map((key) => memory.look(key, 0))).toEqual([-1, -1, 3, 4]);
    expect([memory.bytes, memory.entries, memory.evictions]).toEqual([80, 2, 2]);
    expect(memory.fill(5, 5, 1e9, 101)).toBe(-1);
    expect(memory.look(5, 0)).toBe(-1);
    // One that grew makes room too.
    memory.fill(3, 7, 1e9, 60);
    expect([memory.bytes, memory.look(3, 0), memory.look(4, 0)]).toEqual([60, 7, -1]);
    memory.clear();
    expect(memory.bytes).toBe(0);
  });

  it('hands everything over to a copy', () => {
    const memory = new CacheMemory(4, 'lru');
    for (const key of [1, 2, 3]) memory.fill(key, key * 10, 50, 5);
    memory.drop(2);
    memory.fill(9, 90, 70, 5);
    memory.absent[memory.fill(8, 0, 60, 1)] = 1;
    const copy = new CacheMemory(4, 'lru');
    copy.fill(7, 7, 99, 2);
    copy.copy(memory);
    expect([1, 2, 3, 7, 9].map((key) => copy.look(key, 40))).toEqual([10, -1, 30, -1, 90]);
    expect([copy.entries, copy.bytes]).toEqual([4, 16]);
    expect(copy.look(8, 40)).toBe(0);
    expect(copy.absent[copy.slot]).toBe(1);
    expect(copy.look(9, 65)).toBe(90);
    expect(copy.look(1, 65)).toBe(-1);
  });
});
