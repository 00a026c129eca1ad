import { describe, expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { WINDOW } from './frame.ts';
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

describe('the recorder', () => {
  it.each([10, 400])('tells the same of all requests whether there is one source or several (%d s)', (seconds) => {
    const one = latencies(shop(seconds));
    expect(one.some(([p50, , , p999]) => p50! > 0 && p999! > 2 * p50!)).toBe(true);
    expect(one).toEqual(latencies(shop(seconds, 'nobody', 'no one')));
  });
});
