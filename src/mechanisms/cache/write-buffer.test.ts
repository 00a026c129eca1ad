import { describe, expect, it } from 'vitest';
import { WriteBuffer } from './write-buffer.ts';

const keys = (taken: readonly { readonly key: number; readonly version: number }[]) => taken.map(({ key, version }) => [key, version]);

describe('a buffer of writes', () => {
  it('makes one of several writes of a key, in the order in which keys first came', () => {
    const buffer = new WriteBuffer();
    buffer.put(7, 1, 0, 0, 10);
    buffer.put(8, 1, 0, 0, 20);
    buffer.put(7, 2, 0, 0, 30);
    expect([buffer.size, buffer.merged, buffer.version(7), buffer.version(9), buffer.oldest()]).toEqual([2, 1, 2, -1, 10]);
    expect(keys(buffer.take(1, 100))).toEqual([[7, 2]]);
    expect(keys(buffer.take(5, 15))).toEqual([]);
    expect(keys(buffer.take(5, 20))).toEqual([[8, 1]]);
  });

  it('does not save a key again before its last save is over', () => {
    const buffer = new WriteBuffer();
    buffer.put(7, 1, 0, 0, 10);
    buffer.take(5, 100);
    buffer.put(7, 2, 0, 0, 20);
    expect([buffer.size, buffer.waiting, buffer.version(7), buffer.oldest()]).toEqual([2, 1, 2, Number.POSITIVE_INFINITY]);
    expect(buffer.take(5, 100)).toEqual([]);
    buffer.saved(7, true, 30);
    expect(keys(buffer.take(5, 100))).toEqual([[7, 2]]);
  });

  it('keeps what could not be saved, the newer write answering for the older', () => {
    const buffer = new WriteBuffer();
    buffer.put(7, 4, 0, 0, 10);
    buffer.put(8, 1, 0, 0, 10);
    buffer.take(5, 100);
    buffer.put(7, 5, 0, 0, 20);
    buffer.saved(7, false, 30);
    buffer.saved(8, false, 30);
    expect([buffer.size, buffer.version(7), buffer.version(8)]).toEqual([2, 5, 1]);
    // What the store is left with is what it had before the first of them.
    expect(buffer.lose().map(({ key, before }) => [key, before])).toEqual([
      [7, 3],
      [8, 0],
    ]);
    expect(buffer.size).toBe(0);
  });

  it('loses what waits, and not what is on its way to the store', () => {
    const buffer = new WriteBuffer();
    buffer.put(7, 1, 0, 0, 10);
    buffer.take(5, 100);
    buffer.put(8, 1, 0, 0, 20);
    expect(buffer.lose().map(({ key }) => key)).toEqual([8]);
    expect(buffer.version(7)).toBe(-1);
  });
});
