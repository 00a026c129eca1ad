/**
 * Stories of the database about messages that are under way when something happens, and about calls that outlive or are
 * outlived by what they wait for. Times as in the other stories: two replicas 5 ms from everybody, a read takes 1 ms, a write 2,
 * applying 1; heartbeats every 10 ms of which 3 may be missed, promotion 50, recovery 20.
 */
import { describe, expect, it } from 'vitest';
import { constant } from './scene.ts';
import { Stage } from './stage.ts';

const hang = (stage: Stage, from: number, to: number, instance: number) =>
  stage.turn(from, (knobs, id) => (knobs.hung[id(instance)] = 1)).turn(to, (knobs, id) => (knobs.hung[id(instance)] = 0));

describe('a message under way', () => {
  it('arrives though a cut begins behind it, and its confirmation does not come back until the cut heals', () => {
    const stage = new Stage({ params: { replicas: 1, replication: 'sync' } }).write(0, 'a').cut(5, [2]).heal(50);
    // Applied at 8; the greeting of 50 says so at 55.
    expect(stage.run(100)).toEqual(['55 write a: v1 at 1']);
  });

  it('to a replica that hangs by then is sent again when it goes on', () => {
    const stage = hang(new Stage({ params: { replicas: 1, replication: 'semi-sync' } }).write(0, 'a'), 5, 20, 2);
    // Greeting at 25, record 30, received and known at 35.
    expect(stage.run(100)).toEqual(['35 write a: v1 at 1']);
  });

  it('to a leader that hangs by then is read when it goes on', () => {
    const stage = hang(new Stage({ params: { replicas: 1, replication: 'semi-sync' } }).write(0, 'a'), 10, 25, 1);
    expect(stage.run(100)).toEqual(['25 write a: v1 at 1']);
  });

  it('is not disturbed by what happens elsewhere', () => {
    const stage = new Stage({ params: { replicas: 1, replication: 'sync' } }).write(0, 'a').turn(4, (knobs) => (knobs.slow[0] = 3));
    expect(stage.run(100)).toEqual(['13 write a: v1 at 1']);
  });

  it('opens no connection when a new cut has come behind it', () => {
    const stage = new Stage({ params: { replicas: 1, replication: 'sync' } }).cut(0, [2]).heal(50).cut(52, [2]).write(60, 'a').heal(100);
    expect(stage.run(200)).toEqual(['116 write a: v1 at 1']);
  });

  it('from a leader that was replaced meanwhile counts no more', () => {
    const stage = new Stage({ params: { replicationDelay: constant(50) } })
      .write(0, 'a')
      .cut(10.5, [1])
      .read(120, 'a')
      .look(120, 'lostWrites');
    expect(stage.run(200)).toEqual(['2 write a: v1 at 1', '40 SSF', '90 SLF', '120 lostWrites 1', '121 read a: v0 at 2']);
  });
});

describe('a call that waits for replicas', () => {
  it('and ends with a crash is not mixed up with the call that has its place when its write is done', () => {
    const stage = new Stage({ params: { replicas: 1, replication: 'sync', recovery: 2 } }).write(0, 'a').crash(5, 1).restart(6, 1);
    // Greeting 8 to 13, the record arrives at 18, is applied at 19 and known at 24, in the middle of the read.
    expect(stage.read(23.5, 'a').read(25, 'a').run(100)).toEqual([
      '5 write a: error, crashed',
      '5 SF',
      '8 LF',
      '24.5 read a: v1 at 1',
      '26 read a: v1 at 1',
    ]);
  });

  it('is no confirmed write when its caller gave up, so that its loss is none', () => {
    const stage = new Stage({ timeout: 1 }).write(0, 'a').crash(5, 1).look(100, 'lostWrites');
    expect(stage.run(200)).toEqual(['1 write a: timeout, timed out', '5 SFF', '30 SSF', '80 SLF', '100 lostWrites 0']);
  });

  it('learns that its leader stepped down: the write may survive all the same', () => {
    const stage = new Stage({ params: { replication: 'sync' } }).write(1, 'a').cut(4, [2]).cut(4, [3]).heal(100).read(200, 'a');
    expect(stage.run(300)).toEqual(['30 write a: unavailable, no leader', '30 SFF', '150 LFF', '201 read a: v1 at 1']);
  });
});

describe('what an instance held', () => {
  it('before it crashed is forgotten, hung or not', () => {
    const stage = new Stage({ params: { replicas: 0, workers: 1, recovery: 0 } }).read(0, 'a').read(0, 'b');
    stage.turn(0.5, (knobs, id) => (knobs.hung[id(1)] = 1)).crash(5, 1);
    stage.turn(10, (knobs, id) => {
      knobs.hung[id(1)] = 0;
      knobs.down[id(1)] = 0;
    });
    expect(stage.read(12, 'c').read(12, 'd').run(100)).toEqual([
      '5 read a: error, crashed',
      '5 read b: error, crashed',
      '5 S',
      '10 L',
      '13 read c: v0 at 1',
      '14 read d: v0 at 1',
    ]);
  });
});

