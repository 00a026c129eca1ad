/**
 * The express way changes nothing: random plain designs, with faults and changes on the way, go to the bit as they do without
 * it, stand the same at every stop, and tell the same figures. And it is really taken, by nearly all events where all is plain.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { ClassDoc, Design, LinkDoc, NodeDoc, TimelineEntry } from '../design/document.ts';
import { choose, kernel } from '../engine/express/kernel.ts';
import type { Lane } from '../engine/lane.ts';
import type { Link } from '../engine/link.ts';
import type { EventQueue } from '../engine/queue.ts';
import { ARRIVED, BEGUN, FLAGS, GENERATION, NEXT, PARENT, PARENT_GENERATION, ROW, STARTED, THERE } from '../engine/requests.ts';
import type { Sim } from '../engine/sim.ts';
import { link, node } from '../proof/small-design.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import type { Distribution } from '../std/distribution.ts';
import type { ParamBag } from '../std/parameter.ts';
import { Stream } from '../std/random.ts';

const DESIGNS = Array.from({ length: 60 }, (_, i) => i + 1);
const SECONDS = 2;

class Luck {
  readonly #stream: Stream;

  constructor(seed: number) {
    this.#stream = new Stream(seed, 'express');
  }

  below(n: number): number {
    return this.#stream.below(n);
  }

  chance(p: number): boolean {
    return this.#stream.chance(p);
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.#stream.uniform();
  }

  of<T>(all: readonly T[]): T {
    const one = all[this.below(all.length)];
    if (one === undefined) throw new Error('nothing to choose from');
    return one;
  }
}

function drawWork(luck: Luck): Distribution {
  const mean = luck.between(0.5, 12);
  if (luck.chance(0.6)) return { type: 'exponential', mean };
  return luck.of<Distribution>([
    { type: 'constant', value: Math.round(mean) },
    { type: 'constant', value: 0 },
    { type: 'lognormal', p50: mean, p99: 4 * mean },
    { type: 'uniform', min: 0, max: 2 * mean },
  ]);
}

function drawServices(luck: Luck): NodeDoc[] {
  const limits = luck.of([
    [50, 1_000_000],
    [0, 3, 50, 1_000_000],
  ]);
  return Array.from({ length: 1 + luck.below(5) }, (_, i) =>
    node(`app-${i}`, 'service', {
      instances: 1 + luck.below(4),
      workers: 1 + luck.below(6),
      queueLimit: luck.of(limits),
      waiting: luck.of(['held', 'freed']),
      work: drawWork(luck),
    }),
  );
}

/** How long messages take over the links of a design, and what policies stand on them: nothing, or some of everything. */
function drawManners(luck: Luck): () => ParamBag {
  const takesTime = luck.chance(0.5);
  const guards = luck.chance(0.6) ? 0 : luck.of([1, 2]);
  const delays = luck.of([[0.5], [2], [0, 0.5, 30]]);
  const timeouts = luck.of([[1000], [2000, 5000], [60, 5000]]);
  return () => {
    const delay: ParamBag = takesTime ? { latency: { type: 'constant', value: luck.of(delays) } } : {};
    if (guards === 0 || luck.chance(0.3)) return delay;
    const timed = { ...delay, timeout: luck.of(timeouts) };
    if (guards === 1) return timed;
    return {
      ...timed,
      retries: luck.of([0, 2]),
      retryBudget: luck.of([0, 0.1]),
      breaker: luck.chance(0.6),
      breakerWindow: luck.of([10, 100]),
      breakerOver: luck.chance(0.9) ? 'calls' : 'time',
      pool: luck.of([0, 4, 20, 1000]),
    };
  };
}

/** Links from each part to later ones. */
function drawLinks(luck: Luck, clients: number, services: number, classes: readonly ClassDoc[]): LinkDoc[] {
  const links: LinkDoc[] = [];
  const manners = drawManners(luck);
  const params = () => ({ ...manners(), ...(luck.chance(0.3) ? { classes: [luck.of(classes).id] } : {}) });
  for (let c = 0; c < clients; c++) {
    links.push(link(`users-${c}`, 'app-0', { ...manners(), weight: luck.of([1, 1, 3]) }));
    if (services > 1 && luck.chance(0.4)) links.push(link(`users-${c}`, 'app-1', params()));
  }
  for (let from = 0; from < services; from++) {
    for (let to = from + 1; to < services; to++) {
      if (!luck.chance(0.5)) continue;
      links.push(link(`app-${from}`, `app-${to}`, { ...params(), step: to, probability: luck.of([1, 0.2, 0.7, 0]) }));
    }
  }
  return links;
}

