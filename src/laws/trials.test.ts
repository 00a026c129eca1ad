/**
 * Trials of whole systems: what takes over from what, and how long that takes; how a failure spreads, part by part; experiments
 * under a seed with what should hold said beforehand. All is read off the run's own event log and its probes.
 */
import { describe, expect, it } from 'vitest';
import type { Design, LinkDoc, NodeDoc, TimelineEntry } from '../design/document.ts';
import { EXAMPLES } from '../design/examples/index.ts';
import { read } from '../design/read.ts';
import { design, link, node } from '../proof/small-design.ts';
import type { ProbeReport, Report } from '../run/report.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';

interface Told {
  readonly report: Report;
  readonly log: readonly string[];
  readonly session: Session;
}

function run(input: unknown): Told {
  const result = read(input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const session = new Session(result.value);
  session.advance(session.end);
  return { report: reportOf(session, 0), log: session.log.events.map(({ text }) => text), session };
}

function example(id: string): Design {
  const found = EXAMPLES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no example ${id}.`);
  return found.design;
}

/** Nine of ten answered, within ten seconds of the strike. */
const PROBE: TimelineEntry = {
  type: 'probe',
  id: 'probe',
  at: 0,
  name: 'somebody takes over',
  recoverWithin: 10_000,
  recoverFrom: 'strike',
  hypothesis: [{ metric: 'availability', class: '', bound: 'least', value: 0.9, phases: ['before', 'during'] }],
};

function struck(nodes: readonly NodeDoc[], links: readonly LinkDoc[], fault: string, target: string): ProbeReport {
  const strike: TimelineEntry = { type: 'fault', id: 'strike', at: 5_000, fault, target, params: {} };
  const d = design(nodes, links, 25);
  return run({ ...d, scenario: { ...d.scenario, timeline: [PROBE, strike] } }).report.probes[0]!;
}

const users = (more = {}) => node('users', 'client', { rate: 100, ...more });
const app = node('app', 'service', { instances: 2, workers: 32 });
const db = node('db', 'sql-database');
const sites = (policy: string) => node('dns', 'dns', { policy, ttl: 500, healthChecks: true, checkInterval: 500, checkTimeout: 300 });
const site = (id: string, region: string): NodeDoc => ({ ...node(id, 'service', { workers: 32 }), region });
const asked = { timeout: 500 };
const again = { ...asked, retries: 2 };

/** Two by two: a copy that waits and takes over, and copies that all serve; of each tier. `alone`: the same with nobody to take over. */
const FAILOVERS: readonly { readonly name: string; readonly run: () => ProbeReport }[] = [
  {
    name: 'balancer, active–passive',
    run: () =>
      struck(
        [users(), node('lb', 'load-balancer', { instances: 2, pair: 'active-passive', heartbeat: 200 }), app],
        [link('users', 'lb', again), link('lb', 'app', asked)],
        'crash',
        'lb/1',
      ),
  },
  {
    name: 'balancer, active–active',
    run: () =>
      struck(
        [users(), node('lb', 'load-balancer', { instances: 2 }), app],
        [link('users', 'lb', { ...again, breaker: true, breakerFor: 'copy' }), link('lb', 'app', asked)],
        'crash',
        'lb/1',
      ),
  },
  {
    name: 'app, active–passive',
    run: () =>
      struck(
        [users(), sites('failover'), node('main', 'service', { workers: 32 }), node('spare', 'service', { workers: 32 })],
        [link('users', 'dns', again), link('dns', 'main'), link('dns', 'spare')],
        'crash',
        'main',
      ),
  },
  {
    name: 'app, active–active',
    run: () =>
      struck(
        [users(), node('lb', 'load-balancer', { checkInterval: 500, checkTimeout: 300 }), app],
        [link('users', 'lb', asked), link('lb', 'app', again)],
        'hang',
        'app/1',
      ),
  },
  {
    name: 'cache, active–passive',
    run: () =>
      struck(
        [users({ keys: 100 }), node('cache', 'cache', { mode: 'read-through', replicas: 1, notice: 500 }), db],
        [link('users', 'cache', asked), link('cache', 'db', asked)],
        'crash',
        'cache/1',
      ),
  },
  {
    name: 'cache, active–active',
    run: () =>
      struck(
        [users({ keys: 100 }), node('cache', 'cache', { mode: 'read-through', instances: 3, whenLost: 'move', notice: 500 }), db],
        [link('users', 'cache', asked), link('cache', 'db', asked)],
        'crash',
        'cache/1',
      ),
  },
  {
    name: 'database, active–passive',
    run: () =>
      struck(
        [users(), node('db', 'sql-database', { replicas: 2, heartbeat: 200, promotion: 300 })],
        [link('users', 'db', asked)],
        'crash',
        'leader:db',
      ),
  },
  {
    name: 'database, active–active',
    run: () => struck([users(), node('db', 'quorum-store')], [link('users', 'db', again)], 'crash', 'db/1'),
  },
  {
    name: 'data centre, active–passive',
    run: () =>
      struck(
        [{ ...users(), region: 'ireland' }, sites('failover'), site('main', 'ireland'), site('spare', 'virginia')],
        [link('users', 'dns', again), link('dns', 'main', { delay: 'placement' }), link('dns', 'spare', { delay: 'placement' })],
        'crash',
        'main',
      ),
  },
  {
    name: 'data centre, active–active',
    run: () =>
      struck(
        [{ ...users(), region: 'ireland' }, sites('latency'), site('eu', 'ireland'), site('us', 'virginia')],
        [link('users', 'dns', again), link('dns', 'eu', { delay: 'placement' }), link('dns', 'us', { delay: 'placement' })],
        'region-loss',
        'region:ireland',
      ),
  },
];

describe('where something takes over, the answers come back by themselves', () => {
  it.each(FAILOVERS.map((one) => [one.name, one.run] as const))('%s', (_, probe) => {
    const { verdict, recovery } = probe();
    expect(recovery).toMatchObject({ recoveries: 1, missedAtMs: null });
    expect(recovery?.longestMs).toBeLessThan(5_000);
    expect(verdict).toBe('held');
  });

  it('and where nothing does, they do not', () => {
    const alone = struck([users(), node('app', 'service', { workers: 32 })], [link('users', 'app', again)], 'crash', 'app');
    expect(alone.verdict).toBe('broken');
    expect(alone.recovery).toMatchObject({ recoveries: 0, missedAtMs: 15_100 });
  });
});

describe('a spare', () => {
  it('that is hot takes over within a second or two, a warm one when it is promoted, a cold one when its machine has come', () => {
    const { report, log } = run(example('spares'));
    const [hot = 0, warm = 0, cold = 0] = report.probes.map(({ recovery }) => recovery?.longestMs ?? Number.NaN);
    // Three beats of 200 ms and 100 ms; three beats and 8 s; 25 s and 5 s: each and at most a second, over which availability looks back.
    expect([hot, warm, cold].map((ms, i) => ms - [700, 11_000, 30_000][i]!).every((late) => late > -1_000 && late < 1_200)).toBe(true);
    expect(report.probes.map(({ verdict }) => verdict)).toEqual(['held', 'held', 'held']);
    expect(log).toContain('Crash on the leader of hot begins');
    expect(log).toContain('hot/2 leads now');
  });
});

describe('a failure that spreads', () => {
  it('is told step by step: the store hangs, whoever waits for it fills up, the breaker before that opens and empties it; and all heals', () => {
    const d = design(
      [
        users({ rate: 200 }),
        node('web', 'service', { workers: 8, queueLimit: 50 }),
        node('store', 'sql-database', { replicas: 0, recovery: 0 }),
      ],
      [link('users', 'web', { timeout: 1_000, breaker: true, breakerRate: 0.5 }), link('web', 'store', { timeout: 2_000 })],
      40,
    );
    const hang: TimelineEntry = { type: 'fault', id: 'hang', at: 5_000, duration: 10_000, fault: 'hang', target: 'store', params: {} };
    const { log } = run({ ...d, scenario: { ...d.scenario, timeline: [hang] } });
    const steps = [
      'Hang on store begins',
      /^web is full/,
      'web turns calls away',
      'The breaker users → web opens',
      'web has room again',
      'Hang on store ends',
      'The breaker users → web closes',
    ];
    const places = steps.map((step) => log.findIndex((text) => (typeof step === 'string' ? text === step : step.test(text))));
    expect(places).toEqual([...places].sort((x, y) => x - y));
    expect(places[0]).toBe(0);
  });
});

describe('a chaos experiment', () => {
  const chaos = example('chaos-experiment');

  it('strikes at random under its seed, and says whether what should hold did', () => {
    const { report, log, session } = run(chaos);
    const strikes = log.filter((text) => text.endsWith('begins (random)'));
    expect(strikes.length).toBeGreaterThan(10);
    expect(report.probes[0]).toMatchObject({ verdict: 'held', recovery: { missedAtMs: null } });
    expect(run(chaos).session.digest()).toBe(session.digest());
    const other = run({ ...chaos, scenario: { ...chaos.scenario, seed: 4 } });
    expect(other.log.filter((text) => text.endsWith('begins (random)'))).not.toEqual(strikes);
  });

  it('is broken without the retries that carry it', () => {
    const links = chaos.links.map((one) => (one.id === 'lb-web' ? { ...one, params: { ...one.params, retries: 0 } } : one));
    expect(run({ ...chaos, links }).report.probes[0]?.verdict).toBe('broken');
  });

  it('of background failures measures the availability that was asked: MTBF ÷ (MTBF + MTTR) of one copy', () => {
    const d = design([users(), node('app', 'service', { instances: 1, workers: 32 })], [link('users', 'app')], 3_600);
    const wear: TimelineEntry = { type: 'wear', id: 'wear', at: 0, target: 'app', mtbf: 9_000, mttr: 1_000 };
    const { report, session } = run({ ...d, scenario: { ...d.scenario, timeline: [wear] } });
    const failures = session.agenda.faults.length;
    // 360 cycles of 10 s are to be expected; the share of time up within four deviations of a renewal process.
    const share = (report.availability.requestBased ?? 0) - 0.9;
    const deviation = (Math.SQRT2 * 0.9 * 0.1) / Math.sqrt(failures);
    expect(Math.abs(failures - 360)).toBeLessThan(4 * Math.sqrt(360));
    expect(Math.abs(share)).toBeLessThan(4 * deviation);
  });
});
