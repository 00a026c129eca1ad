/**
 * Stories of the database when something breaks: what is lost, when another instance leads, and how those that were away
 * come back. Unless a story says otherwise: two replicas 5 ms from everybody, a read takes 1 ms, a write 2, applying 1;
 * heartbeats every 10 ms of which 3 may be missed, promotion 50 ms, recovery 20.
 */
import { describe, expect, it } from 'vitest';
import { DOWN_SILENT } from '../../engine/knobs.ts';
import { constant } from './scene.ts';
import { Stage } from './stage.ts';

describe('a crash of the leader', () => {
  it('is noticed at the third missed beat, and another leads when it was promoted; writes in between fail', () => {
    const stage = new Stage().crash(15, 1);
    for (const at of [16, 39, 41, 89, 91]) stage.write(at, 'a');
    expect(stage.look(100, 'leader').look(100, 'failovers').run(200)).toEqual([
      '15 SFF',
      '16 write a: refused, down',
      '39 write a: refused, down',
      '40 SSF',
      '41 write a: unavailable, no leader',
      '89 write a: unavailable, no leader',
      '90 SLF',
      '93 write a: v1 at 2',
      '100 leader 2',
      '100 failovers 1',
    ]);
  });

  it('loses exactly what had not reached a replica, when asynchronous', () => {
    const stage = new Stage().write(0, 'a').write(6, 'b').write(9, 'a').write(9, 'c').write(11, 'a').crash(14, 1);
    for (const [i, key] of ['a', 'b', 'c'].entries()) stage.read(100 + i, key);
    expect(stage.look(110, 'lostWrites').run(200)).toEqual([
      '2 write a: v1 at 1',
      '8 write b: v1 at 1',
      '11 write a: v2 at 1',
      '11 write c: v1 at 1',
      '13 write a: v3 at 1',
      '14 SFF',
      '40 SSF',
      '90 SLF',
      '101 read a: v1 at 2',
      '102 read b: v1 at 2',
      '103 read c: v0 at 2',
      '110 lostWrites 3',
    ]);
    // A loss is counted once, as a loss: reads of what survived are not stale besides.
    expect(stage.sim.history.staleReads).toBe(0);
  });

  it.each(['semi-sync', 'sync'])('loses nothing that was confirmed, when %s', (replication) => {
    const stage = new Stage({ params: { replication } });
    for (let at = 0; at < 30; at++) stage.write(at, 'a');
    const log = stage.crash(30, 1).read(200, 'a').run(300);
    const confirmed = log.filter((line) => line.includes(': v') && line.includes('write')).length;
    expect(confirmed).toBe(replication === 'sync' ? 30 - 13 : 30 - 12);
    // What had reached the replicas without being confirmed lives on: more than was promised, never less.
    expect(Number(/v(\d+)/.exec(log.at(-1) ?? '')?.[1])).toBeGreaterThanOrEqual(confirmed);
    expect(stage.figure('lostWrites') + stage.sim.history.lostWrites).toBe(0);
  });

  it('waits with promotion until the chosen replica has applied what it received', () => {
    const stage = new Stage({ params: { replicas: 1, applyTime: constant(60) } }).write(0, 'a').write(0, 'b').crash(10, 1).read(128, 'b');
    // Received at 7: applied at 67 and 127; promotion alone would be over at 80.
    expect(stage.run(200)).toEqual(['2 write a: v1 at 1', '2 write b: v1 at 1', '10 SF', '30 SS', '127 SL', '129 read b: v1 at 2']);
  });

  it('chooses the replica with the longest log', () => {
    const stage = new Stage({ apart: (a, b) => (a + b === 3 ? 20 : 5) }).write(0, 'a').crash(10, 1).read(100, 'a');
    expect(stage.look(110, 'lostWrites').run(200)).toEqual([
      '2 write a: v1 at 1',
      '10 SFF',
      '30 SFS',
      '80 SFL',
      '101 read a: v1 at 3',
      '110 lostWrites 0',
    ]);
  });

  it('of the machine leaves callers in silence until drivers know', () => {
    const stage = new Stage({ timeout: 30 }).crash(15, 1, DOWN_SILENT).write(16, 'a').write(41, 'b').write(95, 'c');
    expect(stage.run(200)).toEqual([
      '15 SFF',
      '40 SSF',
      '41 write b: unavailable, no leader',
      '46 write a: timeout, timed out',
      '90 SLF',
      '97 write c: v1 at 2',
    ]);
  });

  it('has no consequence but lost time when it is back and recovered before the third beat', () => {
    const stage = new Stage().write(0, 'a').crash(11, 1).restart(12, 1).write(13, 'b').write(33, 'b').read(40, 'a');
    expect(stage.look(60, 'failovers').look(60, 'lagMs').run(200)).toEqual([
      '2 write a: v1 at 1',
      '11 SFF',
      '13 write b: unavailable, no leader',
      '32 LFF',
      '35 write b: v1 at 1',
      '41 read a: v1 at 1',
      '60 failovers 0',
      '60 lagMs 0',
    ]);
  });

  it('ends what it was at: callers learn that it crashed, its commits that waited included', () => {
    const stage = new Stage({ params: { replication: 'sync' } }).write(0, 'a').write(9, 'b').crash(10, 1);
    expect(stage.run(30)).toEqual(['10 write a: error, crashed', '10 write b: error, crashed', '10 SFF']);
  });
});

