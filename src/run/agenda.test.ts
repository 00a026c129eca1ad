import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FaultEntry } from '../design/document.ts';
import { read } from '../design/read.ts';
import { design, link, node } from '../proof/small-design.ts';
import { beganAt, begins, nextOf } from './planned.ts';
import { Session } from './session.ts';

const TARGETS = ['app/1', 'app/2', 'app'];

/** Faults of all lengths, none and endless among them, once and again and again, in any order, many of them at the same moments. */
const drawn = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 20 }),
    duration: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
    repeat: fc.option(fc.record({ every: fc.integer({ min: 13, max: 20 }), times: fc.integer({ min: 2, max: 4 }) }), { nil: undefined }),
    target: fc.constantFrom(...TARGETS),
  }),
  { maxLength: 30 },
);

interface Drawn {
  readonly at: number;
  readonly duration?: number | undefined;
  readonly repeat?: { readonly every: number; readonly times: number } | undefined;
  readonly target: string;
}

function agendaOf(faults: readonly Drawn[]) {
  const timeline = faults.map(({ at, duration, repeat, target }, i): FaultEntry => {
    const own = { ...(duration !== undefined && { duration }), ...(duration !== undefined && repeat !== undefined && { repeat }) };
    return { type: 'fault', id: `f${i}`, at, fault: 'slow', target, params: { factor: 4 }, ...own };
  });
  const d = design([node('users', 'client', { rate: 1 }), node('app', 'service', { instances: 2 })], [link('users', 'app')], 1);
  const result = read({ ...d, scenario: { ...d.scenario, timeline } });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return new Session(result.value).agenda;
}

describe('an agenda', () => {
  it('looks only at faults that are not over, and finds the same as if it looked at all, forwards, again, and back', () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.integer({ min: -1, max: 90 }), { maxLength: 40 }), (faults, times) => {
        const agenda = agendaOf(faults);
        // Mostly forwards, as a run goes, each moment and the nanosecond after it; then as they were drawn.
        for (const ms of [...times.toSorted((a, b) => a - b), ...times])
          for (const time of [Math.max(0, ms * 1e6), Math.max(0, ms * 1e6) + 1]) {
            const current = agenda.current(time);
            const atWork = agenda.faults.filter((f) => begins(f, time) || !Number.isNaN(beganAt(f, time)));
            expect(current.filter((f) => begins(f, time) || !Number.isNaN(beganAt(f, time)))).toEqual(atWork);
            expect(agenda.next(time)).toBe(Math.min(Number.POSITIVE_INFINITY, ...agenda.faults.map((f) => nextOf(f, time))));
          }
      }),
      { numRuns: 60 },
    );
  });

  it('does not look at what has been over for long', () => {
    const agenda = agendaOf(Array.from({ length: 50 }, (_, i) => ({ at: 10 * i, duration: 5, target: 'app/1' })));
    expect(agenda.current(402e6).map(({ entry }) => entry)).toEqual(['f40']);
    expect(agenda.current(406e6)).toEqual([]);
    expect(agenda.next(406e6)).toBe(410e6);
    agenda.take(agenda.timeline.filter((entry) => entry.id !== 'f41'));
    expect(agenda.next(406e6)).toBe(420e6);
  });
});
