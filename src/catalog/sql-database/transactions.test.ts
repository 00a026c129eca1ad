/** Stories of transactions that want the same rows: waiting, deadlock, conflicts, lost updates, and what reads may see. */
import { describe, expect, it } from 'vitest';
import type { ParamBag } from '../../std/parameter.ts';
import { constant } from './scene.ts';
import { Stage } from './stage.ts';

const alone = { replicas: 0, writeTime: constant(4), workers: 8 };
const stage = (params: ParamBag) => new Stage({ params: { ...alone, ...params } });

describe('locks', () => {
  const strict = { control: 'locks', isolation: 'serializable' };

  it('make writes of one row come one after the other, while others go on', () => {
    const told = stage(strict).write(0, 'a').write(1, 'a').write(1, 'b').write(2, 'a').look(3, 'lockWaits');
    expect(told.run(50)).toEqual([
      '3 lockWaits 2',
      '4 write a: v1 at 1',
      '5 write b: v1 at 1',
      '8 write a: v2 at 1',
      '12 write a: v3 at 1',
    ]);
  });

  it('are not there when they are off: writes of one row run beside each other', () => {
    expect(stage({}).write(0, 'a').write(1, 'a').run(50)).toEqual(['4 write a: v1 at 1', '5 write a: v2 at 1']);
  });

  it('are kept until replicas have the write, where it waits for them: a hot row is as slow as the network', () => {
    const told = new Stage({ params: { ...strict, replication: 'semi-sync', replicas: 1 } }).write(0, 'a').write(1, 'a').write(1, 'b');
    expect(told.run(50)).toEqual(['12 write a: v1 at 1', '13 write b: v1 at 1', '24 write a: v2 at 1']);
  });

  it('keep readers out when serializable, and not when read committed', () => {
    expect(stage(strict).write(0, 'a').read(1, 'a').run(50)).toEqual(['4 write a: v1 at 1', '5 read a: v1 at 1']);
    expect(stage({ control: 'locks' }).write(0, 'a').read(1, 'a').run(50)).toEqual(['2 read a: v0 at 1', '4 write a: v1 at 1']);
  });

  it('hold a connection while they wait, and no worker', () => {
    const told = stage({ ...strict, workers: 1, connections: 2 })
      .write(0, 'a')
      .write(0, 'a')
      .write(0.5, 'c')
      .write(4.5, 'b');
    expect(told.run(50)).toEqual([
      '0.5 write c: rejected, too many connections',
      '4 write a: v1 at 1',
      '8 write a: v2 at 1',
      '12 write b: v1 at 1',
    ]);
  });

  it('taken in different orders end in a deadlock, which is found and costs one of the two', () => {
    // Each writes one row of the block (a, b) and reads the other; half of its work before each lock.
    const told = stage({ ...strict, rowsTouched: 2, deadlockAfter: 20 })
      .write(0, 'a')
      .write(1, 'b')
      .look(30, 'aborts');
    expect(told.run(80)).toEqual(['22 write a: error, deadlock', '24 write b: v1 at 1', '30 aborts 1']);
  });

  it('taken in one order never do', () => {
    const told = stage({ ...strict, rowsTouched: 2, lockOrder: 'sorted', deadlockAfter: 20 })
      .write(0, 'a')
      .write(1, 'b')
      .look(30, 'aborts');
    expect(told.run(80)).toEqual(['4 write a: v1 at 1', '8 write b: v1 at 1', '30 aborts 0']);
  });

  it('are waited for only so long', () => {
    const told = stage({ ...strict, lockTimeout: 2 })
      .write(0, 'a')
      .write(1, 'a');
    expect(told.run(50)).toEqual(['3 write a: error, lock timed out', '4 write a: v1 at 1']);
  });

  it('are gone with the instance that crashes', () => {
    const told = stage(strict).write(0, 'a').write(1, 'a').crash(2, 1).restart(3, 1).write(30, 'a');
    expect(told.run(80)).toEqual(['2 write a: error, crashed', '2 write a: error, crashed', '2 S', '23 L', '34 write a: v1 at 1']);
  });
});

describe('isolation', () => {
  it('read committed loses an update: the second writer overwrites what it has not seen', () => {
    for (const control of ['locks', 'checks']) {
      const told = stage({ control, isolation: 'read-committed' }).write(0, 'a').write(1, 'a').look(20, 'lostUpdates').look(20, 'aborts');
      expect(told.run(50)).toEqual(['4 write a: v1 at 1', '5 write a: v2 at 1', '20 lostUpdates 1', '20 aborts 0']);
    }
  });

  it('snapshot gives the second writer up instead', () => {
    for (const control of ['locks', 'checks']) {
      const told = stage({ control, isolation: 'snapshot' })
        .write(0, 'a')
        .write(1, 'a')
        .write(10, 'a')
        .look(20, 'lostUpdates')
        .look(20, 'aborts');
      expect(told.run(50)).toEqual([
        '4 write a: v1 at 1',
        '5 write a: error, conflict',
        '14 write a: v2 at 1',
        '20 lostUpdates 0',
        '20 aborts 1',
      ]);
    }
  });

  it('snapshot reads what was committed when it began, read committed what is at its end', () => {
    const read = (isolation: string) =>
      stage({ control: 'checks', isolation, readTime: constant(6) })
        .write(0, 'a')
        .read(1, 'a')
        .run(50);
    expect(read('snapshot')).toEqual(['4 write a: v1 at 1', '7 read a: v0 at 1']);
    expect(read('read-committed')).toEqual(['4 write a: v1 at 1', '7 read a: v1 at 1']);
  });

  it('serializable checks rows that are only read too, snapshot does not', () => {
    const both = (isolation: string) => stage({ control: 'checks', isolation, rowsTouched: 2 }).write(0, 'a').write(1, 'b').run(50);
    expect(both('snapshot')).toEqual(['4 write a: v1 at 1', '5 write b: v1 at 1']);
    expect(both('serializable')).toEqual(['4 write a: v1 at 1', '5 write b: error, conflict']);
  });

  it('with checks gives up more of them the hotter the row, with locks they wait', () => {
    const run = (control: string) => {
      const told = stage({ control, isolation: 'serializable' });
      for (let at = 0; at < 40; at += 2) told.write(at, 'a');
      told.run(300);
      return { aborts: told.figure('aborts'), done: told.log.filter((line) => line.includes(': v')).length };
    };
    expect(run('locks')).toEqual({ aborts: 0, done: 20 });
    expect(run('checks')).toEqual({ aborts: 13, done: 7 });
  });
});
