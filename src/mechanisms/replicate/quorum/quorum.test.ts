/** Stories of the protocol alone: constant times (1 ms between instances, 1 ms for each read and write), and the exact log. */
import { describe, expect, it } from 'vitest';
import { Stage } from './stage.ts';

describe('a write', () => {
  it('is done when as many copies have taken it as it wants, and goes to the others all the same', () => {
    expect(new Stage({ w: 1 }).write(10, 'a').run(100)).toEqual(['11 write a: 1']);
    const two = new Stage({ w: 2, apart: (a, b) => a + b }).write(10, 'a');
    expect(two.run(18)).toEqual(['17 write a: 1']);
    expect(two.held('a')).toEqual([1, 1, 1]);
    expect(new Stage({ w: 3, apart: (a, b) => a + b }).write(10, 'a').run(100)).toEqual(['19 write a: 1']);
  });

  it('goes to as many copies only as it wants, where that is set', () => {
    const stage = new Stage({ w: 2, writeTo: 'needed' }).write(10, 'a');
    stage.run(100);
    expect(stage.held('a').filter((version) => version === 1)).toHaveLength(2);
  });

  it('to copies that do not answer is unavailable when its coordinator gives up', () => {
    const stage = new Stage({ w: 3 }).cut(5, 3).write(10, 'a');
    expect(stage.run(200)).toEqual(['110 write a: too few copies']);
    expect(stage.held('a')).toEqual([1, 1, 0]);
  });

  it('is refused at once when too few are trusted', () => {
    const stage = new Stage({ w: 3 }).crash(5, 3).write(60, 'a');
    expect(stage.run(200)).toEqual(['60 write a: too few copies']);
    expect(stage.quorum.coordinator.tooFew).toBe(1);
  });
});

describe('a read', () => {
  it('asks as many copies as it wants, its coordinator first, and answers with the newest', () => {
    expect(new Stage({ r: 1 }).write(10, 'a').read(20, 'a').run(100)).toEqual(['13 write a: 1', '21 read a: 1']);
    expect(new Stage({ r: 2 }).write(10, 'a').read(20, 'a', 3).run(100)).toEqual(['13 write a: 1', '23 read a: 1']);
  });

  it('that asks one copy may be old; one that meets the writers is not', () => {
    const told = (r: number) =>
      new Stage({ r, w: 1, apart: () => 30 })
        .write(10, 'a')
        .read(20, 'a', 2)
        .run(100)
        .filter((line) => line.includes('read'));
    expect(told(1)).toEqual(['21 read a: 0, stale']);
    expect(told(3)).toEqual(['81 read a: 1']);
  });

  it('asks one copy more when the first take long', () => {
    const told = (speculate: number) => new Stage({ r: 2, w: 3, speculate }).write(1, 'a').hang(10, 2).read(12, 'a').run(200);
    expect(told(0)).toEqual(['4 write a: 1', '112 read a: too few copies']);
    expect(told(10e6)).toEqual(['4 write a: 1', '25 read a: 1']);
  });
});

describe('repair by reads', () => {
  const scene = { r: 2, w: 1, timeout: 20e6 } as const;

  it('behind the answer writes copies that were old', () => {
    const stage = new Stage({ ...scene, readRepair: 'async' }).cut(1, 2, 3).write(10, 'a').heal(50).read(60, 'a');
    expect(stage.run(64)).toEqual(['11 write a: 1', '63 read a: 1']);
    expect(stage.held('a')).toEqual([1, 0, 0]);
    stage.run(66);
    expect(stage.held('a')).toEqual([1, 1, 0]);
    expect(stage.quorum.coordinator.reader.repairs).toBe(1);
  });

  it('before the answer makes the reader wait for them', () => {
    const stage = new Stage({ ...scene, readRepair: 'sync' }).cut(1, 2, 3).write(10, 'a').heal(50).read(60, 'a');
    expect(stage.run(70)).toEqual(['11 write a: 1', '66 read a: 1']);
    expect(stage.held('a')).toEqual([1, 1, 0]);
  });

  it('reaches copies that were not needed when all are asked by chance', () => {
    const stage = new Stage({ ...scene, readRepair: 'async', repairChance: 1 }).cut(1, 2, 3).write(10, 'a').heal(50).read(60, 'a');
    stage.run(70);
    expect(stage.held('a')).toEqual([1, 1, 1]);
  });

  it('does nothing where it is off', () => {
    const stage = new Stage(scene).cut(1, 2, 3).write(10, 'a').heal(50).read(60, 'a');
    stage.run(90);
    expect(stage.held('a')).toEqual([1, 0, 0]);
  });
});

