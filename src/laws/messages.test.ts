/**
 * The books of what passes messages on, under random schedules of faults: of every message that was taken in, something is known (it is
 * done, waits, is held, was given up, dropped or missed), and nothing more. Promises are held to at the same time: what is delivered at
 * least once is done by somebody, what is counted exactly once is in one result, a saga is done or undone as a whole; weaker settings
 * break each of them under the same schedules. MESSAGE_SCHEDULES says how many, MESSAGE_SEED which.
 */
import { describe, expect, it } from 'vitest';
import { LogStation } from '../catalog/log/station.ts';
import type { ClassDoc, Design, FaultEntry, LinkDoc, NodeDoc } from '../design/document.ts';
import { OK } from '../engine/outcome.ts';
import { CLASS, HELD_OUT, INSTANCE, KEY, LINK, OUTCOME, TAG } from '../engine/requests.ts';
import type { Sim } from '../engine/sim.ts';
import { madeAt } from '../mechanisms/deliver/age.ts';
import { design, link, node } from '../proof/small-design.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import type { ParamBag } from '../std/parameter.ts';
import { Stream } from '../std/random.ts';
import { cls, constant, delayed, fault } from './story.ts';

const COUNT = Number(process.env['MESSAGE_SCHEDULES'] ?? 25);
const SEED = Number(process.env['MESSAGE_SEED'] ?? 20261129);
const STOP_MS = 2500;
const seeds = Array.from({ length: COUNT }, (_, i) => SEED + i);

/** A schedule of faults against some parts, several at a time. */
function scheduleOf(seed: number, parts: readonly string[]): FaultEntry[] {
  const luck = new Stream(seed, 'schedule');
  return Array.from({ length: 3 + luck.below(4) }, (_, i): FaultEntry => {
    const at = luck.below(STOP_MS);
    const duration = 50 + luck.below(800);
    const part = parts[luck.below(parts.length)]!;
    const kinds = [
      () => fault('crash', part, at, duration),
      () => fault('crash', part, at, duration, { how: 'machine' }),
      () => fault('hang', part, at, duration),
      () => fault('error-rate', part, at, duration, { share: 0.3 }),
      () => fault('partition', part, at, duration),
    ];
    return { ...kinds[luck.below(kinds.length)]!(), id: `f${i}` };
  });
}

interface Drawn {
  readonly seed: number;
  readonly nodes: readonly NodeDoc[];
  readonly links: readonly LinkDoc[];
  /** What faults may strike. */
  readonly struck: readonly string[];
  readonly endMs: number;
  readonly classes?: readonly ClassDoc[];
}

/** Users send for 2.5 s; the rest of the run is for everything to come to its end. */
function sessionOf({ seed, nodes, links, struck, endMs, classes = [cls('put', { write: true })] }: Drawn): Session {
  const timeline = [...scheduleOf(seed, struck), { ...fault('traffic-spike', 'users', STOP_MS, 1e6, { factor: 0 }), id: 'stop' }];
  const base = design([node('users', 'client', { rate: 120, keys: 10 }), ...nodes], links, endMs / 1000);
  const whole: Design = { ...base, classes, scenario: { ...base.scenario, seed, timeline } };
  return new Session(whole);
}

const figuresOf = (session: Session, id: string): Readonly<Record<string, number | null>> => reportOf(session, 0).nodes[id]?.figures ?? {};

/** Counts calls that a part has taken over for good: it answered well, or would have if it did not hang. */
function takenBy({ compiled: { nodes, nodeIndex, sim } }: Session, id: string): () => number {
  const { firstInstance, instances } = nodes[nodeIndex.get(id)!]!;
  const answer = sim.calls.answer.bind(sim.calls);
  let taken = 0;
  sim.calls.answer = (row, outcome, cause) => {
    const i = sim.requests.ints[row + INSTANCE]! - firstInstance;
    // What a part that hangs would have said is said again when it goes on.
    if (outcome === OK && i >= 0 && i < instances && !sim.requests.has(row, HELD_OUT)) taken++;
    answer(row, outcome, cause);
  };
  return () => taken;
}

/** Hears of every call made by a part that came to its end. */
function hear({ compiled: { sim, nodeIndex } }: Session, id: string, ended: (child: number, sim: Sim) => void): void {
  const station = sim.stations[nodeIndex.get(id)!]!;
  const answered = station.answered.bind(station);
  station.answered = (row, child) => {
    ended(child, sim);
    answered(row, child);
  };
}

