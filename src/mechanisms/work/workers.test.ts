/** Work slots and the line before them, by themselves: rows in, rows out, and what the meter counts meanwhile. */

import { describe, expect, it } from 'vitest';
import { History } from '../../engine/history.ts';
import { ARRIVED, ROW } from '../../engine/requests.ts';
import { Sim } from '../../engine/sim.ts';
import { type Discipline, Workers } from './workers.ts';

/** Two instances, 10 and 11 … of a simulation of twelve, so that mistaken offsets show. */
const FIRST = 10;

function set(workers: number, queueLimit = Number.POSITIVE_INFINITY, discipline: Discipline = 'fifo') {
  const sim = new Sim(
    {
      seed: 1,
      nodes: 1,
      links: 0,
      classes: 1,
      bytesUp: new Float64Array(1),
      bytesDown: new Float64Array(1),
      nodeOf: new Int32Array(12),
      zoneOf: new Int32Array(12),
      zoneDelay: new Float64Array(1),
      zones: 1,
      streamNames: ['node'],
    },
    new History(0),
  );
  const workersOf = new Workers(sim, FIRST, 2, { workers, queueLimit, discipline });
  /** Calls by number instead of by handle. */
  const number = (row: number) => (row < 0 ? row : row / ROW);
  const line = {
    release: (instance: number) => number(workersOf.release(instance)),
    next: (instance: number) => number(workersOf.next(instance)),
    worked: (call: number, instance: number) => workersOf.worked(call * ROW, instance),
    clear: (instance: number) => workersOf.clear(instance),
    get settings() {
      return workersOf.settings;
    },
    set settings(settings) {
      workersOf.settings = settings;
    },
  };
  /** A call reaches an instance: begun, waiting or turned away. */
  const come = (call: number, instance = FIRST): string => {
    const row = call * ROW;
    sim.requests.times[(row >> 1) + ARRIVED] = sim.now;
    if (workersOf.take(row, instance)) return 'begun';
    return workersOf.enqueue(row, instance) ? 'waits' : 'full';
  };
  const levels = (instance = FIRST) => [sim.meter.busy.now(instance), sim.meter.queued.now(instance)];
  return { sim, line, come, levels };
}

describe('workers', () => {
  it('are taken while there are any; then calls wait, up to the limit', () => {
    const { come, levels } = set(2, 1);
    expect([1, 2, 3, 4].map((row) => come(row))).toEqual(['begun', 'begun', 'waits', 'full']);
    expect(levels()).toEqual([2, 1]);
  });

  it('belong to their instance', () => {
    const { come, levels } = set(1, 0);
    expect([come(1), come(2), come(3, FIRST + 1), come(4, FIRST + 1)]).toEqual(['begun', 'full', 'begun', 'full']);
    expect([levels(FIRST), levels(FIRST + 1)]).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it.each([
    ['fifo', [2, 3, 4, -1]],
    ['lifo', [4, 3, 2, -1]],
  ] as const)('given back, go to the next of the line: %s', (discipline, expected) => {
    const { line, come, levels } = set(1, 10, discipline);
    for (const row of [1, 2, 3, 4]) come(row);
    expect([0, 1, 2, 3].map(() => line.release(FIRST))).toEqual(expected);
    expect(levels()).toEqual([0, 0]);
  });

  it('find the line in order after it was empty, and when the order changes meanwhile', () => {
    const { line, come } = set(1, 10);
    come(1);
    come(2);
    expect(line.release(FIRST)).toBe(2);
    for (const row of [3, 4, 5]) come(row);
    line.settings = { ...line.settings, discipline: 'lifo' };
    come(6);
    expect([0, 1, 2, 3].map(() => line.release(FIRST))).toEqual([6, 3, 4, 5]);
  });

  it('that became more take waiting calls at once; that became fewer take none until enough are done', () => {
    const { line, come, levels } = set(1, 10);
    for (const row of [1, 2, 3, 4, 5]) come(row);
    expect(line.next(FIRST)).toBe(-1);
    line.settings = { ...line.settings, workers: 3 };
    expect([line.next(FIRST), line.next(FIRST), line.next(FIRST)]).toEqual([2, 3, -1]);
    line.settings = { ...line.settings, workers: 1 };
    expect([line.release(FIRST), line.release(FIRST), line.release(FIRST)]).toEqual([-1, -1, 4]);
    expect(levels()).toEqual([1, 1]);
  });

  it('measure waits from arrival to beginning, work from beginning to its end, and areas under both levels', () => {
    const { sim, line, come } = set(1);
    come(1);
    sim.now = 30;
    come(2);
    sim.now = 100;
    line.worked(1, FIRST);
    expect(line.release(FIRST)).toBe(2);
    sim.now = 150;
    line.worked(2, FIRST);
    line.release(FIRST);
    const { meter } = sim;
    expect([meter.wait(FIRST).count, meter.wait(FIRST).mean()]).toEqual([2, 35]);
    expect([meter.service[FIRST]!.count, meter.service[FIRST]!.mean()]).toEqual([2, 75]);
    expect([meter.busy.area(FIRST, 150), meter.queued.area(FIRST, 150)]).toEqual([150, 70]);
  });

  it('are empty after a crash, and so is the line', () => {
    const { line, come, levels } = set(1, 10);
    for (const row of [1, 2, 3]) come(row);
    come(4, FIRST + 1);
    line.clear(FIRST);
    expect([levels(FIRST), levels(FIRST + 1)]).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect([come(5), come(6)]).toEqual(['begun', 'waits']);
    expect([line.release(FIRST), line.release(FIRST)]).toEqual([6, -1]);
  });
});
