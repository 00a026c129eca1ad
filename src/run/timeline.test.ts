import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConditionDoc } from '../design/condition-doc.ts';
import type { Design, TimelineEntry } from '../design/document.ts';
import { read } from '../design/read.ts';
import { strikesOf } from '../design/strikes.ts';
import { design, link, node } from '../proof/small-design.ts';
import { Session } from './session.ts';
import { storyOf } from './story.ts';
import { reportOf } from './verdict.ts';

type Fault = Extract<TimelineEntry, { type: 'fault' }>;
const CRASH: Fault = { type: 'fault', id: 'crash', at: 2000, duration: 1000, fault: 'crash', target: 'app/1', params: {} };
const SLOW: Fault = { type: 'fault', id: 'slow', at: 1000, duration: 500, fault: 'slow', target: 'app', params: { factor: 4 } };
const DOWN: ConditionDoc = { metric: 'part:app.up', class: '', bound: 'below', value: 2 };

/** Users over two copies of a service, six seconds in windows of 100 ms. What it is given must pass the gate. */
function sample(...timeline: TimelineEntry[]): Design {
  const d = design([node('users', 'client', { rate: 150 }), node('app', 'service', { instances: 2 })], [link('users', 'app')], 6);
  const result = read({ ...d, scenario: { ...d.scenario, timeline } });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function run(...timeline: TimelineEntry[]): Session {
  const session = new Session(sample(...timeline));
  while (!session.advance(session.end) && !session.finished);
  return session;
}

/** Moments (ms) at which a session logged something of this kind. */
function moments(session: Session, ...kinds: string[]): readonly number[] {
  return session.log.events.filter(({ kind }) => kinds.includes(kind)).map(({ atMs }) => atMs);
}

describe('an entry of the timeline', () => {
  it('that is muted does nothing', () => {
    expect(run({ ...CRASH, muted: true }).digest()).toBe(run().digest());
    expect(run(CRASH).digest()).not.toBe(run().digest());
  });

  it('that repeats strikes again and again, as the same entries one by one would', () => {
    const flaps = run({ ...CRASH, at: 1000, duration: 300, repeat: { every: 800, times: 4 } });
    expect(moments(flaps, 'fault')).toEqual([1000, 1800, 2600, 3400]);
    expect(moments(flaps, 'healed')).toEqual([1300, 2100, 2900, 3700]);
    const each = [0, 1, 2, 3].map((k) => ({ ...CRASH, id: `c${k}`, at: 1000 + 800 * k, duration: 300 }));
    expect(flaps.digest()).toBe(run(...each).digest());
    const endless = run({ ...CRASH, at: 1000, duration: 300, repeat: { every: 800 } });
    expect(moments(endless, 'fault')).toEqual([1000, 1800, 2600, 3400, 4200, 5000, 5800]);
  });

  it('that ramps up grows in steps to what is set, and stays there', () => {
    const session = new Session(sample({ ...SLOW, duration: 4000, ramp: 2000 }));
    const { knobs } = session.compiled.sim;
    const factors: number[] = [];
    for (let ms = 1000; ms <= 3400; ms += 100) {
      session.advance(ms * 1e6);
      factors.push(knobs.slow[1]!);
    }
    // From 1, in the middle of each of 20 steps: 1 + 3 × 2.5 %, …
    expect(factors[0]).toBeCloseTo(1 + 3 * 0.025, 12);
    expect(factors[10]).toBeCloseTo(1 + 3 * 0.525, 12);
    expect(factors.slice(20)).toEqual([4, 4, 4, 4, 4]);
    for (let i = 1; i <= 20; i++) expect(factors[i]).toBeGreaterThan(factors[i - 1]!);
  });

  it('that recedes goes down in steps of its own to its end, each time, and stays below what it had grown to', () => {
    const slopes = { ...SLOW, at: 1000, duration: 2000, ramp: 500, fall: 1000 };
    const session = new Session(sample({ ...slopes, repeat: { every: 2500, times: 2 } }));
    const { knobs } = session.compiled.sim;
    const at = (ms: number): number => {
      session.advance(ms * 1e6);
      return knobs.slow[1]!;
    };
    for (const began of [1000, 3500]) {
      expect(at(began)).toBeCloseTo(1 + 3 * 0.025, 12);
      expect(at(began + 500)).toBe(4);
      expect(at(began + 999)).toBe(4);
      for (let k = 0; k < 20; k++) expect(at(began + 1000 + 50 * k)).toBeCloseTo(1 + 3 * (1 - (k + 0.5) / 20), 12);
      expect(at(began + 2000)).toBe(1);
    }
    // Two slopes that meet: the lower of the two counts.
    const peak = new Session(sample({ ...SLOW, at: 1000, duration: 1000, ramp: 1000, fall: 1000 }));
    peak.advance(1500e6);
    expect(peak.compiled.sim.knobs.slow[1]).toBeCloseTo(1 + 3 * 0.475, 12);
  });

  it('begins after another ends, and after that one moves', () => {
    const after = { ...CRASH, after: { entry: 'slow', offset: 250 } };
    expect(sample(SLOW, after).scenario.timeline.map(({ id, at }) => [id, at])).toEqual([
      ['slow', 1000],
      ['crash', 1750],
    ]);
    expect(moments(run({ ...SLOW, at: 2200 }, after), 'fault')).toEqual([2200, 2950]);
    const flapping = { ...SLOW, duration: 200, repeat: { every: 600, times: 3 } };
    expect(moments(run(flapping, after), 'fault')).toEqual([1000, 1600, 2200, 2650]);
  });

  it('waits for its condition, begins at the end of the first window in which it holds, and what follows it waits too', () => {
    const triggered = { ...SLOW, at: 500, when: { ...DOWN, for: 300 } };
    const then = { ...CRASH, id: 'then', target: 'app/2', duration: 200, after: { entry: 'slow', offset: 100 } };
    const session = run(CRASH, triggered, then);
    // Down from 2,000 on: the windows that end at 2,100, 2,200 and 2,300 see it.
    expect(session.agenda.firedAt('slow')).toBe(2300e6);
    expect(moments(session, 'trigger')).toEqual([2300]);
    expect(moments(session, 'fault')).toEqual([2000, 2900]);
    expect(session.log.events.find(({ kind }) => kind === 'trigger')?.text).toBe('Slow on app begins, since app: copies up < 2 for 300 ms');
    expect(session.digest()).toBe(
      run(CRASH, { ...SLOW, at: 2300 }, { ...CRASH, id: 'then', target: 'app/2', duration: 200, at: 2900 }).digest(),
    );
    const never = run(triggered, then);
    expect(never.digest()).toBe(run().digest());
  });

  it('a trigger fires at the same moment however the run is sliced, and edits ahead of it leave it alone', () => {
    const timeline: TimelineEntry[] = [CRASH, { ...SLOW, at: 500, when: DOWN }];
    const expected = run(...timeline).digest();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900_000_000 }), { minLength: 1, maxLength: 20 }), (slices) => {
        const session = new Session(sample(...timeline));
        for (const slice of slices) {
          session.advance(session.now + slice);
          // A note added by hand: the same timeline as far as anything happens.
          session.take([...timeline, { type: 'note', id: 'n', at: session.stamp(), text: 'look' }]);
        }
        session.advance(session.end);
        expect(session.digest()).toBe(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('stretched by hand after it fired, goes on longer from where it began', () => {
    const trigger = { ...SLOW, at: 2050, duration: 2000, when: DOWN };
    const session = new Session(sample(CRASH, trigger));
    session.advance(3_000_000_000);
    const longer = { ...trigger, duration: 2500 };
    expect(session.accepts([CRASH, longer])).toBe(true);
    session.take([CRASH, longer]);
    session.advance(session.end);
    expect(session.digest()).toBe(run(CRASH, longer).digest());
  });

  it('that stops the run ends it at the window in which its condition first holds; one that pauses lets it go on', () => {
    const stop = { type: 'stop', id: 'stop', at: 0, when: { ...DOWN, for: 200 }, does: 'end' } as const;
    const ended = run(CRASH, stop);
    expect(ended.finished).toBe(true);
    expect(ended.now).toBe(2200e6);
    expect(ended.log.events.at(-1)?.text).toBe('The run ends: app: copies up < 2 for 200 ms');
    const pausing = new Session(sample(CRASH, { ...stop, does: 'pause' }));
    expect(pausing.advance(pausing.end)).toBe(false);
    expect([pausing.now, pausing.takePause(), pausing.takePause()]).toEqual([2200e6, true, false]);
    expect(pausing.advance(pausing.end)).toBe(true);
    expect(pausing.digest()).toBe(run(CRASH).digest());
  });

  it('at the leader of a part hits whoever leads when it begins', () => {
    const d = design([node('users', 'client', { rate: 50 }), node('db', 'sql-database', { replicas: 2 })], [link('users', 'db')], 6);
    const hang: TimelineEntry = { type: 'fault', id: 'h', at: 2000, duration: 1000, fault: 'hang', target: 'leader:db', params: {} };
    const result = read({ ...d, scenario: { ...d.scenario, timeline: [hang] } });
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const session = new Session(result.value);
    session.advance(2_500_000_000);
    const { stations, knobs } = session.compiled.sim;
    const hung = [1, 2, 3].filter((i) => knobs.hung[i] === 1);
    expect(hung).toHaveLength(1);
    expect(stations[1]!.role?.(hung[0]!)).toBe(1);
  });
});

describe('a fault of one moment', () => {
  it('strikes whether it is written with no duration or with none of its own, and each time that it comes again', () => {
    const d = design(
      [
        node('users', 'client', { rate: 50, keys: 10 }),
        node('cache', 'cache', { mode: 'read-through', ttl: 0 }),
        node('db', 'sql-database'),
      ],
      [link('users', 'cache'), link('cache', 'db')],
      6,
    );
    const loads = (flush?: object): number => {
      const entry = { type: 'fault', id: 'f', at: 2000, fault: 'cache-flush', target: 'cache', params: {}, ...flush };
      const result = read({ ...d, scenario: { ...d.scenario, timeline: flush === undefined ? [] : [entry] } });
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      const session = new Session(result.value);
      session.advance(session.end);
      return reportOf(session, 0).nodes['db']!.arrivals;
    };
    const never = loads();
    const once = loads({});
    expect(once).toBeGreaterThan(never + 5);
    expect(loads({ duration: 0 })).toBe(once);
    expect(loads({ duration: 0, repeat: { every: 1500, times: 2 } })).toBeGreaterThan(once + 5);
  });
});

describe('a random fault of one moment', () => {
  it('strikes, is told of, and is over at once', () => {
    const d = design(
      [
        node('users', 'client', { rate: 50, keys: 10 }),
        node('cache', 'cache', { mode: 'read-through', ttl: 0 }),
        node('db', 'sql-database'),
      ],
      [link('users', 'cache'), link('cache', 'db')],
      6,
    );
    const chaos = { type: 'chaos', id: 'c', at: 0, perMinute: 60, lasts: 100, most: 1, faults: ['cache-flush'], targets: ['cache'] };
    const result = read({ ...d, scenario: { ...d.scenario, timeline: [chaos] } });
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const session = new Session(result.value);
    session.advance(session.end);
    const strikes = session.log.events.filter(({ text }) => text === 'Cache flush on cache strikes (random)');
    expect(strikes.length).toBeGreaterThan(2);
    expect(storyOf(session).struck.map(({ fromMs }) => fromMs)).toEqual(strikes.map(({ atMs }) => atMs));
    expect(session.compiled.sim.knobs.calm).toBe(1);
    expect(reportOf(session, 0).nodes['db']!.arrivals).toBeGreaterThan(10 + 5 * strikes.length);
  });
});

describe('the story of a run', () => {
  it('has the strikes of random entries as anybody can work them out beforehand, and triggers as they fired', () => {
    const chaos: TimelineEntry = {
      type: 'chaos',
      id: 'c',
      at: 1000,
      perMinute: 60,
      lasts: 800,
      most: 1,
      faults: ['crash', 'slow'],
      targets: ['app'],
    };
    const { struck } = storyOf(run(chaos, { ...SLOW, id: 'late', at: 0, when: DOWN }));
    const d = sample(chaos);
    const worked = strikesOf(chaos as Extract<TimelineEntry, { type: 'chaos' }>, d, 1, 5000).map(
      ({ from, fault }) => `${1000 + from} ${fault.id}`,
    );
    expect(struck.flatMap(({ entry, fromMs, fault }) => (entry === 'c' ? `${fromMs} ${fault}` : []))).toEqual(worked);
    expect(struck.filter(({ entry }) => entry === 'late')).toHaveLength(1);
  });
});

describe('the event log', () => {
  it('tells what was done at its moment and what was seen of it, and changes nothing', () => {
    const { events } = run(CRASH, { type: 'note', id: 'n', at: 2500, text: 'half way' }).log;
    expect(events.slice(0, 5).map(({ atMs, text }) => `${atMs} ${text}`)).toEqual([
      '2000 Crash on app/1 begins',
      '2000 app/1 goes down',
      '2500 half way',
      '3000 Crash on app/1 ends',
      '3000 app/1 is back',
    ]);
  });
});

describe('a probe', () => {
  const hypothesis = [{ metric: 'availability', class: '', bound: 'least', value: 0.99, phases: ['before', 'during', 'after'] }] as const;
  const probe = { type: 'probe', id: 'p', at: 0, name: '', hypothesis } as const;
  const verdictOf = (...timeline: TimelineEntry[]) => reportOf(run(...timeline), 0).probes[0]!;

  it('is held where its conditions hold in all their phases, and changes nothing', () => {
    const report = verdictOf(probe, SLOW);
    expect(report.verdict).toBe('held');
    expect(report.conditions.map(({ phase, verdict }) => [phase, verdict])).toEqual([
      ['before', 'held'],
      ['during', 'held'],
      ['after', 'held'],
    ]);
    expect(run(probe, SLOW).digest()).toBe(run(SLOW).digest());
  });

  it('is broken in the phase in which a condition fails, with the figures', () => {
    const report = verdictOf(probe, { ...CRASH, target: 'app' });
    expect(report.verdict).toBe('broken');
    const [before, during] = report.conditions;
    expect(before).toMatchObject({ verdict: 'held', heldShare: 1 });
    expect(during).toMatchObject({ verdict: 'broken', brokenAtMs: 2100, worst: 0 });
  });

  it('gives what should hold after a fault time to recover, and measures how long it took', () => {
    const after = [{ ...hypothesis[0], phases: ['after'] }] as const;
    const slow = { ...probe, hypothesis: after, recoverWithin: 2000 };
    const report = verdictOf(slow, { ...CRASH, target: 'app' });
    // Availability looks back over a second, so that it is whole again a second after the fault.
    expect(report.verdict).toBe('held');
    expect(report.recovery).toMatchObject({ recoveries: 1, missedAtMs: null });
    expect(report.recovery!.longestMs).toBeGreaterThan(800);
    expect(report.recovery!.longestMs).toBeLessThanOrEqual(1200);
    const quick = verdictOf({ ...slow, recoverWithin: 500 }, { ...CRASH, target: 'app' });
    expect(quick.verdict).toBe('broken');
    expect(quick.recovery).toMatchObject({ missedAtMs: 3600 });
  });

  it('does not know about phases that never came', () => {
    expect(verdictOf(probe).verdict).toBe('unknown');
    expect(verdictOf({ ...probe, hypothesis: [{ ...hypothesis[0], phases: ['before'] }] }).verdict).toBe('held');
  });

  it('watches one entry where it names it', () => {
    const report = verdictOf({ ...probe, of: 'slow' }, SLOW, { ...CRASH, target: 'app', at: 4000 });
    expect(report.conditions.map(({ verdict }) => verdict)).toEqual(['held', 'held', 'broken']);
  });
});

describe('a spike of one class', () => {
  it('sends so many times more of its requests, and as many of the others as ever', () => {
    const d = design(
      [node('users', 'client', { rate: 100, arrivals: 'even' }), node('app', 'service', { workers: 64 })],
      [link('users', 'app')],
      30,
    );
    const [get] = d.classes as [Design['classes'][0]];
    const classes = [get, { ...get, id: 'buy', weight: 0.25 }];
    const counts = (timeline: TimelineEntry[]): readonly number[] => {
      const result = read({ ...d, classes, scenario: { ...d.scenario, timeline } });
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      const session = new Session(result.value);
      session.advance(session.end);
      const { classes: counted } = reportOf(session, 0);
      return ['get', 'buy'].map((id) => counted[id]?.requests ?? 0);
    };
    const spike: Fault = { type: 'fault', id: 's', at: 0, fault: 'traffic-spike', target: 'class:buy', params: { factor: 5 } };
    const [calm, surged] = [counts([]), counts([spike])];
    expect(surged[1]! / calm[1]!).toBeGreaterThan(4.5);
    expect(surged[1]! / calm[1]!).toBeLessThan(5.5);
    expect(surged[0]! / calm[0]!).toBeGreaterThan(0.95);
    expect(surged[0]! / calm[0]!).toBeLessThan(1.05);
    const none = counts([{ ...spike, params: { factor: 0 } }]);
    expect(none[1]).toBe(0);
    const all = { ...spike, params: { factor: 0 } };
    expect(counts([all, { ...all, id: 't', target: 'class:get' }])).toEqual([0, 0]);
    const healed = counts([{ ...spike, duration: 1 }]);
    expect(healed.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(calm.reduce((sum, count) => sum + count) - 1);
  });
});