describe('a topic', () => {
  /** Three subscribers, of which one is slow; what becomes of every copy. */
  function judge(seed: number, params: ParamBag) {
    const luck = new Stream(seed, 'design');
    const subscribers = ['a', 'b', 'c'];
    const slow = constant(20 + luck.below(40));
    const topic = { time: constant(0.5), visibility: 300, redelivery: 50, maxDeliveries: 3 + luck.below(3), capacity: 20 + luck.below(60) };
    const session = sessionOf({
      seed,
      nodes: [
        node('topic', 'pubsub', { ...topic, ...params }),
        ...subscribers.map((id) => node(id, 'service', { instances: 2, workers: 2, queueLimit: 3, work: id === 'c' ? slow : constant(3) })),
      ],
      links: [link('users', 'topic', delayed(1)), ...subscribers.map((id) => link('topic', id, delayed(1, { timeout: 400 })))],
      // What it had sent at most once when it crashes itself, nobody knows: it may have been done.
      struck: [...(params['guarantee'] === 'at-most-once' ? [] : ['topic']), ...subscribers, 'a/1', 'b/2'],
      endMs: 12_000,
    });
    const taken = takenBy(session, 'topic');
    let acknowledged = 0;
    hear(session, 'topic', (child, sim) => {
      if (sim.requests.ints[child + OUTCOME] === OK) acknowledged++;
    });
    const books = () => {
      const found = figuresOf(session, 'topic');
      const of = (id: string) => Number(found[id]);
      const known = of('waiting') + of('unacknowledged') + of('deadLettered') + of('dropped') + of('missed');
      return { copies: 3 * taken(), known: known + acknowledged - of('duplicates'), found };
    };
    return { session, books };
  }

  it('knows of every copy at every moment what became of it, when delivery is at least once', () => {
    let [struck, dropped] = [0, 0];
    for (const seed of seeds) {
      const full = ['drop-oldest', 'drop-newest', 'block'][seed % 3]!;
      const { session, books } = judge(seed, { full, mode: seed % 2 === 0 ? 'push' : 'pull', durable: seed % 5 !== 0 });
      for (const ms of [700, 1500, 2400, 12_000]) {
        session.advance(ms * 1e6);
        const { copies, known, found } = books();
        expect([seed, ms, known], JSON.stringify(found)).toEqual([seed, ms, copies]);
      }
      const { found } = books();
      struck += Number(found['redeliveries']);
      dropped += Number(found['dropped']) + Number(found['missed']);
      expect([seed, found['waiting'], found['unacknowledged']]).toEqual([seed, 0, 0]);
      if (full === 'block' && seed % 5 !== 0) expect([seed, found['dropped']]).toEqual([seed, 0]);
    }
    expect(struck).toBeGreaterThan(COUNT * 10);
    expect(dropped).toBeGreaterThan(COUNT);
  });

  it('knows of every copy in the end, when delivery is at most once, and delivers none twice', () => {
    let lost = 0;
    for (const seed of seeds) {
      const { session, books } = judge(seed, { guarantee: 'at-most-once', full: 'block' });
      session.advance(session.end);
      const { copies, known, found } = books();
      expect([seed, known, found['redeliveries'], found['duplicates']], JSON.stringify(found)).toEqual([seed, copies, 0, 0]);
      lost += Number(found['dropped']);
    }
    expect(lost).toBeGreaterThan(COUNT);
  });
});

