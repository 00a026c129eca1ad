import { describe, expect, it } from 'vitest';
import { run } from '../laws/protocol.ts';
import { design, link, node } from '../proof/small-design.ts';
import { HEADER, RUN_STATES } from '../run/frame.ts';
import { Driver } from './driver.ts';
import type { UnstampedEntry } from './protocol.ts';

const SAMPLE = design(
  [node('users', 'client', { rate: 500 }), node('app', 'service', { instances: 2, work: { type: 'exponential', mean: 5 } })],
  [{ ...link('users', 'app'), id: 'users-app' }],
  20,
);
const CRASH: UnstampedEntry = { type: 'fault', id: 'x', duration: 2000, fault: 'crash', target: 'app/1', params: {} };

/** A driver on a clock that moves a millisecond with every look. */
function driven(): { driver: Driver; clock: { ms: number } } {
  const clock = { ms: 0 };
  const driver = new Driver(() => ++clock.ms);
  expect(driver.load(SAMPLE).problems).toEqual([]);
  return { driver, clock };
}

/** Gives it slices until it asks for none, at most so many. */
function drive(driver: Driver, slices = 1_000_000): void {
  for (let i = 0; i < slices && driver.tick() !== undefined; i++);
}

describe('the driver', () => {
  it('plays at the speed asked for, by its clock', () => {
    const { driver, clock } = driven();
    driver.setSpeed(2);
    driver.play();
    while (clock.ms < 3000) driver.tick();
    expect((driver.session?.now ?? 0) / 1e9).toBeCloseTo(6, 1);
  });

  it('runs to the end to the same digest as a straight run', () => {
    const { driver } = driven();
    driver.runToEnd();
    drive(driver);
    expect(driver.state).toBe('finished');
    expect(driver.report()?.digest).toBe(run(SAMPLE).report.digest);
  });

  it('pauses at once on the way to the end, and goes on to the same digest', () => {
    const { driver } = driven();
    driver.runToEnd();
    drive(driver, 2);
    driver.pause();
    expect(driver.state).toBe('paused');
    expect(driver.session?.finished).toBe(false);
    expect(driver.tick()).toBeUndefined();
    driver.runToEnd();
    drive(driver);
    expect(driver.report()?.digest).toBe(run(SAMPLE).report.digest);
  });

  it('an entry injected live is stamped, and a run with it from the start goes the same way', () => {
    const { driver } = driven();
    driver.step('window');
    const entry = driver.inject(CRASH);
    expect(entry.at).toBeGreaterThan(0);
    driver.runToEnd();
    drive(driver);
    const straight = run({ ...SAMPLE, scenario: { ...SAMPLE.scenario, timeline: [entry] } });
    expect(driver.report()?.digest).toBe(straight.report.digest);
  });

  it('a changed past is caught up with: same moment, as if it had been so from the start', () => {
    const { driver } = driven();
    for (let i = 0; i < 30; i++) driver.step('window');
    const { now } = driver.session ?? { now: 0 };
    const entry = { ...CRASH, at: 500 };
    driver.retime([entry]);
    expect(driver.state).toBe('catching-up');
    drive(driver);
    expect(driver.state).toBe('paused');
    expect(driver.session?.now).toBe(now);
    driver.runToEnd();
    drive(driver);
    expect(driver.report()?.digest).toBe(run({ ...SAMPLE, scenario: { ...SAMPLE.scenario, timeline: [entry] } }).report.digest);
  });

  it('a document that cannot be read is told in problems and runs nothing', () => {
    const driver = new Driver(() => 0);
    const loaded = driver.load({ version: 1, nodes: [{ id: 'x', kind: 'no-such' }], links: [] });
    expect(loaded.shape).toBeUndefined();
    expect(loaded.problems[0]?.code).toBe('unknown-kind');
    driver.play();
    expect(driver.tick()).toBeUndefined();
  });

  it('fills the buffer it is given when it fits, and says its state and epoch', () => {
    const { driver } = driven();
    const first = driver.frame(new ArrayBuffer(0), 0);
    if (first === undefined) throw new Error('a loaded design has frames');
    const second = driver.frame(first.buffer as ArrayBuffer, 0);
    expect(second?.buffer).toBe(first.buffer);
    expect(RUN_STATES[first[HEADER.state] ?? -1]).toBe('ready');
    const epoch = first[HEADER.epoch] ?? 0;
    driver.reset();
    expect(driver.frame(new ArrayBuffer(0), 0)?.[HEADER.epoch]).toBe(epoch + 1);
  });
});
