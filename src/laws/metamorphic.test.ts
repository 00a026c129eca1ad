/**
 * Metamorphic laws (Chen, Cheung & Yiu 1998): how two runs must be related, though nobody knows what either should say. All are
 * asked of random scenarios of every kind, fault and policy. That cutting a run into pieces, or watching it, changes nothing is
 * asked of every scenario of the corpus.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Design, NodeDoc, TimelineEntry } from '../design/document.ts';
import { CATALOG } from '../design/registry.ts';
import { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import { FAULTS } from '../faults/index.ts';
import { design, link, node } from '../proof/small-design.ts';
import type { Report } from '../run/report.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { type ParamBag, type ParamSpecs, valueIn } from '../std/parameter.ts';
import { Stream } from '../std/random.ts';
import { takeNoShortWays } from './random/run-scenario.ts';
import { comparable, exactly, slowedDown, slowedReport } from './random/scaling.ts';
import { drawScenario } from './random/scenario.ts';

const FIRST = 5_000_000;
/** With their drawings: every law is asked of the same ones. */
const SCENARIOS = Array.from({ length: 120 }, (_, i) => ({ number: FIRST + i, d: drawScenario(FIRST + i) }));
const MOST_EVENTS = 20_000;

/** `slower`: also what is a rule of the model and no parameter, the distances between zones, which replicas feel. */
function run(d: Design, slower = 1): Report {
  const session = new Session(d);
  const { zoneDelay } = session.compiled.sim.shape;
  for (let i = 0; i < zoneDelay.length; i++) zoneDelay[i] = slower * zoneDelay[i]!;
  session.advance(session.end, () => session.compiled.sim.events < MOST_EVENTS);
  return reportOf(session, 0);
}

const plainly = new Map<Design, Report>();

/** The run of a scenario as it was drawn, which most laws compare another run with. */
function plain(d: Design): Report {
  const known = plainly.get(d) ?? run(d);
  plainly.set(d, known);
  return known;
}

/**
 * A report without what says in which order events stood, and how many there were: at a boundary parts may look around them for a while. Costs are listed in the order of the parts,
 * and added up in it: what is compared is the lines.
 */
function figures(report: Report): Omit<Report, 'digest' | 'cost' | 'events'> & { readonly costs: readonly unknown[] } {
  const { digest: _, cost, events: __, ...rest } = report;
  const place = ({ node: id, price }: { readonly node: string; readonly price: string }) => `${id} ${price}`;
  const own = cost.lines.filter((line) => !line.node.startsWith('lonely'));
  return { ...rest, costs: own.sort((a, b) => (place(a) < place(b) ? -1 : 1)) };
}

function alike(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(a, b);
}

function withTimeline(d: Design, timeline: readonly TimelineEntry[]): Design {
  return { ...d, scenario: { ...d.scenario, timeline: [...timeline].sort((a, b) => a.at - b.at) } };
}

/** A node of every kind that nothing leads to and that leads nowhere. */
const ISLANDS = ['service', 'cache', 'sql-database', 'queue', 'load-balancer', 'api-gateway', 'client'];
const lonely = (kind: string, i: number): NodeDoc => ({ ...node(`lonely-${i}`, kind), zones: ['z'] });

/** Every parameter written down. */
function spelledOut(d: Design): Design {
  const all = (specs: ParamSpecs, bag: ParamBag): ParamBag =>
    Object.fromEntries(Object.keys(specs).map((name) => [name, valueIn(specs, bag, name)]));
  return {
    ...d,
    nodes: d.nodes.map((one) => ({ ...one, params: all(CATALOG.kindOf(one.kind)!.params, one.params) })),
    links: d.links.map((one) => ({ ...one, params: all(LINK_PARAMETERS, one.params) })),
  };
}

