import { describe, expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { CLASS_WINDOW, NODE_WINDOW, WINDOW } from './frame.ts';
import { Session } from './session.ts';

const CRASH: TimelineEntry = { type: 'fault', id: 'f', at: 2000, duration: 1500, fault: 'crash', target: 'app/1', params: {} };

/** Users of two copies of a service, one of which crashes; with others who ask for nothing, or without. */
function shop(seconds: number, ...others: readonly string[]): Design {
  const nodes = [
    node('users', 'client', { rate: 300 }),
    node('app', 'service', { instances: 2, workers: 2, work: { type: 'exponential', mean: 5 } }),
    ...others.map((id) => node(id, 'client', { rate: 0 })),
  ];
  const links = [link('users', 'app'), ...others.map((id) => link(id, 'app'))];
  const d = design(nodes, links, seconds, 1);
  return { ...d, scenario: { ...d.scenario, timeline: [CRASH] } };
}

/** Of each chart window: the five latencies of all requests, and of how many. */
function latencies(d: Design): number[][] {
  const session = new Session(d);
  session.advance(session.end);
  const { series } = session.recorder;
  const columns = [WINDOW.p50, WINDOW.p95, WINDOW.p99, WINDOW.p999, WINDOW.mean, WINDOW.samples];
  return Array.from({ length: series.rows }, (_, row) => columns.map((column) => series.at(row, column)));
}

/** Of every chart window what is counted of all requests, of the service and of the class, with a warm-up of so many ms or without. */
function counts(warmupMs: number): number[][] {
  const d = shop(10);
  const session = new Session({ ...d, scenario: { ...d.scenario, warmupMs } });
  session.advance(session.end);
  const { series } = session.recorder;
  const { arrivals, ok, failed, utilisation, queue } = NODE_WINDOW;
  const app = [arrivals, ok, failed, utilisation, queue].map((c) => WINDOW.size + NODE_WINDOW.size + c);
  const columns = [
    WINDOW.offered,
    WINDOW.ok,
    ...app,
    session.layout.classAt + CLASS_WINDOW.ok,
    session.layout.classAt + CLASS_WINDOW.failed,
  ];
  return Array.from({ length: series.rows }, (_, row) => columns.map((column) => series.at(row, column)));
}

describe('the recorder', () => {
  it('keeps the window whole in which the warm-up ends: the charts are those of a run without one', () => {
    const without = counts(0);
    expect(without[20]?.every((value) => Number.isFinite(value))).toBe(true);
    expect(without.some((row) => row[3]! > 10 && row[5]! > 0.2 && row[6]! > 0)).toBe(true);
    // In the middle of a window, and at the end of one.
    for (const warmupMs of [2037, 2000]) {
      counts(warmupMs).forEach((row, i) => {
        row.forEach((value, column) => {
          expect(value, `window ${i}, column ${column}`).toBeCloseTo(without[i]![column]!, 9);
        });
      });
    }
  });

  it.each([10, 400])('tells the same of all requests whether there is one source or several (%d s)', (seconds) => {
    const one = latencies(shop(seconds));
    expect(one.some(([p50, , , p999]) => p50! > 0 && p999! > 2 * p50!)).toBe(true);
    expect(one).toEqual(latencies(shop(seconds, 'nobody', 'no one')));
  });
});
