import { describe, expect, it } from 'vitest';
import { ReplicatedLog } from './replicated-log.ts';

/** A log with so many records; the nth has key n, version 10 n and was committed at 100 n. */
function logOf(count: number, limit = 1000): ReplicatedLog {
  const log = new ReplicatedLog(limit);
  for (let n = 1; n <= count; n++) {
    if (log.full) log.makeRoom(1, n);
    log.append(n, 10 * n, 100 * n, n, -n);
  }
  return log;
}
const inForce = (log: ReplicatedLog, epoch = log.epoch) => {
  const found: number[] = [];
  for (let p = log.next(0, epoch); p <= log.end; p = log.next(p, epoch)) found.push(p);
  return found;
};

describe('a log', () => {
  it('keeps records in order by position, from 1', () => {
    const log = logOf(3);
    expect([log.base, log.end, inForce(log)]).toEqual([0, 3, [1, 2, 3]]);
    const at = log.place(2);
    expect([log.key[at], log.version[at], log.committed[at], log.row[at], log.generation[at]]).toEqual([2, 20, 200, 2, -2]);
  });

  it('grows with what is needed, and every record stays what it was', () => {
    const log = logOf(900);
    expect([log.base, log.end]).toEqual([0, 900]);
    for (let p = 1; p <= 900; p++) expect([log.key[log.place(p)], log.committed[log.place(p)]]).toEqual([p, 100 * p]);
  });

  it('forgets what nobody needs, instead of growing', () => {
    const log = logOf(256);
    expect(log.full).toBe(true);
    log.makeRoom(200, 257);
    expect([log.base, log.full]).toEqual([199, false]);
    for (let n = 257; n <= 400; n++) log.append(n, 0, 0, -1, 0);
    expect([log.key[log.place(200)], log.key[log.place(400)]]).toEqual([200, 400]);
  });

  it('gives up the oldest at its limit though it is needed', () => {
    const log = logOf(7, 5);
    expect([log.base, log.end, inForce(log)]).toEqual([2, 7, [3, 4, 5, 6, 7]]);
  });

  it('gives up nothing for which calls wait', () => {
    const log = logOf(5, 5);
    log.makeRoom(1, 1);
    expect([log.base, log.full]).toEqual([0, false]);
  });

  it('starts every record anew where an old one was', () => {
    const log = logOf(4, 4);
    const at = log.place(1);
    log.confirmed[at] = 1;
    log.before[at] = 9;
    log.dropAfter(0);
    log.makeRoom(5, 5);
    log.append(5, 50, 500, -1, 0);
    expect([log.place(5), log.confirmed[at], log.before[at], log.dropped[at], log.row[at]]).toEqual([at, 0, 0, 0, -1]);
  });
});

describe('a change of leader', () => {
  it('drops what the new leader lacks and uses no position twice', () => {
    const log = logOf(5);
    expect(log.dropAfter(3)).toBe(4);
    expect([log.epoch, log.append(6, 60, 600, -1, 0), inForce(log)]).toEqual([1, 6, [1, 2, 3, 6]]);
  });

  it('drops nothing when the new leader has all, but begins an epoch', () => {
    const log = logOf(5);
    expect([log.dropAfter(5), log.epoch, inForce(log)]).toEqual([6, 1, [1, 2, 3, 4, 5]]);
  });

  it('leaves to each epoch what was in force in it', () => {
    const log = logOf(5);
    log.dropAfter(3);
    log.append(6, 60, 600, -1, 0);
    log.append(7, 70, 700, -1, 0);
    expect(log.dropAfter(2)).toBe(3);
    log.append(8, 80, 800, -1, 0);
    // An instance of epoch 0 still has 1 to 5 before it, one of epoch 1 still 6 and 7.
    expect([log.next(3, 0), log.next(4, 0), log.next(3, 1), log.next(6, 1)]).toEqual([4, 5, 6, 7]);
    expect(inForce(log)).toEqual([1, 2, 8]);
  });
});
