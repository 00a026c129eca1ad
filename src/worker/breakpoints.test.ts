import { describe, expect, it } from 'vitest';
import { type Breakpoint, breakpointText } from '../design/breakpoint-doc.ts';
import type { ConditionDoc } from '../design/condition-doc.ts';
import type { TimelineEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { Driver } from './driver.ts';

const CRASH: TimelineEntry = { type: 'fault', id: 'x', at: 4050, duration: 3000, fault: 'crash', target: 'app/1', params: {} };
const SLOW: TimelineEntry = { type: 'fault', id: 'y', at: 10_050, duration: 3000, fault: 'slow', target: 'app', params: { factor: 4 } };
const PLAIN = design(
  [
    node('users', 'client', { rate: 100, arrivals: 'even' }),
    node('app', 'service', { instances: 2, workers: 1, queueLimit: 1000, work: { type: 'constant', value: 15 } }),
  ],
  [link('users', 'app')],
  20,
);
const SAMPLE = { ...PLAIN, scenario: { ...PLAIN.scenario, timeline: [CRASH, SLOW] } };
const condition = (metric: ConditionDoc['metric'], bound: ConditionDoc['bound'], value: number, lasting?: number): Breakpoint => ({
  is: 'condition',
  condition: { metric, class: '', bound, value, ...(lasting !== undefined && { for: lasting }) },
});

/** Where a run is paused, ms, one pause after the other, on a clock that grants slices of so many looks. */
function pauses(breakpoint: Breakpoint, looks: number, how: 'play' | 'until' = 'play'): number[] {
  let ms = 0;
  const driver = new Driver(() => {
    ms += 6 / looks;
    return ms;
  });
  driver.load(SAMPLE);
  driver.setSpeed(Number.POSITIVE_INFINITY);
  if (how === 'play') driver.breakAt([breakpoint]);
  const stops: number[] = [];
  for (;;) {
    if (how === 'play') driver.play();
    else driver.runUntil(breakpoint);
    while (driver.tick() !== undefined);
    if (driver.state !== 'paused') return stops;
    expect(driver.session!.now / 1e6).toBe(driver.lastStop?.atMs);
    stops.push(driver.session!.now / 1e6);
  }
}

describe('a breakpoint (B01)', () => {
  it('on a happening pauses at the end of the window in which it happens', () => {
    expect(pauses({ is: 'happening', what: 'fault-begins' }, 3)).toEqual([4100, 10_100]);
    expect(pauses({ is: 'happening', what: 'fault-ends' }, 3)).toEqual([7100, 13_100]);
    expect(pauses({ is: 'happening', what: 'copy-down' }, 3)).toEqual([4100]);
  });

  it('on a figure pauses when it begins to hold, and not again while it goes on holding', () => {
    const [first = 0, ...more] = pauses(condition('part:app.queue', 'above', 20), 3);
    expect(first).toBeGreaterThan(10_100);
    expect(first).toBeLessThan(13_100);
    expect(more).toEqual([]);
  });

  it('that must hold for a while pauses that much later', () => {
    const [at = 0] = pauses(condition('part:app.queue', 'above', 20), 3);
    const [later = 0] = pauses(condition('part:app.queue', 'above', 20, 1000), 3);
    expect(later).toBe(at + 900);
  });

  it('pauses at the same moments however the run is sliced, also on the way to the end', () => {
    for (const one of [condition('latency.p99', 'above', 200), { is: 'happening', what: 'failure' } as const]) {
      const stops = pauses(one, 3);
      expect(stops.length).toBeGreaterThan(0);
      expect(pauses(one, 100)).toEqual(stops);
      expect(pauses(one, 3, 'until')).toEqual(stops);
    }
  });

  it('changes nothing of what happens', () => {
    const run = (breakpoints: readonly Breakpoint[]): string => {
      const driver = new Driver(() => 0);
      driver.load(SAMPLE);
      driver.breakAt(breakpoints);
      while (driver.state !== 'finished') {
        driver.runToEnd();
        while (driver.tick() !== undefined);
      }
      return driver.session!.digest();
    };
    expect(run([{ is: 'happening', what: 'fault-begins' }, condition('latency.p99', 'above', 20)])).toBe(run([]));
  });

  it('says in words what it waits for', () => {
    expect(breakpointText(condition('latency.p99', 'above', 1000, 5000), PLAIN)).toBe('p99 latency > 1 s for 5 s');
    expect(breakpointText({ is: 'happening', what: 'breaker-opens' }, PLAIN)).toBe('a breaker opens');
  });
});
