// Traces: what is written down of a request, and where its time went, to the nanosecond.
import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../design/document.ts';
import { EXAMPLES } from '../design/examples/index.ts';
import { constant, delayed, fault } from '../laws/story.ts';
import { design, link, node } from '../proof/small-design.ts';
import { Session } from './session.ts';
import { pathOf } from './trace-path.ts';
import { tracesOf } from './traces.ts';

function traced(nodes: Parameters<typeof design>[0], links: Parameters<typeof design>[1], ms: number, timeline: TimelineEntry[] = []) {
  const drawn = design(nodes, links, ms / 1000);
  const session = new Session({ ...drawn, scenario: { ...drawn.scenario, timeline } });
  session.compiled.sim.tracer.sample(1);
  session.advance(session.end);
  return { session, traces: tracesOf(session.compiled) };
}

const EVEN = { rate: 10, arrivals: 'even' };

describe('a trace', () => {
  it('has every call with its moments: sent, arrived, begun, worked, answered, ended', () => {
    const { traces } = traced(
      [
        node('users', 'client', EVEN),
        node('app', 'service', { instances: 1, work: constant(10) }),
        node('db', 'service', { instances: 2, work: constant(5) }),
      ],
      [link('users', 'app', delayed(3)), link('app', 'db', delayed(1))],
      150,
    );
    expect(traces).toHaveLength(1);
    const [own, call] = traces[0]!.spans;
    expect(own).toMatchObject({ parent: -1, from: 'users', to: 'app', instance: 1, attempt: 1, outcome: 'ok', cause: '' });
    expect(own).toMatchObject({ sentMs: 0, arrivedMs: 3, begunMs: 3, workedMs: 13, answeredMs: 20, endedMs: 23 });
    expect(call).toMatchObject({
      parent: 0,
      from: 'app',
      to: 'db',
      sentMs: 13,
      arrivedMs: 14,
      begunMs: 14,
      workedMs: 19,
      answeredMs: 19,
      endedMs: 20,
    });
    expect(traces[0]).toMatchObject({
      atMs: 100,
      tookMs: 23,
      outcome: 'ok',
      split: { network: 8, queue: 0, work: 15, retry: 0, blocked: 0 },
    });
  });

  it('splits waiting in line from work', () => {
    const { traces } = traced(
      [node('users', 'client', { ...EVEN, rate: 100 }), node('app', 'service', { instances: 1, workers: 1, work: constant(15) })],
      [link('users', 'app', delayed(0))],
      100,
    );
    // One comes every 10 ms and is worked on for 15, so the k-th waits 5 (k - 1).
    expect(traces.slice(0, 4).map(({ split }) => [split.queue, split.work])).toEqual([
      [0, 15],
      [5, 15],
      [10, 15],
      [15, 15],
    ]);
  });

  it('follows the slowest of calls made together', () => {
    const { traces } = traced(
      [
        node('users', 'client', EVEN),
        node('app', 'service', { instances: 1, work: constant(1) }),
        node('quick', 'service', { instances: 1, work: constant(2) }),
        node('slow', 'service', { instances: 1, work: constant(30) }),
      ],
      [link('users', 'app', delayed(0)), link('app', 'quick', delayed(0)), link('app', 'slow', delayed(0))],
      150,
    );
    const [trace] = traces;
    expect(trace?.path.map(({ kind, span, fromMs, toMs }) => [kind, trace.spans[span]?.to, fromMs, toMs])).toEqual([
      ['work', 'app', 0, 1],
      ['work', 'slow', 1, 31],
    ]);
  });

  it('T10: calls one after the other add up, calls made together take as long as the longest', () => {
    const take = (step: number) =>
      traced(
        [
          node('users', 'client', EVEN),
          node('app', 'service', { instances: 1, work: constant(1) }),
          node('quick', 'service', { instances: 1, work: constant(2) }),
          node('slow', 'service', { instances: 1, work: constant(30) }),
        ],
        [link('users', 'app', delayed(0)), link('app', 'quick', delayed(0)), link('app', 'slow', { ...delayed(0), step })],
        150,
      ).traces[0]?.tookMs;
    expect([take(1), take(2)]).toEqual([31, 33]);
  });

  it('has each attempt, and the waits between them', () => {
    const policy = { retries: 2, backoff: 20, jitter: 'none' };
    const { traces } = traced(
      [node('users', 'client', EVEN), node('app', 'service', { instances: 1, work: constant(5) })],
      [link('users', 'app', delayed(1, policy))],
      250,
      [fault('error-rate', 'app', 0, 110, { share: 1 })],
    );
    const [trace] = traces;
    expect(trace?.spans.map(({ attempt, outcome, cause }) => [attempt, outcome, cause])).toEqual([
      [1, 'error', 'injected error at app'],
      [2, 'ok', ''],
    ]);
    expect(trace?.split).toEqual({ network: 4, queue: 0, work: 5, retry: 20, blocked: 0 });
    expect(trace?.tookMs).toBe(29);
  });

  it('tells the wait for a connection of a pool from the way', () => {
    const { traces } = traced(
      [
        node('users', 'client', { ...EVEN, rate: 100 }),
        node('app', 'service', { instances: 1, work: constant(1) }),
        node('db', 'service', { instances: 1, work: constant(13) }),
      ],
      [link('users', 'app', delayed(0)), link('app', 'db', delayed(1, { pool: 1 }))],
      100,
    );
    // One comes every 10 ms and holds the only connection for 15, so the k-th waits 5 (k - 1) for it.
    expect(traces.slice(0, 4).map(({ split }) => [split.blocked, split.network, split.work])).toEqual([
      [0, 2, 14],
      [5, 2, 14],
      [10, 2, 14],
      [15, 2, 14],
    ]);
  });

  it('is blocked to its end when it waited for a connection in vain', () => {
    const { traces } = traced(
      [node('users', 'client', { ...EVEN, rate: 100 }), node('app', 'service', { instances: 1, work: constant(500) })],
      [link('users', 'app', delayed(0, { pool: 1, poolWait: 40 }))],
      300,
    );
    expect(traces.map(({ outcome, split }) => [outcome, split.blocked, split.network])).toContainEqual(['rejected', 40, 0]);
  });

  it('ends for its caller at the timeout, though the server works on', () => {
    const { traces } = traced(
      [node('users', 'client', EVEN), node('app', 'service', { instances: 1, work: constant(80) })],
      [link('users', 'app', delayed(1, { timeout: 30 }))],
      250,
    );
    expect(traces[0]).toMatchObject({ tookMs: 30, outcome: 'timeout', split: { network: 1, queue: 0, work: 29, retry: 0, blocked: 0 } });
  });

  it('changes nothing in the run, and is chosen by number: the same ones each time', () => {
    const run = (share: number) => {
      const session = new Session(EXAMPLES[0]!.design);
      session.compiled.sim.tracer.sample(share);
      session.advance(10e9);
      return { digest: session.digest(), ids: tracesOf(session.compiled).map(({ id }) => id) };
    };
    const [none, some, again] = [run(0), run(0.01), run(0.01)];
    expect(some.digest).toBe(none.digest);
    expect(some.ids).toEqual(again.ids);
    expect(none.ids).toEqual([]);
    expect(some.ids.length).toBeGreaterThan(20);
  });

  it.each(EXAMPLES.map((example) => [example.id, example.design] as const))(
    'B12: its path adds up to its time, to the nanosecond, in %s',
    (_, drawn) => {
      const session = new Session(drawn);
      const { tracer } = session.compiled.sim;
      tracer.sample(0.05);
      session.advance(session.end / 3);
      const kept = tracer.kept();
      expect(kept.length).toBeGreaterThan(20);
      for (const trace of kept) {
        const pieces = pathOf(trace);
        expect(pieces.reduce((sum, { from, to }) => sum + (to - from), 0)).toBe(trace.ended - trace.started);
        let at = trace.started;
        for (const { from, to } of pieces) {
          expect(from).toBe(at);
          at = to;
        }
      }
    },
  );
});
