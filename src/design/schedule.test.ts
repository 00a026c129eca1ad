import { describe, expect, it } from 'vitest';
import { design, link, node } from '../proof/small-design.ts';
import { apply } from './apply.ts';
import type { Design, TimelineEntry } from './document.ts';
import { read } from './read.ts';
import { endedAt, lengthOf, settled, stretchesOf } from './schedule.ts';

type Fault = Extract<TimelineEntry, { type: 'fault' }>;
const A: Fault = { type: 'fault', id: 'a', at: 1000, duration: 500, fault: 'slow', target: 'app', params: {} };
const B: Fault = { ...A, id: 'b', at: 0, after: { entry: 'a', offset: 100 } };
const C: Fault = { ...A, id: 'c', at: 0, after: { entry: 'b', offset: 0 } };

function sample(...timeline: unknown[]): unknown {
  const d = design(
    [node('users', 'client'), node('app', 'service'), node('db', 'sql-database')],
    [link('users', 'app'), link('app', 'db')],
    60,
  );
  return { ...d, scenario: { ...d.scenario, timeline } };
}

function good(...timeline: unknown[]): Design {
  const result = read(sample(...timeline));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function refusal(...timeline: unknown[]): string {
  const result = read(sample(...timeline));
  return result.ok ? '' : `${result.error[0]?.place}: ${result.error[0]?.message}`;
}

const times = (d: Design) => d.scenario.timeline.map(({ id, at }) => `${id} ${at}`);

describe('the schedule', () => {
  it('puts what begins after another where that ends, at any remove and in any order', () => {
    expect(times(good(C, B, A))).toEqual(['a 1000', 'b 1600', 'c 2100']);
    expect(lengthOf({ ...A, repeat: { every: 2000, times: 3 } })).toBe(4500);
    expect(times(good({ ...A, repeat: { every: 2000, times: 3 } }, B))).toEqual(['a 1000', 'b 5600']);
  });

  it('refuses circles, what never ends, and what is not there, each at its place', () => {
    expect(refusal(A, { ...B, after: { entry: 'x', offset: 0 } })).toBe(
      'scenario.timeline[1].after: There is no entry x for b to begin after.',
    );
    expect(refusal({ ...B, after: { entry: 'c', offset: 0 } }, C)).toBe('scenario.timeline[0].after: b would begin after itself.');
    const { duration: _, ...endless } = A;
    expect(refusal(endless, B)).toBe('scenario.timeline[1].after: a never ends, so that nothing can begin after it.');
    expect(settled([A, B]).ok).toBe(true);
  });

  it('moves what follows when an entry moves, and leaves it where it stood when the entry goes', () => {
    const before = good(A, B, C);
    const moved = apply(before, { do: 'set-entry', entry: { ...A, at: 3000 } });
    expect(moved.ok && times(moved.value)).toEqual(['a 3000', 'b 3600', 'c 4100']);
    const gone = apply(before, { do: 'remove-entry', ids: ['a'] });
    expect(gone.ok && times(gone.value)).toEqual(['b 1600', 'c 2100']);
    expect(gone.ok && gone.value.scenario.timeline[0]).not.toHaveProperty('after');
  });

  it('lays out what repeats, up to the end of the run', () => {
    const flaps = { ...A, repeat: { every: 1000, times: 3 } };
    expect(stretchesOf(flaps, 60_000)).toEqual([
      { from: 1000, to: 1500 },
      { from: 2000, to: 2500 },
      { from: 3000, to: 3500 },
    ]);
    expect(stretchesOf({ ...A, repeat: { every: 1000 } }, 2200)).toHaveLength(2);
  });
});

describe('a fault that has begun', () => {
  const slow = { type: 'fault', id: 'f', at: 20_000, duration: 1000, fault: 'slow', target: 'app', params: {} } as const;

  it('can be ended now; one that comes again does so no more', () => {
    expect(endedAt({ ...slow, duration: 10_000 }, 25_000).duration).toBe(5000);
    expect(endedAt(slow, 20_000).duration).toBe(1);
    const again = { ...slow, repeat: { every: 4000, times: 3 } };
    expect(endedAt(again, 20_500)).toEqual({ ...slow, duration: 500 });
    expect(endedAt(again, 25_000)).toEqual({ ...again, repeat: { every: 4000, times: 2 } });
  });

  it('ends as planned when it recedes already, for what is past must stay as it was', () => {
    const receding = { ...slow, duration: 5000, fall: 2000 };
    expect(endedAt(receding, 22_000)).toEqual({ ...slow, duration: 2000 });
    expect(endedAt(receding, 24_000)).toEqual(receding);
  });
});

describe('an entry is refused where it says what cannot be', () => {
  it.each([
    [{ ...A, repeat: { every: 400 } }, 'scenario.timeline[0].repeat.every: It lasts 500 ms, so it cannot come again after 400 ms.'],
    [
      { ...A, duration: undefined, repeat: { every: 400 } },
      'scenario.timeline[0].repeat: What lasts to the end of the run cannot come again; give it a duration.',
    ],
    [{ ...A, fault: 'crash', ramp: 100 }, 'scenario.timeline[0].ramp: Crash has no size that could grow: it is there or it is not.'],
    [{ ...A, fault: 'crash', fall: 100 }, 'scenario.timeline[0].fall: Crash has no size that could recede: it is there or it is not.'],
    [
      { ...A, fault: 'slow', duration: undefined, fall: 100 },
      'scenario.timeline[0].fall: What lasts to the end of the run does not recede; give it a duration.',
    ],
    [{ ...A, target: 'leader:app' }, 'scenario.timeline[0].target: Nobody leads at app, a service.'],
    [
      { ...A, when: { metric: 'p99', bound: 'above', value: 1 } },
      /^scenario\.timeline\[0\]\.when\.metric: The figure must be one of latency\.p50, .* or part:ID\.FIGURE; not "p99"\.$/,
    ],
    [
      { ...A, when: { metric: 'part:app.nothing', bound: 'above', value: 1 } },
      'scenario.timeline[0].when.metric: There is no part with the figure "app.nothing".',
    ],
    [
      { ...A, when: { metric: 'offered', class: 'get', bound: 'above', value: 1 } },
      'scenario.timeline[0].when.class: "offered" is not measured by request class.',
    ],
    [{ type: 'stop', id: 's', at: 0 }, 'scenario.timeline[0].when: when is missing: the condition that stops the run.'],
    [{ type: 'probe', id: 'p', at: 0 }, 'scenario.timeline[0].hypothesis: A probe needs at least one condition that should hold.'],
    [
      { type: 'probe', id: 'p', at: 0, of: 'x', hypothesis: [{ metric: 'availability', bound: 'least', value: 1 }] },
      'scenario.timeline[0].of: There is no entry "x" to watch.',
    ],
    [
      { type: 'chaos', id: 'c', at: 0, faults: ['crash'], targets: ['users'] },
      'scenario.timeline[0].faults: Crash cannot happen to users, a client.',
    ],
    [
      { type: 'chaos', id: 'c', at: 0, faults: [], targets: ['app'] },
      'scenario.timeline[0].faults: Random faults need kinds of fault to choose from.',
    ],
    [
      { type: 'wear', id: 'w', at: 0, target: 'app>db', mtbf: 1000, mttr: 10 },
      'scenario.timeline[0].target: Crash aims at a part or an instance, not at a link.',
    ],
    [
      { type: 'wear', id: 'w', at: 0, duration: 86_400_000, target: 'app', mtbf: 1000, mttr: 10 },
      'scenario.timeline[0].mtbf: About 171,089 failures are to be expected; at most 2,000.',
    ],
  ])('case %#', (entry, words) => {
    const said = refusal(entry);
    if (typeof words === 'string') expect(said).toBe(words);
    else expect(said).toMatch(words);
  });
});