describe('a replica that has more than the new leader', () => {
  it('answers it while it is cut off, and undoes it when it hears of the new leader', () => {
    const params = { replicas: 3, reads: 'any' };
    const stage = new Stage({ params, callers: 2, apart: (a, b) => (a + b === 4 ? 1 : 20) }).write(0, 'a').cut(4.5, [3], [2]).crash(5, 1);
    stage.read(50, 'a', 2).look(85, 'lostWrites').read(90, 'a', 2).heal(100);
    for (let n = 0; n < 3; n++) stage.read(121, 'a', 2);
    expect(stage.run(200)).toEqual([
      '2 1 write a: v1 at 1',
      '5 SFFF',
      '30 SSFF',
      '51 2 read a: v1 at 3',
      '80 SLFF',
      '85 lostWrites 1',
      '91 2 read a: v1 at 3',
      '100 SLSF',
      '120 SLFF',
      '122 2 read a: v0 at 4',
      '122 2 read a: v0 at 2',
      '122 2 read a: v0 at 3',
    ]);
  });
});

describe('losses', () => {
  it('are counted once, by the leader that dropped them', () => {
    const stage = new Stage({ apart: (a, b) => (Math.max(a, b) === 3 ? 100 : 5) }).write(0, 'a').write(8, 'b').crash(12, 1).pause(12);
    // 2 has a and not b, 3 has neither.
    expect(stage.look(95, 'lostWrites').crash(100, 2).look(200, 'lostWrites').run(300)).toEqual([
      '2 write a: v1 at 1',
      '10 write b: v1 at 1',
      '12 SFF',
      '40 SSF',
      '90 SLF',
      '95 lostWrites 1',
      '100 SSF',
      '120 SSS',
      '170 SSL',
      '200 lostWrites 2',
    ]);
    expect(stage.sim.history.lostWrites).toBe(2);
  });
});

describe('who may take over', () => {
  it('is nobody whose log is not kept any more', () => {
    const stage = new Stage({ params: { replicas: 1, logKept: 2 } }).pause(0).write(0, 'a').write(5, 'b').write(10, 'c').crash(15, 1);
    expect(stage.write(60, 'a').restart(100, 1).write(171, 'a').run(200)).toEqual([
      '2 write a: v1 at 1',
      '7 write b: v1 at 1',
      '12 write c: v1 at 1',
      '15 SF',
      '60 write a: unavailable, no leader',
      '170 LF',
      '173 write a: v2 at 1',
    ]);
  });

  it('is decided by the last loss of the leader, not by one that passed', () => {
    const stage = new Stage({ params: { recovery: 2 } }).crash(15, 1).restart(16, 1).crash(25, 1);
    expect(stage.run(200)).toEqual(['15 SFF', '18 LFF', '25 SFF', '50 SSF', '100 SLF']);
  });

  it('waits for its own promotion, not for that of one who died waiting', () => {
    const stage = new Stage({ params: { applyTime: constant(60) } }).write(0, 'a').write(0, 'b').crash(10, 1).crash(100, 2);
    // 2 was due at 80 and still applying; 3 has applied all at 127 and is due at 150.
    expect(stage.run(200).slice(2)).toEqual(['10 SFF', '30 SSF', '100 SSS', '150 SSL']);
  });

  it('goes without when a former leader has lost its thread: it copies everything before it serves', () => {
    const stage = new Stage({ params: { replicas: 1, logKept: 2, copyTime: 40, reads: 'any' } })
      .write(0, 'a')
      .pause(8)
      .write(8, 'a')
      .crash(12, 1);
    for (const [i, key] of ['b', 'c', 'd'].entries()) stage.write(100 + 5 * i, key);
    stage.restart(120, 1).read(150, 'a').read(150, 'a').pause(200, 0).read(250, 'a').read(250, 'a');
    expect(stage.run(300).slice(2)).toEqual([
      '12 SF',
      '40 SS',
      '90 SL',
      '102 write b: v1 at 2',
      '107 write c: v1 at 2',
      '112 write d: v1 at 2',
      '151 read a: v1 at 2',
      '151 read a: v1 at 2',
      '240 FL',
      '251 read a: v1 at 1',
      '251 read a: v1 at 2',
    ]);
  });
});

describe('nobody left', () => {
  it('is said of reads as of writes', () => {
    const stage = new Stage({ params: { reads: 'any', replicas: 1 } }).crash(0, 1).crash(0, 2).read(50, 'a').write(50, 'a');
    expect(stage.run(100).slice(-2)).toEqual(['50 read a: unavailable, no healthy target', '50 write a: unavailable, no leader']);
  });

  it('is not made worse by killing a leader that recovers', () => {
    const stage = new Stage({ params: { failover: 'manual' } }).strike(3, 1).strike(10, 1);
    expect(stage.run(100)).toEqual(['3 SFF', '23 LFF']);
  });
});
