/** Which models real stores keep, judged by their own operations; and that being judged changes nothing. */
import { describe, expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import type { ParamBag } from '../std/parameter.ts';
import { withConsistency } from './consistency.ts';
import { Session } from './session.ts';
import { reportOf } from './verdict.ts';

function store(params: ParamBag, timeline: readonly TimelineEntry[] = []): Design {
  const base = design(
    [
      node('users', 'client', { rate: 150, keys: 30, skew: 0.9, sessions: 12 }),
      node('db', 'sql-database', { replicas: 2, replicationDelay: { type: 'exponential', mean: 8 }, ...params }),
    ],
    [link('users', 'db', { timeout: 400 })],
    30,
  );
  const classes = [
    { id: 'read', name: 'Read', route: '/', write: false, weight: 7, bytesUp: 500, bytesDown: 2000 },
    { id: 'write', name: 'Write', route: '/', write: true, weight: 3, bytesUp: 500, bytesDown: 2000 },
  ];
  return { ...base, classes, scenario: { ...base.scenario, timeline } };
}

function run(document: Design, recorded = true) {
  const session = new Session(document);
  if (recorded) session.compiled.sim.record();
  session.advance(session.end);
  return withConsistency(reportOf(session, 0), session);
}

const crash: TimelineEntry = { type: 'fault', id: 'f', at: 8000, duration: 6000, fault: 'crash', target: 'db/1', params: {} };
const cut: TimelineEntry = {
  type: 'fault',
  id: 'f',
  at: 8000,
  duration: 8000,
  fault: 'partition',
  target: '{db/3}|{db/1,db/2}',
  params: {},
};

describe('a run whose operations are recorded', () => {
  it('goes the same way as one that is not', () => {
    const document = store({ reads: 'any' }, [crash]);
    const [recorded, plain] = [run(document), run(document, false)];
    expect(recorded.digest).toBe(plain.digest);
    expect({ ...recorded.consistency, models: {}, checked: null }).toEqual(plain.consistency);
    expect(plain.consistency.checked).toBeNull();
  });

  it('sees as many stale reads as the history counts, where nothing is left out', () => {
    const { consistency } = run(store({ reads: 'any' }));
    const [seen] = consistency.checked?.stores ?? [];
    expect(consistency.staleReads).toBeGreaterThan(50);
    expect([seen?.reads, seen?.stale]).toEqual([consistency.reads, consistency.staleReads]);
  });
});

describe('the models that a database keeps', () => {
  it('are all of them while one instance answers everything', () => {
    const { models } = run(store({ reads: 'primary', replication: 'semi-sync' }, [cut])).consistency;
    for (const id of ['linearizable', 'sequential', 'causal', 'session', 'weak']) expect(`${id} ${models[id]}`).toBe(`${id} held`);
  });

  it('are few when any copy answers, however far behind; each broken one is shown by a few operations', () => {
    const { models, checked } = run(store({ reads: 'any', replication: 'async' }, [cut])).consistency;
    for (const id of ['linearizable', 'sequential', 'causal', 'session', 'readYourWrites', 'monotonicReads'])
      expect(`${id} ${models[id]}`).toBe(`${id} violated`);
    for (const id of ['monotonicWrites', 'writesFollowReads', 'weak']) expect(`${id} ${models[id]}`).toBe(`${id} held`);
    const [linearizable] = checked?.models ?? [];
    expect(linearizable?.example?.operations.length).toBeLessThanOrEqual(3);
    expect(linearizable?.example?.sentence).toMatch(
      /^[A-Z] read x=\d+ at \d+\.\d{3}\u00a0s, after [A-Z]’s write x=\d+ was acknowledged at \d+\.\d{3}\u00a0s\.$/,
    );
  });

  it('break when a failover takes acknowledged writes along, though one instance answers at a time', () => {
    const { consistency } = run(
      store({ reads: 'primary', replication: 'async', replicationDelay: { type: 'constant', value: 150 } }, [crash]),
    );
    expect(consistency.lostAcknowledgedWrites).toBeGreaterThan(0);
    expect(consistency.models['linearizable']).toBe('violated');
  });

  it('do not include linearizability with synchronous copies read anywhere: two reads may see a write come and go', () => {
    const { models, checked, staleReads } = run(store({ reads: 'any', replication: 'sync' })).consistency;
    expect(staleReads).toBe(0);
    expect(models['linearizable']).toBe('violated');
    const example = checked?.models[0]?.example;
    expect(example?.operations.filter(({ what }) => what === 'read').length).toBeGreaterThan(1);
  });

  it('are not claimed where too little was seen', () => {
    const base = store({ reads: 'any' });
    const { models } = run({ ...base, scenario: { ...base.scenario, durationMs: 200 } }).consistency;
    expect(models['monotonicWrites']).toBe('unknown');
  });
});
