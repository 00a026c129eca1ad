/** The pieces of a log by themselves: where copies stand, what they share, who reads what, how far a reader is. */
import { describe, expect, it } from 'vitest';
import { dealOut, keepMost } from './assignment.ts';
import { Cursor } from './cursor.ts';
import { count, Partition } from './partition.ts';
import { placeCopies } from './placement.ts';
import { Records } from './records.ts';
import { Replica } from './replica.ts';

describe('a copy that is compacted', () => {
  /** Records of these keys, 10 bytes each, at offsets 0, 1, 2 …; all are safe. */
  function copyOf(keys: readonly number[]) {
    const records = new Records();
    const copy = new Replica(records);
    for (const key of keys) {
      const record = records.take();
      records.key[record] = key;
      records.bytes[record] = 10;
      copy.append(record);
    }
    copy.high = keys.length;
    return { copy, records };
  }
  const left = (copy: Replica, records: Records) =>
    Array.from({ length: copy.end - copy.base }, (_, i) => copy.at(copy.base + i)).map((record) =>
      record < 0 ? '-' : records.key[record],
    );

  it('keeps the newest record of each key at its offset, and lets go of the others', () => {
    const { copy, records } = copyOf([1, 2, 1, 3, 2, 1]);
    expect(copy.compact(5)).toBe(2);
    expect([left(copy, records), copy.size, records.count]).toEqual([['-', '-', 1, 3, 2, 1], 40, 4]);
    // What is not compacted yet does not count against what is.
    expect(copy.compact(6)).toBe(1);
    expect([left(copy, records), copy.size, copy.next(0), copy.next(4)]).toEqual([['-', '-', '-', 3, 2, 1], 30, 3, 4]);
    expect([copy.compact(6), copy.next(6)]).toEqual([0, 6]);
  });

  it('goes on growing, is trimmed and cut like any', () => {
    const { copy, records } = copyOf(Array.from({ length: 200 }, (_, i) => i % 7));
    copy.compact(190);
    for (let i = 0; i < 100; i++) copy.append(records.take());
    expect([copy.end, records.count]).toEqual([300, 7 + 10 + 100]);
    copy.trim(186);
    expect([copy.base, copy.next(0), records.count]).toEqual([186, 186, 4 + 10 + 100]);
    const gone: number[] = [];
    copy.cut(188, (record) => gone.push(record));
    expect([copy.end, gone.length, records.count, copy.size]).toEqual([188, 112, 2, 20]);
    copy.append(records.take());
    expect([copy.at(187) >= 0, copy.at(188) >= 0, copy.end]).toEqual([true, true, 189]);
    copy.trim(189);
    expect([copy.base, records.count]).toEqual([189, 0]);
  });

  it('agrees with one that is not, and hands its holes on', () => {
    const { copy, records } = copyOf([1, 1, 2, 1]);
    const other = new Replica(records);
    for (let offset = 0; offset < 3; offset++) other.append(copy.at(offset));
    copy.compact(4);
    expect([copy.fork(other), other.fork(copy)]).toEqual([3, 3]);
    const late = new Replica(records);
    for (let offset = 0; offset < 4; offset++) late.append(copy.at(offset));
    expect([left(late, records), late.size, late.next(0)]).toEqual([['-', '-', 2, 1], 20, 2]);
    expect([late.compact(4), left(late, records)]).toEqual([0, ['-', '-', 2, 1]]);
  });
});

