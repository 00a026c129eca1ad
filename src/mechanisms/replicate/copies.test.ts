import { describe, expect, it } from 'vitest';
import { Copies } from './copies.ts';
import { ReplicatedLog } from './replicated-log.ts';

/** Three copies; 0 leads. A write of a key is given by its number; `to` have received all and applied all. */
class Scene {
  readonly log = new ReplicatedLog(100);
  readonly copies = new Copies(this.log, 3);
  #version = 0;

  write(key: number, ...to: number[]): void {
    this.log.append(key, ++this.#version, 0, -1, 0);
    for (const i of to) this.receive(i);
  }

  receive(i: number): void {
    this.copies.received[i] = this.log.end;
    while (this.copies.behind(i)) this.copies.apply(i);
  }

  data(i: number): number[] {
    return [1, 2, 3].map((key) => this.copies.version(i, key));
  }
}

describe('copies', () => {
  it('hold version 0 of everything at first, and then what they applied', () => {
    const s = new Scene();
    s.write(1, 0, 1);
    s.write(2, 0);
    s.write(1, 0);
    expect([s.data(0), s.data(1), s.data(2)]).toEqual([
      [3, 2, 0],
      [1, 0, 0],
      [0, 0, 0],
    ]);
    expect([s.copies.next(0), s.copies.next(1), s.copies.next(2)]).toEqual([4, 2, 1]);
    expect([s.copies.needed(), s.copies.behind(1)]).toEqual([1, false]);
  });

  it('reach keys of any size', () => {
    const s = new Scene();
    s.write(5000, 0);
    expect([s.copies.version(0, 5000), s.copies.version(0, 9999), s.copies.version(1, 5000)]).toEqual([1, 0, 0]);
  });

  it('undo, in opposite order, what a new leader lacks', () => {
    const s = new Scene();
    s.write(1, 0, 1, 2);
    s.write(1, 0);
    s.write(2, 0);
    s.write(1, 0);
    expect([s.data(0), s.copies.lead(1), s.copies.diverged(0), s.copies.diverged(2)]).toEqual([[4, 3, 0], 2, true, false]);
    s.copies.rejoin(0);
    s.copies.rejoin(2);
    expect([s.data(0), s.data(1), s.data(2)]).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
    ]);
    expect([s.copies.received[0], s.copies.applied[0], s.copies.diverged(0)]).toEqual([1, 1, false]);
    s.write(3, 0, 1, 2);
    expect([s.data(0), s.data(1), s.data(2)]).toEqual([
      [1, 0, 5],
      [1, 0, 5],
      [1, 0, 5],
    ]);
  });

  it('go on applying what they received until they hear of a new leader', () => {
    const s = new Scene();
    s.write(1, 0);
    s.copies.received[2] = 1;
    s.copies.lead(1);
    expect([s.copies.behind(2), s.copies.apply(2), s.data(2)]).toEqual([true, 1, [1, 0, 0]]);
    s.copies.rejoin(2);
    expect([s.data(2), s.copies.applied[2]]).toEqual([[0, 0, 0], 0]);
  });

  it('undo only what they had: not what an earlier change of leader had dropped before they saw it', () => {
    const s = new Scene();
    s.write(1, 0, 1, 2);
    s.write(2, 0);
    s.copies.lead(1);
    s.copies.rejoin(2);
    // 2 skipped the second record; the third is dropped by the leadership of 0, which comes back without it.
    s.write(3, 1, 2);
    s.copies.rejoin(0);
    s.copies.lead(0);
    s.copies.rejoin(2);
    expect([s.data(2), s.copies.applied[2]]).toEqual([[1, 0, 0], 2]);
    s.write(2, 0, 2);
    expect([s.data(0), s.data(2)]).toEqual([
      [1, 4, 0],
      [1, 4, 0],
    ]);
  });

  it('undo nothing that no copy ever applied', () => {
    const s = new Scene();
    s.write(2, 0, 1, 2);
    s.write(1, 0, 2);
    s.write(2);
    s.copies.received[0] = 3;
    s.copies.lead(2);
    s.write(3, 2);
    s.copies.lead(1);
    s.copies.rejoin(2);
    expect([s.data(2), s.data(1)]).toEqual([
      [0, 1, 0],
      [0, 1, 0],
    ]);
  });

  it('remember the oldest parting through several changes of leader', () => {
    const s = new Scene();
    s.write(1, 0, 1, 2);
    s.write(1, 0);
    s.copies.lead(1);
    s.copies.rejoin(2);
    s.write(2, 1, 2);
    s.write(3, 1);
    s.copies.lead(2);
    expect([s.copies.reach(0), s.copies.reach(1), s.copies.reach(2)]).toEqual([1, 3, 3]);
    s.copies.rejoin(0);
    s.receive(0);
    expect([s.data(0), s.data(2)]).toEqual([
      [1, 3, 0],
      [1, 3, 0],
    ]);
  });

  it('need a copy of another when the log begins too late for them, to apply or to undo', () => {
    const s = new Scene();
    s.write(1, 0, 1);
    s.write(2, 0, 1);
    s.log.makeRoom(2, 3);
    expect([s.copies.outrun(0), s.copies.outrun(2), s.copies.behind(2)]).toEqual([false, true, false]);
    s.copies.copy(2, 1);
    expect([s.copies.outrun(2), s.data(2), s.copies.received[2]]).toEqual([false, [1, 2, 0], 2]);
    s.write(3, 0, 2);
    expect([s.data(2), s.data(1)]).toEqual([
      [1, 2, 3],
      [1, 2, 0],
    ]);
  });

  it('tell when the oldest write that they miss was committed', () => {
    const s = new Scene();
    for (const time of [100, 200, 300]) s.copies.received[0] = s.log.append(1, time, time, -1, 0);
    s.copies.received[1] = 3;
    s.copies.apply(1);
    expect([s.copies.oldestMissing(1), s.copies.oldestMissing(2)]).toEqual([200, 100]);
    while (s.copies.behind(1)) s.copies.apply(1);
    expect(s.copies.oldestMissing(1)).toBe(Number.POSITIVE_INFINITY);
  });
});
