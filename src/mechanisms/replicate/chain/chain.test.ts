// A chain on a network of its own: when writes are committed, what a lost head, middle or tail costs, and, under random faults, that
// nothing that was confirmed is lost and checked reads are never old.
import { describe, expect, it } from 'vitest';
import { Stream } from '../../../std/random.ts';
import { KeyVersions } from '../key-versions.ts';
import { SmallWorld } from '../raft/trial.ts';
import { Chain, type ChainOwner, type Link } from './chain.ts';
import { Master } from './membership.ts';

const MS = 1e6;
const KEYS = 3;
const OF_MASTER = 100;

class Row implements ChainOwner {
  readonly world: SmallWorld;
  readonly chain: Chain;
  readonly master: Master;
  /** Committed writes with their moments, in ms; those that were dropped. */
  readonly done: { readonly version: number; readonly key: number; readonly at: number; readonly by: number }[] = [];
  readonly gone: number[] = [];
  readonly told = new Int32Array(KEYS);
  readonly made = new Int32Array(KEYS);

  constructor(members: number, apply = 0, luck = new Stream(1, 'network')) {
    const world = new SmallWorld(members, luck);
    this.world = world;
    const around = {
      now: () => world.now(),
      wake: (delay: number, what: number, a: number) => world.wake(delay, what, a),
      way: (from: number, to: number) => world.way(from, to),
      isAwake: (i: number) => world.isAwake(i),
      connected: (i: number, j: number) => !world.parted(i, j) && !world.parted(j, i),
      applyTime: () => apply * MS,
    };
    this.chain = new Chain(members, around, this, new KeyVersions(members), new KeyVersions(members));
    const ofMaster = { ...around, wake: (delay: number, what: number, a: number) => world.wake(delay, OF_MASTER + what, a) };
    this.master = new Master(members, ofMaster, this.chain, { heartbeat: 50 * MS, misses: 2, copying: 100 * MS });
    world.handler = (what, a) => (what >= OF_MASTER ? this.master.event(what - OF_MASTER, a) : this.chain.event(what, a));
  }

  write(key: number): void {
    if (!this.world.isAwake(this.chain.head) || this.master.isOnItsOwn(this.chain.head)) return;
    this.made[key] = this.made[key]! + 1;
    this.chain.append({ key, version: this.made[key]!, row: this.made[key]!, generation: 0 });
  }

  turn(act: () => void): void {
    act();
    this.master.review();
  }

  crash(i: number): void {
    this.turn(() => {
      this.world.down[i] = true;
      this.chain.crash(i);
    });
  }

  committed(by: number, { key, version }: Link): void {
    this.done.push({ key, version, at: this.world.time / MS, by });
    this.told[key] = Math.max(this.told[key]!, version);
  }

  dropped(link: Link): void {
    this.gone.push(link.version);
  }
}

function row(members: number, apply = 0): Row {
  return new Row(members, apply);
}

