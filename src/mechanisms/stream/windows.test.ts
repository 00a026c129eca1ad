import { describe, expect, it } from 'vitest';
import { type Closed, Windows } from './windows.ts';

const told = (closed: readonly Closed[]) =>
  closed.map(({ start, counts }) => [start, ...[...counts].map(([key, { events }]) => `${key}:${events}`)]);

describe('windows', () => {
  it('tumbling hold each event once, and are over when the watermark passes their end', () => {
    const windows = new Windows(10, 10, 0);
    expect([windows.add(0, 1, 0), windows.add(9, 1, 0), windows.add(3, 2, 0)]).toEqual([1, 1, 1]);
    expect(told(windows.advance(9))).toEqual([]);
    windows.add(12, 1, 0);
    expect(told(windows.advance(12))).toEqual([[0, '1:2', '2:1']]);
    expect([windows.open, windows.events]).toEqual([1, 1]);
  });

  it('sliding hold each event as often as they overlap', () => {
    const windows = new Windows(10, 5, 0);
    expect(windows.add(7, 1, 0)).toBe(2);
    expect(told(windows.advance(10))).toEqual([[0, '1:1']]);
    expect(told(windows.advance(30))).toEqual([[5, '1:1']]);
  });

  it('wait for events that are out of order as long as they may, and what comes later still is late', () => {
    const windows = new Windows(10, 10, 5);
    windows.add(8, 1, 0);
    expect(told(windows.advance(14))).toEqual([]);
    expect(windows.add(9, 1, 0)).toBe(1);
    expect(told(windows.advance(15))).toEqual([[0, '1:2']]);
    expect(windows.add(9, 1, 0)).toBe(0);
    // A late event does not move the watermark back.
    expect(told(windows.advance(2))).toEqual([]);
    expect(windows.watermark).toBe(10);
  });

  it('are copied whole: what is counted afterwards is not in the copy', () => {
    const windows = new Windows(10, 10, 0);
    windows.add(1, 1, 0);
    const copy = windows.copy();
    windows.add(2, 1, 0);
    windows.advance(20);
    expect([windows.open, copy.open, copy.events]).toEqual([0, 1, 1]);
  });
});
