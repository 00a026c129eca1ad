import { describe, expect, it } from 'vitest';
import { Deliveries } from './deliveries.ts';
import { MessageStore } from './message-store.ts';

describe('a message store', () => {
  it('keeps what it is given, however much, and knows a message from the one that had its slot before', () => {
    const store = new MessageStore();
    const slots = Array.from({ length: 1000 }, (_, i) => store.put(i % 3, i, i + 1, 1, i * 10));
    expect(new Set(slots).size).toBe(1000);
    expect(store.count).toBe(1000);
    for (const [i, slot] of slots.entries()) {
      expect([store.class[slot], store.key[slot], store.session[slot], store.flags[slot], store.stored[slot]]).toEqual([
        i % 3,
        i,
        i + 1,
        1,
        i * 10,
      ]);
    }
    const [slot] = slots as [number];
    const generation = store.generation[slot];
    store.deliveries[slot] = 7;
    store.dead[slot] = 1;
    store.free(slot);
    expect(store.put(0, 0, 0, 0, 0)).toBe(slot);
    expect(store.generation[slot]).not.toBe(generation);
    expect([store.deliveries[slot], store.dead[slot], store.delivery[slot], store.count]).toEqual([0, 0, -1, 1000]);
  });

  it('that is emptied takes up its lowest slot first, and every generation has passed', () => {
    const store = new MessageStore();
    const before = [store.put(0, 0, 0, 0, 0), store.put(0, 0, 0, 0, 0)].map((slot) => [slot, store.generation[slot]!] as const);
    store.clear();
    expect(store.count).toBe(0);
    for (const [slot, generation] of before) {
      expect(store.put(0, 0, 0, 0, 0)).toBe(slot);
      expect(store.generation[slot]).not.toBe(generation);
    }
  });
});

describe('deliveries', () => {
  it('are numbered apart while they are under way', () => {
    const deliveries = new Deliveries();
    const numbers = Array.from({ length: 500 }, (_, i) => deliveries.take(i, i + 1, i % 7));
    expect(new Set(numbers).size).toBe(500);
    for (const [i, d] of numbers.entries())
      expect([deliveries.message[d], deliveries.generation[d], deliveries.target[d]]).toEqual([i, i + 1, i % 7]);
    deliveries.free(numbers[3]!);
    expect(deliveries.take(9, 9, 9)).toBe(numbers[3]);
    deliveries.clear();
    expect(new Set(Array.from({ length: 500 }, () => deliveries.take(0, 0, 0))).size).toBe(500);
  });
});
