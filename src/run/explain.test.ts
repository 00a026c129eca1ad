/**
 * The explanation against runs of the engine: small systems that each suffer from one thing, and whether it is named with
 * its part, its numbers and one thing to do.
 */
import { describe, expect, it } from 'vitest';
import type { Design, ObjectiveDoc, TimelineEntry } from '../design/document.ts';
import { run } from '../laws/protocol.ts';
import { design, link, node } from '../proof/small-design.ts';
import { type Explanation, explain } from './explain.ts';

const exp = (mean: number) => ({ type: 'exponential', mean }) as const;
const users = (rate: number) => node('users', 'client', { rate });
const fault = (kind: string, target: string, from: number, seconds: number, params = {}): TimelineEntry => ({
  type: 'fault',
  id: `${kind}-${target}`,
  at: from * 1000,
  duration: seconds * 1000,
  fault: kind,
  target,
  params,
});
const suffering = (d: Design, timeline: readonly TimelineEntry[], objectives: readonly ObjectiveDoc[] = []): Design => ({
  ...d,
  scenario: { ...d.scenario, timeline, objectives },
});
const WRITES = [
  { id: 'read', name: 'Read', route: '/', write: false, weight: 7, bytesUp: 500, bytesDown: 2000 },
  { id: 'write', name: 'Write', route: '/', write: true, weight: 3, bytesUp: 500, bytesDown: 2000 },
];

/** Two copies of a service, and what befalls them; how its callers ask. */
function pair(happens: TimelineEntry, asks: Parameters<typeof link>[2] = {}): Design {
  return suffering(
    design([users(100), node('app', 'service', { instances: 2, workers: 4, work: exp(5) })], [link('users', 'app', asks)], 20, 2),
    [happens],
  );
}

/** All copies of a part are gone at once; in the last one, one of two. */
const GONE = {
  crash: pair(fault('crash', 'app', 6, 8)),
  fallback: pair(fault('crash', 'app', 6, 8), { fallback: true, fallbackWith: 'cached', fallbackKept: 1 }),
  zone: pair(fault('zone-loss', 'zone:a', 6, 8), { timeout: 500 }),
  store: suffering(
    design(
      [users(100), node('db', 'sql-database', { replicas: 0 }), node('follower', 'read-replica')],
      [link('users', 'db'), link('db', 'follower')],
      20,
      2,
    ),
    [fault('crash', 'db', 6, 8)],
  ),
  one: pair(fault('crash', 'app/2', 6, 8)),
};