describe('a group that reads a log', () => {
  function judge(seed: number, params: ParamBag) {
    const luck = new Stream(seed, 'design');
    const log = { partitions: 1 + luck.below(4), acks: 'all', minInSync: 2, keepBytes: 0, keepTime: 0, batchTime: constant(1), ...params };
    const session = sessionOf({
      seed,
      nodes: [
        { ...node('log', 'log', { ...log, brokerSession: 200, session: 300, retryAfter: 30 }), zones: ['a', 'b', 'c'] },
        node('app', 'service', { instances: 3, workers: 4, queueLimit: 50, work: constant(2 + luck.below(6)) }),
      ],
      links: [link('users', 'log', delayed(1, { timeout: 400 })), link('log', 'app', delayed(1, { timeout: 300 }))],
      struck: ['log/1', 'log/2', 'log/3', 'app', 'app/1', 'app/2'],
      endMs: 12_000,
    });
    const station = session.compiled.sim.stations.find((one) => one instanceof LogStation);
    if (station === undefined) throw new Error('no log');
    const books = () => {
      const { reader } = station.groups[0]!;
      const safe = station.cluster.partitions.reduce((sum, one) => {
        return sum + one.copies[station.cluster.controllers.lastLeader(one.index)]!.high;
      }, 0);
      const lag = station.groups[0]!.totalLag();
      return { safe, lag, known: reader.done + reader.deadLettered + reader.skipped + reader.gone(), reader };
    };
    const did = new Map<number, number[]>();
    hear(session, 'log', (child, sim) => {
      const { ints } = sim.requests;
      const key = ints[child + KEY]!;
      if (ints[child + OUTCOME] === OK) did.set(key, [...(did.get(key) ?? []), madeAt(sim, child)]);
    });
    /** Of each key the newest record that is safe, of those that were never done. */
    const undone = () => {
      const newest = new Map<number, number>();
      const { partitions, controllers, records } = station.cluster;
      for (const { index, copies } of partitions) {
        const copy = copies[controllers.lastLeader(index)]!;
        for (let offset = copy.next(0); offset < copy.high; offset = copy.next(offset + 1)) {
          const record = copy.at(offset);
          newest.set(records.key[record]!, records.made[record]!);
        }
      }
      // A delivery tells its record's age in whole microseconds.
      return [...newest].filter(([key, made]) => did.get(key)?.some((ns) => Math.abs(ns - made) <= 1000) !== true);
    };
    return { session, books, undone };
  }

  it('has done or given up every record that is safe, once everything has healed, and counts none twice', () => {
    let again = 0;
    for (const seed of seeds) {
      const { session, books } = judge(seed, { maxAttempts: seed % 2 === 0 ? 0 : 3 });
      session.advance(session.end);
      const { safe, lag, known, reader } = books();
      expect([seed, lag, known], `${safe} safe`).toEqual([seed, 0, safe]);
      expect(safe).toBeGreaterThan(50);
      expect(reader.skipped).toBe(0);
      again += reader.duplicates + reader.redeliveries;
    }
    expect(again).toBeGreaterThan(COUNT);
  });

  it('that is compacted loses only what a newer record of its key replaced, and ends with the newest of each', () => {
    let replaced = 0;
    for (const seed of seeds) {
      const { session, books, undone } = judge(seed, { cleanup: 'compact', compactEvery: 100, inWork: 1 });
      session.advance(session.end);
      const { safe, lag, known, reader } = books();
      expect([seed, lag, known + reader.compacted], `${reader.compacted} replaced`).toEqual([seed, 0, safe]);
      expect([seed, undone()]).toEqual([seed, []]);
      replaced += reader.compacted;
    }
    expect(replaced).toBeGreaterThan(COUNT * 20);
  });

  it('that commits before the work does none twice, and knows what it never did', () => {
    let skipped = 0;
    for (const seed of seeds) {
      const { session, books } = judge(seed, { commit: 'before' });
      session.advance(session.end);
      const { safe, lag, known, reader } = books();
      expect([seed, lag, known, reader.duplicates], `${safe} safe`).toEqual([seed, 0, safe, 0]);
      skipped += reader.skipped;
    }
    expect(skipped).toBeGreaterThan(COUNT);
  });
});

