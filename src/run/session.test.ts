import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../design/document.ts';
import { OUTCOMES } from '../engine/outcome.ts';
import { withSeed } from '../laws/protocol.ts';
import { design, link, node } from '../proof/small-design.ts';
import { Session } from './session.ts';
import { reportOf } from './verdict.ts';

const FAULTS: readonly TimelineEntry[] = [
  { type: 'fault', id: 'f1', at: 2000, duration: 1500, fault: 'crash', target: 'app/1', params: {} },
  { type: 'fault', id: 'f2', at: 2500, duration: 2000, fault: 'slow', target: 'app', params: { factor: 3 } },
  { type: 'change', id: 'c1', at: 4000, target: 'users', param: 'rate', value: 300 },
];

/** Users over a small network to two instances that call a back end, with timeouts and retries. */
function sample(timeline: readonly TimelineEntry[] = FAULTS): Design {
  const nodes = [
    node('users', 'client', { rate: 150 }),
    node('app', 'service', { instances: 2, workers: 2, work: { type: 'exponential', mean: 8 } }),
    node('back', 'service', { instances: 1, workers: 4, work: { type: 'exponential', mean: 5 } }),
  ];
  const guarded = { delay: 'placement', timeout: 60, retries: 2 };
  const d = design(nodes, [link('users', 'app', guarded), link('app', 'back', { probability: 0.5 })], 6, 1);
  return { ...d, scenario: { ...d.scenario, timeline } };
}

function straight(d: Design): Session {
  const session = new Session(d);
  session.advance(session.end);
  return session;
}

describe('a session', () => {
  it('gives the same digest and report for the same seed, and others for another', () => {
    const once = straight(sample());
    const again = straight(sample());
    expect(again.digest()).toBe(once.digest());
    expect(reportOf(again, 0)).toEqual(reportOf(once, 0));
    expect(straight(withSeed(sample(), 2)).digest()).not.toBe(once.digest());
  });

  it('does not depend on how it is sliced', () => {
    const expected = straight(sample()).digest();
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700_000_000 }), { minLength: 1, maxLength: 40 }), (slices) => {
        const session = new Session(sample());
        for (const slice of slices) session.advance(session.now + slice);
        session.advance(session.end);
        expect(session.digest()).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('does not depend on interruptions by the clock', () => {
    const session = new Session(sample());
    let looks = 0;
    while (!session.advance(session.end, () => looks++ % 3 !== 0));
    expect(session.digest()).toBe(straight(sample()).digest());
  });

  it('stepped event by event goes the same way', () => {
    const session = new Session(sample());
    let steps = 0;
    while (session.stepEvent()) steps++;
    expect(steps).toBeGreaterThan(1000);
    session.advance(session.end);
    expect(session.digest()).toBe(straight(sample()).digest());
    expect(reportOf(session, 0).total).toEqual(reportOf(straight(sample()), 0).total);
  });

  it('runs the same when an entry is injected live as when it stood in the timeline from the start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_900_000_000 }), (moment) => {
        const live = new Session(sample([]));
        live.advance(moment);
        const entry: TimelineEntry = { type: 'fault', id: 'x', at: live.stamp(), duration: 500, fault: 'crash', target: 'app', params: {} };
        expect(live.accepts([entry])).toBe(true);
        live.agenda.take([entry]);
        live.advance(live.end);
        expect(live.digest()).toBe(straight(sample([entry])).digest());
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a timeline that changes what has happened, and accepts one that changes what is to come', () => {
    const session = new Session(sample());
    session.advance(3_000_000_000);
    const [crash, slow, change] = FAULTS as [TimelineEntry, TimelineEntry, TimelineEntry];
    expect(session.accepts([slow, change])).toBe(false);
    expect(session.accepts([crash, slow])).toBe(true);
    expect(session.accepts([{ ...crash, duration: 2000 } as TimelineEntry, slow, change])).toBe(true);
    expect(session.accepts([{ ...crash, duration: 500 } as TimelineEntry, slow, change])).toBe(false);
    // At 3 s one that recedes since 2.5 s has a past, one that will from 4 s on has not.
    const receding = (from: number) => [{ ...crash, fault: 'slow', duration: 10_000, fall: 12_000 - from } as TimelineEntry, slow, change];
    for (const [from, accepted] of [[2500, false] as const, [4000, true] as const]) {
      const other = new Session(sample(receding(from)));
      other.advance(3_000_000_000);
      expect(other.accepts(receding(3500))).toBe(accepted);
    }
    expect(session.accepts([...FAULTS, { type: 'note', id: 'n', at: 100, text: 'look' }])).toBe(true);
  });

  it('a note or a chart changes nothing: the digest ignores whoever watches', () => {
    const watched = new Session(sample());
    watched.compiled.sim.watch.look(1e6);
    const frame = new Float64Array(watched.layout.length);
    const status = { state: 'playing', durationMs: 6000, speed: 1, epoch: 1 } as const;
    for (let t = 0; t < watched.end; t += 37e6) {
      watched.advance(t);
      watched.writer.write(frame, status, 0);
    }
    watched.advance(watched.end);
    expect(watched.digest()).toBe(straight(sample()).digest());
  });

  it('every request of a source ended in exactly one outcome or is still open', () => {
    const { compiled } = straight(sample());
    const { meter } = compiled.sim;
    const ends = OUTCOMES.reduce((sum, _, o) => sum + meter.ends(0, o), 0);
    // Since the warm-up: what was open then plus what began since ended since or is open now.
    expect(meter.arrivals(0) - ends).toBeLessThanOrEqual(meter.open);
    expect(meter.inFlight.now(0)).toBe(meter.open);
  });
});
