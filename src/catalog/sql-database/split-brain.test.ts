/** Stories of leaders by hand and of two leaders at once: promotion, fencing, and what is lost when a second leader is found. */
import { describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

/** A leader that is cut off from both replicas, with caller 2 on its side and caller 1 on theirs. */
const apart = (params: Record<string, boolean | string | number>) => new Stage({ params, callers: 2 }).write(0, 'a').cut(20, [1], [2]);

describe('a leader that is cut off', () => {
  it('with fencing serves nobody while another leads: there is one leader at most', () => {
    const stage = apart({ fencing: true }).write(120, 'a', 1).write(120, 'a', 2).heal(200);
    expect(stage.look(300, 'lostWrites').run(400)).toEqual([
      '2 1 write a: v1 at 1',
      '40 SSF',
      '90 SLF',
      '120 2 write a: unavailable, no leader',
      '122 1 write a: v2 at 2',
      '220 FLF',
      '300 lostWrites 0',
    ]);
  });

  it('without fencing goes on beside the new one: both confirm writes of one key, and reads differ by the side', () => {
    const stage = apart({ fencing: false }).write(120, 'a', 1).write(130, 'a', 2).read(140, 'a', 1).read(140, 'a', 2).look(150, 'leaders');
    expect(stage.run(160)).toEqual([
      '2 1 write a: v1 at 1',
      '40 LSF',
      '90 LLF',
      '122 1 write a: v2 at 2',
      '132 2 write a: v3 at 1',
      '141 1 read a: v2 at 2, stale',
      '141 2 read a: v3 at 1',
      '150 leaders 2',
    ]);
  });

  it('without fencing loses what it confirmed alone when the others find it', () => {
    const stage = apart({ fencing: false })
      .write(120, 'b', 1)
      .write(130, 'a', 2)
      .write(135, 'a', 2)
      .write(140, 'b', 2)
      .write(145, 'b', 1)
      .heal(200);
    stage.read(250, 'a', 1).read(250, 'b', 2).look(300, 'lostWrites').look(300, 'leaders');
    expect(stage.run(400).slice(-6)).toEqual([
      '200 SLF',
      '220 FLF',
      '251 1 read a: v1 at 2',
      '251 2 read b: v3 at 2',
      '300 lostWrites 3',
      '300 leaders 1',
    ]);
    // The history counts the same: two of a above what survived, one of b below it.
    expect(stage.sim.history.lostWrites).toBe(3);
    expect(stage.sim.history.staleReads).toBe(0);
  });

  it('without fencing confirms nothing where others must have a write first', () => {
    const stage = apart({ fencing: false, replication: 'semi-sync' }).write(130, 'a', 2).heal(200).look(300, 'lostWrites');
    expect(stage.run(400)).toEqual([
      '12 1 write a: v1 at 1',
      '40 LSF',
      '90 LLF',
      '200 2 write a: unavailable, no leader',
      '200 SLF',
      '220 FLF',
      '300 lostWrites 0',
    ]);
  });

  it('keeps the connections of all who reach it', () => {
    const stage = new Stage({ params: { fencing: false }, callers: 2 });
    // The replicas do not reach it, and all callers do.
    stage.turn(20, (knobs, id) => {
      const side = new Uint8Array(5);
      side[id(1)] = 1;
      side[id(2)] = 2;
      side[id(3)] = 2;
      knobs.cuts.push(side);
    });
    stage.write(120, 'a', 1).write(130, 'a', 2);
    expect(stage.run(160)).toEqual(['40 LSF', '90 LLF', '122 1 write a: v1 at 1', '132 2 write a: v2 at 1']);
  });

  it('that crashes meanwhile is found when it is back', () => {
    const stage = apart({ fencing: false }).write(120, 'a', 2).crash(130, 1).heal(140).restart(150, 1).look(300, 'lostWrites');
    expect(stage.run(400).slice(-4)).toEqual(['122 2 write a: v2 at 1', '130 SLF', '170 FLF', '300 lostWrites 1']);
  });
});

describe('a promotion by hand', () => {
  it('moves the leadership where nothing does by itself', () => {
    const stage = new Stage({ params: { failover: 'manual' } })
      .write(0, 'a')
      .crash(10, 1)
      .write(60, 'b')
      .strike(100, 3, 'promotion')
      .write(151, 'b');
    expect(stage.run(300)).toEqual([
      '2 write a: v1 at 1',
      '10 SFF',
      '60 write b: unavailable, no leader',
      '100 SFS',
      '150 SFL',
      '153 write b: v1 at 3',
    ]);
  });

  it('of a healthy system loses what the new leader had not received, and fences the old one', () => {
    const stage = new Stage().write(0, 'a').write(2, 'a').strike(6, 2, 'promotion').read(80, 'a').look(90, 'lostWrites');
    expect(stage.run(200)).toEqual([
      '2 write a: v1 at 1',
      '4 write a: v2 at 1',
      '6 SSF',
      '56 SLF',
      '76 FLF',
      '81 read a: v0 at 2',
      '90 lostWrites 2',
    ]);
  });

  it('without fencing makes two leaders of a healthy system until they see each other', () => {
    const stage = new Stage({ params: { fencing: false } })
      .strike(6, 2, 'promotion')
      .write(20, 'a')
      .look(40, 'leaders')
      .look(100, 'lostWrites');
    expect(stage.run(200)).toEqual(['6 LSF', '22 write a: v1 at 1', '40 leaders 1', '56 SLF', '76 FLF', '100 lostWrites 1']);
  });

  it('of the leader, or of one that is down, does nothing', () => {
    const stage = new Stage().crash(5, 3).strike(6, 1, 'promotion').strike(7, 3, 'promotion').write(10, 'a');
    expect(stage.run(100)).toEqual(['5 LFS', '12 write a: v1 at 1']);
  });
});

describe('snapshot replication', () => {
  const snapshots = { shipping: 'snapshots', snapshotEvery: 100, snapshotTime: 20, reads: 'replicas' };

  it('gives replicas all of it now and then: they are as old as the last snapshot', () => {
    const stage = new Stage({ params: snapshots }).write(0, 'a').write(90, 'a').write(105, 'a');
    for (const at of [50, 110, 124, 126, 224, 226]) stage.read(at, 'a');
    expect(stage.run(300)).toEqual([
      '2 write a: v1 at 1',
      '51 read a: v0 at 2, stale',
      '92 write a: v2 at 1',
      '107 write a: v3 at 1',
      '111 read a: v0 at 3, stale',
      // Taken at 100 and there at 125.
      '125 read a: v2 at 2, stale',
      '127 read a: v2 at 3, stale',
      '225 read a: v3 at 2',
      '227 read a: v3 at 3',
    ]);
  });

  it('takes no other snapshot for who still waits for the last', () => {
    const stage = new Stage({ params: { ...snapshots, snapshotEvery: 10 } }).write(0, 'a').write(20, 'a').read(40, 'a').read(70, 'a');
    // Taken at 10 and there at 35; those of 20 and 30 would each have put it off.
    expect(stage.run(100)).toEqual(['2 write a: v1 at 1', '22 write a: v2 at 1', '41 read a: v1 at 2, stale', '71 read a: v2 at 3']);
  });

  it('does not hold up writes, whatever they are to wait for', () => {
    const stage = new Stage({ params: { ...snapshots, replication: 'sync' } }).write(0, 'a').crash(10, 2).write(20, 'a');
    expect(stage.run(90)).toEqual(['2 write a: v1 at 1', '10 LSF', '22 write a: v2 at 1']);
  });

  it('loses with its leader what came after the last one', () => {
    const stage = new Stage({ params: snapshots })
      .write(0, 'a')
      .write(105, 'a')
      .write(130, 'a')
      .crash(140, 1)
      .look(300, 'lostWrites')
      .read(310, 'a');
    expect(stage.run(400).slice(-2)).toEqual(['300 lostWrites 2', '311 read a: v1 at 3']);
  });

  it('is nothing while it is paused, and nothing for who is cut off', () => {
    const stage = new Stage({ params: snapshots }).write(0, 'a').pause(50).read(130, 'a').pause(150, 0).read(230, 'a');
    expect(stage.run(300)).toEqual(['2 write a: v1 at 1', '131 read a: v0 at 2, stale', '231 read a: v1 at 3']);
  });
});
