/**
 * Stories of the database about rarer turns: replication paused, a log that reaches back too little, a leader that hangs or is
 * struck, a successor that dies, copies that followed different leaders. Times as in the other stories: two replicas 5 ms from
 * everybody, a read takes 1 ms, a write 2, applying 1; heartbeats every 10 ms of which 3 may be missed, promotion 50, recovery 20.
 */
import { describe, expect, it } from 'vitest';
import { constant } from './scene.ts';
import { Stage } from './stage.ts';

const keys = 'abcdefgh';

describe('paused replication', () => {
  it('makes lag grow; afterwards replicas are sent what they lack and apply it one by one', () => {
    const stage = new Stage({ params: { replicas: 1, reads: 'replicas' } })
      .write(0, 'a')
      .pause(10)
      .write(10, 'a')
      .write(11, 'a')
      .write(12, 'b');
    stage.look(50, 'lagMs').read(50, 'a').pause(100, 0).read(111.5, 'a').look(112.5, 'lagMs').read(112.5, 'a').look(114, 'lagMs');
    // Greeting at 105, three records at 110, applied at 111, 112 and 113.
    expect(stage.run(200)).toEqual([
      '2 write a: v1 at 1',
      '12 write a: v2 at 1',
      '13 write a: v3 at 1',
      '14 write b: v1 at 1',
      '50 lagMs 38',
      '51 read a: v1 at 2, stale',
      '112.5 lagMs 98.5',
      '112.5 read a: v3 at 2',
      '113.5 read a: v3 at 2',
      '114 lagMs 0',
    ]);
  });

  it('followed by a crash of the leader loses all that was not shipped', () => {
    const stage = new Stage().pause(0).write(0, 'a').write(10, 'b').write(20, 'a').crash(30, 1).look(200, 'lostWrites');
    expect(stage.run(300).at(-1)).toBe('200 lostWrites 3');
  });

  it('lasting too long for the log kept has the replica copy everything', () => {
    const stage = new Stage({ params: { replicas: 1, reads: 'any', logKept: 4, copyTime: 40 } }).pause(0);
    for (const at of [0, 10, 20, 30, 40, 50]) stage.write(at, 'abcdef'[at / 10]!);
    // The fifth write found no place in the log, so the replica has lost its thread; it goes on answering what it has.
    stage.read(60, 'a').read(60, 'a').pause(70, 0).read(80, 'a').read(80, 'a').read(115, 'f').read(115, 'f').look(120, 'lagMs');
    expect(stage.run(200).slice(6)).toEqual([
      '61 read a: v1 at 1',
      '61 read a: v0 at 2, stale',
      '70 LS',
      '81 read a: v1 at 1',
      '81 read a: v1 at 1',
      '110 LF',
      '116 read f: v1 at 2',
      '116 read f: v1 at 1',
      '120 lagMs 0',
    ]);
  });
});

