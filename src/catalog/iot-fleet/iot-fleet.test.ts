/** Stories of a fleet: when devices report, and what those on the beat do. */
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../design/document.ts';
import { KEY, SESSION } from '../../engine/requests.ts';
import { change, constant, fault, type Story, story } from '../../laws/story.ts';
import { design, link, node } from '../../proof/small-design.ts';
import { Session } from '../../run/session.ts';
import type { ParamBag } from '../../std/parameter.ts';

function parts(fleet: ParamBag) {
  return [
    node('meters', 'iot-fleet', { devices: 3, every: 100, together: 1, ...fleet }),
    node('app', 'service', { instances: 1, workers: 10_000, work: constant(0) }),
  ];
}

function run(fleet: ParamBag, ms: number, timeline: readonly TimelineEntry[] = []): Story {
  return story(parts(fleet), [link('meters', 'app')], { ms, timeline });
}

const times = (told: Story): number[] => told.where('app', ' in').map((line) => Number(line.split(' ')[0]));
const counts = (told: Story, every: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => times(told).filter((t) => t >= i * every && t < (i + 1) * every).length);

describe('devices', () => {
  it('on the beat report at the same moment, at every interval from the start on', () => {
    expect(times(run({ starts: 20 }, 250))).toEqual([20, 20, 20, 120, 120, 120, 220, 220, 220]);
  });

  it('else spread over the interval, each at its own moment in every interval', () => {
    const told = run({ devices: 1000, together: 0, every: 1000 }, 3000);
    expect(counts(told, 1000, 3)).toEqual([1000, 1000, 1000]);
    const first = times(told).slice(0, 1000);
    const second = times(told).slice(1000, 2000);
    // Moments are whole ns.
    expect(Math.max(...second.map((t, i) => Math.abs(t - 1000 - first[i]!)))).toBeLessThan(2e-6);
    expect(Math.abs(first.filter((t) => t < 500).length - 500)).toBeLessThan(3 * Math.sqrt(250));
  });

  it('come up to the jitter later, without shifting their next report', () => {
    const told = run({ devices: 500, jitter: 40 }, 1000);
    const late = times(told).map((t) => t % 100);
    expect(Math.max(...late)).toBeLessThanOrEqual(40);
    expect(Math.abs(late.reduce((a, b) => a + b, 0) / late.length - 20)).toBeLessThan((3 * 40) / Math.sqrt(12 * late.length));
    expect(counts(told, 100, 10)).toEqual(new Array(10).fill(500));
  });

  it('report each about itself', () => {
    const session = new Session(design(parts({ devices: 4 }), [link('meters', 'app')], 0.05));
    const { sim } = session.compiled;
    const app = sim.stations[1]!;
    const seen: string[] = [];
    const arrive = app.arrive.bind(app);
    app.arrive = (row) => {
      seen.push(`${sim.requests.ints[row + SESSION]} about ${sim.requests.ints[row + KEY]}`);
      arrive(row);
    };
    session.advance(session.end);
    expect(seen).toEqual(['0 about 0', '1 about 1', '2 about 2', '3 about 3']);
  });

  it('take a new interval at once: what is left of their wait is stretched', () => {
    // Half of the 100 ms to 200 are left at 150: half of the new 40.
    expect(times(run({ devices: 1 }, 300, [change('meters', 'every', 40, 150)]))).toEqual([0, 100, 170, 210, 250, 290]);
  });

  it('report more often in a spike, and go back afterwards; in a lull not at all', () => {
    expect(times(run({ devices: 1 }, 500, [fault('traffic-spike', 'meters', 150, 100, { factor: 2 })]))).toEqual([
      0, 100, 175, 225, 300, 400,
    ]);
    const lull = times(run({ devices: 1 }, 480, [fault('traffic-spike', 'meters', 150, 100, { factor: 0 })]));
    expect(lull.map((t) => Math.round(t))).toEqual([0, 100, 300, 400]);
  });

  it('keep reporting whatever comes back, and know what share was answered', () => {
    const told = run({ devices: 1 }, 450, [fault('crash', 'app', 150, 100)]);
    expect(told.log('meters').map((line) => line.split(' ')[2])).toEqual(['ok', 'ok', 'refused', 'ok', 'ok']);
    expect(told.report.nodes['meters']?.figures).toEqual({ answered: 0.8 });
  });
});
