// Overlapping faults, whatever their number, kinds and targets: at every moment the knobs say what the active ones say together, and
// when the last one has ended nothing is left, neither on the knobs nor in how calls go.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../catalog/index.ts';
import type { Design, FaultEntry, NodeDoc } from '../design/document.ts';
import { either, Knobs } from '../engine/knobs.ts';
import type { Fault, TargetSort } from '../faults/fault.ts';
import { FAULTS, faultOf } from '../faults/index.ts';
import { link, node } from '../proof/small-design.ts';
import { NODE_WINDOW, WINDOW } from '../run/frame.ts';
import { reachOf } from '../run/reach.ts';
import { Session } from '../run/session.ts';
import { type NumberSpec, type ParamSpec, type ParamValue, valuesOf } from '../std/parameter.ts';
import { cls, constant, delayed } from './story.ts';

const SEED = 20261121;
/** The last fault ends by then, traffic pauses until everything is drained, and comes back. */
const LAST_MS = 4000;
const PAUSE_MS = 8000;
const AGAIN_MS = 390_000;
const MS = 400_000;

const work = (value: number) => ({ work: constant(value), queueLimit: 100_000, workers: 50 });
const NODES: readonly NodeDoc[] = [
  node('users', 'client', { rate: 20, arrivals: 'even', keys: 3 }),
  node('lb', 'load-balancer', { healthChecks: false, overhead: constant(0.5) }),
  { ...node('app', 'service', { instances: 3, ...work(2) }), zones: ['a', 'b'], region: 'eu' },
  { ...node('cache', 'cache', { mode: 'read-through', ttl: 0, time: constant(1) }), region: 'eu' },
  { ...node('back', 'service', { instances: 2, ...work(4) }), zones: ['b', 'c'] },
  node('queue', 'queue', { time: constant(1), redelivery: 100, maxDeliveries: 20 }),
  { ...node('job', 'service', { instances: 2, ...work(3) }), zones: ['c'] },
];
const LINKS = [
  link('users', 'lb', delayed(1)),
  link('lb', 'app', delayed(1)),
  link('app', 'cache', delayed(1)),
  link('cache', 'back', delayed(1)),
  link('app', 'queue', { ...delayed(1), step: 2 }),
  link('queue', 'job', delayed(1)),
];

const TARGETS: Readonly<Record<TargetSort, readonly string[]>> = {
  node: NODES.map((one) => one.id),
  instance: ['app/1', 'app/3', 'back/2', 'job/1', 'cache/1', 'queue/1', 'lb/1'],
  link: LINKS.map((one) => `${one.from}>${one.to}`),
  zone: ['zone:a', 'zone:b', 'zone:c'],
  region: ['region:eu', 'region:nowhere'],
  partition: ['{users,lb}|{app}', '{app/1,app/2}|{app/3,cache}', '{zone:b}|{queue}'],
};

/** Where a fault may aim in this design. */
function targetsOf(fault: Fault): string[] {
  return fault.targets.flatMap((sort) => TARGETS[sort].filter((target) => sort !== 'node' || mayHit(fault, target)));
}

function mayHit(fault: Fault, id: string): boolean {
  const kind = kindOf(NODES.find((one) => one.id === id)?.kind ?? '');
  if (kind === undefined || (kind.role === 'source' && !fault.sources)) return false;
  return fault.needs === undefined || kind.abilities.includes(fault.needs);
}

/** Those that may aim at something in this design; the others are met in registries.test. */
const HERE = FAULTS.filter((one) => targetsOf(one).length > 0);

/** Any value of a parameter, numbers up to about twice their default. */
function anyValue(spec: ParamSpec): fc.Arbitrary<ParamValue> {
  if (spec.type === 'choice') return fc.constantFrom(...spec.options.map((option) => option.value));
  if (spec.type === 'flag') return fc.boolean();
  return spec.type === 'number' ? fc.nat(8).map((eighths) => between(spec, eighths / 8)) : fc.constant(spec.default);
}

function between(spec: NumberSpec, share: number): number {
  const value = spec.min + share * (Math.min(spec.max, 2 * spec.default) - spec.min);
  return spec.whole ? Math.round(value) : value;
}

const entry: fc.Arbitrary<Omit<FaultEntry, 'id'>> = fc.constantFrom(...HERE).chain((one) =>
  fc
    .record({
      at: fc.integer({ min: 0, max: 20 }).map((n) => n * 100),
      duration: fc.integer({ min: 1, max: 20 }).map((n) => n * 100),
      target: fc.constantFrom(...targetsOf(one)),
      params: fc.record(Object.fromEntries(Object.entries(one.params).map(([name, spec]) => [name, anyValue(spec)]))),
    })
    .map((rest) => ({ type: 'fault', fault: one.id, ...rest })),
);

