/** Stories of the log pipeline: what logging costs those who wait for it, and what is dropped where nobody waits. */
import { describe, expect, it } from 'vitest';
import { constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (rate: number) => node('users', 'client', { rate, arrivals: 'even', keys: 1, sessions: 1 });
const log = (params: ParamBag) =>
  node('log', 'log-pipeline', { writeTime: constant(2), records: 10, recordBytes: 1000, rate: 1_000_000, ...params });
const app = (params: ParamBag = {}) => node('app', 'service', { instances: 1, workers: 1, work: constant(1), ...params });

/** Users → app → log: 10,000 bytes a request, 10 ms to write them. */
function logging(params: ParamBag, rate: number, options: StoryOptions, wire: ParamBag = {}) {
  return story([users(rate), app(), log(params)], [link('users', 'app'), link('app', 'log', wire)], options);
}

describe('synchronous logging', () => {
  it('holds the worker of who logs until the records are written', () => {
    const told = logging({ mode: 'sync' }, 100, { ms: 40 });
    expect(told.log('users')).toEqual(['23 users ok 13', '36 users ok 16']);
    expect(told.report.nodes['log']?.figures).toMatchObject({ dropped: 0, lost: 0 });
  });

  it('loses nothing, and slows down everything when there is more than can be written', () => {
    const told = logging({ mode: 'sync', rate: 100_000 }, 20, { ms: 1000 });
    expect(told.report.nodes['log']?.figures['dropped']).toBe(0);
    // Each request takes its worker for 103 ms, and they come every 50.
    expect(told.log('users').length).toBe(9);
  });
});

describe('asynchronous logging', () => {
  it('lets go at once, and writes on by itself', () => {
    const told = logging({}, 20, { ms: 180 });
    expect(told.log('users')).toEqual(['51 users ok 1', '101 users ok 1', '151 users ok 1']);
    expect(told.report.nodes['log']?.figures).toMatchObject({ written: 30_000, waiting: 0, behind: 0 });
  });

  it('drops what finds no room in the buffer, without a word', () => {
    const told = logging({ rate: 100_000, buffer: 25_000 }, 100, { ms: 1005 });
    expect(told.where('users', ' ok 1').length).toBe(100);
    const { written, dropped, waiting } = (told.report.nodes['log']?.figures ?? {}) as Record<string, number>;
    // 100 ms for each of 100, of which the buffer holds two and a half.
    expect(dropped! * 1000 + written! + waiting!).toBeCloseTo(1_000_000, 3);
    expect(written).toBeCloseTo((1005 - 11) * 100, 3);
    expect(waiting).toBeGreaterThan(15_000);
    expect(waiting).toBeLessThanOrEqual(25_000);
  });

  it('loses with a crash what was in the buffer', () => {
    const told = logging({ rate: 100_000, buffer: 1e9 }, 20, { ms: 240, timeline: [fault('crash', 'log', 201, 10)] }, { async: true });
    // 40,000 bytes came, at 51, 101, 151 and 201 ms; the last one finds it down. 15,000 of the rest are written.
    expect(told.report.nodes['log']?.figures).toMatchObject({ lost: 15, written: 15_000 });
  });

  it('keeps a share of the calls where it samples, within 4 σ', () => {
    const told = logging({ sampled: 0.1, rate: 1e9 }, 400, { ms: 10_000 });
    const kept = Number(told.report.nodes['log']?.figures['written']) / 10_000;
    expect(Math.abs(kept - 400)).toBeLessThan(4 * Math.sqrt(4000 * 0.1 * 0.9));
  });
});

describe('its bill', () => {
  it('grows with what is written', () => {
    const told = logging({}, 20, { ms: 10_000 });
    const line = told.report.cost.lines.find(({ node: id, price }) => id === 'log' && price === 'logs');
    expect(line?.perHour).toBeCloseTo((199 * 10_000 * 360) / 1e9, 3);
  });
});

describe('faults', () => {
  it('that overlap heal: nothing of them is left', () => {
    const timeline = [fault('crash', 'log', 90, 100), fault('slow', 'log', 150, 200, { factor: 3 })];
    const told = logging({ mode: 'sync' }, 10, { ms: 550, timeline });
    expect(told.log('users')).toEqual([
      '101 users error 1: down at log',
      '237 users ok 37',
      '337 users ok 37',
      '413 users ok 13',
      '513 users ok 13',
    ]);
  });
});