describe('a stream processor', () => {
  /** Events acknowledged to those who sent them, and events in results and in windows that are open. */
  function judge(seed: number, guarantee: string) {
    const session = sessionOf({
      seed,
      nodes: [
        node('counts', 'stream-processor', {
          guarantee,
          size: 400,
          lateness: 2000,
          checkpoint: 100,
          checkpointTime: constant(10),
          instances: 2,
        }),
        node('sink', 'service', { instances: 1, work: constant(1), workers: 100 }),
      ],
      links: [link('users', 'counts', delayed(1)), link('counts', 'sink', delayed(1))],
      struck: ['counts', 'counts/1', 'counts/2'],
      endMs: 8000,
    });
    const taken = takenBy(session, 'counts');
    session.advance(session.end);
    const { counted, state, late } = figuresOf(session, 'counts');
    return { taken: taken(), counted: Number(counted) + Number(state), late: Number(late) };
  }

  it('counts every event that it acknowledged once, when it counts exactly once', () => {
    let [exact, all] = [0, 0];
    for (const seed of seeds) {
      const { taken, counted, late } = judge(seed, 'exactly-once');
      // An event that came too late is acknowledged and in no window.
      if (late === 0) expect([seed, counted]).toEqual([seed, taken]);
      expect(counted, `seed ${seed}`).toBeLessThanOrEqual(taken);
      expect(counted + late, `seed ${seed}`).toBeGreaterThanOrEqual(taken);
      exact += late === 0 ? 1 : 0;
      all += taken;
    }
    expect(all).toBeGreaterThan(COUNT * 100);
    expect(exact).toBeGreaterThan(COUNT / 2);
  });

  it('counts none too few, and some twice, when it counts at least once; none twice, and some never, when at most once', () => {
    let [more, fewer] = [0, 0];
    for (const seed of seeds) {
      const least = judge(seed, 'at-least-once');
      const most = judge(seed, 'at-most-once');
      expect(least.counted + least.late, `seed ${seed}`).toBeGreaterThanOrEqual(least.taken);
      expect(most.counted, `seed ${seed}`).toBeLessThanOrEqual(most.taken);
      more += least.counted - least.taken;
      fewer += most.taken - most.counted;
    }
    expect(more).toBeGreaterThan(COUNT);
    expect(fewer).toBeGreaterThan(COUNT);
  });
});

describe('a saga', () => {
  /** Sagas of which some step was done and some not, or done and not undone, as the parts that do the steps saw it. */
  function judge(seed: number, params: ParamBag) {
    const steps = ['stock', 'pay', 'ship'];
    const session = sessionOf({
      seed,
      nodes: [
        node('saga', 'saga', {
          instances: 2,
          logTime: constant(1),
          maxAttempts: 0,
          retryWait: 100,
          undoClass: ['undo'],
          concurrency: 300,
          ...params,
        }),
        ...steps.map((id) => node(id, 'service', { instances: 1, workers: 1, queueLimit: 1000, work: constant(2) })),
      ],
      links: [link('users', 'saga', delayed(1)), ...steps.map((id, i) => link('saga', id, delayed(1, { step: i + 1, timeout: 600 })))],
      struck: ['saga', 'saga/1', 'saga/2', ...steps],
      endMs: 20_000,
      classes: [cls('put', { write: true }), cls('undo', { write: true, weight: 0 })],
    });
    const { sim, nodes } = session.compiled;
    const doing = new Map<number, Map<number, boolean>>();
    const answer = sim.calls.answer.bind(sim.calls);
    sim.calls.answer = (row, outcome, cause) => {
      const { ints } = sim.requests;
      if (outcome === OK && steps.includes(nodes[sim.shape.nodeOf[ints[row + INSTANCE]!]!]!.doc.id)) {
        const of = doing.get(ints[row + TAG]!) ?? new Map<number, boolean>();
        of.set(ints[row + LINK]!, ints[row + CLASS] === 0);
        doing.set(ints[row + TAG]!, of);
      }
      answer(row, outcome, cause);
    };
    session.advance(session.end);
    const whole = [...doing.values()].map((of) => [...of.values()].filter((done) => done).length);
    const found = figuresOf(session, 'saga');
    return {
      half: whole.filter((done) => done !== 0 && done !== steps.length).length,
      all: whole.filter((done) => done === steps.length).length,
      found,
    };
  }

  it('that goes on after a crash is done or undone as a whole, in the eyes of those who do its steps', () => {
    let [undone, resumed] = [0, 0];
    for (const seed of seeds) {
      const { half, all, found } = judge(seed, {});
      expect([seed, half, found['running'], found['stuck'], found['abandoned']]).toEqual([seed, 0, 0, 0, 0]);
      expect([seed, all]).toEqual([seed, found['completed']]);
      undone += Number(found['undone']);
      resumed += Number(found['resumed']);
    }
    expect(undone).toBeGreaterThan(COUNT);
    expect(resumed).toBeGreaterThan(COUNT);
  });

  it('that is forgotten in a crash is left half done, and those are counted', () => {
    let [left, counted] = [0, 0];
    for (const seed of seeds) {
      const { half, found } = judge(seed, { durable: false });
      left += half;
      counted += Number(found['abandoned']);
    }
    expect(left).toBeGreaterThan(COUNT / 2);
    expect(counted).toBeGreaterThan(COUNT / 2);
  });
});