function designOf(entries: readonly FaultEntry[]): Design {
  const pause: FaultEntry = {
    type: 'fault',
    id: 'pause',
    at: PAUSE_MS,
    duration: AGAIN_MS - PAUSE_MS,
    fault: 'traffic-spike',
    target: 'users',
    params: { factor: 0 },
  };
  const scenario = { seed: 1, durationMs: MS, warmupMs: 0, timeline: [...entries, pause], objectives: [] };
  return { version: 1, title: 'overlap', about: '', classes: [cls('get')], nodes: NODES, links: LINKS, scenario };
}

/** How what several faults say of one knob comes together. */
const TOGETHER: Readonly<Record<string, (a: number, b: number) => number>> = {
  slow: (a, b) => a * b,
  traffic: (a, b) => a * b,
  added: (a, b) => a + b,
  delay: (a, b) => a + b,
  jitter: (a, b) => a + b,
  flood: (a, b) => a + b,
  leaked: (a, b) => a + b,
  skew: (a, b) => a + b,
  drift: (a, b) => a + b,
  innerDelay: (a, b) => a + b,
  innerJitter: (a, b) => a + b,
  innerLoss: either,
  slowDisk: (a, b) => a * b,
  allowance: (a, b) => a * b,
  expired: Math.max,
  misled: Math.max,
  twice: either,
  twiceAfter: Math.max,
  heldUp: either,
  heldUpBy: Math.max,
  bandwidth: Math.min,
  errors: either,
  wrong: either,
  hotKey: either,
  poison: either,
  refusing: Math.max,
  diskFull: Math.max,
  health: Math.max,
  loss: either,
  down: Math.max,
  hung: Math.max,
  severed: (a, b) => a | b,
  replicationPaused: Math.max,
};

/** What each of the faults would say alone, put together. */
function composed(session: Session, active: readonly FaultEntry[], ms: number): Knobs {
  const { knobs, shape } = session.compiled.sim;
  const fresh = () => new Knobs(knobs.down.length, shape.nodes, shape.links);
  const all = fresh();
  all.calm = active.length === 0 ? 1 : 0;
  // What is kept as a list is in the order in which faults began.
  for (const one of [...active].sort((a, b) => a.at - b.at)) {
    const fault = faultOf(one.fault);
    const reach = fault === undefined ? undefined : reachOf(session.compiled, fault, one.target);
    if (fault === undefined || reach === undefined) throw new Error(`${one.fault} cannot aim at ${one.target}`);
    const alone = fresh();
    const values = valuesOf(fault.params, one.params) as Readonly<Record<string, never>>;
    fault.turn?.(alone, reach, values, (ms - one.at) * 1e6, one.at * 1e6);
    all.cuts.push(...alone.cuts);
    all.oneWay.push(...alone.oneWay);
    all.between.push(...alone.between);
    for (const [name, join] of Object.entries(TOGETHER)) {
      const [into, from] = [all, alone].map((k) => k[name as keyof Knobs] as unknown as Float64Array) as [Float64Array, Float64Array];
      for (let i = 0; i < into.length; i++) into[i] = join(into[i]!, from[i]!);
    }
  }
  return all;
}

/** Parts of which the first figure looks back to the start: a share of hits, a share of answers. */
const LOOK_BACK = ['cache', 'users'];

/** The last chart window of a run to its end, column by column, without figures that look back to the start. */
function lastWindow(session: Session): number[] {
  session.advance(session.end);
  const { series } = session.recorder;
  const old = LOOK_BACK.map((id) => WINDOW.size + (session.compiled.nodeIndex.get(id) ?? 0) * NODE_WINDOW.size + NODE_WINDOW.figure0);
  return Array.from({ length: session.layout.windowSize }, (_, column) => (old.includes(column) ? 0 : series.at(series.rows - 1, column)));
}

describe('overlapping faults', () => {
  it('turn knobs together, each heals by itself, and in the end all goes as if none had been', () => {
    const undisturbed = lastWindow(new Session(designOf([])));
    expect(undisturbed[WINDOW.ok]).toBe(40);
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 8 }), (drawn) => {
        const entries = drawn.map((one, i) => ({ ...one, id: `f${i}` }));
        const session = new Session(designOf(entries));
        const moments = new Set(entries.flatMap((one) => [one.at, one.at + (one.duration ?? 0), one.at + (one.duration ?? 0) / 2]));
        for (const ms of [...moments].sort((a, b) => a - b)) {
          session.advance(ms * 1e6);
          const active = entries.filter((one) => one.at <= ms && ms < one.at + (one.duration ?? 0));
          expect(session.compiled.sim.knobs, `at ${ms} ms`).toEqual(composed(session, active, ms));
        }
        session.advance(LAST_MS * 1e6);
        const { knobs, shape } = session.compiled.sim;
        const rested = new Knobs(knobs.down.length, shape.nodes, shape.links);
        rested.calm = 1;
        expect(knobs).toEqual(rested);
        expect(lastWindow(session)).toEqual(undisturbed);
        for (const one of entries) met.add(one.fault);
      }),
      { seed: SEED, numRuns: 60 },
    );
    expect([...met].sort()).toEqual(HERE.map((one) => one.id).sort());
  });
});
