import { describe, expect, it } from 'vitest';
import { cutBetween } from './cuts.ts';
import { nodeRect } from './geometry.ts';
import { roomsOf } from './rooms.ts';
import { TRACE_STEPS, traceOf, traceScale } from './trace.ts';

describe('the trace of the last minute', () => {
  const into = new Float64Array(TRACE_STEPS);

  it('keeps every peak', () => {
    const values = new Float64Array(240).fill(10);
    values[200] = 90;
    expect(traceOf(values, 250, into)).toBe(90);
    expect([...into].filter((value) => value === 90)).toHaveLength(1);
    expect([...into].filter((value) => value === 10)).toHaveLength(TRACE_STEPS - 1);
  });

  it('ends with the newest window and is empty before the first', () => {
    const top = traceOf(Float64Array.from([1, 2, 3]), 1_250, into);
    expect(top).toBe(3);
    expect([...into.slice(-3)]).toEqual([1, 2, 3]);
    expect(Number.isNaN(into[0])).toBe(true);
  });

  it('does not move a value to another step while its step fills', () => {
    const values = new Float64Array(241).fill(10);
    values[238] = 50;
    traceOf(values.subarray(0, 240), 250, into);
    const before = into.indexOf(50);
    traceOf(values.subarray(0, 239), 250, into);
    expect(into.indexOf(50)).toBe(before);
  });

  it('passes over what was not measured', () => {
    expect(traceOf(Float64Array.from([Number.NaN, 4, Number.NaN]), 1_250, into)).toBe(4);
    expect(Number.isNaN(traceOf(new Float64Array(0), 250, into))).toBe(true);
  });

  it('draws a calm minute low', () => {
    expect(traceScale(new Float64Array(TRACE_STEPS).fill(20), 20)).toBe(60);
    expect(traceScale(Float64Array.from([20, 200]), 200)).toBe(200);
  });
});

describe('rooms', () => {
  it('are walls around the nodes of a region', () => {
    const rooms = roomsOf([
      { region: 'eu', rect: nodeRect({ x: 0, y: 0 }) },
      { region: '', rect: nodeRect({ x: 999, y: 0 }) },
      { region: 'eu', rect: nodeRect({ x: 300, y: 0 }) },
    ]);
    expect(rooms).toEqual([{ region: 'eu', rect: { x: -24, y: -32, width: 508, height: 152 } }]);
  });
});

describe('a cut', () => {
  it('runs through the gap between two sides', () => {
    const cut = cutBetween([nodeRect({ x: 0, y: 0 })], [nodeRect({ x: 260, y: 40 })]);
    for (const { x } of cut?.points ?? []) expect(Math.abs(x - 210)).toBeLessThan(5);
    expect(cut?.points.at(0)?.y).toBeLessThan(0);
    expect(cut?.points.at(-1)?.y).toBeGreaterThan(136);
  });

  it('lies flat between sides above each other, and needs two sides', () => {
    const cut = cutBetween([nodeRect({ x: 0, y: 0 })], [nodeRect({ x: 0, y: 300 })]);
    for (const { y } of cut?.points ?? []) expect(Math.abs(y - 198)).toBeLessThan(5);
    expect(cutBetween([], [nodeRect({ x: 0, y: 0 })])).toBeUndefined();
  });
});
