/**
 * Stories of writes over several shards: four shards without copies 0.15 ms from each other, work of 1 ms, disks 0.5 ms; keys 0 to 399 in
 * ranges of a hundred. The write of key 0 at 1000 ms is led by store/1, and has its other part, key 200, at store/3.
 */
import { describe, expect, it } from 'vitest';
import { KEY, OUTCOME, STARTED, VERSION, WRITE } from '../../engine/requests.ts';
import { change, cls, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { KeyVersions } from '../../mechanisms/replicate/key-versions.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';

const MOVE = [cls('move', { write: true })];
const BOTH = [cls('move', { write: true }), cls('put', { write: true })];
const users = (id: string, more: ParamBag = {}) => node(id, 'client', { rate: 1, arrivals: 'even', keys: 1, sessions: 1, ...more });

/** What clients were told, when which keys got a version where they are kept, what was read from when till when, and the store's figures. */
function told(more: ParamBag, options: StoryOptions, clients = [users('users')], wait?: number) {
  const store = node('store', 'sharded-store', {
    scheme: 'range',
    keys: 400,
    copies: 1,
    readTime: constant(1),
    writeTime: constant(1),
    diskTime: constant(0.5),
    electionLeast: 150,
    electionMost: 300,
    heartbeat: 50,
    lease: 140,
    patience: 100,
    spans: ['move'],
    voteWait: 100,
    ...more,
  });
  const made: string[] = [];
  const ended: string[] = [];
  const reads: { key: number; began: number; ended: number; version: number }[] = [];
  const { set } = KeyVersions.prototype;
  const listen: NonNullable<StoryOptions['acts']>[number]['act'] = (sim) => {
    const { calls, requests } = sim;
    const ms = (ns = sim.now) => Math.round(ns / (NS_PER_MS / 100)) / 100;
    KeyVersions.prototype.set = function (i, key, version) {
      made.push(`${ms()} key ${key}`);
      set.call(this, i, key, version);
    };
    const answer = calls.answer.bind(calls);
    calls.answer = (row, outcome, cause) => {
      const isRead = !requests.has(row, WRITE);
      answer(row, outcome, cause);
      const key = requests.ints[row + KEY]!;
      ended.push(`${ms()} key ${key} ${requests.ints[row + OUTCOME] === 0 ? 'ok' : 'failed'}`);
      const began = ms(requests.times[(row >> 1) + STARTED]!);
      if (isRead) reads.push({ key, began, ended: ms(), version: requests.ints[row + VERSION]! });
    };
  };
  const links = clients.map(({ id }) => link(id, 'store', delayed(0, wait === undefined ? {} : { timeout: wait })));
  try {
    const run = story([...clients, store], links, { classes: MOVE, ...options, acts: [{ at: 0, act: listen }, ...(options.acts ?? [])] });
    const { consistency, nodes } = run.report;
    return { run, made, ended, reads, users: run.log('users'), figures: nodes['store']!.figures, stale: consistency.staleReads };
  } finally {
    KeyVersions.prototype.set = set;
  }
}

describe('a write over several shards', () => {
  it('takes its own work, the way to the others, their work and disk, the way back and its own disk; then the others write', () => {
    const plain = told({ spans: [] }, { ms: 1100 });
    expect([plain.users, plain.made]).toEqual([['1001.5 users ok 1.5'], ['1001.5 key 0']]);
    const { users: ended, made, figures } = told({}, { ms: 1100 });
    expect(ended).toEqual(['1003.3 users ok 3.3']);
    expect(made).toEqual(['1003.3 key 0', '1003.95 key 200']);
    expect(figures).toMatchObject({ committed: 1, aborted: 0, inDoubt: 0 });
  });

  it('takes no longer with more of them, which work side by side', () => {
    const { users: ended, made } = told({ touches: 4 }, { ms: 1100 });
    expect(ended).toEqual(['1003.3 users ok 3.3']);
    expect(made).toEqual(['1003.3 key 0', '1003.95 key 100', '1003.95 key 200', '1003.95 key 300']);
  });

  it('waits for one that began before it; one that meets a younger one gets a vote against it and is given up', () => {
    // Two keys on two shards; both clients ask at once, for the same key or for different ones.
    const both = ['users', 'others'].map((id) => users(id, { keys: 2, skew: 0, rate: 10 }));
    const { ended, figures } = told({ shards: 2, keys: 2 }, { ms: 2050 }, both);
    const rounds = Array.from({ length: 20 }, (_, i) => {
      const at = 100 * (i + 1);
      return ended.flatMap((line) => {
        const [ms, , key, how] = line.split(' ');
        return Math.floor(Number(ms) / 100) * 100 === at ? [{ took: Math.round((Number(ms) - at) * 100) / 100, key, how }] : [];
      });
    });
    let crossed = 0;
    for (const [first, second] of rounds) {
      const same = first!.key === second!.key;
      // The same key: one after the other, the second one's other part once that key is free again. Else the older one is refused after
      // two ways, and the younger one's part begins then.
      if (same)
        expect([first, second]).toMatchObject([
          { took: 3.3, how: 'ok' },
          { took: 6.1, how: 'ok' },
        ]);
      else
        expect([first, second]).toMatchObject([
          { took: 1.3, how: 'failed' },
          { took: 3.45, how: 'ok' },
        ]);
      crossed += same ? 0 : 1;
    }
    expect(crossed).toBeGreaterThan(3);
    expect(figures).toMatchObject({ aborted: crossed, committed: 40 - crossed, inDoubt: 0 });
  });

  it('is given up when a shard has no leader, or does not vote in time', () => {
    const down = told({}, { ms: 1500, timeline: [fault('crash', 'store/3', 900, 5000)] });
    expect([down.users, down.made]).toEqual([['1001 users unavailable 1: no leader at store'], []]);
    const cut = told({}, { ms: 1500, timeline: [fault('partition', '{store/3}|{users,store/1}', 900, 5000)] });
    expect([cut.users, cut.made]).toEqual([['1101 users unavailable 101: timed out at store'], []]);
    for (const { figures } of [down, cut]) expect(figures).toMatchObject({ committed: 0, aborted: 1, inDoubt: 0 });
  });

  it('has its messages lost and sent again like any', () => {
    const lossy = fault('packet-loss', 'store', 1000.5, 50, { share: 1 });
    const { users: ended } = told({ voteWait: 5000 }, { ms: 1500, timeline: [lossy] });
    expect(ended).toEqual(['1203.3 users ok 203.3']);
  });
});

describe('a leader that dies when the others are prepared and it has not decided', () => {
  // The other part is prepared at 1002.65, its vote comes at 1002.8.
  const dies = (more: ParamBag, away: number, ms: number) => told(more, { ms, timeline: [fault('crash', 'store/1', 1002.7, away)] });

  it('leaves them locked and in doubt, for as long as it is away', () => {
    const { users: ended, made, figures } = dies({}, 10_000, 1990);
    expect(ended).toEqual(['1002.7 users error 2.7: crashed at store']);
    expect(made).toEqual([]);
    expect(figures).toMatchObject({ inDoubt: 1, committed: 0, aborted: 0 });
  });

  it('finds no decision when it is back, so they give up when they ask next', () => {
    // Back at 1502.7; asked at 1602.65, as every 100 ms since the part was prepared, and its answer takes another 0.15 ms.
    expect(dies({}, 500, 1602).figures).toMatchObject({ inDoubt: 1, aborted: 0 });
    const { made, figures } = dies({}, 500, 1603);
    expect(figures).toMatchObject({ inDoubt: 0, committed: 0, aborted: 1 });
    expect(made).toEqual([]);
  });

  it('holds up whoever wants a key that is in doubt until then', () => {
    const others = users('others', { keys: 2, skew: 0, rate: 20, classes: ['put'] });
    const mover = users('users', { classes: ['move'] });
    const timeline = [fault('crash', 'store/1', 1002.7, 500)];
    const { ended } = told({ shards: 2, keys: 2 }, { ms: 1650, classes: BOTH, timeline }, [mover, others]);
    const waited = ended.filter((line) => line.endsWith('key 1 ok') && Number.parseFloat(line) > 1003);
    // The key is free at 1602.95. The first of them is on disk 0.5 ms later, the others together after another 0.5.
    const times = waited.map((line) => Number.parseFloat(line));
    expect(times).toEqual(times.map((_, i) => (i === 0 ? 1603.45 : 1603.95)));
    expect(times.length).toBeGreaterThan(3);
  });

  it('is replaced by another member where its shard has copies, which answers for it', () => {
    // A group holds that it is prepared 0.8 ms after its work: at 1002.95. Whose vote comes at 1003.1 finds nobody.
    const [copies, at] = [3, 1003];
    const { sim, nodes } = told({ copies }, { ms: 990 }).run.session.compiled;
    const leader = 1 + [0, 1, 2].findIndex((i) => sim.stations[1]!.role?.(nodes[1]!.firstInstance + i) === 1);
    const crash = (ms: number) => told({ copies }, { ms, timeline: [fault('crash', `store/${leader}`, at, 10_000)] });
    expect(crash(1100).figures).toMatchObject({ inDoubt: 1, committed: 0, aborted: 0 });
    // A follower stands for election after 300 ms at most, and is asked 100 ms later at most.
    expect(crash(1500).figures).toMatchObject({ inDoubt: 0, committed: 0, aborted: 1 });
  });
});

describe('a leader that is cut off when it has decided', () => {
  it('has told its client, and the others stay in doubt until they hear of it', () => {
    // The vote comes at 1002.8, the cut at 1002.9, the decision at 1003.3.
    const cut = (ms: number) => told({}, { ms, timeline: [fault('partition', '{store/3}|{users,store/1}', 1002.9, 997.1)] });
    expect(cut(1990)).toMatchObject({ users: ['1003.3 users ok 3.3'], made: ['1003.3 key 0'], figures: { inDoubt: 1, committed: 1 } });
    // Asked at 2002.65 for the first time after the cut; there and back, and its own disk.
    expect(cut(2004).made).toEqual(['1003.3 key 0', '2003.45 key 200']);
    expect(cut(2004).figures).toMatchObject({ inDoubt: 0 });
  });
});

describe('another shard that dies', () => {
  const dies = (at: number, ms: number) => told({}, { ms, timeline: [fault('crash', 'store/3', at, 500)] });

  it('before it is prepared forgets all of it, and the write is given up for want of its vote', () => {
    const { users: ended, made, figures } = dies(1002, 1990);
    expect([ended, made]).toEqual([['1101 users unavailable 101: timed out at store'], []]);
    expect(figures).toMatchObject({ inDoubt: 0, committed: 0, aborted: 1 });
  });

  it('after its vote is bound by it: it comes back with its key locked, asks, and writes', () => {
    const { users: ended, made } = dies(1002.7, 1990);
    expect(ended).toEqual(['1003.3 users ok 3.3']);
    // Back at 1502.7; it leads after 1 ms, has its term and an entry of it on disk after another one, and finds that it is prepared. Its vote
    // again, the answer, and its disk take 0.8 ms.
    expect(made).toEqual(['1003.3 key 0', '1505.5 key 200']);
  });
});

describe('a read of a key that another shard is about to have changed', () => {
  // Two keys on two shards: the write of key 0 at 1000 ms has its other part, key 1, at store/2. That is prepared at 1002.65; the write is
  // decided at 1003.3, its client told, and key 1 has its version at 1003.95. Work of a read takes 0.2 ms.
  const mover = users('users', { classes: ['move'] });
  const two = { shards: 2, keys: 2, readTime: constant(0.2) };
  const classes = [...MOVE, cls('get')];
  const reader = (rate: number) => users('readers', { keys: 2, skew: 0, rate, classes: ['get'] });
  const reading = (more: ParamBag, rate: number, ms: number, timeline: StoryOptions['timeline'] = [], wait?: number) => {
    const run = told({ ...two, ...more }, { ms, classes, timeline }, [mover, reader(rate)], wait);
    const of = (key: number, from: number) => run.reads.filter((read) => read.key === key && read.began > from);
    return { ...run, of };
  };
  const took = ({ began, ended }: { began: number; ended: number }) => Math.round((ended - began) * 100) / 100;

  it('waits from when that is prepared until it is known there how the write ended', () => {
    const { of, figures, stale, made } = reading({}, 4000, 1006);
    expect(made).toEqual(['1003.3 key 0', '1003.95 key 1']);
    const reads = of(1, 999);
    const before = reads.filter(({ began }) => began < 1002.45);
    const during = reads.filter(({ began }) => began >= 1002.45 && began < 1003.75);
    const after = reads.filter(({ began }) => began >= 1003.75);
    expect(before.map((read) => [took(read), read.version])).toEqual(before.map(() => [0.2, 0]));
    expect(during.map(({ ended, version }) => [ended, version])).toEqual(during.map(() => [1003.95, 1]));
    expect(after.map((read) => [took(read), read.version])).toEqual(after.map(() => [0.2, 1]));
    expect(Math.min(before.length, during.length, after.length)).toBeGreaterThan(1);
    // The key of the decision keeps nobody: it is old until the write is decided, and new from then on.
    const own = of(0, 999);
    expect(own.map((read) => [took(read), read.version])).toEqual(own.map(({ began }) => [0.2, began + 0.2 < 1003.3 ? 0 : 1]));
    const mean = during.reduce((sum, { began }) => sum + 1003.95 - began - 0.2, 0) / during.length;
    expect(figures).toMatchObject({ lockWaits: 0, readsHeld: during.length });
    expect(figures['readWaitMs']).toBeCloseTo(mean, 6);
    expect(stale).toBe(0);
  });

  it('sees the value before where it may, which is old once the write is decided', () => {
    const { of, figures, stale } = reading({ preparedReads: 'before' }, 4000, 1006);
    const reads = of(1, 999);
    expect(reads.map((read) => [took(read), read.version])).toEqual(reads.map(({ ended }) => [0.2, ended < 1003.95 ? 0 : 1]));
    const old = reads.filter(({ began, version }) => began > 1003.3 && version === 0);
    expect(stale).toBe(old.length);
    expect(old.length).toBeGreaterThan(0);
    expect(figures).toMatchObject({ readsHeld: 0, readWaitMs: null });
  });

  it('hangs while that is in doubt, and its caller gives up', () => {
    // Its leader dies at 1002.7 and is back at 1502.7; asked at 1602.65, it knows of no decision; that is heard at 1602.95.
    const dies = [fault('crash', 'store/1', 1002.7, 500)];
    const { of, figures } = reading({}, 200, 1650, dies);
    const kept = of(1, 1002.7).filter(({ began }) => began < 1602.75);
    expect(kept.map(({ ended, version }) => [ended, version])).toEqual(kept.map(() => [1602.95, 0]));
    expect(kept.length).toBeGreaterThan(40);
    expect(figures).toMatchObject({ lockWaits: 0, readsHeld: kept.length, inDoubt: 0 });
    const now = reading({}, 200, 1500, dies).figures;
    expect(now).toMatchObject({ inDoubt: 1, readsHeld: now['lockWaits'] });
    const at = (preparedReads: string) =>
      reading({ preparedReads }, 200, 1500, dies, 50).run.where('readers', 'readers timeout 50: timed out at store');
    expect(at('wait').length).toBeGreaterThan(30);
    expect(at('before')).toEqual([]);
  });

  it('is old for as long as its shard is cut off after the decision, or waits for as long', () => {
    const cut = (preparedReads: string, more: StoryOptions['timeline'] = []) => {
      const parted = fault('partition', '{store/2}|{users,store/1}', 1002.9, 997.1);
      return reading({ preparedReads }, 200, 2010, [parted, ...more]);
    };
    const waits = cut('wait');
    // Asked at 2002.65 for the first time after the cut; there and back, and its own disk.
    const kept = waits.of(1, 1002.7).filter(({ began }) => began < 2003);
    expect(kept.map(({ ended, version }) => [ended, version])).toEqual(kept.map(() => [2003.45, kept[0]!.version]));
    expect([kept[0]!.version, waits.stale]).toEqual([1, 0]);
    const before = cut('before');
    const old = before.of(1, 1003.3).filter(({ version }) => version === 0);
    expect(before.stale).toBe(old.length);
    expect(old.length).toBeGreaterThan(60);
    // Allowed to see it while they wait, they do.
    const allowed = cut('wait', [change('store', 'preparedReads', 'before', 1500)])
      .of(1, 1002.7)
      .filter(({ began }) => began < 1499);
    expect(allowed.map(({ ended, version }) => [ended, version])).toEqual(allowed.map(() => [1500, 0]));
  });
});
