/**
 * Stories of writes over several shards: four shards without copies 0.15 ms from each other, work of 1 ms, disks 0.5 ms; keys 0 to 399 in
 * ranges of a hundred. The write of key 0 at 1000 ms is led by store/1, and has its other part, key 200, at store/3.
 */
import { describe, expect, it } from 'vitest';
import { KEY, OUTCOME } from '../../engine/requests.ts';
import { cls, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';

const MOVE = [cls('move', { write: true })];
const BOTH = [cls('move', { write: true }), cls('put', { write: true })];
const users = (id: string, more: ParamBag = {}) => node(id, 'client', { rate: 1, arrivals: 'even', keys: 1, sessions: 1, ...more });

/** What clients were told, when the store made versions of which keys, and its figures. */
function told(more: ParamBag, options: StoryOptions, clients = [users('users')]) {
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
  const listen: NonNullable<StoryOptions['acts']>[number]['act'] = (sim) => {
    const { history, calls } = sim;
    const ms = () => Math.round(sim.now / (NS_PER_MS / 100)) / 100;
    const make = history.make.bind(history);
    history.make = (dataset, key) => {
      made.push(`${ms()} key ${key}`);
      return make(dataset, key);
    };
    const answer = calls.answer.bind(calls);
    calls.answer = (row, outcome, cause) => {
      answer(row, outcome, cause);
      ended.push(`${ms()} key ${sim.requests.ints[row + KEY]} ${sim.requests.ints[row + OUTCOME] === 0 ? 'ok' : 'failed'}`);
    };
  };
  const links = clients.map(({ id }) => link(id, 'store', delayed(0)));
  const run = story([...clients, store], links, { classes: MOVE, ...options, acts: [{ at: 0, act: listen }] });
  return { run, made, ended, users: run.log('users'), figures: run.report.nodes['store']!.figures };
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