/** What happens on the way: a crash, a slow part, other traffic, other work, other workers. */
function drawTimeline(luck: Luck, services: number): TimelineEntry[] {
  if (luck.chance(0.4)) return [];
  const at = () => Math.round(luck.between(100, 1000 * SECONDS - 100));
  const target = `app-${luck.below(services)}`;
  const change = (id: string, to: string, param: string, value: number | string | Distribution): TimelineEntry => ({
    type: 'change',
    id,
    at: at(),
    target: to,
    param,
    value,
  });
  const all: TimelineEntry[] = [
    { type: 'fault', id: 'a', at: at(), duration: 300, fault: 'crash', target, params: {} },
    { type: 'fault', id: 'b', at: at(), duration: 200, fault: 'slow', target, params: {} },
    change('c', 'users-0', 'rate', 900),
    change('d', target, 'work', drawWork(luck)),
    change('e', target, 'workers', 1 + luck.below(8)),
    change('f', target, 'discipline', 'lifo'),
    change('g', 'users-0', 'arrivals', 'even'),
  ];
  return all.filter(() => luck.chance(0.35)).sort((x, y) => x.at - y.at);
}

function drawDesign(seed: number): Design {
  const luck = new Luck(seed);
  const classes = Array.from({ length: 1 + luck.below(3) }, (_, i) => ({
    id: `class-${i}`,
    name: `Class ${i}`,
    route: '/',
    write: i === 1,
    weight: 1 + i,
    bytesUp: 500,
    bytesDown: 2000,
  }));
  const services = drawServices(luck);
  const users = Array.from({ length: 1 + luck.below(3) }, (_, i) =>
    node(`users-${i}`, 'client', { rate: Math.round(luck.between(20, 600)), keys: luck.of([1, 40, 100_000]), skew: luck.of([0, 1]) }),
  );
  const links = drawLinks(luck, users.length, services.length, classes);
  const timeline = drawTimeline(luck, services.length);
  const scenario = { seed, durationMs: 1000 * SECONDS, warmupMs: luck.of([0, 700]), timeline, objectives: [] };
  return { version: 1, title: '', about: '', classes, nodes: [...users, ...services], links, scenario };
}

/** All there is of the calls in flight, the counters and what is pending. */
function standing({ requests, meter, queue, links, calls }: Sim): unknown {
  const rows: unknown[] = [];
  for (let row = 0; row < requests.end; row += ROW) {
    if (requests.ints[row + FLAGS] === 0) continue;
    // When a call arrived is known once it is there.
    const there = (requests.ints[row + FLAGS]! & THERE) !== 0;
    const times = requests.times.slice((row >> 1) + STARTED, (row >> 1) + (there ? BEGUN : ARRIVED));
    const fields = requests.ints.slice(row, row + 17);
    // Of a call that is made on nobody's behalf this says nothing.
    if (fields[PARENT] === -1) fields[PARENT_GENERATION] = 0;
    rows.push([row, ...fields, requests.ints[row + NEXT], requests.ints[row + GENERATION], ...times]);
  }
  const counts = [requests.used, requests.peak, queue.size, queue.next(), meter.open, meter.offered, calls.atOnce];
  return { rows, counts, pending: pendingIn(queue), cells: [...meter.cells], lanes: lanesOf(queue.lanes), links: links.map(linkOf) };
}

/** What is pending in the heap, and its places in the sequence. */
function pendingIn(queue: EventQueue): unknown {
  const times = new Float64Array(queue.size);
  const said = new Int32Array(queue.size * 5);
  const count = queue.lend(times, said);
  const events = Array.from({ length: count }, (_, i) => [times[i]!, ...said.subarray(5 * i, 5 * i + 5)]);
  return events.sort((a, b) => a[0]! - b[0]! || a[5]! - b[5]!);
}

/** Those in which something stands: an empty one is made when it is first needed. */
function lanesOf(lanes: readonly Lane[]): unknown {
  return lanes
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.delay - b.delay)
    .map(laneOf);
}

function laneOf({ delay, first, count, mask, times, said }: Lane): unknown {
  return [delay, Array.from({ length: count }, (_, i) => (first + i) & mask).map((at) => [times[at], ...said.slice(at * 4, at * 4 + 4)])];
}