describe('random scenarios', () => {
  it('go the same way to the bit with notes, objectives, other names and places on the canvas, and defaults written down', () => {
    for (const { number, d } of SCENARIOS) {
      const { digest } = plain(d);
      const timeline: TimelineEntry[] = [
        ...d.scenario.timeline,
        { type: 'note', id: 'remark', at: d.scenario.durationMs / 3, text: 'look' },
      ];
      const objectives = [{ id: 'goal', metric: 'availability', bound: 'least', value: 0.99, class: '' } as const];
      const noted = withTimeline({ ...d, title: 'other', about: 'other', scenario: { ...d.scenario, objectives } }, timeline);
      expect(run(noted).digest, `scenario ${number}: notes`).toBe(digest);
      const named = { ...d, nodes: d.nodes.map((one, i) => ({ ...one, name: `Other ${i}`, x: -one.y, y: one.x })) };
      expect(run(named).digest, `scenario ${number}: names and places`).toBe(digest);
      expect(run(spelledOut(d)).digest, `scenario ${number}: defaults`).toBe(digest);
    }
  });

  it('go the same way with parts that nothing is connected to: to the bit when those come last, in all figures when first', () => {
    for (const { number, d } of SCENARIOS) {
      const alone = plain(d);
      const islands = ISLANDS.map(lonely);
      const after = run({ ...d, nodes: [...d.nodes, ...islands] });
      expect(after.digest, `scenario ${number}: last`).toBe(alone.digest);
      const before = run({ ...d, nodes: [...islands, ...d.nodes] });
      const nodes = Object.fromEntries(Object.entries(before.nodes).filter(([id]) => !id.startsWith('lonely')));
      expect(figures({ ...before, nodes }), `scenario ${number}: first`).toEqual(figures(alone));
    }
  });

  it('go the same way to the bit whether the engine takes its short ways, where no fault is active, or never', () => {
    for (const { number, d } of SCENARIOS) {
      const session = new Session(d);
      const { sim } = session.compiled;
      takeNoShortWays(sim);
      session.advance(session.end, () => sim.events < MOST_EVENTS);
      const short = plain(d);
      expect(short.digest, `scenario ${number}`).toBe(session.digest());
      expect(reportOf(session, 0), `scenario ${number}`).toEqual(short);
    }
  });

  it('tell the same whether all of a chart window is kept, or the counts that a report is made of', () => {
    for (const { number, d } of SCENARIOS) {
      const session = new Session(d, undefined, 'counts');
      session.advance(session.end, () => session.compiled.sim.events < MOST_EVENTS);
      expect(reportOf(session, 0), `scenario ${number}`).toEqual(plain(d));
    }
  });

  it('tell the same figures with their parts written down in another order', () => {
    for (const { number, d } of SCENARIOS) {
      expect(figures(run({ ...d, nodes: [...d.nodes].reverse() })), `scenario ${number}`).toEqual(figures(plain(d)));
    }
  });

  it('go the same way beside a second system of its own, with traffic and luck of its own', () => {
    const other = [node('other-users', 'client', { rate: 40 }), node('other-app', 'service'), node('other-queue', 'queue')];
    const wires = [link('other-users', 'other-app', { retries: 2, timeout: 8 }), link('other-app', 'other-queue')];
    for (const { number, d } of SCENARIOS) {
      // A tracer follows requests by their number among all there are, and slows those it follows.
      if (d.nodes.some(({ kind }) => kind === 'tracer')) continue;
      const alone = plain(d);
      const together = run({ ...d, nodes: [...d.nodes, ...other], links: [...d.links, ...wires] });
      if (together.events >= MOST_EVENTS) continue;
      for (const { id } of d.nodes) expect(together.nodes[id], `scenario ${number}: ${id}`).toEqual(alone.nodes[id]);
      for (const { id } of d.links) expect(together.links[id], `scenario ${number}: ${id}`).toEqual(alone.links[id]);
      expect(together.consistency, `scenario ${number}`).toEqual(alone.consistency);
    }
  });

  it('are the same whether a fault of no duration is there or not', () => {
    const lasting = FAULTS.filter((fault) => fault.strikes === undefined && fault.targets.includes('node'));
    for (const { number, d } of SCENARIOS) {
      const luck = new Stream(number, 'moments');
      const at = () => Math.floor(luck.uniform() * d.scenario.durationMs);
      const nothing = lasting.flatMap((fault, i): TimelineEntry[] => {
        const hit = d.nodes.filter((one) => {
          const kind = CATALOG.kindOf(one.kind)!;
          return (kind.role !== 'source' || fault.sources) && (fault.needs === undefined || kind.abilities.includes(fault.needs));
        });
        const target = hit[luck.below(hit.length)];
        return target === undefined
          ? []
          : [{ type: 'fault', id: `none-${i}`, at: at(), duration: 0, fault: fault.id, target: target.id, params: {} }];
      });
      const same = run(withTimeline(d, [...d.scenario.timeline, ...nothing]));
      // The boundaries of faults are events too, so a run that is cut short is cut elsewhere.
      if (same.events < MOST_EVENTS) expect(figures(same), `scenario ${number}`).toEqual(figures(plain(d)));
    }
  });

  it('keep the moments of evenly spaced requests on a ramp, whatever fails elsewhere and whatever else is set', () => {
    const ramp = { arrivals: 'even', rate: 10, shape: 'ramp', peak: 200, shapeStart: 500, shapeLength: 3000 } as const;
    const d = design([node('users', 'client', ramp), node('app', 'service'), node('other', 'service')], [link('users', 'app')], 4);
    const aside: readonly TimelineEntry[] = [
      { type: 'fault', id: 'f', at: 730, duration: 900, fault: 'crash', target: 'other', params: {} },
      { type: 'change', id: 'c', at: 1210, target: 'users', param: 'users', value: 7 },
      { type: 'change', id: 'r', at: 2050, target: 'users', param: 'rate', value: 10 },
    ];
    expect(run(withTimeline(d, aside)).nodes['app']).toEqual(run(d).nodes['app']);
  });

  it('are the same whether a parameter is set to the value that it has or not', () => {
    const broken: number[] = [];
    for (const { number, d } of SCENARIOS) {
      const luck = new Stream(number, 'moments');
      const changed = new Set(d.scenario.timeline.flatMap((entry) => (entry.type === 'change' ? [entry.target] : [])));
      const same = [...d.nodes, ...d.links].flatMap((one, i): TimelineEntry[] => {
        const specs = 'kind' in one ? CATALOG.kindOf(one.kind)!.params : LINK_PARAMETERS;
        const live = Object.entries(specs).flatMap(([name, spec]) => (spec.live ? [name] : []));
        const param = live[luck.below(live.length)];
        if (param === undefined || changed.has(one.id)) return [];
        const at = Math.floor(luck.uniform() * d.scenario.durationMs);
        return [{ type: 'change', id: `same-${i}`, at, target: one.id, param, value: valueIn(specs, one.params, param) }];
      });
      const again = run(withTimeline(d, [...d.scenario.timeline, ...same]));
      if (!alike(figures(again), figures(plain(d)))) broken.push(number);
    }
    expect(broken).toEqual([]);
  });

  it('twice as slow are the same run at exactly twice the moments', () => {
    let asked = 0;
    const broken: number[] = [];
    for (const { number, d } of SCENARIOS) {
      const exact = exactly(d);
      const once = exact === undefined ? undefined : run(exact);
      // Slices end at other events, so a run that is cut short is cut elsewhere.
      if (exact === undefined || once === undefined || once.events >= MOST_EVENTS) continue;
      asked++;
      if (!alike(comparable(run(slowedDown(exact), 2), false), slowedReport(once))) broken.push(number);
    }
    expect(broken).toEqual([]);
    expect(asked).toBeGreaterThan(0.8 * SCENARIOS.length);
  });
});