const CASES = {
  /** Writes over two shards, and reads of their keys that do not wait until it is known how those end. */
  prepared: {
    ...design(
      [
        node('users', 'client', { rate: 400, keys: 10 }),
        node('bank', 'sharded-store', { scheme: 'range', keys: 10, shards: 2, spans: ['write'], preparedReads: 'before' }),
      ],
      [link('users', 'bank')],
      20,
      2,
    ),
    classes: WRITES,
  },

  /** A service at half of what it can do. */
  well: design([users(100), node('app', 'service', { instances: 2, workers: 1, work: exp(10) })], [link('users', 'app')], 20, 2),

  /** A service that is offered more than it can do, behind one that has plenty. */
  overload: design(
    [
      users(150),
      node('app', 'service', { instances: 1, workers: 400, waiting: 'freed', work: exp(1) }),
      node('back', 'service', { instances: 1, workers: 1, queueLimit: 1_000_000, work: exp(8) }),
    ],
    [link('users', 'app'), link('app', 'back')],
    20,
    2,
  ),

  /** The same, and its queue is short. */
  full: design(
    [users(200), node('app', 'service', { instances: 1, workers: 1, queueLimit: 10, work: exp(8) })],
    [link('users', 'app')],
    20,
    2,
  ),

  /** Few workers, each held while a slow but idle service answers. */
  held: design(
    [
      users(60),
      node('app', 'service', { instances: 1, workers: 6, queueLimit: 100_000, work: exp(1) }),
      node('slow', 'service', { instances: 1, workers: 500, work: exp(120) }),
    ],
    [link('users', 'app'), link('app', 'slow')],
    20,
    2,
  ),

  /** One of three copies is eight times slower for most of the run. */
  slowCopy: suffering(
    design(
      [users(150), node('db', 'service', { instances: 3, workers: 4, queueLimit: 100_000, work: exp(10) })],
      [link('users', 'db')],
      30,
      2,
    ),
    [fault('slow', 'db/2', 4, 24, { factor: 8 })],
  ),

  /** Calls that take longer than their callers wait. */
  timeouts: design(
    [users(50), node('app', 'service', { instances: 1, workers: 100, work: exp(100) })],
    [link('users', 'app', { timeout: 100 })],
    20,
    2,
  ),

  /** A quarter of the answers are errors, and the client tries again. */
  retries: suffering(
    design(
      [users(50), node('app', 'service', { instances: 1, workers: 50, work: exp(5) })],
      [link('users', 'app', { retries: 3, backoff: 10 })],
      20,
      2,
    ),
    [fault('error-rate', 'app', 0, 20, { share: 0.5 })],
  ),

  /** Retries on two links of a chain. */
  retryChain: suffering(
    design(
      [
        users(40),
        node('app', 'service', { instances: 1, workers: 90, work: exp(1) }),
        node('back', 'service', { instances: 1, workers: 90, work: exp(1) }),
      ],
      [link('users', 'app', { retries: 2, backoff: 10 }), link('app', 'back', { retries: 2, backoff: 10 })],
      20,
      2,
    ),
    [fault('error-rate', 'back', 0, 20, { share: 0.6 })],
  ),

  /** The only instance is down for a while. */
  crash: suffering(
    design([users(50), node('app', 'service', { instances: 1, workers: 20, work: exp(5) })], [link('users', 'app')], 20, 2),
    [fault('crash', 'app', 8, 6)],
  ),

  /** Four connections for calls that would need ten. */
  pool: design(
    [
      users(100),
      node('app', 'service', { instances: 1, workers: 300, waiting: 'freed', work: exp(1) }),
      node('back', 'service', { instances: 1, workers: 300, work: exp(40) }),
    ],
    [link('users', 'app'), link('app', 'back', { pool: 4 })],
    20,
    2,
  ),

  /** Replicas answer reads while one of them is cut off. */
  stale: {
    ...suffering(
      design(
        [node('users', 'client', { rate: 300, keys: 100, skew: 0.9 }), node('db', 'sql-database', { replicas: 2, reads: 'any' })],
        [link('users', 'db', { timeout: 3000 })],
        20,
        2,
      ),
      [fault('partition', '{db/3}|{db/1,db/2}', 6, 10)],
    ),
    classes: WRITES,
  },

  /** Entries of a cache outlive the writes that change what they hold. */
  cached: {
    ...design(
      [
        node('readers', 'client', { rate: 200, keys: 50, classes: ['read'] }),
        node('writers', 'client', { rate: 100, keys: 50, classes: ['write'] }),
        node('app', 'service', { instances: 2, workers: 100, work: exp(1) }),
        node('writer', 'service', { workers: 100, work: exp(1) }),
        node('cache', 'cache', { mode: 'read-through', ttl: 5000 }),
        node('db', 'sql-database', { replicas: 0 }),
      ],
      [link('readers', 'app'), link('writers', 'writer'), link('app', 'cache'), link('cache', 'db'), link('writer', 'db')],
      20,
      2,
    ),
    classes: WRITES,
  },

  /** More messages than the consumer can take. */
  backlog: design(
    [users(60), node('orders', 'queue', {}), node('worker', 'service', { instances: 1, workers: 1, work: exp(25) })],
    [link('users', 'orders'), link('orders', 'worker')],
    20,
    2,
  ),

  /** The leader is lost with what it had not yet shipped. */
  lost: {
    ...suffering(
      design(
        [
          node('users', 'client', { rate: 300, keys: 100 }),
          node('db', 'sql-database', { replicas: 2, replicationDelay: { type: 'constant', value: 200 } }),
        ],
        [link('users', 'db', { timeout: 500 })],
        40,
        2,
      ),
      [fault('crash', 'db/1', 10, 20)],
    ),
    classes: WRITES,
  },

  /** A balancer that is well, and nobody behind it. */
  nobody: suffering(
    design(
      [
        users(100),
        node('lb', 'load-balancer', { healthChecks: true, checkInterval: 500 }),
        node('app', 'service', { instances: 3, workers: 4, work: exp(5) }),
      ],
      [link('users', 'lb'), link('lb', 'app')],
      20,
      2,
    ),
    [fault('crash', 'app', 8, 6)],
  ),
} as const satisfies Readonly<Record<string, Design>>;

