/** Stories of several leaders: 10 ms apart, 1 ms for each read and write, and for each write of another. Version 1 is the first write. */
import { describe, expect, it } from 'vitest';
import { type Distribution, Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { MultiLeader, type MultiLeaderSettings, type Resolution } from './multi-leader.ts';
import { TinyNetwork } from './tiny-network.ts';

const sampler = (of: Distribution) => new Sampler(of, NS_PER_MS);
const constant = (value: number) => sampler({ type: 'constant', value });

class Leaders extends TinyNetwork {
  readonly store: MultiLeader;
  readonly #count: number;

  constructor(resolution: Resolution = 'later', count = 2, more: Partial<MultiLeaderSettings> = {}, seed = 1) {
    super(count, () => 10, seed);
    this.#count = count;
    const store = new MultiLeader(this.site, count, 0, {
      resolution,
      every: 0,
      byHand: constant(100),
      mesh: { delay: constant(0), loss: 0 },
      work: { workers: 10, queueLimit: 100, read: constant(1), write: constant(1), apply: constant(1) },
      members: { spread: 'heartbeat', rule: 'timeout', timeout: 350e6, phi: 8, interval: 100e6 },
      ...more,
    });
    this.store = store;
    this.begin({
      start: () => store.start(),
      begin: (row, i) => store.arrive(row, i),
      wake: (what, a) => store.wake(what, a),
      crash: (i) => store.crash(i),
      restart: (i) => store.restart(i),
      turned: () => store.turned(),
    });
  }

  /** Versions that stand at each leader. */
  standing(key = 0): number[][] {
    return Array.from({ length: this.#count }, (_, i) => this.store.held(i, key).dots.map((dot) => dot.version));
  }

  /** The version that each leader shows. */
  shown(key = 0): number[] {
    return Array.from({ length: this.#count }, (_, i) => this.store.shown(this.store.held(i, key)));
  }
}

describe('a leader of several', () => {
  it('answers by itself, and the others have the write later', () => {
    const stage = new Leaders().write(10, 'a', 1).read(15, 'a', 2).read(25, 'a', 2);
    expect(stage.run(100)).toEqual(['11 write a: 1', '16 read a: 0, stale', '26 read a: 1']);
    const { pending, spread, spreadSum, conflicts } = stage.store;
    expect([pending, spread, spreadSum / NS_PER_MS, conflicts]).toEqual([0, 1, 11, 0]);
  });

  it('may tell the others at intervals only, all at once', () => {
    const stage = new Leaders('later', 2, { every: 50e6 }).write(10, 'a').write(20, 'b').write(30, 'c');
    stage.run(49);
    expect(stage.store.pending).toBe(3);
    stage.run(64);
    expect([stage.store.pending, stage.store.spreadMost / NS_PER_MS]).toEqual([0, 52]);
  });

  it('goes on alone when it is cut off, and all are alike again after it', () => {
    const stage = new Leaders().cut(5, 2).write(10, 'a', 1).write(20, 'b', 2).heal(500);
    expect(stage.run(499)).toEqual(['11 write a: 1', '21 write b: 1']);
    expect([stage.standing(0), stage.standing(1)]).toEqual([
      [[1], []],
      [[], [1]],
    ]);
    stage.run(3000);
    expect([stage.standing(0), stage.standing(1), stage.store.pending]).toEqual([[[1], [1]], [[1], [1]], 0]);
  });

  it('keeps through a crash what it wrote and had not told', () => {
    const stage = new Leaders().cut(5, 2).write(10, 'a', 1).crash(20, 1).heal(30).restart(100, 1);
    stage.run(3000);
    expect(stage.standing()).toEqual([[1], [1]]);
  });
});

describe('two writes that did not see each other', () => {
  const both = (resolution: Resolution, ms = 200, more: Partial<MultiLeaderSettings> = {}) => {
    const stage = new Leaders(resolution, 2, more).write(10, 'a', 1).write(12, 'a', 2).read(100, 'a', 1);
    stage.run(ms);
    return stage;
  };

  it('are no conflict when the second had seen the first', () => {
    const stage = new Leaders().write(10, 'a', 1).write(40, 'a', 2);
    stage.run(100);
    expect([stage.store.conflicts, stage.standing()]).toEqual([0, [[2], [2]]]);
  });

  it('leave the later by the clock: the other is gone without a word', () => {
    const { store, log, ...stage } = both('later');
    expect([store.conflicts, store.overwritten, log.at(-1)]).toEqual([1, 1, '101 read a: 2']);
    expect(stage.sim.history.conflicts).toBe(1);
  });

  it('leave the earlier when its clock is ahead', () => {
    const stage = new Leaders()
      .turn(5, (knobs) => (knobs.skew[1] = 500e6))
      .write(10, 'a', 1)
      .write(12, 'a', 2)
      .read(100, 'a', 2);
    expect(stage.run(200).at(-1)).toBe('101 read a: 1, stale');
  });

  it('leave that of the first leader, however late it came', () => {
    const stage = new Leaders('first').write(10, 'a', 2).write(12, 'a', 1).read(100, 'a', 2);
    stage.run(200);
    expect([stage.shown(), stage.store.overwritten]).toEqual([[2, 2], 1]);
    expect(both('first').log.at(-1)).toBe('101 read a: 1, stale');
  });

  it('are merged, and nothing is gone', () => {
    const stage = both('merge');
    expect([stage.standing(), stage.store.conflicts, stage.store.overwritten]).toEqual([
      [
        [1, 2],
        [1, 2],
      ],
      1,
      0,
    ]);
  });

  it('wait side by side until somebody decides', () => {
    const open = both('hand', 110);
    expect([open.store.unsettled, open.store.forked]).toEqual([1, 1]);
    const settled = both('hand', 200);
    expect([settled.store.unsettled, settled.standing()]).toEqual([0, [[3], [3]]]);
  });
});

it('all leaders end up alike, whatever is lost, cut off or down meanwhile', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const chance = new Stream(seed, 'leaders');
    const resolution = (['later', 'first', 'merge', 'hand'] as const)[seed % 4]!;
    const mesh = { delay: sampler({ type: 'exponential', mean: 5 }), loss: 0.05 };
    const stage = new Leaders(resolution, 3, { mesh }, seed);
    for (let n = 0; n < 60; n++) {
      stage.write(chance.uniform() * 1000, 'abc'[chance.below(3)]!, 1 + chance.below(3));
    }
    const from = chance.uniform() * 800;
    stage.cut(from, 1 + chance.below(3)).heal(from + 200);
    const [down, who] = [chance.uniform() * 800, 1 + chance.below(3)];
    stage.crash(down, who).restart(down + 200, who);
    stage.run(12_000);
    const { pending, unsettled, conflicts } = stage.store;
    expect([pending, unsettled], `seed ${seed}`).toEqual([0, 0]);
    expect(conflicts).toBeGreaterThan(0);
    for (const key of [0, 1, 2]) expect(new Set(stage.standing(key).map((one) => one.join())).size, `seed ${seed}`).toBe(1);
  }
});
