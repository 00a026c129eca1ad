// Raft step by step on a network of its own: when entries are committed, who leads when, what reads wait for, what disks keep. What it
// promises under random faults is in safety.test.ts.
import { describe, expect, it } from 'vitest';
import { Stream } from '../../../std/random.ts';
import { PLAIN, type RaftSettings } from './protocol.ts';
import { Trial } from './trial.ts';

const MS = 1e6;
const SETTINGS: RaftSettings = { ...PLAIN, heartbeat: 20 * MS, least: 150 * MS, most: 300 * MS };

/** Members 1 ms apart, one of whom leads; `at` runs on to so many ms after that. */
function group(more: Partial<RaftSettings> = {}, members = 5, seed = 1) {
  const trial = new Trial(members, { ...SETTINGS, ...more }, new Stream(seed, 'network'), new Stream(seed, 'elections'));
  trial.world.run(1000 * MS);
  const leader = trial.raft.leader();
  const others = trial.raft.members.map((_, i) => i).filter((i) => i !== leader);
  const at = (ms: number) => trial.world.run((1000 + ms) * MS);
  return { trial, world: trial.world, raft: trial.raft, leader, others, at };
}

/** ms after which this is so, to the step. */
function until(trial: Trial, is: () => boolean, step = 0.1, most = 5000): number {
  const from = trial.world.time;
  while (!is() && trial.world.time < from + most * MS) trial.world.run(trial.world.time + step * MS);
  return Math.round((trial.world.time - from) / (step * MS)) * step;
}

describe('a write', () => {
  it('is committed when a majority holds it: one round trip, and two writes to disk that overlap with nothing but each other', () => {
    const plain = group();
    plain.trial.write(plain.leader, 0);
    expect(until(plain.trial, () => plain.trial.writes === 1)).toBeCloseTo(2.1, 5);
    // 1 there, 4 on the follower's disk, 1 back; the leader's own disk is done by then.
    const slow = group({ diskTime: () => 4 * MS });
    slow.trial.write(slow.leader, 0);
    expect(until(slow.trial, () => slow.trial.writes === 1)).toBeCloseTo(6.1, 5);
    // The leader's own disk alone is not waited for.
    const own = group({ diskTime: (i) => (i === group().leader ? 40 * MS : 4 * MS) });
    own.trial.write(own.leader, 0);
    expect(until(own.trial, () => own.trial.writes === 1)).toBeCloseTo(6.1, 5);
  });

  it('goes to disk together with those that came while the disk was busy', () => {
    const { trial, leader } = group({ diskTime: () => 4 * MS });
    for (let n = 0; n < 50; n++) trial.write(leader, 0);
    // The first alone, all others together behind it.
    expect(until(trial, () => trial.writes === 50)).toBeCloseTo(10.1, 5);
  });

  it('waits for an answer before the next message when one may be on its way at a time', () => {
    const { trial, leader } = group({ batch: 1, window: 1 });
    for (let n = 0; n < 10; n++) trial.write(leader, 0);
    expect(until(trial, () => trial.writes === 10)).toBeCloseTo(20.1, 5);
    const pipelined = group({ batch: 1 });
    for (let n = 0; n < 10; n++) pipelined.trial.write(pipelined.leader, 0);
    expect(until(pipelined.trial, () => pipelined.trial.writes === 10)).toBeCloseTo(2.1, 5);
  });

  it('is not committed by a minority, and what a minority took is cut off when it comes back', () => {
    const { trial, world, raft, leader, others, at } = group();
    world.side = world.side.map((_, i) => (i === leader || i === others[0] ? 1 : 0));
    for (let n = 0; n < 3; n++) trial.write(leader, 0);
    at(5);
    expect(raft.members[others[0]!]!.log.last).toBe(raft.members[leader]!.log.last);
    at(600);
    expect(trial.writes).toBe(0);
    const next = raft.leader();
    expect(others.slice(1)).toContain(next);
    trial.write(next, 1);
    at(700);
    expect(trial.writes).toBe(1);
    world.side.fill(0);
    at(1000);
    expect(raft.leads(leader)).toBe(false);
    expect(new Set(trial.states())).toEqual(new Set(['0,1,0']));
    expect([raft.members[leader]!.log.last, trial.broken]).toEqual([raft.members[next]!.log.last, []]);
  });
});

describe('a leader', () => {
  it('is found again within a few patiences when it dies, later than the shortest and by two patiences mostly', () => {
    const gaps: number[] = [];
    for (let seed = 1; seed <= 60; seed++) {
      const { trial, raft, leader } = group({}, 5, seed);
      trial.crash(leader);
      gaps.push(until(trial, () => raft.leader() >= 0, 1));
    }
    gaps.sort((a, b) => a - b);
    // Patience ends 150 to 300 ms after the last heartbeat (at most 20 ms ago), and the first of four stands; ties cost another.
    expect(gaps[0]).toBeGreaterThan(130);
    expect(gaps[30]).toBeGreaterThan(150);
    expect(gaps[30]).toBeLessThan(230);
    expect(gaps[54]).toBeLessThan(400);
    expect(gaps[59]).toBeLessThan(1200);
  });

  it('never has two leaders in a term beside it, and steps down when it hears no majority, if it is to', () => {
    for (const stepsDown of [true, false]) {
      const { trial, world, raft, leader, at } = group({ stepsDown });
      world.side = world.side.map((_, i) => (i === leader ? 1 : 0));
      at(500);
      expect(raft.leads(leader)).toBe(!stepsDown);
      expect(raft.leader()).not.toBe(leader);
      expect(trial.broken).toEqual([]);
    }
  });

  it('is disturbed by one that comes back from a cut, unless that one asks first', () => {
    const comeback = (preVote: boolean) => {
      const { world, raft, leader, others, at } = group({ preVote });
      const term = raft.termOf(leader);
      world.side[others[0]!] = 1;
      at(2000);
      world.side.fill(0);
      at(4000);
      return raft.termOf(raft.leader()) - term;
    };
    expect(comeback(false)).toBeGreaterThan(5);
    expect(comeback(true)).toBe(0);
  });
});

