import { expect, it } from 'vitest';
import { design, link, node } from '../proof/small-design.ts';
import { HEAT, heatFromMs, WINDOW } from '../run/frame.ts';
import { Driver } from './driver.ts';
import { Follower } from './follower.ts';

const SAMPLE = design(
  [node('users', 'client', { rate: 500 }), node('app', 'service', { instances: 2, work: { type: 'exponential', mean: 5 } })],
  [{ ...link('users', 'app'), id: 'users-app' }],
  20,
);

/** A run at its end, and a follower of it, on a clock that moves a millisecond with every look. */
function atTheEnd(document = SAMPLE): { driver: Driver; follower: Follower } {
  let ms = 0;
  const clock = () => ++ms;
  const driver = new Driver(clock);
  expect(driver.load(document).problems).toEqual([]);
  driver.runToEnd();
  while (driver.tick() !== undefined);
  return { driver, follower: new Follower(driver, clock) };
}

it('answers at once how far it is, and with the traces when it is there', () => {
  const { follower } = atTheEnd();
  const first = follower.ask(0.02);
  expect(first).toEqual({ done: 0, traces: undefined });
  expect(follower.tick()).toBe(true);
  const second = follower.ask(0.02);
  expect(second.done).toBeGreaterThan(0);
  expect(second.done).toBeLessThan(1);
  while (follower.tick());
  const { done, traces } = follower.ask(0.02);
  expect(done).toBe(1);
  expect(traces?.length).toBeGreaterThan(50);
});

it('leaves the run that it repeats as it was', () => {
  const { driver, follower } = atTheEnd();
  const digest = driver.session?.digest();
  follower.ask(1);
  while (follower.tick());
  expect(driver.session?.digest()).toBe(digest);
  expect(driver.session?.compiled.sim.tracer.on).toBe(0);
});

it('begins anew when the run does, and not at all when nobody asks', () => {
  const { driver, follower } = atTheEnd();
  follower.ask(0.02);
  follower.tick();
  driver.reset();
  expect(follower.tick()).toBe(false);
  expect(follower.ask(0.02)).toEqual({ done: 1, traces: [] });
  driver.runToEnd();
  while (driver.tick() !== undefined);
  follower.ask(0.02);
  follower.stop();
  expect(follower.tick()).toBe(false);
});

it('takes the traces of a run that traces some by itself, without another execution', () => {
  const { nodes, links } = SAMPLE;
  const traced = { ...SAMPLE, nodes: [...nodes, node('tracer', 'tracer', { sampling: 0.5 })], links };
  const watched = { ...traced, links: [...links, { ...link('tracer', 'app'), id: 'tracer-app' }] };
  const { follower } = atTheEnd(watched);
  const { done, traces } = follower.ask(0.02);
  expect(done).toBe(1);
  expect(traces?.length).toBeGreaterThan(50);
});

it('shows the very requests of a cell of the heat map: as many as the window counted (B11)', () => {
  const { driver, follower } = atTheEnd();
  const session = driver.session!;
  const { series, windowMs } = session.recorder;
  let compared = 0;
  for (let cell = 0; cell < HEAT.size; cell++) {
    const count = series.at(30, session.layout.heatAt + cell);
    if (count === 0) continue;
    const most = cell === HEAT.size - 1 ? Number.POSITIVE_INFINITY : heatFromMs(cell + 1);
    const asked = { all: false, fromMs: 30 * windowMs, toMs: 31 * windowMs, leastMs: heatFromMs(cell), mostMs: most };
    follower.ask(0.02, asked);
    while (follower.tick());
    expect(follower.ask(0.02, asked).traces?.length).toBe(count);
    compared++;
  }
  expect(compared).toBeGreaterThan(3);
});

it('has the failed requests of a stretch and those still under way at its end, where all of it is asked for', () => {
  const timeline = [{ type: 'fault', id: 'hang', at: 10_000, duration: 5000, fault: 'hang', target: 'app/1', params: {} } as const];
  const impatient = [{ ...link('users', 'app', { timeout: 300 }), id: 'users-app' }];
  const { driver, follower } = atTheEnd({ ...SAMPLE, links: impatient, scenario: { ...SAMPLE.scenario, timeline } });
  const stretch = { fromMs: 10_000, toMs: 10_500, leastMs: 0, mostMs: Number.POSITIVE_INFINITY };
  const ask = (all: boolean) => {
    follower.ask(0.02, { all, ...stretch });
    while (follower.tick());
    return follower.ask(0.02, { all, ...stretch }).traces ?? [];
  };
  expect(new Set(ask(false).map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
  const traces = ask(true);
  const of = (outcome: string) => traces.filter((one) => one.outcome === outcome);
  // As many as the chart windows counted: 250 a second hang, for 300 ms each.
  const { series } = driver.session!.recorder;
  const failed = [100, 101, 102, 103, 104].reduce((sum, row) => sum + series.at(row, WINDOW.timeout), 0);
  expect(of('timeout')).toHaveLength(failed);
  expect(of('open')).toHaveLength(series.at(104, WINDOW.inFlight));
  expect(Math.min(failed, of('open').length)).toBeGreaterThan(30);
  for (const { atMs, tookMs, path, spans, split } of of('open')) {
    expect(atMs + tookMs).toBeCloseTo(10_500, 6);
    expect(tookMs).toBeLessThanOrEqual(300);
    expect(path.reduce((sum, piece) => sum + piece.toMs - piece.fromMs, 0)).toBeCloseTo(tookMs, 9);
    expect(Object.values(split).reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(tookMs, 9);
    expect(spans[0]).toMatchObject({ outcome: 'open', endedMs: null });
  }
  expect(driver.session?.compiled.sim.tracer.on).toBe(0);
});