describe('copies', () => {
  it('stand in different zones as far as there are any, and lead evenly', () => {
    const placed = placeCopies(12, 3, ['a', 'a', 'b', 'b', 'c', 'c']);
    for (const slots of placed) expect(new Set(slots.map((broker) => 'aabbcc'[broker])).size).toBe(3);
    const leads = [0, 1, 2, 3, 4, 5].map((broker) => placed.filter(([first]) => first === broker).length);
    expect(leads).toEqual([2, 2, 2, 2, 2, 2]);
    expect(placeCopies(2, 3, ['a', 'a'])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(placeCopies(1, 3, ['a'])).toEqual([[0]]);
  });

  it('agree up to where they fork, and records are gone with their last copy', () => {
    const records = new Records();
    const [a, b] = [new Replica(records), new Replica(records)];
    const [first, second, third] = [records.take(), records.take(), records.take()];
    a.append(first);
    b.append(first);
    a.append(second);
    b.append(third);
    expect([a.fork(b), b.fork(a), records.count]).toEqual([1, 1, 3]);
    const gone: number[] = [];
    b.cut(1, (record) => gone.push(record));
    expect([gone, b.end, b.cuts, records.count]).toEqual([[third], 1, 1, 2]);
    a.trim(2);
    expect([a.base, a.fork(b), records.count]).toEqual([2, 1, 1]);
    b.trim(2);
    expect([b.base, b.end, records.count]).toEqual([2, 2, 0]);
  });

  it('that join must hold all that was confirmed, also before the leader led', () => {
    const records = new Records();
    const partition = new Partition(0, 0, [0, 1, 2], records);
    for (let i = 0; i < 3; i++) partition.copies[1]!.append(records.take());
    partition.begin(1, 0);
    partition.asked(1, 2, 2, 10);
    // It knows of no watermark, but began with three records.
    expect(partition.mayJoin(1, 2)).toBe(false);
    partition.asked(1, 2, 3, 20);
    expect([partition.mayJoin(1, 2), partition.safe(1), count(partition.view[1]!)]).toEqual([true, 0, 3]);
    partition.view[1] = 0b110;
    expect(partition.safe(1)).toBe(3);
  });
});

describe('readers', () => {
  it('get equal ranges, or keep what they have as far as an equal share allows', () => {
    expect(dealOut(5, [0, 1])).toEqual([0, 0, 0, 1, 1]);
    expect(dealOut(2, [4, 5, 6])).toEqual([4, 5]);
    expect(dealOut(2, [])).toEqual([-1, -1]);
    expect(keepMost([0, 0, 1, 1], [0, 1, 2])).toEqual([0, 0, 1, 2]);
    expect(keepMost([0, 0, 1, 1], [1])).toEqual([1, 1, 1, 1]);
    expect(keepMost([0, 1], [])).toEqual([-1, -1]);
  });
});

describe('a cursor', () => {
  it('is done up to the first record that is not', () => {
    const cursor = new Cursor(3);
    for (let i = 0; i < 3; i++) expect(cursor.hand()).toBe(false);
    expect(cursor.hasRoom).toBe(false);
    expect([cursor.finish(1), cursor.done]).toEqual([false, 0]);
    expect([cursor.finish(0), cursor.done, cursor.hasRoom]).toEqual([false, 2, true]);
  });

  it('knows what was done before when another reader begins where was committed', () => {
    const cursor = new Cursor(4);
    for (let i = 0; i < 3; i++) cursor.hand();
    cursor.finish(0);
    cursor.finish(2);
    cursor.restart(0);
    expect([cursor.hand(), cursor.hand(), cursor.hand()]).toEqual([true, true, true]);
    // 0 and 2 were done before; 1 was not.
    expect([cursor.finish(0), cursor.finish(1), cursor.finish(2)]).toEqual([true, false, true]);
  });

  it('goes back when the log goes on differently, and forgets what it read beyond', () => {
    const cursor = new Cursor(1);
    for (let i = 0; i < 3; i++) {
      cursor.hand();
      cursor.finish(i);
    }
    cursor.rewind(1);
    expect([cursor.position, cursor.done, cursor.everDone, cursor.hand(), cursor.finish(1)]).toEqual([1, 1, 1, false, false]);
  });

  it('counts what was gone before it was read', () => {
    const cursor = new Cursor(1);
    cursor.hand();
    cursor.finish(0);
    expect([cursor.advance(5), cursor.position, cursor.committed]).toEqual([4, 5, 5]);
  });
});
