/**
 * Stories of a read replica: a database that commits after 2 ms, a link of 5 ms one way, a replica that applies a write in 1 ms and
 * answers a read in 1 ms. Somebody writes key 0 every 20 ms from 20 ms on, so that it is committed at 22 ms and could be read 6 ms
 * later; somebody reads it at the replica every 2.5 ms. Lines are (time, version) where the answer differs from the one before.
 */
import { describe, expect, it } from 'vitest';
import { canLink } from '../../design/can-link.ts';
import type { LinkDoc, NodeDoc, TimelineEntry } from '../../design/document.ts';
import { read } from '../../design/read.ts';
import { OK, reasonOf } from '../../engine/outcome.ts';
import { INSTANCE, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import { change, cls, constant, delayed, fault, type Story, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';

const CLASSES = [cls('get', { bytesUp: 0 }), cls('put', { write: true })];
const db = (more: ParamBag = {}) => node('db', 'sql-database', { replicas: 0, writeTime: constant(2), recovery: 20, ...more });
const replica = (more: ParamBag = {}, id = 'replica') =>
  node(id, 'read-replica', {
    readTime: constant(1),
    writeTime: constant(2),
    applyTime: constant(1),
    recovery: 20,
    copyTime: 100,
    promotion: 50,
    ...more,
  });
const source = (id: string, cls: string, rate: number) =>
  node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, classes: [cls] });

interface Scene {
  readonly ms: number;
  readonly timeline?: readonly TimelineEntry[];
  readonly db?: ParamBag;
  readonly replica?: ParamBag;
  /** Of the link between them. */
  readonly feed?: ParamBag;
  readonly more?: { readonly nodes: readonly NodeDoc[]; readonly links: readonly LinkDoc[] };
  /** Whose answers are told. */
  readonly at?: string;
}

interface Told extends Story {
  readonly lines: readonly string[];
}

function told({ ms, timeline = [], more, at = 'replica', ...params }: Scene): Told {
  const nodes = [
    source('writers', 'put', 50),
    source('readers', 'get', 400),
    db(params.db),
    replica(params.replica),
    ...(more?.nodes ?? []),
  ];
  const links = [
    link('writers', 'db', { ...delayed(0), timeout: 500 }),
    link('readers', at, { ...delayed(0), timeout: 500 }),
    link('db', 'replica', delayed(5, params.feed)),
    ...(more?.links ?? []),
  ];
  const lines: string[] = [];
  const index = nodes.findIndex(({ id }) => id === at);
  const listen = (sim: Sim) => {
    const { calls, requests: r, shape } = sim;
    const answer = calls.answer.bind(calls);
    let last = 'v0';
    calls.answer = (row, outcome, cause) => {
      const here = shape.nodeOf[r.ints[row + INSTANCE]!] === index && !r.has(row, WRITE);
      const text = outcome === OK ? `v${r.ints[row + VERSION]}` : reasonOf(cause);
      if (here && text !== last) lines.push(`${sim.now / NS_PER_MS} ${text}`);
      if (here) last = text;
      answer(row, outcome, cause);
    };
  };
  const run = story(nodes, links, { ms, timeline, classes: CLASSES, acts: [{ at: 0, act: listen }] });
  return Object.assign(run, { lines });
}

const figures = (run: Story, id = 'replica') => run.report.nodes[id]?.figures ?? {};
const stale = (run: Story) => run.session.compiled.sim.history.staleReads;