describe('a replica that is away', () => {
  it('catches up from where it was', () => {
    const stage = new Stage({ params: { replicas: 1, reads: 'replicas' } }).write(0, 'a').crash(10, 2).write(10, 'a').write(20, 'a');
    // Restart 50, recovered 70, greeting 75, records 80, applied 81 and 82.
    expect(stage.read(31, 'a').restart(50, 2).read(70.5, 'a').read(81.5, 'a').run(200)).toEqual([
      '2 write a: v1 at 1',
      '10 LS',
      '12 write a: v2 at 1',
      '22 write a: v3 at 1',
      '32 read a: v3 at 1',
      '70 LF',
      '71.5 read a: v1 at 2, stale',
      '82.5 read a: v3 at 2',
    ]);
  });

  it('begins again with the record that it was applying', () => {
    const params = { replicas: 1, reads: 'replicas', applyTime: constant(30), recovery: 0 };
    const stage = new Stage({ params }).write(0, 'a').crash(20, 2).restart(21, 2).read(38, 'a').read(49, 'a').read(51, 'a');
    expect(stage.run(200)).toEqual([
      '2 write a: v1 at 1',
      '20 LS',
      '21 LF',
      '39 read a: v0 at 2, stale',
      '50 read a: v0 at 2, stale',
      '52 read a: v1 at 2',
    ]);
  });

  it('starts its copy anew when that is interrupted', () => {
    const stage = new Stage({ params: { replicas: 1, logKept: 1, copyTime: 40 } }).cut(0, [2]).write(0, 'a').write(10, 'b').heal(20);
    expect(stage.cut(30, [2]).heal(45).run(200)).toEqual(['2 write a: v1 at 1', '12 write b: v1 at 1', '20 LS', '85 LF']);
  });

  it('recovers from its last restart, not from an earlier one', () => {
    const stage = new Stage({ params: { replicas: 1 } }).crash(10, 2).restart(12, 2).crash(20, 2).restart(25, 2);
    expect(stage.run(100)).toEqual(['10 LS', '45 LF']);
  });

  it('copies everything when it applies so slowly that the log does not reach back to it', () => {
    const stage = new Stage({ params: { replicas: 1, logKept: 3, applyTime: constant(500), copyTime: 40, reads: 'any' } });
    for (const key of 'abcd') stage.write(10 * keys.indexOf(key), key);
    expect(stage.read(80, 'd').read(80, 'd').run(200).slice(3)).toEqual([
      '32 write d: v1 at 1',
      '32 LS',
      '72 LF',
      '81 read d: v1 at 1',
      '81 read d: v1 at 2',
    ]);
  });

  it('hangs: it keeps its reads, counts for no lag, gets no records meanwhile, and catches up', () => {
    const stage = new Stage({ params: { replicas: 1, reads: 'replicas' } }).turn(1, (knobs, id) => (knobs.hung[id(2)] = 1));
    stage
      .write(2, 'a')
      .read(3, 'a')
      .read(50, 'a')
      .look(60, 'lagMs')
      .turn(100, (knobs, id) => (knobs.hung[id(2)] = 0))
      .read(111.5, 'a');
    expect(stage.run(200)).toEqual([
      '4 write a: v1 at 1',
      '51 read a: v1 at 1',
      '60 lagMs 0',
      '101 read a: v0 at 2',
      '112.5 read a: v1 at 2',
    ]);
  });
});

describe('a leader that hangs', () => {
  it('is replaced like a dead one; when it goes on it learns that it leads no more, and so do those who waited for it', () => {
    const stage = new Stage()
      .write(0, 'a')
      .write(11, 'b')
      .turn(12, (knobs, id) => (knobs.hung[id(1)] = 1))
      .write(30, 'c');
    stage
      .write(100, 'd')
      .turn(110, (knobs, id) => (knobs.hung[id(1)] = 0))
      .read(140, 'b');
    expect(stage.look(150, 'lostWrites').run(200)).toEqual([
      '2 write a: v1 at 1',
      '40 SSF',
      '90 SLF',
      '102 write d: v1 at 2',
      '110 write c: unavailable, no leader',
      '110 write b: unavailable, no leader',
      '130 FLF',
      '141 read b: v0 at 2',
      '150 lostWrites 0',
    ]);
  });

  it('goes on as the leader when it comes to itself before the third beat', () => {
    const stage = new Stage()
      .write(11, 'b')
      .turn(12, (knobs, id) => (knobs.hung[id(1)] = 1))
      .write(20, 'c');
    stage
      .turn(38, (knobs, id) => (knobs.hung[id(1)] = 0))
      .look(100, 'lagMs')
      .look(100, 'failovers');
    expect(stage.run(200)).toEqual(['38 write b: v1 at 1', '40 write c: v1 at 1', '100 lagMs 0', '100 failovers 0']);
  });
});

