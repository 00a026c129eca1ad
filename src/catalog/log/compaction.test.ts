/** Stories of a log that keeps the newest record of each key: what it holds, and what readers that come late get of it. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { KEY, LINK } from '../../engine/requests.ts';
import { cls, constant, fault, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const KEYS = 10;
const STOP_MS = 3000;

/** Users write a record of 100 bytes every 5 ms until 3 s, over ten keys; `late` reads from 4 s on, `early` all along. */
function told(params: ParamBag, timeline: readonly TimelineEntry[] = []) {
  const log = {
    ...node('log', 'log', { partitions: 2, cleanup: 'compact', compactEvery: 500, batchTime: constant(0.2), inWork: 1, ...params }),
    zones: ['a', 'b', 'c'],
  };
  const reader = (id: string) => node(id, 'service', { work: constant(0.5), workers: 10, instances: 1 });
  const faults = [fault('traffic-spike', 'users', STOP_MS, 1e6, { factor: 0 }), fault('crash', 'late', 0, 4000), ...timeline];
  const got: Record<string, number[]> = { early: [], late: [] };
  const run = story(
    [node('users', 'client', { rate: 200, arrivals: 'even', keys: KEYS, skew: 0 }), log, reader('early'), reader('late')],
    [link('users', 'log'), link('log', 'early'), link('log', 'late')],
    {
      ms: 8000,
      classes: [cls('put', { write: true, bytesUp: 100 })],
      timeline: faults,
      acts: [
        {
          at: 0,
          act: (sim) => {
            const station = sim.stations[1]!;
            const answered = station.answered.bind(station);
            station.answered = (row, child) => {
              const { ints } = sim.requests;
              if (ints[child + LINK]! > 0) got[ints[child + LINK] === 1 ? 'early' : 'late']!.push(ints[child + KEY]!);
              answered(row, child);
            };
          },
        },
      ],
    },
  );
  return { run, got, figures: run.report.nodes['log']!.figures };
}

describe('a compacted log', () => {
  it('keeps the newest record of every key on every copy, and no other that is known to be safe', () => {
    const { figures } = told({});
    // A follower hears that a record is safe with the one after it: of each partition it keeps the last one beside the newest of each key before.
    expect(figures).toMatchObject({ storedBytes: (KEYS * 3 + 2 * 2) * 100, compacted: 599 - KEYS, lost: 0, expired: 0 });
    expect(told({ cleanup: 'delete' }).figures).toMatchObject({ storedBytes: 599 * 100 * 3, compacted: 0 });
  });

  it('gives a reader that comes late one record of each key, and one that keeps up all of them', () => {
    const { got, figures } = told({});
    expect(got['late']!.slice().sort((a, b) => a - b)).toEqual(Array.from({ length: KEYS }, (_, key) => key));
    expect(got['early']).toHaveLength(599);
    expect(figures).toMatchObject({ lag: 0, unseen: 599 - KEYS });
    expect(told({ cleanup: 'delete' }).got['late']).toHaveLength(599);
  });

  it('leaves what is newer than the wait before it', () => {
    const { figures, got } = told({ compactAfter: 100_000 });
    expect(figures).toMatchObject({ compacted: 0, storedBytes: 599 * 100 * 3 });
    expect(got['late']).toHaveLength(599);
  });

  it('loses no key, whoever leads', () => {
    const { figures, got } = told({ brokerSession: 100 }, [fault('crash', 'log/1', 700, 900), fault('kill-leader', 'log', 2000, 0)]);
    expect(new Set(got['late'])).toEqual(new Set(Array.from({ length: KEYS }, (_, key) => key)));
    expect(figures).toMatchObject({ lost: 0, lag: 0 });
    expect(figures['storedBytes']).toBe((KEYS * 3 + 2 * 2) * 100);
  });
});