describe('a read at the leader', () => {
  it('waits for a majority to say that it still leads, and those that come meanwhile share the next round', () => {
    const { trial, leader, at } = group();
    at(1);
    trial.read(leader, 0);
    at(1.5);
    for (let n = 0; n < 5; n++) trial.read(leader, 0);
    at(2.9);
    expect(trial.reads).toBe(0);
    at(3.1);
    expect(trial.reads).toBe(1);
    at(4.9);
    expect(trial.reads).toBe(1);
    at(5.1);
    expect(trial.reads).toBe(6);
  });

  it('is answered at once under a lease, until no majority has been heard for that long', () => {
    const { trial, world, leader, at } = group({ lease: 150 * MS, preVote: true });
    at(10);
    trial.read(leader, 0);
    expect(trial.reads).toBe(1);
    world.side = world.side.map((_, i) => (i === leader ? 1 : 0));
    at(120);
    trial.read(leader, 0);
    expect(trial.reads).toBe(2);
    at(170);
    trial.read(leader, 0);
    at(1000);
    expect(trial.reads).toBe(2);
  });

  it('is old under a lease when the clock of a leader that was cut off is set back', () => {
    const { trial, world, raft, leader, at } = group({ lease: 150 * MS, preVote: true });
    at(10);
    world.side = world.side.map((_, i) => (i === leader ? 1 : 0));
    world.skew[leader] = -5000 * MS;
    at(800);
    trial.write(raft.leader(), 0);
    at(900);
    expect([raft.leads(leader), trial.writes]).toEqual([true, 1]);
    trial.read(leader, 0);
    expect([trial.reads, trial.staleReads]).toEqual([1, 1]);
  });
});

describe('a disk', () => {
  it('keeps what was acknowledged, so that a crash of all loses nothing; without fsync it does', () => {
    const all = (fsync: boolean) => {
      const { trial, world, raft, leader, at } = group({ fsync, flush: 5000 * MS, diskTime: () => MS });
      for (let n = 0; n < 5; n++) trial.write(leader, 0);
      at(100);
      expect(trial.writes).toBe(5);
      for (let i = 0; i < 5; i++) trial.crash(i);
      at(200);
      for (let i = 0; i < 5; i++) trial.restart(i);
      at(2000);
      trial.write(raft.leader(), 1);
      world.run(world.time + 100 * MS);
      return [trial.lostWrites, trial.states()[raft.leader()]];
    };
    expect(all(true)).toEqual([0, '5,1,0']);
    expect(all(false)).toEqual([5, '0,1,0']);
  });

  it('without fsync loses nothing while a majority goes on', () => {
    const { trial, raft, leader, at } = group({ fsync: false, flush: 5000 * MS });
    for (let n = 0; n < 5; n++) trial.write(leader, 0);
    at(100);
    trial.crash(leader);
    at(200);
    trial.restart(leader);
    at(2000);
    expect([trial.lostWrites, trial.states()[raft.leader()]]).toEqual([0, '5,0,0']);
  });
});

describe('a member that was away', () => {
  /** 40 writes while one is down; then it comes back. */
  const away = (more: Partial<RaftSettings>) => {
    const { trial, raft, leader, others, at } = group(more);
    const [gone] = others;
    trial.crash(gone!);
    for (let n = 0; n < 40; n++) {
      at(10 * n);
      trial.write(leader, 0);
    }
    at(500);
    trial.restart(gone!);
    const caughtUp = until(trial, () => trial.states()[gone!] === '40,0,0', 1);
    return { caughtUp, base: raft.members[gone!]!.log.base, kept: raft.members[leader]!.log };
  };

  it('is sent what it lacks from the log', () => {
    const { caughtUp, base } = away({});
    expect(base).toBe(0);
    expect(caughtUp).toBeLessThan(30);
  });

  it('is sent the saved state when the log does not reach back that far, which takes the time of the transfer', () => {
    const { caughtUp, base, kept } = away({ snapshotEvery: 10, kept: 3, transfer: 70 * MS });
    expect([base > 20, kept.base > 20, kept.last - kept.base < 14]).toEqual([true, true, true]);
    expect(caughtUp).toBeGreaterThan(70);
    expect(caughtUp).toBeLessThan(130);
  });
});

describe('messages that get lost', () => {
  it('are made good by heartbeats and by going back to where the logs agree', () => {
    const { trial, world, leader, at } = group();
    world.loss = 0.3;
    for (let n = 0; n < 100; n++) {
      at(10 * n);
      trial.write(leader, 0);
    }
    world.loss = 0;
    at(2000);
    expect(trial.broken).toEqual([]);
    expect(new Set(trial.states()).size).toBe(1);
    expect(trial.writes).toBeGreaterThan(80);
  });
});

describe('timers', () => {
  it('are one a member: heartbeats put it off and do not add to it', () => {
    const { world } = group();
    let most = 0;
    for (let ms = 0; ms < 4000; ms += 7) {
      world.run((1000 + ms) * MS);
      most = Math.max(most, world.pending);
    }
    // One or two each, and heartbeats and answers under way. One for each heartbeat within a patience would be ten at each follower.
    expect(most).toBeLessThanOrEqual(4 * 5);
  });
});