describe('killing the leader', () => {
  it('has another take over without detection; what was not shipped is lost', () => {
    const stage = new Stage().write(0, 'a').write(9, 'a').write(13, 'b').strike(14, 1).write(15, 'b').look(80, 'lostWrites');
    expect(stage.run(200)).toEqual([
      '2 write a: v1 at 1',
      '11 write a: v2 at 1',
      '14 write b: error, crashed',
      '14 SSF',
      '15 write b: unavailable, no leader',
      '64 SLF',
      '80 lostWrites 1',
      '84 FLF',
    ]);
  });

  it('strikes nobody else', () => {
    expect(new Stage().strike(5, 2).strike(6, 3).write(10, 'a').run(100)).toEqual(['12 write a: v1 at 1']);
  });

  it('does nothing to one that hangs: its process cannot be told', () => {
    const stage = new Stage()
      .turn(1, (knobs, id) => (knobs.hung[id(1)] = 1))
      .strike(2, 1)
      .turn(9, (knobs, id) => (knobs.hung[id(1)] = 0));
    expect(stage.write(3, 'a').run(100)).toEqual(['11 write a: v1 at 1']);
  });

  it('where nobody may take over lasts as long as its recovery and loses nothing', () => {
    for (const params of [{ failover: 'manual' }, { replicas: 0 }]) {
      const stage = new Stage({ params }).write(0, 'a').strike(3, 1).write(20, 'a').write(23.5, 'a').look(50, 'lostWrites');
      const log = stage.run(100).filter((line) => !/[LFS]+$/.test(line));
      expect(log).toEqual(['2 write a: v1 at 1', '20 write a: unavailable, no leader', '25.5 write a: v2 at 1', '50 lostWrites 0']);
    }
  });
});

describe('a successor', () => {
  it('that dies before it leads is replaced, and the time of promotion begins anew', () => {
    const stage = new Stage().crash(15, 1).crash(60, 2).write(111, 'a');
    expect(stage.run(200)).toEqual(['15 SFF', '40 SSF', '60 SSS', '110 SSL', '113 write a: v1 at 3']);
  });

  it('is nobody while all others are down; whoever comes first leads', () => {
    const stage = new Stage().write(0, 'a').crash(15, 1).crash(16, 2).crash(17, 3).restart(100, 3).write(171, 'b').read(171, 'a');
    expect(stage.run(200)).toEqual([
      '2 write a: v1 at 1',
      '15 SFF',
      '16 SSF',
      '17 SSS',
      '170 SSL',
      '172 read a: v1 at 3',
      '173 write b: v1 at 3',
    ]);
  });

  it('gives up what an earlier change of leader had given up, though it is the only one left that has it', () => {
    const stage = new Stage({ params: { replicas: 3 } }).cut(1, [1, 4], [1]).write(2, 'a').look(120, 'lostWrites');
    // Half of four keeps its leader; when 4 goes too, 1 is cut off from most. 4 has the write, the new leader has not.
    stage.crash(20, 4).restart(100, 4).crash(200, 1).crash(200, 2).crash(200, 3).heal(210).read(400, 'a').look(400, 'lostWrites');
    expect(stage.run(500)).toEqual([
      '4 write a: v1 at 1',
      '20 LFFS',
      '40 SSFS',
      '90 SLFS',
      '120 lostWrites 1',
      '120 SLFF',
      '200 SSFF',
      '200 SSSF',
      '220 SSSS',
      '270 SSSL',
      '400 lostWrites 1',
      '401 read a: v0 at 4',
    ]);
    expect([stage.sim.history.lostWrites, stage.sim.history.staleReads]).toEqual([1, 0]);
  });
});

describe('copies that followed different leaders', () => {
  it('end with the same data, that of the last leader', () => {
    const stage = new Stage({ params: { applyTime: constant(0.5) } });
    // 2 leads while 1 is away with writes of its own; then 3 leads while 2 is away with writes of its own.
    stage
      .write(0, 'a')
      .pause(5)
      .write(6, 'a')
      .write(6, 'b')
      .crash(12, 1)
      .pause(50, 0)
      .write(100, 'a')
      .pause(110)
      .write(111, 'b')
      .write(112, 'c');
    stage.crash(120, 2).pause(150, 0).write(220, 'c').restart(230, 1).restart(240, 2).configure(290, { reads: 'any' });
    for (const key of ['a', 'b', 'c']) for (let k = 0; k < 3; k++) stage.read(300, key);
    const log = stage.look(310, 'lostWrites').run(400).slice(-10);
    expect(log).toEqual([
      '301 read a: v3 at 1',
      '301 read a: v3 at 2',
      '301 read a: v3 at 3',
      '301 read b: v0 at 1',
      '301 read b: v0 at 2',
      '301 read b: v0 at 3',
      '301 read c: v2 at 1',
      '301 read c: v2 at 2',
      '301 read c: v2 at 3',
      '310 lostWrites 4',
    ]);
  });
});
