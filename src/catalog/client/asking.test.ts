/** Stories of what a client asks for: keys of classes, sessions, and users who have had enough. */
import { describe, expect, it } from 'vitest';
import type { ClassDoc } from '../../design/document.ts';
import { CLASS, KEY, SESSION } from '../../engine/requests.ts';
import { cls, constant, fault, story } from '../../laws/story.ts';
import { design, link, node } from '../../proof/small-design.ts';
import { Session } from '../../run/session.ts';
import { reportOf } from '../../run/verdict.ts';
import type { ParamBag } from '../../std/parameter.ts';

interface Asked {
  readonly cls: number;
  readonly key: number;
  readonly session: number;
}

/** What 20 seconds of a client at 1,000 a second ask for. */
function asked(classes: readonly ClassDoc[], params: ParamBag = {}): Asked[] {
  const nodes = [
    node('users', 'client', { rate: 1000, keys: 100, ...params }),
    node('app', 'service', { workers: 1000, work: constant(0) }),
  ];
  const scenario = { seed: 1, durationMs: 20_000, warmupMs: 0, timeline: [], objectives: [] };
  const session = new Session({ version: 1, title: '', about: '', classes, nodes, links: [link('users', 'app')], scenario });
  const { sim } = session.compiled;
  // The express way passes by stations.
  sim.fast = false;
  const found: Asked[] = [];
  const station = sim.stations[1]!;
  const arrive = station.arrive.bind(station);
  station.arrive = (row) => {
    const { ints } = sim.requests;
    found.push({ cls: ints[row + CLASS]!, key: ints[row + KEY]!, session: ints[row + SESSION]! });
    arrive(row);
  };
  session.advance(session.end);
  return found;
}

const share = (all: readonly Asked[], holds: (one: Asked) => boolean): number => all.filter(holds).length / all.length;

describe('what a class asks about', () => {
  it('is as its source says where it says nothing itself', () => {
    const plain = asked([cls('a'), cls('b')]);
    expect(Math.max(...plain.map(({ key }) => key))).toBe(99);
    expect(asked([cls('a', { priority: 5, tenant: 'acme' }), cls('b')])).toEqual(plain);
  });

  it('is one of its own keys, by its own law', () => {
    const all = asked([cls('a', { keys: 10, skew: 0 }), cls('b')]);
    const own = all.filter((one) => one.cls === 0);
    for (let key = 0; key < 10; key++) {
      expect(Math.abs(share(own, (one) => one.key === key) - 0.1)).toBeLessThan(3 * Math.sqrt(0.09 / own.length));
    }
    expect(Math.max(...all.filter((one) => one.cls === 1).map(({ key }) => key))).toBe(99);
  });

  it('shares its keys with the classes of its space and with no others', () => {
    const all = asked([cls('a', { space: 'carts' }), cls('b', { space: 'carts' }), cls('c')]);
    const of = (i: number) => new Set(all.filter((one) => one.cls === i).map(({ key }) => key));
    expect([...of(0)].sort()).toEqual([...of(1)].sort());
    expect([...of(0)].filter((key) => of(2).has(key))).toEqual([]);
    expect(of(0).size).toBe(100);
  });

  it('is one hot key for a share of its requests', () => {
    const all = asked([cls('a', { hotShare: 0.4, keys: 1000, skew: 0 })]);
    const expected = 0.4 + 0.6 / 1000;
    expect(Math.abs(share(all, ({ key }) => key === 0) - expected)).toBeLessThan(3 * Math.sqrt((expected * (1 - expected)) / all.length));
  });
});

describe('who asks', () => {
  it('is one of the sessions, or for a share of the requests somebody new each time', () => {
    const all = asked([cls('a', { sessionShare: 0.75 })], { sessions: 50 });
    const strangers = all.filter(({ session }) => session >= 50);
    expect(Math.abs(strangers.length / all.length - 0.25)).toBeLessThan(3 * Math.sqrt(0.1875 / all.length));
    expect(new Set(strangers.map(({ session }) => session)).size).toBe(strangers.length);
    expect(new Set(all.map(({ session }) => session)).size - strangers.length).toBe(50);
  });

  it('draws nothing more where all carry a session: the luck of the rest stays as it was', () => {
    expect(asked([cls('a', { sessionShare: 1, hotShare: 0 })])).toEqual(asked([cls('a')]));
  });
});

describe('a crowd', () => {
  it('loses the users who give up for good when their requests fail', () => {
    const nodes = [
      node('users', 'client', { loop: 'closed', users: 10, think: constant(100), quits: 1 }),
      node('app', 'service', { instances: 1, workers: 100, work: constant(1) }),
    ];
    const told = story(nodes, [link('users', 'app')], { ms: 1000, timeline: [fault('crash', 'app', 250, 100)] });
    // All ask at 100, 201 and 302, when the app is down.
    expect(told.log('users').filter((line) => line.includes('refused'))).toHaveLength(10);
    expect(told.log('users').filter((line) => Number(line.split(' ')[0]) > 302)).toEqual([]);
    expect(told.report.nodes['users']?.figures['usersLeft']).toBe(10);
  });

  it('hides the queue: with the same rate an open loop shows what a hung part costs, and a closed loop does not', () => {
    const p99 = (load: ParamBag): number => {
      const nodes = [node('users', 'client', load), node('app', 'service', { instances: 1, workers: 1000, work: constant(10) })];
      const quiet = design(nodes, [link('users', 'app')], 20);
      const session = new Session({ ...quiet, scenario: { ...quiet.scenario, timeline: [fault('hang', 'app', 5000, 2000)] } });
      session.advance(session.end);
      return reportOf(session, 0).total.latencyMs.p99 ?? Number.NaN;
    };
    // Both send 100 a second while all is well. Of the crowd only its ten users meet the hang, of the others two hundred do.
    expect(p99({ loop: 'closed', users: 10, think: constant(90) })).toBeLessThan(11);
    expect(p99({ loop: 'open', rate: 100, arrivals: 'even' })).toBeGreaterThan(1700);
  });
});
