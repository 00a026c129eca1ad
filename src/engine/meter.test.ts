import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Trail } from '../stats/trail.ts';
import { NOW, newClock } from './clock.ts';
import { Meter } from './meter.ts';
import { causeCount, causeOf, ERROR, OK, OUTCOMES, REJECTED, TIMEOUT } from './outcome.ts';

const SEED = 20261121;

describe('a level', () => {
  it('has the area under its steps, exactly, from when it is measured', () => {
    const change = fc.record({
      wait: fc.integer({ min: 0, max: 1e12 }),
      up: fc.boolean(),
      reset: fc.constantFrom(false, false, false, true),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 100 }), (changes) => {
        const clock = newClock();
        const levels = new Meter(2, 1, 0, 1, clock).busy;
        let [time, level, area, highest] = [0, 0, 0, 0];
        for (const { wait, up, reset } of changes) {
          time += wait;
          clock[NOW] = time;
          area += level * wait;
          if (up || level === 0) {
            levels.up(1);
            level++;
          } else {
            levels.down(1);
            level--;
          }
          highest = Math.max(highest, level);
          expect([levels.now(1), levels.highest(1), levels.area(1, time)]).toEqual([level, highest, area]);
          if (reset) {
            levels.resetArea(time);
            area = 0;
            highest = level;
          }
        }
        expect([levels.now(0), levels.area(0, time)]).toEqual([0, 0]);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('the meter', () => {
  const filled = () => {
    const clock = newClock();
    const meter = new Meter(2, 2, 0, causeCount(3), clock);
    /** Turns the clock to a moment and notes how long something took. */
    const at = (time: number, span: number) => clock.set([time, span]);
    for (const t of [0, 10, 20, 30]) {
      at(t, 0);
      meter.offer();
      meter.entered(1);
    }
    at(100, 100);
    meter.left(1, OK);
    meter.end(0, OK, 0, false);
    at(110, 100);
    meter.left(1, OK);
    at(110, 101);
    meter.end(1, OK, 0, true);
    at(120, 100);
    meter.left(1, REJECTED);
    at(120, 7);
    meter.end(1, REJECTED, causeOf(4, 2), false);
    return { meter, at };
  };

  it('counts a request as open from its beginning to its one end', () => {
    const { meter } = filled();
    expect([meter.offered, meter.open, meter.arrivals(1), meter.inFlight.now(1)]).toEqual([4, 1, 4, 1]);
    expect(OUTCOMES.reduce((sum, _, o) => sum + meter.ends(1, o), 0)).toBe(3);
    expect(meter.causes[causeOf(4, 2)]).toBe(1);
  });

  it('adds the classes up: counts, stale answers, times of the answered and of the failed apart', () => {
    const { meter } = filled();
    const all = meter.sum();
    expect([all.requests, all.outcomes[OK], all.outcomes[REJECTED], all.stale]).toEqual([3, 2, 1, 1]);
    expect([all.latency.count, all.latency.sum, all.failed.count, all.failed.sum]).toEqual([2, 201, 1, 7]);
    expect([meter.classes[0]!.requests, meter.classes[1]!.requests, meter.classes[1]!.stale]).toEqual([1, 2, 1]);
    // Asked twice it says the same.
    expect(meter.sum().requests).toBe(3);
  });

  it('takes the sojourn of answered calls only', () => {
    const { meter } = filled();
    expect([meter.sojourn[1]!.count, meter.sojourn[0]!.count]).toEqual([2, 0]);
  });

  it('counts a chart window anew when it closes, while totals go on', () => {
    const { meter, at } = filled();
    meter.closeWindow();
    expect([meter.offered, meter.windowEnds[OK], meter.windowStale]).toEqual([0, 0, 0]);
    expect([meter.sojourn[1]!.count, meter.sum().requests, meter.open]).toEqual([2, 3, 1]);
    at(130, 5);
    meter.left(1, OK);
    meter.end(0, OK, 0, false);
    meter.closeWindow();
    expect([meter.sojourn[1]!.count, meter.open]).toEqual([3, 0]);
  });

  it('lets stays at an instance and times of requests be followed in trails, where a window stays whole when the warm-up ends', () => {
    const clock = newClock();
    const meter = new Meter(2, 1, 0, causeCount(1), clock);
    const [stays, requests] = [new Trail(2), new Trail(2)];
    meter.follow([stays, stays], requests);
    const answer = (span: number) => {
      clock.set([1000, span]);
      meter.left(0, OK);
      meter.end(0, OK, 0, false);
    };
    answer(100);
    meter.resetTotals(1000);
    answer(200);
    meter.fold();
    expect([stays.close().count, requests.close().count, requests.merged.max]).toEqual([2, 2, 200]);
  });

  it('forgets all totals after the warm-up, and what is in flight stays in flight', () => {
    const { meter, at } = filled();
    at(100, 0);
    meter.queued.up(1);
    meter.busy.up(1);
    meter.resetTotals(200);
    expect([meter.since, meter.sum().requests, meter.arrivals(1), meter.causes[causeOf(4, 2)]]).toEqual([200, 0, 0, 0]);
    expect([meter.inFlight.now(1), meter.queued.now(1), meter.busy.now(1), meter.open]).toEqual([1, 1, 1, 1]);
    expect([meter.inFlight.area(1, 210), meter.busy.area(1, 210)]).toEqual([10, 10]);
    at(220, 190);
    meter.left(1, TIMEOUT);
    meter.end(0, TIMEOUT, causeOf(8, 0), false);
    expect([meter.open, meter.sum().outcomes[TIMEOUT], meter.sum().outcomes[ERROR]]).toEqual([0, 1, 0]);
  });
});
