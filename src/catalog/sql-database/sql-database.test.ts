/**
 * Stories of the database while all is well: when reads and writes are done, what they return, who serves them, and what the
 * limits do. Unless a story says otherwise: two replicas 5 ms from everybody, a read takes 1 ms, a write 2, applying 1.
 */
import { describe, expect, it } from 'vitest';
import { change, cls, fault, story } from '../../laws/story.ts';
import { link, NO_DELAY, node } from '../../proof/small-design.ts';
import { constant } from './scene.ts';
import { Stage } from './stage.ts';

/** Instance 2 stands 3 ms from the leader, instance 3 stands 7 ms away. */
const near2 = (a: number, b: number) => (Math.min(a, b) === 1 ? 4 * Math.max(a, b) - 5 : 5);

describe('a write', () => {
  it('is done at the commit when asynchronous; replicas answer the old value until they have applied it, and that is stale', () => {
    const stage = new Stage({ params: { reads: 'any' } }).write(0, 'a');
    for (const at of [3, 3, 3, 7.5, 7.5, 7.5]) stage.read(at, 'a');
    expect(stage.run(100)).toEqual([
      '2 write a: v1 at 1',
      '4 read a: v1 at 1',
      '4 read a: v0 at 2, stale',
      '4 read a: v0 at 3, stale',
      '8.5 read a: v1 at 1',
      '8.5 read a: v1 at 2',
      '8.5 read a: v1 at 3',
    ]);
    expect([stage.sim.history.reads, stage.sim.history.staleReads, stage.sim.history.writes]).toEqual([6, 2, 1]);
  });

  it('is done when the nearest replica has received it when semi-synchronous: 2 + 3 + 3', () => {
    const stage = new Stage({ params: { replication: 'semi-sync' }, apart: near2 }).write(0, 'a');
    expect(stage.run(100)).toEqual(['8 write a: v1 at 1']);
  });

  it('is done when the farthest replica has applied it when synchronous: 2 + 7 + 1 + 7', () => {
    const stage = new Stage({ params: { replication: 'sync' }, apart: near2 }).write(0, 'a');
    expect(stage.run(100)).toEqual(['17 write a: v1 at 1']);
  });

  it('is not seen at the leader before it is done', () => {
    const stage = new Stage({ params: { replication: 'sync' }, apart: near2 }).write(0, 'a').read(15, 'a').read(16.5, 'a');
    expect(stage.run(100)).toEqual(['16 read a: v0 at 1', '17 write a: v1 at 1', '17.5 read a: v1 at 1']);
  });

  it('has its record delayed on the way to each replica, but not the confirmation: 2 + (3 + 4) + 3', () => {
    const stage = new Stage({ params: { replication: 'semi-sync', replicationDelay: constant(4) }, apart: near2 }).write(0, 'a');
    expect(stage.run(100)).toEqual(['12 write a: v1 at 1']);
  });

  it('is applied after the writes before it, one at a time', () => {
    const stage = new Stage({ params: { replication: 'sync', replicas: 1 } }).write(0, 'a').write(0, 'b').write(0, 'a');
    expect(stage.run(100)).toEqual(['13 write a: v1 at 1', '14 write b: v1 at 1', '15 write a: v2 at 1']);
  });

  it('frees its worker while it waits for replicas', () => {
    const stage = new Stage({ params: { replication: 'sync', replicas: 1, workers: 1 } }).write(0, 'a').write(0, 'b').read(2, 'c');
    expect(stage.run(100)).toEqual(['5 read c: v0 at 1', '13 write a: v1 at 1', '15 write b: v1 at 1']);
  });

  it('takes effect though its caller gave up waiting', () => {
    const stage = new Stage({ params: { replication: 'sync', replicas: 1 }, timeout: 10 }).write(0, 'a').read(12, 'a').read(13, 'a');
    expect(stage.run(100)).toEqual(['10 write a: timeout, timed out', '13 read a: v1 at 1', '14 read a: v1 at 1']);
    expect(stage.sim.history.writes).toBe(0);
  });

  it('waits for nobody where there are no replicas', () => {
    for (const replication of ['async', 'semi-sync', 'sync']) {
      expect(new Stage({ params: { replicas: 0, replication } }).write(0, 'a').read(2, 'a').run(100)).toEqual([
        '2 write a: v1 at 1',
        '3 read a: v1 at 1',
      ]);
    }
  });
});