describe('a chain', () => {
  it('commits a write at the tail after each hop and each taking in', () => {
    for (const members of [1, 2, 3, 5]) {
      const one = row(members, 2);
      one.write(0);
      one.world.run(100 * MS);
      expect(one.done).toEqual([{ key: 0, version: 1, at: 3 * (members - 1), by: members - 1 }]);
    }
  });

  it('takes in one write after the other, so that the slowest member sets the pace', () => {
    const one = row(3, 2);
    for (let n = 0; n < 5; n++) one.write(0);
    one.world.run(100 * MS);
    expect(one.done.map(({ at }) => at)).toEqual([6, 8, 10, 12, 14]);
  });

  it('has the word that a write is committed pass back: a key is dirty until then', () => {
    const one = row(3);
    one.write(0);
    const dirty = () => [0, 1, 2].map((i) => one.chain.isDirty(i, 0));
    expect(dirty()).toEqual([true, false, false]);
    one.world.run(1.5 * MS);
    expect(dirty()).toEqual([true, true, false]);
    one.world.run(2.5 * MS);
    expect(dirty()).toEqual([true, true, false]);
    one.world.run(3.5 * MS);
    expect(dirty()).toEqual([true, false, false]);
    one.world.run(4.5 * MS);
    expect(dirty()).toEqual([false, false, false]);
  });

  it('goes on without a middle that is lost, once the master has missed it, and sends on what was held up', () => {
    const one = row(3);
    one.world.run(10 * MS);
    one.crash(1);
    one.write(0);
    one.world.run(99 * MS);
    expect(one.done).toEqual([]);
    one.world.run(200 * MS);
    // Beats at 50 and 100 are missed; then one hop.
    expect(one.done.map(({ at }) => at)).toEqual([101]);
    expect(one.chain.order).toEqual([0, 2]);
  });

  it('has the one before a lost tail commit what it has', () => {
    const one = row(3);
    one.world.run(10 * MS);
    one.crash(2);
    one.write(0);
    one.world.run(200 * MS);
    expect(one.done).toEqual([{ key: 0, version: 1, at: 100, by: 1 }]);
  });

  it('loses with its head only what nobody else had', () => {
    const one = row(3);
    one.world.run(10 * MS);
    one.write(0);
    one.world.run(10.5 * MS);
    one.write(1);
    one.world.side = [0, 1, 1];
    one.write(2);
    one.crash(0);
    one.world.run(200 * MS);
    expect(one.chain.order).toEqual([1, 2]);
    // Two were on their way and arrived; the third had not left the head.
    expect([one.done.map(({ key }) => key), one.gone.length]).toEqual([[0, 1], 1]);
  });

  it('takes back who was left out behind the tail, with everything', () => {
    const one = row(3);
    one.crash(0);
    one.world.run(150 * MS);
    for (let n = 0; n < 4; n++) one.write(0);
    one.world.run(200 * MS);
    one.turn(() => (one.world.down[0] = false));
    one.world.run(299 * MS);
    expect(one.chain.order).toEqual([1, 2]);
    one.world.run(310 * MS);
    expect([one.chain.order, one.chain.version(0, 0)]).toEqual([[1, 2, 0], 4]);
    one.write(0);
    one.world.run(320 * MS);
    expect(one.done.at(-1)).toMatchObject({ version: 5, by: 0 });
  });
});

describe('a chain under random faults', () => {
  it('confirms each write once and in order, keeps what it confirmed, and its tail is never old', () => {
    let [confirmed, repairs] = [0, 0];
    for (let seed = 1; seed <= 150; seed++) {
      const dice = new Stream(seed, 'chain-trial');
      const members = 2 + dice.below(4);
      const one = new Row(members, dice.below(3), new Stream(seed, 'network'));
      const { world, chain, master } = one;
      for (let ms = 0; ms < 3000; ms += 1 + dice.below(20)) {
        world.at(ms * MS, () => {
          one.write(dice.below(KEYS));
          const key = dice.below(KEYS);
          const reader = dice.below(members);
          const serves = chain.order.includes(reader) && world.isAwake(reader) && !master.isOnItsOwn(reader);
          if (serves && (reader === chain.tail || !chain.isDirty(reader, key))) {
            expect(chain.version(reader, key), `seed ${seed} at ${ms}`).toBeGreaterThanOrEqual(one.told[key]!);
          }
        });
      }
      for (let ms = 0; ms < 3000; ms += 50 + dice.below(300)) world.at(ms * MS, () => trouble(one, dice));
      world.run(3000 * MS);
      one.turn(() => {
        world.side.fill(0);
        world.hung.fill(false);
        world.down.fill(false);
      });
      world.run(5000 * MS);
      one.write(0);
      world.run(6000 * MS);
      confirmed += one.done.length;
      repairs += master.repairs;
      expect(chain.order).toHaveLength(members);
      for (let key = 0; key < KEYS; key++) {
        const versions = one.done.filter((w) => w.key === key).map(({ version }) => version);
        expect(versions, `seed ${seed}`).toEqual([...versions].sort((a, b) => a - b));
        for (let i = 0; i < members; i++) expect(chain.version(i, key), `seed ${seed}`).toBe(one.told[key]);
      }
    }
    expect(confirmed).toBeGreaterThan(150 * 100);
    expect(repairs).toBeGreaterThan(300);
  });
});

function trouble(one: Row, dice: Stream): void {
  const { world } = one;
  const i = dice.below(world.down.length);
  switch (dice.below(6)) {
    case 0:
      if (!world.down[i]) one.crash(i);
      break;
    case 1:
      one.turn(() => (world.hung[i] = !world.hung[i]));
      break;
    case 2:
      one.turn(() => (world.side = world.side.map(() => dice.below(2))));
      break;
    default:
      one.turn(() => {
        world.side.fill(0);
        world.hung.fill(false);
        world.down.fill(false);
      });
  }
}
