/** Stories of the registry: entries that outlive their copies, copies that are not yet found, and lists that callers keep. */
import { describe, expect, it } from 'vitest';
import { constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = node('users', 'client', { rate: 100, arrivals: 'even', keys: 1, sessions: 1 });

function found(more: ParamBag, options: StoryOptions, app: ParamBag = {}) {
  const service = node('app', 'service', { instances: 2, workers: 100, work: constant(5), ...app });
  const registry = node('registry', 'service-discovery', { heartbeat: 50, ttl: 100, refresh: 100, ...more });
  return story([users, service, registry], [link('users', 'app'), link('registry', 'app')], options);
}
const refused = (told: ReturnType<typeof found>) => told.where('users', 'down at app').map((line) => Number(line.split(' ')[0]));

describe('a registry', () => {
  it('lists a dead copy until its entry has run out and callers have fetched the list', () => {
    // Heard last at 100, dead from 105: not fresh any more at 200, when callers fetch.
    const told = found({}, { ms: 400, timeline: [fault('crash', 'app/1', 105, 10_000)] });
    expect(refused(told)).toEqual([110, 130, 150, 170, 190]);
    expect(told.report.nodes['registry']?.figures).toMatchObject({ entries: 1, stale: 0, expired: 1 });
    expect(refused(found({ ttl: 160 }, { ms: 400, timeline: [fault('crash', 'app/1', 105, 10_000)] })).at(-1)).toBe(290);
  });

  it('finds a copy that is back, or that was started, only when callers fetch the list', () => {
    const told = found({}, { ms: 400, timeline: [fault('crash', 'app/1', 105, 100)] });
    const back = told.where('app', 'app/1 in').map((line) => Number(line.split(' ')[0]));
    // Heard again at 250, listed again at 300.
    expect(back.filter((at) => at > 105 && at < 300)).toEqual([]);
    expect(back.filter((at) => at >= 300).length).toBeGreaterThan(3);
    const started = found({}, { ms: 330, acts: [{ at: 110, act: (sim) => sim.rotation.boot(2, 20e6) }] }, { instances: 1, reserve: 1 });
    const visits = started.where('app', 'app/2 in');
    expect(visits[0]).toBe('200 app/2 in');
    expect(started.report.nodes['registry']?.figures).toMatchObject({ entries: 2, missing: 0 });
  });

  it('is told goodbye by a copy that drains, or is not', () => {
    const drain = { at: 101, act: (sim: { rotation: { drain: (i: number, ns: number) => void } }) => sim.rotation.drain(1, 10e6) };
    expect(refused(found({ ttl: 190 }, { ms: 400, acts: [drain] })).at(-1)).toBe(190);
    expect(refused(found({ ttl: 190, farewell: false }, { ms: 400, acts: [drain] })).at(-1)).toBe(290);
  });

  it('beats and fetches at whole nanoseconds, whatever the interval', () => {
    const told = found({ heartbeat: 29.4, refresh: 16.6 }, { ms: 0 });
    const times: number[] = [];
    while (told.session.compiled.sim.queue.next() < 100e6) {
      times.push(told.session.compiled.sim.queue.next());
      told.session.compiled.sim.run(told.session.compiled.sim.queue.next() + 1, 1);
    }
    expect(times).toContain(49_800_000);
    expect(times.every(Number.isInteger)).toBe(true);
  });

  it('that is down leaves callers with the list they have', () => {
    const timeline = [fault('crash', 'registry', 50, 10_000), fault('crash', 'app/1', 105, 10_000)];
    const told = found({}, { ms: 400, timeline });
    expect(refused(told).at(-1)).toBe(390);
    expect(told.report.nodes['registry']?.figures).toMatchObject({ entries: 2, stale: 1 });
  });

  it('does not hear a copy that is cut off from it, which then gets no calls although it works', () => {
    const told = found({}, { ms: 600, timeline: [fault('partition', '{app/1}|{registry}', 105, 10_000)] });
    expect(told.visits('app').slice(-8)).toEqual(Array.from({ length: 8 }, () => 'app/2'));
    expect(told.report.nodes['registry']?.figures).toMatchObject({ missing: 1 });
  });
});
