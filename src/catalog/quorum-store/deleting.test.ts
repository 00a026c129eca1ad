/**
 * Stories of deleting in a quorum store: three instances that hold every key, one key that is written at 6250 ms, deleted at 6667 ms, and
 * read ten times a second. The third copy may be away from 6400 ms on, and tombstones are kept for a second.
 */
import { describe, expect, it } from 'vitest';
import { ABSENT, INSTANCE, VERSION, WRITE } from '../../engine/requests.ts';
import { cls, constant, fault, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';

const CLASSES = [cls('get'), cls('put', { write: true }), cls('remove', { write: true })];

/** What readers were told, where it changes, and the figures at the end. */
function told(params: ParamBag, away: number, ms = 6000) {
  const store = node('store', 'quorum-store', {
    readTime: constant(0.1),
    writeTime: constant(0.1),
    readLevel: 'all',
    writeLevel: 'quorum',
    deletes: ['remove'],
    grace: 1000,
    handoff: false,
    readRepair: 'async',
    heartbeat: 50,
    detector: 'timeout',
    suspectAfter: 100_000,
    timeout: 50,
    ...params,
  });
  const once = (id: string, only: string, rate: number) =>
    node(id, 'client', { rate, arrivals: 'even', keys: 1, sessions: 1, classes: [only] });
  const nodes = [once('writers', 'put', 0.16), once('removers', 'remove', 0.15), once('readers', 'get', 10), store];
  const links = ['writers', 'removers', 'readers'].map((id) => link(id, 'store', { timeout: 60 }));
  const lines: string[] = [];
  const listen = (sim: Parameters<NonNullable<Parameters<typeof story>[2]['acts']>[number]['act']>[0]) => {
    const { calls, requests: r } = sim;
    const answer = calls.answer.bind(calls);
    let last = '';
    calls.answer = (row, outcome, cause) => {
      const text = outcome === 0 ? `v${r.ints[row + VERSION]}${r.has(row, ABSENT) ? ' absent' : ''}` : 'none';
      if (!r.has(row, WRITE) && r.ints[row + INSTANCE]! >= 3 && text !== last) lines.push(`${Math.round(sim.now / NS_PER_MS)} ${text}`);
      if (!r.has(row, WRITE)) last = text;
      answer(row, outcome, cause);
    };
  };
  const run = story(nodes, links, {
    ms,
    classes: CLASSES,
    timeline: away > 0 ? [fault('partition', 'store/3', 6400, away)] : [],
    acts: [{ at: 0, act: listen }],
  });
  return { lines, figures: run.report.nodes['store']?.figures ?? {}, stale: run.session.compiled.sim.history.staleReads };
}

describe('a delete', () => {
  it('is a write that leaves a tombstone on every copy, and nothing to be read', () => {
    const { lines, figures, stale } = told({ grace: 100_000 }, 0, 7500);
    expect(lines).toEqual(['100 v0', '6300 v1', '6700 v2 absent']);
    expect(figures).toMatchObject({ tombstones: 3, resurrected: 0 });
    expect(stale).toBe(0);
  });

  it('is forgotten after the grace, and the key stays away, where every copy heard of it', () => {
    const { lines, figures, stale } = told({ compareEvery: 500 }, 0, 12_000);
    expect(lines).toEqual(['100 v0', '6300 v1', '6700 v2 absent']);
    expect(figures).toMatchObject({ tombstones: 0, resurrected: 0 });
    expect(stale).toBe(0);
  });

  it('comes undone by a copy that was away for longer than the grace', () => {
    const { lines, figures, stale } = told({}, 3000, 12_000);
    // The third copy answers again at 9400, with what it had; the others have nothing, and are told.
    expect(lines).toEqual(['100 v0', '6300 v1', '6450 none', '9400 v1']);
    expect(figures).toMatchObject({ resurrected: 1 });
    expect(stale).toBeGreaterThan(5);
  });

  it('holds when the copy is back before the grace is over', () => {
    const { lines, figures, stale } = told({ grace: 10_000 }, 3000, 12_000);
    expect(lines).toEqual(['100 v0', '6300 v1', '6450 none', '9400 v2 absent']);
    expect(figures).toMatchObject({ resurrected: 0 });
    expect(stale).toBe(0);
  });

  it('holds when a hint tells the copy before anybody takes its value for news', () => {
    const { lines, figures, stale } = told({ handoff: true, hintEvery: 100, readRepair: 'none', readLevel: 'quorum' }, 3000, 12_000);
    // Two copies are enough for all that do not turn to the third. It is asked before it is told, once.
    expect(lines.slice(-2)).toEqual(['9400 v1', '9500 v2 absent']);
    expect(stale).toBe(1);
    expect(figures).toMatchObject({ resurrected: 0 });
  });

  it('comes undone by a comparison as well as by a read', () => {
    const { figures } = told({ readRepair: 'none', compareEvery: 500 }, 3000, 12_000);
    expect(figures).toMatchObject({ resurrected: 1 });
  });
});
