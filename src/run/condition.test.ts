import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bound, ConditionDoc, ConditionMetric } from '../design/condition-doc.ts';
import { conditionsOf, conditionText, PART_CONDITIONS } from '../design/condition-doc.ts';
import type { Design, TimelineEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { ConditionWatch, figureOf, satisfies } from './condition.ts';
import { Session } from './session.ts';

const CRASH: TimelineEntry = { type: 'fault', id: 'f', at: 2000, duration: 1500, fault: 'crash', target: 'app', params: {} };

/** Users over one service; two classes, of which the second is rare. 100 ms windows, a warm-up of one second. */
function sample(): Design {
  const d = design([node('users', 'client', { rate: 200 }), node('app', 'service', { workers: 8 })], [link('users', 'app')], 6, 1);
  const [get] = d.classes as [Design['classes'][0]];
  return { ...d, classes: [get, { ...get, id: 'buy', weight: 0.25 }], scenario: { ...d.scenario, timeline: [CRASH] } };
}

function condition(metric: ConditionMetric, bound: Bound, value: number, rest: Partial<ConditionDoc> = {}): ConditionDoc {
  return { metric, class: '', bound, value, ...rest };
}

/** Ends of the windows (ms) at which conditions hold, in a run advanced by slices of so many ms. */
function holdsAt(conditions: readonly ConditionDoc[], slices: readonly number[] = []): readonly number[][] {
  const session = new Session(sample());
  session.recorder.follow(0);
  session.recorder.follow(1);
  const watches = conditions.map((one) => new ConditionWatch(session, one));
  const held = conditions.map((): number[] => []);
  session.watch((end) => {
    for (const [i, watch] of watches.entries()) if (watch.look(end)) held[i]?.push(end / 1e6);
    return false;
  });
  for (let i = 0; !session.finished; i++) session.advance(session.now + (slices[i % slices.length] ?? 100) * 1e6);
  return held;
}

describe('a condition', () => {
  it('holds beyond its value, or at it where the bound says so; never of what was not measured', () => {
    const at = (bound: Bound) => [1, 2, 3, Number.NaN].map((figure) => satisfies({ bound, value: 2 }, figure));
    expect(at('above')).toEqual([false, false, true, false]);
    expect(at('below')).toEqual([true, false, false, false]);
    expect(at('least')).toEqual([false, true, true, false]);
    expect(at('most')).toEqual([true, true, false, false]);
  });

  it('holds once it has been so for as long as it asks, and at the end of no window before', () => {
    const [now = [], later = [], up = []] = holdsAt([
      condition('availability', 'below', 0.5),
      condition('availability', 'below', 0.5, { for: 700 }),
      condition('part:app.up', 'below', 1),
    ]);
    const [first = 0] = now;
    // Down from 2,000 to 3,500 ms: half of a trailing second has failed by about 2,500, and no longer by about 4,000.
    expect(first).toBeGreaterThan(2300);
    expect(first).toBeLessThanOrEqual(2700);
    expect(now.at(-1)).toBeGreaterThan(3800);
    expect(later[0]).toBe(first + 600);
    expect(later.at(-1)).toBe(now.at(-1));
    // The window that ends when the fault begins is closed before it begins.
    expect(up).toEqual([2100, 2200, 2300, 2400, 2500, 2600, 2700, 2800, 2900, 3000, 3100, 3200, 3300, 3400, 3500]);
  });

  it('holds at the same moments however the run is sliced', () => {
    const asked = [
      condition('latency.p99', 'above', 15),
      condition('errorShare', 'least', 0.3, { class: 'buy', for: 300 }),
      condition('part:app.utilisation', 'above', 0.1),
      condition('throughput', 'below', 150, { class: 'get' }),
    ];
    const straight = holdsAt(asked);
    for (const held of straight) expect(held.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 250 }), { minLength: 1, maxLength: 4 }), (slices) => {
        expect(holdsAt(asked, slices)).toEqual(straight);
      }),
      { numRuns: 5 },
    );
  });

  it('of the classes adds up to all of them, window by window, across the end of the warm-up', () => {
    const session = new Session(sample());
    session.recorder.follow(0);
    session.recorder.follow(1);
    while (!session.finished) {
      session.advance(session.recorder.next());
      const get = (metric: ConditionMetric, cls: string) => figureOf(session, { metric, class: cls });
      expect(get('throughput', 'get') + get('throughput', 'buy')).toBeCloseTo(get('throughput', ''), 9);
      const [a, b, all] = ['get', 'buy', ''].map((cls) => get('latency.p50', cls)) as [number, number, number];
      if (Number.isNaN(a) || Number.isNaN(b)) continue;
      expect(all).toBeGreaterThanOrEqual(Math.min(a, b) * 0.99);
      expect(all).toBeLessThanOrEqual(Math.max(a, b) * 1.01);
    }
  });

  it('has a figure for every metric that a part offers', () => {
    const session = new Session(sample());
    session.advance(1_900_000_000);
    for (const metric of conditionsOf('app', session.design)) {
      // Those of its kind may not be measured here: a service has figures of its processor only where it has a machine.
      if (!Object.hasOwn(PART_CONDITIONS, metric.slice('part:app.'.length))) continue;
      const figure = figureOf(session, { metric, class: '' });
      expect(figure, metric).toBeGreaterThanOrEqual(0);
    }
    expect(figureOf(session, { metric: 'part:app.p95', class: '' })).toBeGreaterThan(
      figureOf(session, { metric: 'part:app.p50', class: '' }),
    );
  });

  it('is said as a person would say it', () => {
    const d = sample();
    expect(conditionText(condition('latency.p99', 'above', 1000, { for: 5000 }), d)).toBe('p99 latency > 1 s for 5 s');
    expect(conditionText(condition('availability', 'least', 0.999, { class: 'buy' }), d)).toBe('availability of Get ≥ 99.9 %');
    expect(conditionText(condition('part:app.queue', 'above', 100), d)).toBe('app: queue > 100');
  });
});