describe('records', () => {
  it('do not overtake each other on the way to a replica', () => {
    const params = { replication: 'semi-sync', replicas: 1 };
    const stage = new Stage({ params: { ...params, replicationDelay: constant(20) } }).write(0, 'a').configure(3, params).write(3, 'b');
    // a arrives at 2 + 5 + 20; b, sent at 5 without delay, right behind it.
    expect(stage.run(100)).toEqual(['32 write a: v1 at 1', '32 write b: v1 at 1']);
  });
});

describe('a read', () => {
  const served = (reads: string, replicas = 2) => {
    const stage = new Stage({ params: { reads, replicas } });
    for (let at = 0; at < 6; at++) stage.read(at, 'a');
    return stage
      .run(100)
      .map((line) => line.at(-1))
      .join('');
  };

  it('goes to the leader, to all in turn, or to the replicas in turn', () => {
    expect([served('primary'), served('any'), served('replicas')]).toEqual(['111111', '123123', '232323']);
  });

  it('goes to the leader where there are no replicas', () => {
    expect([served('any', 0), served('replicas', 0)]).toEqual(['111111', '111111']);
  });

  it('takes longer at an instance that is slow', () => {
    const stage = new Stage({ params: { reads: 'any' } }).turn(0, (knobs, id) => (knobs.slow[id(2)] = 5));
    expect(stage.read(1, 'a').read(1, 'a').read(1, 'a').run(100)).toEqual(['2 read a: v0 at 1', '2 read a: v0 at 3', '6 read a: v0 at 2']);
  });
});

describe('an instance', () => {
  it('works on so many queries at a time, lets so many wait and rejects the others', () => {
    const stage = new Stage({ params: { workers: 1, queueLimit: 1 } }).read(0, 'a').read(0, 'b').read(0, 'c');
    expect(stage.run(100)).toEqual(['0 read c: rejected, queue full', '1 read a: v0 at 1', '2 read b: v0 at 1']);
  });

  it('has so many connections, held by waiting calls too; one comes free with each answer', () => {
    const stage = new Stage({ params: { workers: 1, connections: 2 } })
      .read(0, 'a')
      .read(0, 'b')
      .read(0, 'c')
      .read(1.5, 'd')
      .read(1.5, 'e');
    expect(stage.run(100)).toEqual([
      '0 read c: rejected, too many connections',
      '1 read a: v0 at 1',
      '1.5 read e: rejected, too many connections',
      '2 read b: v0 at 1',
      '3 read d: v0 at 1',
    ]);
  });

  it('runs out of connections when commits wait for a replica that is cut off, and reads suffer with them', () => {
    const params = { replication: 'sync', replicas: 1, connections: 2 };
    const stage = new Stage({ params, timeout: 30 }).cut(0, [2]).write(1, 'a').write(2, 'b').read(10, 'a').heal(100).read(120, 'a');
    expect(stage.run(200)).toEqual([
      '10 read a: rejected, too many connections',
      '31 write a: timeout, timed out',
      '32 write b: timeout, timed out',
      '121 read a: v1 at 1',
    ]);
  });

  it('keeps the calls of its queue and its workers while it hangs, and goes on with them in order', () => {
    const stage = new Stage({ params: { replicas: 0, workers: 1 } }).read(0, 'a').read(0, 'b').read(5, 'c');
    stage.turn(0.5, (knobs, id) => (knobs.hung[id(1)] = 1)).turn(10, (knobs, id) => (knobs.hung[id(1)] = 0));
    expect(stage.run(100)).toEqual(['10 read a: v0 at 1', '11 read b: v0 at 1', '12 read c: v0 at 1']);
  });
});