function linkOf({ calls, attempts, failures, timeouts, retry, breaker, pool }: Link): unknown {
  return [calls, attempts, failures, timeouts, retry, breaker, pool].map((one) =>
    typeof one === 'object' ? structuredClone({ ...one }) : one,
  );
}

afterEach(() => choose(false));

describe('the express way', () => {
  it('has its loop as a WebAssembly module here', () => {
    expect(kernel()).toBeDefined();
  });

  it('goes to the bit as the general way does, stands the same at every stop and tells the same figures', () => {
    let express = 0;
    let all = 0;
    let everything = 0;
    let guarded = 0;
    let laned = 0;
    for (const seed of DESIGNS) {
      const design = drawDesign(seed);
      choose(seed % 4 === 3);
      const fast = new Session(design);
      const slow = new Session(design);
      slow.compiled.sim.fast = false;
      const luck = new Luck(-seed);
      const stops = Array.from({ length: 4 }, () => luck.between(0, fast.end)).sort((a, b) => a - b);
      for (const stop of [...stops, fast.end]) {
        fast.advance(stop);
        slow.advance(stop);
        for (let i = luck.below(3); i > 0; i--) {
          fast.stepEvent();
          slow.stepEvent();
        }
        expect(fast.digest(), `design ${seed}, digest at ${stop}`).toBe(slow.digest());
        expect(standing(fast.compiled.sim), `design ${seed} at ${stop}`).toEqual(standing(slow.compiled.sim));
      }
      expect(reportOf(fast, 0), `design ${seed}`).toEqual(reportOf(slow, 0));
      const { sim } = fast.compiled;
      expect(slow.compiled.sim.express.events).toBe(0);
      express += sim.express.events;
      all += sim.events;
      if (sim.express.events <= 0.95 * sim.events) continue;
      everything++;
      if (sim.links.some((one) => one.guarded > 0)) guarded++;
      if (sim.queue.lanes.length > 0) laned++;
    }
    console.log(
      `express: ${express} of ${all} events, all of them in ${everything} of ${DESIGNS.length} designs, ${laned} with lanes, ${guarded} with policies`,
    );
    // The rest has timeouts that end calls, full lines or pools, faults, or other manners of work.
    expect(express / all).toBeGreaterThan(0.5);
    expect(everything).toBeGreaterThan(DESIGNS.length / 4);
    expect(laned).toBeGreaterThan(DESIGNS.length / 10);
    expect(guarded).toBeGreaterThan(2);
  }, 120_000);

  it('goes so where work ends minutes ahead, among ends that were scheduled long before and thousands that are pending', () => {
    const classes = [{ id: 'get', name: 'Get', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 }];
    const service = (id: string, workers: number, work: Distribution) =>
      node(id, 'service', { instances: 1, workers, queueLimit: 1e6, work });
    const nodes = [
      node('users-0', 'client', { rate: 16 }),
      service('app-0', 10_000, { type: 'exponential', mean: 60 }),
      service('app-1', 10_000, { type: 'constant', value: 290_000 }),
    ];
    const links = [link('users-0', 'app-0', {}), link('app-0', 'app-1', { probability: 0.5 })];
    const scenario = { seed: 5, durationMs: 900_000, warmupMs: 0, timeline: [], objectives: [] };
    const design: Design = { version: 1, title: '', about: '', classes, nodes, links, scenario };
    const [fast, slow] = [new Session(design), new Session(design)];
    slow.compiled.sim.fast = false;
    for (const stop of [100e9, 289e9, 291e9, 600e9, fast.end]) {
      fast.advance(stop);
      slow.advance(stop);
      expect(fast.digest(), `digest at ${stop}`).toBe(slow.digest());
      expect(standing(fast.compiled.sim), `at ${stop}`).toEqual(standing(slow.compiled.sim));
    }
    expect(reportOf(fast, 0)).toEqual(reportOf(slow, 0));
    expect(fast.compiled.sim.express.events).toBeGreaterThan(0.8 * fast.compiled.sim.events);
  });

  it('lets two simulations take turns', () => {
    const [one, other] = [drawDesign(11), drawDesign(12)];
    const alone = [one, other].map((d) => {
      const session = new Session(d);
      session.advance(session.end);
      return { report: reportOf(session, 0), digest: session.digest() };
    });
    const sessions = [one, other].map((d) => new Session(d));
    for (let ms = 100; ms <= 1000 * SECONDS; ms += 100) for (const session of sessions) session.advance(ms * 1e6);
    const together = sessions.map((session) => ({ report: reportOf(session, 0), digest: session.digest() }));
    expect(together).toEqual(alone);
  });
});
