// Utilisation is a share of the workers that there were, whatever was changed meanwhile.
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { NODE_WINDOW, WINDOW } from './frame.ts';
import { Session } from './session.ts';
import { reportOf } from './verdict.ts';

/** Ten requests a second of exactly 100 ms each: one worker's full load, here over `workers` that become `later` at 5 of 10 s. */
function utilisation(workers: number, later: number, warmupSeconds = 0) {
  const change: TimelineEntry = { type: 'change', id: 'c', at: 5000, target: 'app', param: 'workers', value: later };
  const nodes = [
    node('users', 'client', { rate: 10, arrivals: 'even' }),
    node('app', 'service', { instances: 1, workers, queueLimit: 1000, work: { type: 'constant', value: 100 } }),
  ];
  const plain = design(nodes, [link('users', 'app')], 10, warmupSeconds);
  const session = new Session({ ...plain, scenario: { ...plain.scenario, timeline: [change] } });
  session.advance(session.end);
  const { series } = session.recorder;
  const windows = Array.from({ length: series.rows }, (_, row) => series.at(row, WINDOW.size + NODE_WINDOW.size + NODE_WINDOW.utilisation));
  return { inAll: reportOf(session, 0).nodes['app']!.utilisation, windows };
}

describe('utilisation', () => {
  it('is the busy share of the workers that were there at each moment', () => {
    // Half of 2 busy for 5 s, a quarter of 4 for 5 s: 10 of 30 worker seconds, less the first request's way in.
    expect(utilisation(2, 4).inAll).toBeCloseTo(9.9 / 30, 6);
    expect(utilisation(4, 1).inAll).toBeCloseTo(9.9 / 25, 6);
    expect(utilisation(4, 2, 5).inAll).toBeCloseTo(1 / 2, 6);
    expect(utilisation(4, 2, 2).inAll).toBeCloseTo(8 / (3 * 4 + 5 * 2), 6);
    expect(utilisation(4, 2, 2).windows.at(-1)).toBeCloseTo(1 / 2, 6);
  });

  it('never exceeds 1, even while work that was begun by more workers is still under way', () => {
    const nodes = [
      node('users', 'client', { rate: 400 }),
      node('app', 'service', { instances: 1, workers: 40, work: { type: 'constant', value: 3000 } }),
    ];
    const plain = design(nodes, [link('users', 'app')], 4);
    const change: TimelineEntry = { type: 'change', id: 'c', at: 1000, target: 'app', param: 'workers', value: 1 };
    const session = new Session({ ...plain, scenario: { ...plain.scenario, timeline: [change] } });
    session.advance(2e9);
    expect(session.compiled.sim.meter.busy.now(1)).toBe(40);
    expect(reportOf(session, 0).nodes['app']!.utilisation).toBe(1);
    const { series } = session.recorder;
    expect(series.at(series.rows - 1, WINDOW.size + NODE_WINDOW.size + NODE_WINDOW.utilisation)).toBe(1);
  });
});