describe('a read replica', () => {
  it('answers a write when it has crossed the link and been applied: 22 + 5 + 1', () => {
    expect(told({ ms: 90 }).lines).toEqual(['28.5 v1', '48.5 v2', '68.5 v3', '88.5 v4']);
  });

  it('is as far behind as the link is long, and its reads are measured as stale', () => {
    const [near, far] = [told({ ms: 1000 }), told({ ms: 1000, feed: { latency: constant(15) } })];
    expect(far.lines[0]).toBe('38.5 v1');
    // Of each 20 ms the 6 after a commit are old, and 16 over the longer link.
    expect(stale(near)).toBeGreaterThan(80);
    expect(stale(far) / stale(near)).toBeGreaterThan(2);
    expect(near.session.compiled.sim.history.lostWrites).toBe(0);
  });

  it('tells how far behind it is', () => {
    const run = told({ ms: 130, timeline: [fault('pause-replication', 'replica', 30, 1000)] });
    // Writes of 42, 62, 82, 102 and 122 ms have not come; the oldest is 88 ms old.
    expect(figures(run)).toMatchObject({ lagMs: 88, behind: 5 });
    expect(run.lines).toEqual(['28.5 v1']);
  });

  it('catches up after a pause, one write after the other', () => {
    const run = told({ ms: 150, timeline: [fault('pause-replication', 'db', 30, 60)], replica: { applyTime: constant(3) } });
    // From 90 ms on: 5 ms of way, then v2 at 98, v3 at 101, v4 at 104.
    expect(run.lines).toEqual(['31 v1', '98.5 v2', '101 v3', '106 v4', '111 v5', '131 v6']);
  });

  it('lags without end when it applies more slowly than others write', () => {
    const run = told({ ms: 2000, replica: { applyTime: constant(40) } });
    expect(figures(run)['behind']).toBeGreaterThan(45);
    expect(figures(run)['lagMs']).toBeGreaterThan(900);
  });

  it('takes no writes', () => {
    const nodes = [source('writers', 'put', 50), db(), replica()];
    const run = story(nodes, [link('writers', 'replica'), link('db', 'replica')], { ms: 50, classes: CLASSES });
    expect(run.log('writers')).toEqual([
      '20 writers unavailable 0: no leader at replica',
      '40 writers unavailable 0: no leader at replica',
    ]);
  });

  it('knows only what was there before the run when it follows nobody', () => {
    const nodes = [source('readers', 'get', 50), replica()];
    const run = story(nodes, [link('readers', 'replica')], { ms: 50, classes: CLASSES });
    expect(run.log('readers')).toEqual(['21 readers ok 1', '41 readers ok 1']);
    expect(figures(run)).toMatchObject({ lagMs: null });
  });

  it('with several instances has one connection each', () => {
    const run = told({ ms: 300, replica: { instances: 3 }, timeline: [fault('crash', 'replica/2', 100, 50)] });
    expect(new Set(run.visits('replica'))).toEqual(new Set(['replica/1', 'replica/2', 'replica/3']));
    expect(figures(run)['behind']).toBeLessThan(2);
  });

  it('may be slow in applying from some moment on', () => {
    const run = told({ ms: 130, timeline: [change('replica', 'applyTime', constant(9), 50)] });
    expect(run.lines).toEqual(['28.5 v1', '48.5 v2', '76 v3', '96 v4', '116 v5']);
  });
});

describe('the link between them', () => {
  it('sends again what it lost, with all that follows behind it', () => {
    const run = told({ ms: 500, timeline: [fault('packet-loss', 'db>replica', 30, 40, { share: 1 })] });
    // The write of 42 is lost and sent again at 242, with those of 62 to 242.
    expect(run.lines[0]).toBe('28.5 v1');
    expect(run.lines[1]).toBe('248.5 v2');
    expect(figures(run)['behind']).toBeLessThan(2);
  });

  it('passes nothing while it is cut, and heals', () => {
    const run = told({ ms: 900, timeline: [fault('partition', 'db>replica', 30, 400)] });
    // Tried at 42, 242 and 642.
    expect(run.lines.slice(0, 2)).toEqual(['28.5 v1', '648.5 v2']);
    expect(figures(run)['behind']).toBeLessThan(2);
  });

  it('between two sides of a cut passes nothing either', () => {
    const cut = told({ ms: 400, timeline: [fault('partition', '{db,writers}|{replica,readers}', 30, 5000)] });
    expect(cut.lines).toEqual(['28.5 v1']);
    expect(figures(cut)['behind']).toBe(18);
  });

  it('holds up a log that has more bytes than it passes', () => {
    const wide = told({ ms: 1000, feed: { bandwidth: 1_000_000 }, replica: { recordBytes: 5000 } });
    const narrow = told({ ms: 1000, feed: { bandwidth: 100_000 }, replica: { recordBytes: 5000 } });
    // 5 ms for a record, then 50 ms where there are 20 between two.
    expect(wide.lines[0]).toBe('33.5 v1');
    expect(figures(wide)['behind']).toBeLessThan(2);
    expect(figures(narrow)['behind']).toBeGreaterThan(25);
  });

  it('carries no calls', () => {
    expect(told({ ms: 300 }).report.links['db-replica']?.calls ?? 0).toBe(0);
  });
});

describe('a replica that was away', () => {
  it('recovers, greets and is sent what it lacks', () => {
    const run = told({ ms: 200, timeline: [fault('crash', 'replica', 30, 50)] });
    // Back at 80, ready at 100, greeting 105, the log 110: the writes of 42, 62, 82 and 102 ms, 1 ms each.
    expect(run.lines.slice(0, 6)).toEqual(['28.5 v1', '80 no healthy target', '101 v1', '111 v2', '113.5 v4', '116 v5']);
  });

  it('copies everything when the log that it needs is gone', () => {
    const run = told({ ms: 600, db: { logKept: 3 }, timeline: [fault('crash', 'replica', 30, 150)] });
    // Ready at 200 it answers with what it has, until at 205 it hears that it has to copy everything.
    expect(run.lines.slice(0, 6)).toEqual(['28.5 v1', '180 no healthy target', '201 v1', '205 no healthy target', '306 v15', '328.5 v16']);
  });

  it('catches up after it hung', () => {
    const run = told({ ms: 200, timeline: [fault('hang', 'replica', 30, 50)] });
    // Greeting at 85, the log at 90.
    expect(run.lines.slice(0, 5)).toEqual(['28.5 v1', '91 v2', '93.5 v4', '108.5 v5', '128.5 v6']);
  });
});