describe('hints', () => {
  const settings = { limit: 1000, durable: true, every: 1000e6 };

  it('are kept for a copy that is away, and handed over when it is trusted again', () => {
    const stage = new Stage({ handoff: true }).crash(5, 3).write(60, 'a').write(61, 'b').restart(300, 3);
    stage.run(290);
    expect([stage.quorum.parts.hints.kept, stage.held('a')]).toEqual([2, [1, 1, 0]]);
    stage.run(330);
    expect([stage.quorum.parts.hints.kept, stage.quorum.handoff.handed, stage.held('a'), stage.held('b')]).toEqual([
      0,
      2,
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  it('are kept for a copy that did not answer in time, and tried again', () => {
    const stage = new Stage({ handoff: true, timeout: 10e6 }).cut(5, 3).write(8, 'a').crash(19, 1).restart(20, 1).heal(21);
    stage.run(999);
    expect([stage.quorum.parts.hints.kept, stage.held('a')]).toEqual([1, [1, 1, 0]]);
    stage.run(1010);
    expect([stage.quorum.parts.hints.kept, stage.held('a')]).toEqual([0, [1, 1, 1]]);
  });

  it('are lost for want of room, and with a crash where they are not on disk', () => {
    const hints = (more: object) => ({ handoff: true, more: { hints: { ...settings, ...more } } });
    const full = new Stage(hints({ limit: 1 })).crash(5, 3).write(60, 'a').write(61, 'b').write(62, 'a');
    full.run(100);
    expect([full.quorum.parts.hints.kept, full.quorum.parts.hints.lost]).toEqual([1, 1]);
    const kept = (durable: boolean) => {
      const stage = new Stage(hints({ durable })).crash(5, 3).write(60, 'a').crash(80, 1);
      stage.run(100);
      return [stage.quorum.parts.hints.kept, stage.quorum.parts.hints.lost];
    };
    expect([kept(true), kept(false)]).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('of a sloppy quorum are kept by the next instance, which counts and may be read', () => {
    const scene = { instances: 4, copies: 3, w: 3, r: 3, sloppy: true, handoff: true };
    const away = new Stage(scene).quorum.parts.ring;
    const copies = new Int32Array(3);
    away.find(0, copies);
    const third = copies[2]! + 1;
    const stage = new Stage(scene)
      .crash(5, third)
      .write(60, 'a', copies[0]! + 1)
      .read(70, 'a', copies[1]! + 1)
      .restart(300, third);
    expect(stage.run(90)).toEqual(['63 write a: 1', '73 read a: 1']);
    expect(stage.quorum.parts.hints.kept).toBe(1);
    stage.run(400);
    expect([stage.quorum.parts.hints.kept, stage.held('a')[third - 1]]).toEqual([0, 1]);
    const strict = new Stage({ ...scene, sloppy: false }).crash(5, third).write(60, 'a', copies[0]! + 1);
    expect(strict.run(90)).toEqual(['60 write a: too few copies']);
  });

  it('of a sloppy quorum on two sides of a cut let a read miss a finished write', () => {
    const scene = { instances: 6, copies: 3, w: 2, r: 2, handoff: true };
    const told = (sloppy: boolean) => {
      const copies = new Int32Array(3);
      new Stage(scene).quorum.parts.ring.find(0, copies);
      const others = [1, 2, 3, 4, 5, 6].filter((i) => !copies.includes(i - 1));
      const side = [copies[0]! + 1, others[0]!, others[1]!];
      const stage = new Stage({ ...scene, sloppy })
        .cut(5, ...side)
        .write(60, 'a', copies[0]! + 1)
        .read(80, 'a', copies[1]! + 1);
      return stage.run(200);
    };
    expect(told(true)).toEqual(['63 write a: 1', '83 read a: 0, stale']);
    expect(told(false)).toEqual(['60 write a: too few copies', '83 read a: 0']);
  });
});

describe('comparing copies', () => {
  it('sends all values of the ranges that differ, and costs time for each key', () => {
    const more = { antiEntropy: { every: 60e6, ranges: 4, perKey: 1e6 } };
    const stage = new Stage({ instances: 2, w: 1, more }).write(1, 'a').cut(5, 2).write(10, 'b').heal(11).crash(12, 1).restart(13, 1);
    stage.run(29);
    expect([stage.held('a'), stage.held('b')]).toEqual([
      [1, 1],
      [1, 0],
    ]);
    // Instance 1 begins at 30 and hashes two keys, 2 hashes one, and asks for the range; 1 sends it, 2 writes it.
    stage.run(36.5);
    expect(stage.held('b')).toEqual([1, 0]);
    stage.run(37.5);
    expect(stage.held('b')).toEqual([1, 1]);
    const { comparisons, differing, repaired } = stage.quorum.antiEntropy;
    expect([comparisons, differing, repaired]).toEqual([1, 1, 1]);
    stage.run(100);
    expect(stage.quorum.antiEntropy.differing).toBe(1);
  });
});

describe('two writes at once', () => {
  it('by the clock leave one of them', () => {
    const stage = new Stage({ r: 3 }).write(10, 'a', 1).write(10, 'a', 2).read(30, 'a', 3);
    stage.run(100);
    expect([stage.held('a'), stage.log.at(-1)]).toEqual([[2, 2, 2], '33 read a: 2']);
  });

  it('by a wrong clock leave the wrong one: the later write is confirmed, and nobody ever sees it', () => {
    const skewed = (versions: 'clock' | 'vectors') => {
      const stage = new Stage({ r: 3, w: 3, versions }).turn(5, (knobs) => (knobs.skew[1] = 500e6)).write(10, 'a', 1);
      return stage.write(100, 'a', 2).read(200, 'a', 3);
    };
    const clock = skewed('clock');
    expect(clock.run(300)).toEqual(['13 write a: 1', '103 write a: 2', '203 read a: 1, stale']);
    expect([clock.held('a'), clock.quorum.coordinator.outdated]).toEqual([[1, 1, 1], 1]);
    expect(skewed('vectors').run(300).at(-1)).toBe('203 read a: 2');
  });

  it('by version vectors stay beside each other until a write that saw both', () => {
    const stage = new Stage({ r: 3, versions: 'vectors' })
      .write(10, 'a', 1)
      .write(10, 'a', 2)
      .read(30, 'a', 3)
      .write(40, 'a', 3)
      .read(50, 'a', 1);
    stage.run(35);
    const dots = (i: number) => stage.quorum.parts.holdings.get(i, 0).dots.map(({ version }) => version);
    expect([dots(0), dots(1), dots(2)]).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    stage.run(100);
    expect([dots(0), dots(1), dots(2)]).toEqual([[3], [3], [3]]);
    expect(stage.quorum.coordinator.reader.forked).toBe(1);
  });

  it('of sessions that never read are siblings even at one coordinator', () => {
    const forks = (context: 'coordinator' | 'session', sameSession: boolean) => {
      const stage = new Stage({ versions: 'vectors', context }).write(10, 'a', 1, 1).write(20, 'a', 1, sameSession ? 1 : 2);
      stage.run(100);
      return stage.quorum.parts.holdings.get(0, 0).dots.length;
    };
    expect([forks('coordinator', false), forks('session', false), forks('session', true)]).toEqual([1, 2, 1]);
  });

  it('are merged by a reader, and the merged value is written back', () => {
    const scene = { r: 3, versions: 'vectors', siblings: 'merge', readRepair: 'async' } as const;
    const stage = new Stage(scene).write(10, 'a', 1).write(10, 'a', 2).read(30, 'a', 3);
    stage.run(100);
    expect([stage.log.at(-1), stage.held('a')]).toEqual(['33 read a: 3', [3, 3, 3]]);
    expect(stage.quorum.parts.holdings.get(0, 0).dots).toHaveLength(1);
  });
});

describe('levels by region', () => {
  const regions = ['x', 'y', 'x', 'y', 'x', 'y'];
  const apart = (a: number, b: number) => ((a + b) % 2 === 0 ? 1 : 40);
  const wait = (level: 'local-quorum' | 'quorum' | 'each-quorum' | 'one' | 'all') =>
    new Stage({ regions, copies: 3, apart, writes: [{ level, count: 0 }] }).write(10, 'a').run(200);

  it('wait for a majority at home, of all, in every region, or for all', () => {
    expect(wait('one')).toEqual(['11 write a: 1']);
    expect(wait('local-quorum')).toEqual(['13 write a: 1']);
    for (const level of ['quorum', 'each-quorum', 'all'] as const) expect(wait(level)).toEqual(['91 write a: 1']);
  });

  it('go on at home when the other region is lost, or do not', () => {
    const lost = (level: 'local-quorum' | 'quorum') =>
      new Stage({ regions, copies: 3, apart, writes: [{ level, count: 0 }] }).cut(5, 2, 4, 6).write(100, 'a').run(300);
    expect(lost('local-quorum')).toEqual(['103 write a: 1']);
    expect(lost('quorum')).toEqual(['100 write a: too few copies']);
  });
});

describe('an instance that stands still', () => {
  it('goes on where it was, with what came meanwhile', () => {
    const stage = new Stage({ w: 3 }).hang(11.5, 2).write(10.9, 'a').hang(30, 2, 0);
    expect(stage.run(100)).toEqual(['32 write a: 1']);
    expect(stage.held('a')).toEqual([1, 1, 1]);
  });

  it('as coordinator gives up when it goes on', () => {
    const stage = new Stage({ w: 3 }).cut(5, 3).write(10, 'a').hang(20, 1).hang(150, 1, 0);
    expect(stage.run(200)).toEqual(['150 write a: too few copies']);
  });
});

it('messages that are lost are sent again, and those to a cut arrive when it heals', () => {
  const stage = new Stage({ w: 3, timeout: 1000e6 }).cut(5, 3).write(10, 'a').heal(100);
  expect(stage.run(500)).toEqual(['213 write a: 1']);
});
