/**
 * Two-phase commit under random schedules of faults: two keys on two shards, and every write touches both. Once all has healed every write
 * is on both shards or on neither, nothing is in doubt, and whatever was confirmed is there. TWO_PHASE_SCHEDULES says how many, and
 * TWO_PHASE_SEED which.
 */
import { describe, expect, it } from 'vitest';
import type { FaultEntry } from '../design/document.ts';
import { link, node } from '../proof/small-design.ts';
import { Stream } from '../std/random.ts';
import { cls, constant, delayed, fault, story } from './story.ts';

const COUNT = Number(process.env['TWO_PHASE_SCHEDULES'] ?? 40);
const SEED = Number(process.env['TWO_PHASE_SEED'] ?? 20261129);
const STOP_MS = 3000;

function scheduleOf(seed: number, copies: number): FaultEntry[] {
  const luck = new Stream(seed, 'schedule');
  return Array.from({ length: 3 + luck.below(5) }, (_, i): FaultEntry => {
    const at = 200 + luck.below(STOP_MS - 200);
    const duration = 20 + luck.below(700);
    const one = `store/${1 + luck.below(2 * copies)}`;
    const kinds = [
      () => fault('crash', one, at, duration),
      () => fault('crash', one, at, duration, { how: 'machine' }),
      () => fault('hang', one, at, duration),
      () => fault('partition', one, at, duration),
      () => fault('packet-loss', 'store', at, duration, { share: 0.3 }),
      () => fault('latency', 'store', at, duration, { added: 20, jitter: 20 }),
    ];
    return { ...kinds[luck.below(kinds.length)]!(), id: `f${i}` };
  });
}

/** What two clients were told who write both keys, each beginning with either, and how many versions each key got. */
function judge(seed: number, copies: number) {
  const times = { workers: 4, readTime: constant(1), writeTime: constant(2), diskTime: constant(0.5), voteWait: 150, patience: 100 };
  const election = { electionLeast: 100, electionMost: 200, heartbeat: 30, lease: 80 };
  const store = node('store', 'sharded-store', { scheme: 'range', shards: 2, keys: 2, copies, spans: ['move'], ...times, ...election });
  const users = ['a', 'b'].map((id) => node(id, 'client', { rate: 40, keys: 2, skew: 0 }));
  const stop = (id: string): FaultEntry => ({ ...fault('traffic-spike', id, STOP_MS, 1e6, { factor: 0 }), id: `stop-${id}` });
  const made = [0, 0];
  const run = story(
    [...users, store],
    users.map(({ id }) => link(id, 'store', delayed(1, { timeout: 1000 }))),
    {
      ms: 8000,
      seed,
      classes: [cls('move', { write: true })],
      timeline: [...scheduleOf(seed, copies), stop('a'), stop('b')],
      acts: [
        {
          at: 0,
          act: ({ history }) => {
            const make = history.make.bind(history);
            history.make = (dataset, key) => {
              made[key]!++;
              return make(dataset, key);
            };
          },
        },
      ],
    },
  );
  const { report } = run;
  const figures = report.nodes['store']!.figures;
  const told = Object.entries(report.total.outcomes);
  const failed = told.reduce((sum, [outcome, count]) => sum + (outcome === 'ok' ? 0 : count), 0);
  return { made, ok: report.total.outcomes['ok'] ?? 0, failed, figures };
}

describe('a write over several shards', () => {
  it.each([1, 3])('is done on all of them or on none, with %i copies of each, and nothing stays in doubt', (copies) => {
    let [committed, aborted, unsure, failures] = [0, 0, 0, 0];
    for (let seed = SEED; seed < SEED + COUNT; seed++) {
      const { made, ok, failed, figures } = judge(seed, copies);
      expect([seed, ...made], 'versions of either key').toEqual([seed, figures['committed'], figures['committed']]);
      expect([seed, figures['inDoubt'], figures['lostWrites']]).toEqual([seed, 0, 0]);
      expect(ok, `seed ${seed}`).toBeLessThanOrEqual(Number(figures['committed']));
      committed += Number(figures['committed']);
      aborted += Number(figures['aborted']);
      unsure += Number(figures['committed']) - ok;
      failures += failed;
    }
    expect(committed).toBeGreaterThan(COUNT * 20);
    expect(aborted).toBeGreaterThan(COUNT);
    // Some that were committed had nobody left to tell; far more failed and are nowhere.
    expect(unsure).toBeGreaterThan(0);
    expect(failures).toBeGreaterThan(unsure);
  });
});
