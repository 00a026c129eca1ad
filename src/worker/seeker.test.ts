import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../design/document.ts';
import { design, link, node } from '../proof/small-design.ts';
import { HEADER, MOMENTS, NODE } from '../run/frame.ts';
import { Driver } from './driver.ts';
import { Seeker } from './seeker.ts';

const CRASH: TimelineEntry = { type: 'fault', id: 'x', at: 5000, duration: 3000, fault: 'crash', target: 'app/1', params: {} };
const PLAIN = design(
  [
    node('users', 'client', { rate: 100 }),
    node('app', 'service', { instances: 2, workers: 4, work: { type: 'exponential', mean: 10 } }),
    node('db', 'sql-database'),
  ],
  [link('users', 'app', { timeout: 200, attempts: 2, pool: 20, breaker: true }), link('app', 'db', { breaker: true })],
  20,
  2,
);
const SAMPLE = { ...PLAIN, scenario: { ...PLAIN.scenario, timeline: [CRASH] } };

/** A run that has come so far (s), on a clock that moves with every look. */
function ranTo(seconds: number, by: 'windows' | 'flat out' = 'windows') {
  let ms = 0;
  const clock = () => {
    ms += 1;
    return ms;
  };
  const driver = new Driver(clock);
  expect(driver.load(SAMPLE).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (by === 'flat out') {
    driver.runToEnd();
    while (driver.tick() !== undefined);
  } else while ((driver.session?.now ?? 0) < seconds * 1e9) driver.step('window');
  return { driver, seeker: new Seeker(driver, clock) };
}

/** The frame of a moment, at once or once it has been executed again. */
function frameAt({ driver, seeker }: ReturnType<typeof ranTo>, ms: number, executed: boolean): Float64Array {
  const look = (): Float64Array => {
    const frame = driver.frame(new ArrayBuffer(0), 0);
    if (frame === undefined) throw new Error('a loaded design has frames');
    seeker.show(frame, ms);
    return frame;
  };
  let frame = look();
  if (executed) while (frame[HEADER.moment] !== MOMENTS.indexOf('executed')) [frame] = [look(), seeker.tick()];
  return frame;
}

describe('the past', () => {
  it('is there at once as it was recorded, also after a run as fast as possible', () => {
    const run = ranTo(20, 'flat out');
    const frame = frameAt(run, 6000, false);
    expect(MOMENTS[frame[HEADER.moment]!]).toBe('recorded');
    expect(frame[HEADER.timeMs]).toBe(6000);
    expect(frame[HEADER.presentMs]).toBe(20_000);
    const app = run.driver.session!.layout.nodeAt + NODE.size;
    expect(frame[app + NODE.up]).toBe(1);
    expect(frame[app + NODE.faults]).toBe(1);
    expect(frameAt(run, 4000, false)[app + NODE.up]).toBe(2);
  });

  it('executed again is what was recorded, number by number, with the digest of the first pass (B02)', () => {
    const run = ranTo(12);
    const { layout, record } = run.driver.session!;
    for (const ms of [0, 100, 2000, 5000, 5100, 7900, 8000, 11_900]) {
      const recorded = frameAt(run, ms, false).slice(0, layout.dotAt);
      const again = frameAt(run, ms, true).slice(0, layout.dotAt);
      recorded[HEADER.moment] = again[HEADER.moment]!;
      recorded[HEADER.dots] = again[HEADER.dots]!;
      expect([...again], `at ${ms} ms`).toEqual([...recorded]);
      expect(run.seeker.digest(ms)).toBe(record!.digestAt(ms)?.digest);
      run.seeker.stop();
    }
  });

  it('between two windows is executed to the nanosecond, with requests on their way and a report', () => {
    const run = ranTo(12);
    const frame = frameAt(run, 3210.5, true);
    expect(frame[HEADER.timeMs]).toBe(3210.5);
    expect(frame[HEADER.dots]).toBeGreaterThan(0);
    expect(run.seeker.report(3210.5)?.simulatedMs).toBe(3210.5);
    expect(run.seeker.report(3000)).toBeUndefined();
  });

  it('asked for a little later goes on from where it is', () => {
    const run = ranTo(12);
    frameAt(run, 3000, true);
    // The clock grants three looks at once: enough for what lies between.
    const frame = frameAt(run, 3016, false);
    expect(MOMENTS[frame[HEADER.moment]!]).toBe('executed');
  });

  it('leaves the run as it is, which may go on meanwhile with another timeline', () => {
    const run = ranTo(12);
    const digest = run.driver.session!.digest();
    frameAt(run, 3000, true);
    expect(run.driver.session!.digest()).toBe(digest);
    run.driver.retime([...run.driver.session!.agenda.timeline, { ...CRASH, id: 'y', at: 13_000 }]);
    for (let i = 0; i < 30; i++) run.driver.step('window');
    expect(frameAt(run, 14_000, true)[HEADER.moment]).toBe(MOMENTS.indexOf('executed'));
    expect(run.seeker.digest(14_000)).toBe(run.driver.session!.record!.digestAt(14_000)?.digest);
  });

  it('of ten minutes is there within 150 ms at the 95th percentile, recorded (B02)', () => {
    const driver = new Driver(() => performance.now());
    driver.load({ ...PLAIN, scenario: { ...PLAIN.scenario, durationMs: 600_000 } });
    driver.runToEnd();
    while (driver.tick() !== undefined);
    const seeker = new Seeker(driver, () => performance.now());
    let buffer = new ArrayBuffer(0);
    const times = Array.from({ length: 200 }, (_, i) => {
      const began = performance.now();
      const frame = driver.frame(buffer, 300)!;
      seeker.show(frame, Math.floor(((i * 0.618) % 1) * 300) * 2000);
      buffer = frame.buffer as ArrayBuffer;
      return performance.now() - began;
    }).sort((a, b) => a - b);
    console.log(`seek in a run of ten minutes, in the worker: p50 ${times[99]!.toFixed(2)} ms, p95 ${times[189]!.toFixed(2)} ms`);
    expect(times[189]).toBeLessThan(150);
  });

  it('that is still to come is the present', () => {
    const run = ranTo(3);
    const frame = frameAt(run, 9000, false);
    expect(MOMENTS[frame[HEADER.moment]!]).toBe('present');
    expect(frame[HEADER.timeMs]).toBe(run.driver.session!.now / 1e6);
  });
});