describe('a change during the run', () => {
  it('from synchronous to asynchronous lets go of the writes that wait', () => {
    const stage = new Stage({ params: { replication: 'sync' } })
      .cut(0, [3])
      .write(0, 'a')
      .configure(50, { replication: 'async' })
      .write(60, 'b');
    expect(stage.run(100)).toEqual(['50 write a: v1 at 1', '62 write b: v1 at 1']);
  });

  it('from asynchronous to synchronous has writes wait until the replicas have said how far they are', () => {
    const stage = new Stage({ params: { replicas: 1 } }).write(0, 'a').configure(3, { replicas: 1, replication: 'sync' }).write(3, 'b');
    // a: on its way at 3, so it is sent again after the greeting of 8: 13; applied 14. b: 13, applied 15, known at 20.
    expect(stage.run(100)).toEqual(['2 write a: v1 at 1', '20 write b: v1 at 1']);
  });

  it('adds workers to calls that wait', () => {
    const stage = new Stage({ params: { workers: 1 } }).read(0, 'a').read(0, 'b').read(0, 'c').configure(0.5, { workers: 3 });
    expect(stage.run(100)).toEqual(['1 read a: v0 at 1', '1.5 read b: v0 at 1', '1.5 read c: v0 at 1']);
  });
});

describe('lag', () => {
  it('is the age of the oldest write that the worst replica has not applied', () => {
    const stage = new Stage({ apart: near2 }).write(0, 'a').write(1, 'b');
    for (const at of [1, 4, 6.5, 9.5, 10.5, 12]) stage.look(at, 'lagMs');
    expect(stage.run(100)).toEqual([
      '1 lagMs 0',
      '2 write a: v1 at 1',
      '3 write b: v1 at 1',
      '4 lagMs 2',
      '6.5 lagMs 4.5',
      '9.5 lagMs 7.5',
      '10.5 lagMs 7.5',
      '12 lagMs 0',
    ]);
  });

  it('grows without bound when writes come faster than a replica applies them', () => {
    // The nth write is committed at 2n and applied at 7 + 4n: before 50 ten are, before 100 twenty-three.
    const stage = new Stage({ params: { applyTime: constant(4), replicas: 1 } });
    for (let at = 0; at < 100; at += 2) stage.write(at, 'a');
    const lags = [50, 100].map((at) => {
      stage.run(at);
      return stage.figure('lagMs');
    });
    expect(lags).toEqual([50 - 22, 100 - 48]);
  });

  it('is no figure where there are no replicas', () => {
    expect(new Stage({ params: { replicas: 0 } }).figure('lagMs')).toBeNaN();
  });
});

describe('in a design', () => {
  const classes = [cls('save', { write: true })];
  const users = node('users', 'client', { rate: 100, arrivals: 'even', keys: 1, sessions: 1 });
  const calm = { writeTime: constant(2), applyTime: constant(1), heartbeat: 10, promotion: 25, recovery: 20 };

  it('takes writes at the leader, and at another one when a crash on the timeline has moved the leadership', () => {
    const timeline = [fault('crash', 'db/1', 25, 15)];
    const told = story([users, node('db', 'sql-database', calm)], [link('users', 'db', NO_DELAY)], { ms: 100, classes, timeline });
    // Missed beats at 30, 40 and 50: the crash ended at 40, but recovery lasts until 60. Promotion until 75.
    expect(told.log('users')).toEqual([
      '12 users ok 2',
      '22 users ok 2',
      '30 users refused 0: down at db',
      '40 users unavailable 0: no leader at db',
      '50 users unavailable 0: no leader at db',
      '60 users unavailable 0: no leader at db',
      '70 users unavailable 0: no leader at db',
      '82 users ok 2',
      '92 users ok 2',
    ]);
    // At 40 it is the recovering process itself that answers, at 50 the drivers know.
    expect(told.visits('db')).toEqual(['db/1', 'db/1', 'db/1', 'db/2', 'db/2']);
    expect(told.report.nodes['db']?.figures).toMatchObject({ lagMs: 0, lostWrites: 0, failovers: 1, leader: 2 });
  });

  it('heeds changes on the timeline', () => {
    const timeline = [change('db', 'writeTime', constant(5), 30)];
    const told = story([users, node('db', 'sql-database', calm)], [link('users', 'db', NO_DELAY)], { ms: 60, classes, timeline });
    expect(told.log('users')).toEqual(['12 users ok 2', '22 users ok 2', '35 users ok 5', '45 users ok 5', '55 users ok 5']);
  });
});