describe('a former leader that comes back', () => {
  it('recovers, undoes what the new leader lacks, follows and catches up', () => {
    const stage = new Stage({ params: { replicas: 1, reads: 'any' } }).write(0, 'a').write(10, 'a').crash(13, 1);
    stage.write(100, 'b').restart(110, 1).read(131, 'a').read(131, 'a').read(139, 'b').read(139, 'b');
    expect(stage.look(150, 'lagMs').run(200)).toEqual([
      '2 write a: v1 at 1',
      '12 write a: v2 at 1',
      '13 SF',
      '40 SS',
      '90 SL',
      '102 write b: v1 at 2',
      '130 FL',
      '132 read a: v1 at 1',
      '132 read a: v1 at 2',
      // Greeting 130 to 135, the record 135 to 140, applied at 141: too late for a read of 139.
      '140 read b: v0 at 1, stale',
      '140 read b: v1 at 2',
      '150 lagMs 0',
    ]);
  });

  it('leads again when it had to be waited for, and has lost nothing', () => {
    const stage = new Stage({ params: { failover: 'manual', reads: 'any' } }).write(0, 'a').write(10, 'a').crash(13, 1);
    stage
      .write(35, 'a')
      .write(41, 'a')
      .read(41, 'a')
      .read(41, 'a')
      .restart(100, 1)
      .write(119, 'b')
      .write(121, 'b')
      .read(140, 'a')
      .read(140, 'a');
    expect(stage.look(150, 'lostWrites').look(150, 'failovers').run(200)).toEqual([
      '2 write a: v1 at 1',
      '12 write a: v2 at 1',
      '13 SFF',
      '35 write a: refused, down',
      '41 write a: unavailable, no leader',
      '42 read a: v1 at 2, stale',
      '42 read a: v1 at 3, stale',
      '119 write b: unavailable, no leader',
      '120 LFF',
      '123 write b: v1 at 1',
      '141 read a: v2 at 1',
      '141 read a: v2 at 2',
      '150 lostWrites 0',
      '150 failovers 0',
    ]);
  });

  it('is alone: what it committed is on its disk, what it was at is gone', () => {
    const stage = new Stage({ params: { replicas: 0 } })
      .write(0, 'a')
      .write(9, 'b')
      .crash(10, 1)
      .write(39, 'b')
      .write(41, 'b')
      .restart(50, 1);
    expect(stage.read(65, 'a').read(71, 'a').read(71, 'b').run(200)).toEqual([
      '2 write a: v1 at 1',
      '10 write b: error, crashed',
      '10 S',
      '39 write b: unavailable, no leader',
      '41 write b: unavailable, no leader',
      '65 read a: unavailable, no leader',
      '70 L',
      '72 read a: v1 at 1',
      '72 read b: v0 at 1',
    ]);
  });
});