/** The first case, with an objective that it misses and one that it meets. */
const MISSED: Design = suffering(
  CASES.well,
  [],
  [
    { id: 'a', metric: 'latency.p99', bound: 'most', value: 5, class: '' },
    { id: 'b', metric: 'availability', bound: 'least', value: 0.99, class: '' },
  ],
);

const why = (d: Design): readonly Explanation[] => explain(run(d).report, d);
const told = (d: Design): string =>
  why(d)
    .map((one) => [one.title, ...one.sentences].join('\n'))
    .join('\n\n');
const titles = (d: Design): string[] => why(d).map((one) => one.title);

describe('the explanation of a run', () => {
  it('is one sentence when all is well', () => {
    const all = why(CASES.well);
    expect(all.map((one) => [one.title, one.nodeId, one.sentences.length])).toEqual([['All is well', undefined, 1]]);
    expect(all[0]?.sentences[0]).toMatch(
      /^All 1\.\d+k requests were answered, 99 of 100 within \d.* ms; the busiest part is app at (4|5)\d %\.$/,
    );
  });

  it('names the part that is offered more than it can do, and not the one in front of it', () => {
    const [first] = why(CASES.overload);
    expect([first?.title, first?.nodeId]).toEqual(['back is the bottleneck', 'back']);
    expect(first?.sentences[0]).toMatch(/^back is 100 % busy: 1[45]\d\/s arrive, more than the 12\d\/s it can finish\.$/);
    expect(first?.sentences[1]).toMatch(
      /^On average \d+ calls wait, at most \d+, for .* s each; waiting is 99\.\d+ % of a call’s time there\.$/,
    );
    expect(first?.sentences.at(-1)).toMatch(/^Next: raise “Instances” of back from 1 to 2; this load then keeps it (5|6)\d % busy\.$/);
  });

  it('does not advise a longer queue where capacity is short', () => {
    expect(titles(CASES.full)).toEqual(['app is the bottleneck', 'Requests fail: the queue of app was full']);
    expect(told(CASES.full)).toMatch(/requests failed \(3\d %\), all of them because the queue of app was full\.\nNext: relieve app first/);
  });

  it('tells workers that wait from workers that work', () => {
    expect(titles(CASES.held)).toEqual(['app waits for slow with all its workers']);
    expect(told(CASES.held)).toMatch(
      /only 0\.8\d? % of that is own work.*\nA call to slow takes 1[12]\d ms; own work takes .* µs\.\nNext: set “While calls are out” of app/,
    );
  });

  it('finds the copy that is slow', () => {
    const [first] = why(CASES.slowCopy);
    expect([first?.title, first?.nodeId]).toEqual(['db/2 is slow', 'db']);
    expect(first?.sentences[0]).toMatch(/, [67](\.\d)?× the (9|10)(\.\d+)? ms of its siblings, and gets 3\d % of the calls\.$/);
    expect(first?.sentences.at(-1)).toMatch(/^Next: take db\/2 out of service; the others would then be 1\d % busy\.$/);
  });

  it('compares a timeout with how long answers take', () => {
    expect(told(CASES.timeouts)).toMatch(
      /Requests fail: calls to app timed out\n.*all of them.*\nNext: make app faster: its p99 is 4\d\d ms, and users to app waits 100 ms\.$/,
    );
  });

  it('counts what retries cost', () => {
    const retries = why(CASES.retries).find((one) => one.title === 'Retries on users to app');
    expect(retries?.sentences[0]).toMatch(/calls became 1\.\d+k attempts: retries multiply the load on app by 1\.\d\.$/);
    expect(retries?.sentences.at(-1)).toBe('Next: give users to app a retry budget of 10 %; it has none.');
  });

  it('sees that retries of a chain multiply', () => {
    const chain = titles(CASES.retryChain).filter((title) => title.startsWith('Retries'));
    expect(chain).toEqual(['Retries on app to back']);
    expect(told(CASES.retryChain)).toMatch(
      /users to app retries too: together 2\.\d attempts for each call\.\nNext: retry in one place only/,
    );
  });

  it('advises no retry where all copies were down: it would meet the same ones', () => {
    const steps = Object.values(GONE).map((d) =>
      told(d)
        .split('\n')
        .find((line) => line.startsWith('Next: ')),
    );
    const dead = 'no copy of app was up for 8 s, and a retry meets the same dead copies';
    expect(steps).toEqual([
      `Next: give users to app a fallback: ${dead}.`,
      `Next: find what took every copy of app away at once and let them start sooner: ${dead}.`,
      'Next: place copies of app in a second zone; all of it stands in zone a, which was lost.',
      'Next: promote follower, which follows db: no copy of db was up for 8 s, and a retry meets the same dead copies.',
      'Next: let users to app try once more; it makes no retry now.',
    ]);
  });

  it('asks for a second instance where the only one was down', () => {
    expect(told(CASES.crash)).toMatch(/Requests fail: app was down\n.*\(3\d %\).*\nNext: give app a second instance; it has only one\./);
  });

  it('looks behind a balancer that had nobody to send to', () => {
    expect(told(CASES.nobody)).toMatch(
      /Requests fail: lb had no healthy target left\n.*\nNext: find what took every instance of app away at once; lb sends nothing to/,
    );
  });

  it('sees calls queue for connections', () => {
    expect(titles(CASES.pool)).toEqual(['app to back has too few connections']);
    expect(told(CASES.pool)).toMatch(/Next: raise “Connection pool” of app to back from 4 to [56]\./);
  });

  it('says how old stale reads were, and does not take a leader for a slow copy', () => {
    expect(titles(CASES.stale)).toEqual(['Reads return old values']);
    expect(told(CASES.stale)).toMatch(
      /reads were stale \(1\d %\); what they returned had been out of date for \d.* at the median.*\nNext: send the reads of db/,
    );
  });

  it('blames the cache for stale reads where no replica answers', () => {
    expect(told(CASES.cached)).toMatch(/Reads return old values\n.*\nNext: shorten the time to live of cache; now it is 5 s\./);
  });

  it('blames reads that do not wait for writes over several shards', () => {
    expect(told(CASES.prepared)).toMatch(
      /Reads return old values\n.*\nNext: let reads of prepared keys wait at bank; now they see the value before\./,
    );
  });

  it('sees messages pile up in front of a consumer', () => {
    const backlog = why(CASES.backlog).find((one) => one.nodeId === 'orders');
    expect(backlog?.title).toBe('Messages pile up in orders');
    expect(backlog?.sentences.at(-1)).toBe('Next: add instances to worker, which takes the messages.');
  });

  it('counts acknowledged writes that a failover lost', () => {
    const lost = why(CASES.lost).find((one) => one.title.endsWith('acknowledged writes were lost'));
    expect(lost?.nodeId).toBe('db');
    expect(lost?.sentences).toEqual([
      expect.stringMatching(/^Callers were told that \d+ writes were done which did not survive in one failover of db\.$/),
      'Next: let a write at db be done when one replica has received it (semi-synchronous).',
    ]);
  });

  it('begins with an objective that is missed, and says where the time goes', () => {
    expect(titles(MISSED)).toEqual(['1 of 2 objectives missed', 'Most time goes into app']);
    expect(why(MISSED)[0]?.sentences).toEqual([expect.stringMatching(/^P99 latency at most 5 ms: measured \d.* ms\.$/)]);
  });

  it('says nothing before anything was measured', () => {
    const early = { ...CASES.well, scenario: { ...CASES.well.scenario, warmupMs: 19_999.9, durationMs: 20_000 } };
    expect(titles(early)).toEqual(['Nothing measured yet']);
  });

  it('never hedges, and ends every finding that is wrong with one thing to do', () => {
    for (const d of [...Object.values(CASES), MISSED]) {
      for (const { title, sentences } of why(d)) {
        const text = sentences.join(' ');
        expect(text).not.toMatch(/\b(may|might|could|perhaps|possibly|probably|likely|seems?|appears?|consider)\b/i);
        expect(text).not.toMatch(/NaN|undefined|Infinity|null/i);
        expect(sentences.filter((one) => one.startsWith('Next: ')).length, title).toBe(/^All is well|missed$/.test(title) ? 0 : 1);
      }
    }
  });
});
