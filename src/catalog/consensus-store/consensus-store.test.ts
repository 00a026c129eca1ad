/**
 * Stories of the consensus store: who answers reads and writes and when, what a minority, a crash, a hang and a cut do, and what weaker
 * settings lose. Unless a story says otherwise three members in one zone, 0.15 ms from each other, that elect within 150 to 300 ms.
 */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, delayed, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const READS = [cls('get')];
const WRITES = [cls('put', { write: true })];
const BOTH = [cls('get'), cls('put', { write: true })];
const store = (more: ParamBag = {}, zones: readonly string[] = ['a']) => ({
  ...node('store', 'consensus-store', {
    readTime: constant(1),
    writeTime: constant(1),
    diskTime: constant(2),
    electionLeast: 150,
    electionMost: 300,
    heartbeat: 50,
    lease: 140,
    patience: 100,
    ...more,
  }),
  zones,
});
const users = (more: ParamBag = {}) => node('users', 'client', { rate: 100, arrivals: 'even', keys: 1, sessions: 1, ...more });

function told(more: ParamBag, options: StoryOptions, client: ParamBag = {}, zones: readonly string[] = ['a'], policy: ParamBag = {}) {
  return story([users(client), store(more, zones)], [link('users', 'store', policy)], { classes: WRITES, ...options });
}
/** Lines of the users from a moment on. */
const later = (run: ReturnType<typeof told>, ms: number, to = Number.POSITIVE_INFINITY) =>
  run.log('users').filter((line) => Number.parseFloat(line) > ms && Number.parseFloat(line) < to);
const spent = (lines: readonly string[]) => [...new Set(lines.map((line) => Number(/ok ([\d.]+)/.exec(line)?.[1] ?? Number.NaN)))];
const figures = (run: ReturnType<typeof told>) => run.report.nodes['store']?.figures ?? {};
/** Who leads after the first second: the member that calls reach then. */
const leaderOf = (run: ReturnType<typeof told>) => run.visits('store').at(-1) ?? '';
const LED = leaderOf(told({}, { ms: 1000 }));

describe('a write', () => {
  it('takes its own work, the way to another member, its disk and the way back: 1 + 0.15 + 2 + 0.15', () => {
    expect(spent(later(told({}, { ms: 1000 }), 500))).toEqual([3.3]);
  });

  it('waits for the third of five, by distance', () => {
    // Members in zones a, b, a, b, a: the leader has two near ones or one, and waits for the nearer two of four.
    const lines = spent(later(told({ instances: 5 }, { ms: 1500 }, {}, ['a', 'b']), 1000));
    expect([3.3, 3.85]).toContain(lines[0]);
    expect(lines).toHaveLength(1);
  });

  it('over regions waits for the way to the nearest other one', () => {
    const run = told({ places: 'three', electionLeast: 1000, electionMost: 2000 }, { ms: 6000 });
    const ms = spent(later(run, 5500))[0]!;
    // 1 of work, 2 of disk, and the round trip from whoever leads to the nearest other: 67 or 71.
    expect([1 + 2 + 67, 1 + 2 + 71, 1 + 2 + 137]).toContain(ms);
  });

  it('of many at once goes to disk together: throughput is not one write for each turn of the disk', () => {
    const run = told({ diskTime: constant(10), workers: 100 }, { ms: 2000 }, { rate: 1000 });
    expect(later(run, 1000, 2000).filter((line) => line.includes('ok')).length).toBeGreaterThan(980);
  });

  it('is faster without waiting for the disk', () => {
    expect(spent(later(told({ fsync: false }, { ms: 1000 }), 500))).toEqual([1.3]);
  });

  it('is led on to the leader when it comes to another member, which costs a further round trip to the store', () => {
    const lines = spent(later(told({ ask: 'any' }, { ms: 1000 }, { rate: 30 }, ['a'], delayed(5)), 500));
    expect(lines.sort()).toEqual([13.3, 23.3]);
  });
});

describe('a read', () => {
  const read = (reads: string, options: Partial<StoryOptions> = {}) => told({ reads }, { ms: 1000, classes: READS, ...options });

  it('by read index takes one round of heartbeats more than its own work, by lease and at any member nothing', () => {
    expect(spent(later(read('read-index'), 500))).toEqual([1.3]);
    expect(spent(later(read('lease'), 500))).toEqual([1]);
    expect(spent(later(read('follower'), 500))).toEqual([1]);
  });

  it('at any member goes round and may be old', () => {
    const stale = (reads: string) => {
      const run = told({ reads }, { ms: 3000, classes: BOTH }, { rate: 500, keys: 2 });
      return [new Set(run.visits('store').slice(-20)).size, run.session.compiled.sim.history.staleReads];
    };
    expect(stale('read-index')).toEqual([1, 0]);
    expect(stale('lease')).toEqual([1, 0]);
    const [members, old] = stale('follower');
    expect(members).toBe(3);
    expect(old).toBeGreaterThan(20);
  });
});

describe('a leader that is lost', () => {
  const gap = (kind: string, target: string, more: ParamBag = {}, policy: ParamBag = { timeout: 100 }) =>
    told(more, { ms: 4000, timeline: [fault(kind, target, 1000, 1500)] }, {}, ['a'], policy);

  it('is followed by another within two patiences, and what was confirmed is there', () => {
    for (const run of [gap('kill-leader', 'store'), gap('crash', LED), gap('hang', LED)]) {
      const failed = later(run, 1000, 2500).filter((line) => !line.includes('ok'));
      expect(failed.length).toBeGreaterThan(10);
      expect(failed.length).toBeLessThan(60);
      expect(later(run, 2000, 2500).every((line) => line.includes('ok'))).toBe(true);
      expect(figures(run)).toMatchObject({ failovers: 1, lostWrites: 0 });
      expect(run.session.compiled.sim.history.lostWrites).toBe(0);
    }
  });

  it('comes back as a follower and catches up', () => {
    const run = gap('crash', LED);
    expect(leaderOf(run)).not.toBe(LED);
    expect(figures(run)['behind']).toBeLessThan(3);
  });
});