describe('the loss of the leader', () => {
  it('has the replica follow the new one', () => {
    const run = told({
      ms: 600,
      db: { replicas: 1, heartbeat: 10, misses: 3, promotion: 50, applyTime: constant(1) },
      timeline: [fault('crash', 'db/1', 130, 5000)],
    });
    // Noticed at 150, promoted at 200; writes between 130 and 200 fail.
    expect(figures(run)['behind']).toBeLessThan(2);
    expect(figures(run, 'db')).toMatchObject({ failovers: 1, lostWrites: 0 });
    expect(run.lines.slice(4, 8)).toEqual(['108.5 v5', '128.5 v6', '211 v7', '228.5 v8']);
  });

  it('undoes at the replica what the new leader does not have', () => {
    const run = told({
      ms: 400,
      db: { replicas: 1, heartbeat: 10, misses: 3, promotion: 50, applyTime: constant(1), replicationDelay: constant(60) },
      timeline: [fault('crash', 'db/1', 130, 5000)],
    });
    // The new leader leads from 200 on; it hears of it at 205, rewinds for 20 ms, greets and is sent the write of 222.
    expect(run.lines.slice(4, 10)).toEqual(['108.5 v5', '128.5 v6', '205 no healthy target', '226 v3', '236 v7', '238.5 v8']);
    expect(figures(run, 'db')).toMatchObject({ lostWrites: 3 });
  });

  it('that went back to a backup has it copy everything', () => {
    const run = told({
      ms: 600,
      db: { backupEvery: 50, backupTime: 10, restoreTime: 50 },
      timeline: [fault('data-loss', 'db', 200, 0)],
    });
    // It answers as ever until it hears of it, when the database is back at 250.
    expect(run.lines.slice(8, 12)).toEqual(['191 v9', '255 no healthy target', '356 v14', '368.5 v15']);
  });
});

describe('a replica that is promoted', () => {
  const twoWriters = {
    nodes: [source('others', 'put', 50)],
    links: [link('others', 'replica', { ...delayed(0), timeout: 500 })],
  };
  it('takes writes after 50 ms, follows nobody any more, and knows what it left behind', () => {
    const run = told({
      ms: 300,
      more: twoWriters,
      feed: { latency: constant(30) },
      timeline: [fault('crash', 'db', 105, 5000), fault('promotion', 'replica', 110, 0)],
    });
    // Of 82 and 102 ms the writes are on their way when it stops listening at 110.
    expect(run.lines.slice(0, 5)).toEqual(['53.5 v1', '73.5 v2', '93.5 v3', '163.5 v6', '183.5 v7']);
    expect(figures(run)).toMatchObject({ leaders: 1, missed: 2 });
  });

  it('beside a database that lives is a second truth: neither sees what the other writes', () => {
    const run = told({ ms: 400, more: twoWriters, timeline: [fault('promotion', 'replica', 110, 0)] });
    expect(stale(run)).toBeGreaterThan(20);
  });
});

describe('a replica of a replica', () => {
  const second = { nodes: [replica({}, 'second')], links: [link('replica', 'second', delayed(5))] };
  it('is sent what the first has received', () => {
    expect(told({ ms: 90, at: 'second', more: second }).lines).toEqual(['33.5 v1', '53.5 v2', '73.5 v3']);
  });

  it('knows nothing new while the first is away, and goes on where it was', () => {
    const run = told({ ms: 300, at: 'second', more: second, timeline: [fault('crash', 'replica', 50, 50)] });
    // The first is ready at 120, has the log at 130, and passes it on.
    expect(run.lines.slice(0, 6)).toEqual(['33.5 v1', '53.5 v2', '136 v3', '138.5 v5', '141 v6', '153.5 v7']);
  });
});

describe('a drawing', () => {
  const parts = [source('users', 'get', 10), db(), replica(), replica({}, 'second'), node('app', 'service')];
  const designOf = (links: readonly LinkDoc[]) => ({
    version: 1 as const,
    title: 't',
    about: '',
    classes: CLASSES,
    nodes: parts,
    links,
    scenario: { seed: 1, durationMs: 100, warmupMs: 0, timeline: [], objectives: [] },
  });
  it('may have a replica follow one part, and a database call nobody', () => {
    const refusal = (links: readonly LinkDoc[]) => {
      const found = read(designOf(links));
      return found.ok ? '' : found.error.map(({ message }) => message).join(' ');
    };
    expect(refusal([link('users', 'replica'), link('db', 'replica'), link('replica', 'second')])).toBe('');
    expect(refusal([link('db', 'replica'), link('second', 'replica')])).toBe('replica follows db already, and can follow one part only.');
    expect(refusal([link('db', 'app')])).toBe('db makes no calls: it is a SQL database. A read replica may follow it.');
    expect(canLink(designOf([link('db', 'replica')]), 'second', 'replica')).toMatch('follows db already');
    expect(canLink(designOf([]), 'db', 'replica')).toBeUndefined();
  });

  it('in which replicas follow each other in a circle can run', () => {
    const links = [link('users', 'replica'), link('replica', 'second'), link('second', 'replica')];
    const run = story(parts, links, { ms: 200, classes: CLASSES });
    expect(run.log('users').length).toBe(1);
  });
});
