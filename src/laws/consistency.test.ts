/**
 * Quorum intersection (VALIDATION 18): when every copy has applied a write before it is acknowledged, W = N and R = 1, so
 * R + W > N and no read is stale, whatever is cut off meanwhile. With asynchronous copies the same designs do show stale reads,
 * so the first law could fail. Gifford (1979), "Weighted voting for replicated data"; Herlihy & Wing (1990).
 */
import { describe, expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { run, withSeed } from './protocol.ts';

const SEEDS = 20;

/** Readers and writers of a hundred keys on a database with two replicas, one of which is cut off for four seconds. */
function store(replication: string): Design {
  const nodes = [
    node('users', 'client', { rate: 300, keys: 100, skew: 0.9 }),
    node('app', 'service', { instances: 2, workers: 200, work: { type: 'exponential', mean: 2 } }),
    node('db', 'sql-database', { replicas: 2, replication, reads: 'any', replicationDelay: { type: 'exponential', mean: 5 } }),
  ];
  const links = [link('users', 'app', { timeout: 3000 }), link('app', 'db', { timeout: 500, retries: 1 })];
  const d = design(nodes, links, 12);
  const classes = [
    { id: 'read', name: 'Read', route: '/', write: false, weight: 7, bytesUp: 500, bytesDown: 2000 },
    { id: 'write', name: 'Write', route: '/', write: true, weight: 3, bytesUp: 500, bytesDown: 2000 },
  ];
  const timeline: TimelineEntry[] = [
    { type: 'fault', id: 'cut', at: 3000, duration: 4000, fault: 'partition', target: '{db/3}|{db/1,db/2}', params: {} },
  ];
  return { ...d, classes, scenario: { ...d.scenario, timeline } };
}

describe('18: R + W > N under one partition', () => {
  it(`no stale read with synchronous copies, in ${SEEDS} of ${SEEDS} seeds`, () => {
    let reads = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { report } = run(withSeed(store('sync'), seed));
      reads += report.consistency.reads;
      expect(report.consistency.reads, `seed ${seed}`).toBeGreaterThan(1000);
      expect(report.consistency.staleReads, `seed ${seed}`).toBe(0);
      expect(report.total.requests - report.total.ok, `seed ${seed}: the price, writes that fail`).toBeGreaterThan(0);
    }
    console.info(`R+W>N, strict, one partition: exact 0 stale reads, measured 0 of ${reads}, n ${SEEDS}`);
  });

  it('many stale reads with asynchronous copies: the law can fail', () => {
    const { report } = run(withSeed(store('async'), 1));
    expect(report.consistency.staleReads).toBeGreaterThan(30);
  });
});