describe('a minority', () => {
  it('cannot write: its leader steps down and says that nobody leads, the majority goes on with another', () => {
    const others = [1, 2, 3].map((i) => `store/${i}`).filter((id) => id !== LED);
    const cut = fault('partition', `{users,${LED}}|{${others.join()}}`, 1000, 1000);
    const run = told({}, { ms: 4000, timeline: [cut] }, {}, ['a'], { timeout: 200 });
    const during = later(run, 1350, 2000);
    expect(during.length).toBeGreaterThan(30);
    expect(during.filter((line) => line.includes('ok'))).toEqual([]);
    expect(during.some((line) => line.includes('no leader at store'))).toBe(true);
    // Once the cut is healed, those who went on lead.
    expect(later(run, 2400, 4000).filter((line) => !line.includes('ok')).length).toBeLessThan(20);
    expect(run.session.compiled.sim.history.lostWrites).toBe(0);
    expect(Number(figures(run)['term'])).toBeGreaterThan(1);
  });

  it('of one that is left when the others crash does not write', () => {
    const others = [1, 2, 3].map((i) => `store/${i}`).filter((id) => id !== LED);
    const timeline = others.map((id) => fault('crash', id, 1000, 1500));
    const run = told({}, { ms: 4000, timeline }, {}, ['a'], { timeout: 200 });
    expect(later(run, 1500, 2500).filter((line) => line.includes('ok'))).toEqual([]);
    expect(later(run, 3500).every((line) => line.includes('ok'))).toBe(true);
  });
});

describe('a leader with a lease that is cut off with its readers', () => {
  const others = [1, 2, 3].map((i) => `store/${i}`).filter((id) => id !== LED);
  const cut = fault('partition', `{readers,${LED}}|{writers,${others.join()}}`, 1000, 1500);
  const stale = (more: ParamBag, ...faults: readonly ReturnType<typeof fault>[]) => {
    const nodes = [users({ classes: ['put'] }), users({ classes: ['get'] })].map((one, i) => ({ ...one, id: ['writers', 'readers'][i]! }));
    const links = [link('writers', 'store', { timeout: 200 }), link('readers', 'store', { timeout: 200 })];
    const run = story([...nodes, store({ electionMost: 900, lease: 150, ...more })], links, {
      ms: 3000,
      classes: BOTH,
      timeline: [cut, ...faults],
    });
    return run.session.compiled.sim.history.staleReads;
  };
  const back = fault('clock-skew', LED, 1000, 1500, { ahead: -5000 });

  it('answers nothing old, unless its clock is set back; asking for each read is safe even then', () => {
    expect(stale({ reads: 'lease' })).toBe(0);
    expect(stale({ reads: 'lease' }, back)).toBeGreaterThan(5);
    expect(stale({ reads: 'read-index' }, back)).toBe(0);
  });
});

describe('messages that get lost between members', () => {
  it('hold some writes up until a heartbeat, and lose none', () => {
    const run = told({}, { ms: 4000, timeline: [fault('packet-loss', 'store', 1000, 1500, { share: 0.3 })] }, {}, ['a'], { timeout: 2000 });
    expect(spent(later(run, 1000, 2500)).some((ms) => ms > 20 && ms < 150)).toBe(true);
    expect(spent(later(run, 3500))).toEqual([3.3]);
    expect(run.session.compiled.sim.history.lostWrites).toBe(0);
  });
});

describe('without waiting for the disk', () => {
  it('a crash of all members loses confirmed writes; with it, none', () => {
    const lost = (fsync: boolean) => {
      const run = told({ fsync, flushEvery: 60_000 }, { ms: 4000, timeline: [fault('crash', 'store', 1500, 500)] });
      return run.session.compiled.sim.history.lostWrites;
    };
    expect(lost(true)).toBe(0);
    expect(lost(false)).toBeGreaterThan(50);
  });

  it('a crash of one loses nothing, since the others still know', () => {
    const run = told({ fsync: false }, { ms: 4000, timeline: [fault('crash', LED, 1500, 500)] });
    expect(run.session.compiled.sim.history.lostWrites).toBe(0);
  });
});

describe('a member that lags', () => {
  it('behind what the log keeps gets the saved state, which takes its time', () => {
    const gone = [1, 2, 3].map((i) => `store/${i}`).find((id) => id !== LED) ?? '';
    const behind = (transferTime: number, ms: number, logKept = 100) => {
      const more = { snapshotEvery: 50, logKept, transferTime };
      return Number(figures(told(more, { ms, timeline: [fault('crash', gone, 1000, 2000)] }))['behind']);
    };
    expect(behind(500, 3400)).toBeGreaterThan(200);
    expect(behind(500, 3900)).toBeLessThan(5);
    expect(behind(0, 3200)).toBeLessThan(5);
    // Where the log is forgotten faster than the state is sent, it never catches up.
    expect(behind(500, 6000, 10)).toBeGreaterThan(40);
  });
});

describe('a change during the run', () => {
  it('of how reads are answered holds from then on', () => {
    const timeline = [change('store', 'reads', 'lease', 700)];
    const run = told({}, { ms: 1200, classes: READS, timeline });
    expect(spent(later(run, 500, 700))).toEqual([1.3]);
    expect(spent(later(run, 900))).toEqual([1]);
  });
});
