import { describe, expect, it } from 'vitest';
import { type Extent, type ScaleSpec, valueAxis } from './value-axis.ts';

const nothing: Extent = { low: Number.POSITIVE_INFINITY, lowPositive: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
const upTo = (high: number): Extent => ({ low: 0, lowPositive: 1, high });
const words = (spec: ScaleSpec, extent: Extent, height = 100): string[] =>
  valueAxis(spec, extent, 0, height).ticks.map((tick) => tick.text);

const rate: ScaleSpec = { is: 'linear', unit: 'perSecond', least: 10 };
const time: ScaleSpec = { is: 'log', unit: 'ms', from: 1, decades: 2 };

describe('an upright axis', () => {
  it('starts at 0, ends at a round value and writes the unit at every tick', () => {
    expect(words(rate, upTo(2540))).toEqual(['0/s', '1k/s', '2k/s', '3k/s']);
  });

  it('keeps still while values grow below its round end', () => {
    expect(valueAxis(rate, upTo(2501), 0, 100)).toMatchObject({ high: valueAxis(rate, upTo(2999), 0, 100).high });
  });

  it('has a size before anything was measured', () => {
    expect(words(rate, nothing)).toEqual(['0/s', '5/s', '10/s']);
    expect(words(time, nothing)).toEqual(['1 ms', '10 ms', '100 ms']);
  });

  it('counts in whole numbers', () => {
    expect(words({ is: 'linear', unit: 'count', least: 1 }, upTo(2), 200)).toEqual(['0', '1', '2']);
  });

  it('labels only the upper end of a low panel', () => {
    expect(words({ is: 'linear', unit: 'ms', least: 1 }, upTo(140), 30)).toEqual(['200 ms']);
  });

  it('goes in decades from milliseconds to seconds', () => {
    expect(words(time, { low: 12, lowPositive: 12, high: 1400 })).toEqual(['10 ms', '100 ms', '1 s']);
  });

  it('is two decades wide at least', () => {
    const axis = valueAxis(time, { low: 20, lowPositive: 20, high: 25 }, 0, 100);
    expect([axis.low, axis.high]).toEqual([20, 2000]);
  });

  it('puts a value at its logarithm, and what lies outside at the edge', () => {
    const axis = valueAxis(time, { low: 1, lowPositive: 1, high: 100 }, 0, 100);
    expect([axis.y(1), axis.y(10), axis.y(100), axis.y(0), axis.y(1e6)].map(Math.round)).toEqual([100, 50, 0, 100, 0]);
  });

  it('shows shares near 1 from the round share below the lowest', () => {
    const spec: ScaleSpec = { is: 'near-one', include: 0.999 };
    expect(valueAxis(spec, { low: 1, lowPositive: 1, high: 1 }, 0, 100).low).toBe(0.995);
    expect(valueAxis(spec, { low: 0.72, lowPositive: 0.72, high: 1 }, 0, 100).low).toBe(0.6);
    expect(valueAxis(spec, { low: 0, lowPositive: 0.1, high: 1 }, 0, 100).low).toBe(0);
    expect(words({ is: 'near-one', include: 1 }, { low: 0.99995, lowPositive: 1, high: 1 }).at(-1)).toBe('100 %');
  });

  it('never writes two ticks nearer than a line of text', () => {
    for (const high of [1, 7, 33, 140, 999, 12_345]) {
      for (const height of [20, 44, 60, 100, 300]) {
        const ys = valueAxis(rate, upTo(high), 0, height).ticks.map((tick) => tick.y);
        for (let i = 1; i < ys.length; i++) expect(ys[i - 1]! - ys[i]!).toBeGreaterThanOrEqual(13);
      }
    }
  });
});