describe('a partition', () => {
  it('with the leader alone on its side: it is fenced, the others go on, and what it took meanwhile is undone when it heals', () => {
    const stage = new Stage({ callers: 2, timeout: 25 }).write(0, 'a').cut(10.5, [1], [2]);
    // Caller 2 is with the old leader, caller 1 with the others.
    stage
      .write(11, 'a', 2)
      .write(12, 'b', 1)
      .write(41, 'c', 2)
      .write(41, 'c', 1)
      .write(91, 'a', 1)
      .read(91, 'a', 2)
      .heal(120)
      .read(121, 'a', 2);
    expect(stage.look(130, 'lostWrites').look(160, 'lagMs').run(300)).toEqual([
      '2 1 write a: v1 at 1',
      '13 2 write a: v2 at 1',
      '37 1 write b: timeout, timed out',
      '40 SSF',
      '41 2 write c: unavailable, no leader',
      '41 1 write c: unavailable, no leader',
      '90 SLF',
      '91 2 read a: unavailable, no leader',
      '93 1 write a: v3 at 2',
      '122 2 read a: v3 at 2',
      '130 lostWrites 1',
      '140 FLF',
      '160 lagMs 0',
    ]);
  });

  it('with half of the instances leaves the leader in place; the replica is stale until it heals, then catches up', () => {
    const stage = new Stage({ params: { replicas: 1, reads: 'replicas' }, callers: 2 }).cut(0, [2], [2]).write(10, 'a').read(50, 'a', 2);
    // Caller 1 knows from 20 on that it cannot reach the replica, and reads at the leader.
    stage.read(50, 'a', 1).write(60, 'a').look(70, 'lagMs').heal(100).read(111, 'a', 2).read(113, 'a', 2);
    expect(stage.run(200)).toEqual([
      '12 1 write a: v1 at 1',
      '51 2 read a: v0 at 2, stale',
      '51 1 read a: v1 at 1',
      '62 1 write a: v2 at 1',
      '70 lagMs 58',
      '112 2 read a: v1 at 2, stale',
      '114 2 read a: v2 at 2',
    ]);
  });

  it('that leaves no side with a majority leaves nobody to lead, and the old leader leads again when it heals', () => {
    const sides = (stage: Stage) => stage.cut(10, [1]).cut(10, [2]).cut(10, [3]);
    const stage = sides(new Stage({ timeout: 25 }))
      .write(45, 'a')
      .heal(100)
      .write(151, 'a');
    expect(stage.look(160, 'failovers').run(200)).toEqual([
      '30 SFF',
      '45 write a: unavailable, no leader',
      '150 LFF',
      '153 write a: v1 at 1',
      '160 failovers 0',
    ]);
  });

  it('holds up synchronous writes, even of those who can reach the leader, until it heals', () => {
    const stage = new Stage({ params: { replication: 'sync' } }).cut(0, [3]).write(10, 'a').heal(100).read(50, 'a').read(112, 'a');
    // Greeting at 105, record 110, applied 111, known at 116.
    expect(stage.run(200)).toEqual(['51 read a: v0 at 1', '113 read a: v0 at 1', '116 write a: v1 at 1']);
  });

  it('delivers a confirmation only when it heals, of a write that is lost by then: a loss, and no stale reads after it', () => {
    const stage = new Stage().write(10, 'a').cut(11, [1]).heal(300).read(500, 'a');
    // The answer is sent again after 200 and 600 ms; instance 2 leads from 90 on and never had the write.
    expect(stage.run(1000)).toEqual(['40 SSF', '90 SLF', '320 FLF', '501 read a: v0 at 2', '612 write a: v1 at 1']);
    expect([stage.sim.history.lostWrites, stage.sim.history.staleReads]).toEqual([1, 0]);
  });
});
