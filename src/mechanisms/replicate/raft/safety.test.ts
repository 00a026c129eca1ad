/**
 * Raft under random settings and faults: what it promises holds in every trial, and what weaker settings give up is seen to be given
 * up. The trials of `npm test` are those of a few hundred seeds; `npm run test:deep` runs thousands of others.
 */
import { describe, expect, it } from 'vitest';
import { EntryLog } from './entry-log.ts';
import { trialOf, type Weakness } from './schedule.ts';

const SEED = Number(process.env['RAFT_SEED'] ?? 1);
const COUNT = Number(process.env['RAFT_COUNT'] ?? 300);
const MS = 1e6;

/** What was broken in how many of so many trials, and which seed comes first. */
function played(count: number, weakness: Weakness) {
  const broken = new Map<string, { count: number; seed: number }>();
  for (let seed = SEED; seed < SEED + count; seed++) {
    for (const what of new Set(trialOf(seed, weakness).broken.map((words) => words.split(':')[0]!))) {
      const known = broken.get(what) ?? { count: 0, seed };
      broken.set(what, { ...known, count: known.count + 1 });
    }
  }
  return broken;
}

describe('raft', () => {
  it('keeps election safety, append-only leaders, log matching, leader completeness, state machine safety and linearizable reads', {
    timeout: 20_000 + COUNT * 100,
  }, () => {
    const sums = { reads: 0, writes: 0, terms: 0, entries: 0 };
    for (let seed = SEED; seed < SEED + COUNT; seed++) {
      const trial = trialOf(seed);
      expect(trial.broken, `seed ${seed}`).toEqual([]);
      sums.reads += trial.reads;
      sums.writes += trial.writes;
      sums.terms += trial.ledBy.size;
      sums.entries += trial.committedEntries.length;
    }
    if (COUNT > 300) console.log(`${COUNT} random fault schedules from seed ${SEED}:`, sums);
    // They did something: leaders changed, and reads and writes were answered.
    expect(Math.min(sums.reads / 10, sums.writes / 10, sums.terms / 3)).toBeGreaterThan(COUNT);
  });
});

describe('weaker settings', () => {
  it('without fsync lose committed writes when members crash', () => {
    const broken = played(30, { settings: { fsync: false, flush: 1000 * MS } });
    expect(broken.get('leader completeness')?.count).toBeGreaterThan(3);
  });

  it('with leases read old values when the clock of the leader is set back', () => {
    const broken = played(60, { settings: { lease: 150 * MS, preVote: true }, skew: 2000 * MS });
    expect([...broken.keys()]).toEqual(['linearizability']);
    expect(broken.get('linearizability')?.count).toBeGreaterThan(1);
  });

  it('with reads at any member read old values', () => {
    const broken = played(20, { anywhere: true });
    expect(broken.get('linearizability')?.count).toBeGreaterThan(10);
    expect(broken.size).toBe(1);
  });
});

describe('the trial', () => {
  it('would find out if votes went to logs that are older', () => {
    const { isNoNewerThan } = EntryLog.prototype;
    EntryLog.prototype.isNoNewerThan = () => true;
    try {
      expect(played(30, {}).get('leader completeness')?.count).toBeGreaterThan(3);
    } finally {
      EntryLog.prototype.isNoNewerThan = isNoNewerThan;
    }
  });
});
