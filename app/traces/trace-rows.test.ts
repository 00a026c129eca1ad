import { describe, expect, it } from 'vitest';
import type { SpanReport, TraceReport } from '../../src/run/traces.ts';
import { traceFinding, waterfall } from './trace-rows.ts';

const span = (more: Partial<SpanReport>): SpanReport => ({
  parent: -1,
  from: 'users',
  to: 'app',
  instance: 1,
  attempt: 1,
  sentMs: 0,
  leftMs: null,
  arrivedMs: 2,
  begunMs: 5,
  workedMs: 9,
  answeredMs: 18,
  endedMs: 20,
  outcome: 'ok',
  cause: '',
  waited: false,
  ...more,
});

const call = span({ parent: 0, from: 'app', to: 'db', sentMs: 9, arrivedMs: 10, begunMs: 10, workedMs: 17, answeredMs: 17, endedMs: 18 });

const trace = (spans: readonly SpanReport[]): TraceReport => ({
  id: '7',
  class: 'get',
  atMs: 100,
  tookMs: 20,
  outcome: 'ok',
  spans,
  path: [
    { kind: 'network', span: 0, fromMs: 0, toMs: 2 },
    { kind: 'queue', span: 0, fromMs: 2, toMs: 5 },
    { kind: 'work', span: 0, fromMs: 5, toMs: 9 },
    { kind: 'network', span: 1, fromMs: 9, toMs: 10 },
    { kind: 'work', span: 1, fromMs: 10, toMs: 17 },
    { kind: 'network', span: 1, fromMs: 17, toMs: 18 },
    { kind: 'network', span: 0, fromMs: 18, toMs: 20 },
  ],
  split: { network: 6, queue: 3, work: 11, retry: 0, blocked: 0 },
});

describe('a waterfall', () => {
  it('has each call below the one it was made for, in stretches that follow each other', () => {
    const rows = waterfall(trace([span({}), call]));
    expect(rows.map(({ depth, span: { to } }) => [depth, to])).toEqual([
      [0, 'app'],
      [1, 'db'],
    ]);
    expect(rows[0]?.stretches).toEqual([
      { kind: 'network', from: 0, to: 2 },
      { kind: 'queue', from: 2, to: 5 },
      { kind: 'work', from: 5, to: 9 },
      { kind: 'calls', from: 9, to: 18 },
      { kind: 'network', from: 18, to: 20 },
    ]);
    expect(rows.map(({ onPath }) => onPath)).toEqual([11, 9]);
  });

  it('shows a call that never arrived as time on the way', () => {
    const lost = span({ arrivedMs: null, begunMs: null, workedMs: null, answeredMs: null, endedMs: 20, outcome: 'timeout' });
    expect(waterfall(trace([lost]))[0]?.stretches).toEqual([{ kind: 'network', from: 0, to: 20 }]);
  });

  it('shows the wait for a connection before the way', () => {
    const waited = span({ leftMs: 1, waited: true });
    expect(waterfall(trace([waited]))[0]?.stretches.slice(0, 2)).toEqual([
      { kind: 'blocked', from: 0, to: 1 },
      { kind: 'network', from: 1, to: 2 },
    ]);
    const inVain = span({ waited: true, arrivedMs: null, begunMs: null, workedMs: null, answeredMs: null, outcome: 'rejected' });
    expect(waterfall(trace([inVain]))[0]?.stretches).toEqual([{ kind: 'blocked', from: 0, to: 20 }]);
  });

  it('shows what a server did after its caller had gone', () => {
    const late = span({ answeredMs: 50, workedMs: 50, endedMs: 20, outcome: 'timeout' });
    expect(waterfall(trace([late]))[0]?.stretches.at(-1)).toEqual({ kind: 'work', from: 5, to: 50 });
  });

  it('shows what one under way is at now: in line, at work, or waiting for its calls', () => {
    const open = { workedMs: null, answeredMs: null, endedMs: null, outcome: 'open' } as const;
    const last = (spans: readonly SpanReport[]) => waterfall(trace(spans))[0]?.stretches.at(-1);
    expect(last([span({ ...open, begunMs: null })])).toEqual({ kind: 'queue', from: 2, to: 20 });
    expect(last([span(open)])).toEqual({ kind: 'work', from: 5, to: 20 });
    expect(last([span({ ...open, workedMs: 9 }), call])).toEqual({ kind: 'calls', from: 9, to: 20 });
  });

  it('says where most of the time went', () => {
    expect(traceFinding(trace([span({}), call]), (ms) => `${ms} ms`)).toBe('11 ms of 20 ms were spent at work (7 ms of it at db).');
    expect(traceFinding(trace([span({}), call]), () => 'much')).toBe('much of much were spent at work at db.');
  });
});