/** An overloaded chain with room for all that wait: every kind that has workers, first come, first served. */
function chain(number: number, more: number, at: number): Design {
  const luck = new Stream(number, 'chain');
  const time = { type: 'lognormal', p50: 4, p99: 40 } as const;
  const workers = (i: number) => 1 + luck.below(3) + (i === at ? more : 0);
  const room = { queueLimit: 1_000_000, instances: 1 };
  const nodes = [
    node('users', 'client', { rate: 400, arrivals: luck.chance(0.5) ? 'poisson' : 'even', keys: 50 }),
    node('gateway', 'api-gateway', { ...room, workers: workers(0), overhead: time }),
    node('app', 'service', { ...room, workers: workers(1), work: time, waiting: 'freed' }),
    node('cache', 'cache', { ...room, workers: workers(2), time, mode: 'read-through', ttl: 1 }),
    node('db', 'sql-database', { replicas: 0, queueLimit: 1_000_000, connections: 100_000, workers: workers(3), readTime: time }),
  ];
  const links = [link('users', 'gateway'), link('gateway', 'app'), link('app', 'cache'), link('cache', 'db')];
  const d = design(nodes.slice(0, 3), links.slice(0, 2), 5);
  const whole = number % 2 === 0 ? d : { ...d, nodes: [...nodes.slice(0, 3), nodes[4]!], links: [...links.slice(0, 2), link('app', 'db')] };
  return { ...whole, scenario: { ...whole.scenario, seed: number } };
}

describe('more capacity', () => {
  it('never lowers the throughput under overload, whichever part of a chain gets it', () => {
    let raised = 0;
    for (let number = 1; number <= 24; number++) {
      for (const at of number % 2 === 0 ? [0, 1] : [0, 1, 3]) {
        const counts = [0, 1, 2, 5].map((more) => run(chain(number, more, at)).total.ok);
        for (let i = 1; i < counts.length; i++)
          expect(counts[i], `chain ${number}, part ${at}: ${counts}`).toBeGreaterThanOrEqual(counts[i - 1]!);
        if (counts[3]! > counts[0]!) raised++;
      }
    }
    // Else none of these parts held anything up.
    expect(raised).toBeGreaterThan(20);
  });
});
