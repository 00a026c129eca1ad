// Every fault on every kind that it may hit, each with another fault across it: the one that ends heals itself and nothing else, in
// the end nothing is left on any knob, requests are answered as ever, and the run is the same when it is run again.
import { describe, expect, it } from 'vitest';
import { KINDS } from '../catalog/index.ts';
import type { Kind } from '../catalog/kind.ts';
import type { Design, FaultEntry, LinkDoc, NodeDoc } from '../design/document.ts';
import { OK } from '../engine/outcome.ts';
import type { Fault } from '../faults/fault.ts';
import { FAULTS } from '../faults/index.ts';
import { link, node } from '../proof/small-design.ts';
import { Session } from '../run/session.ts';
import { cls, constant, delayed, fault } from './story.ts';

/** Two faults overlap from 600 to 900 ms; by 1200 both are over, and from SETTLED on all must go as ever. */
const [BEGINS, SECOND, FIRST_ENDS, ENDS, SETTLED, MS] = [300, 600, 900, 1200, 6000, 7500];

/** The smallest system in which a kind has somebody who calls it and somebody to call. */
function around(kind: Kind): { readonly nodes: readonly NodeDoc[]; readonly links: readonly LinkDoc[] } {
  const source = kind.role === 'source';
  const users = node('users', 'client', { rate: 10, arrivals: 'even', keys: 5 });
  const evenly = 'arrivals' in kind.params ? { arrivals: 'even' } : {};
  // A metadata server that comes back takes half a minute by default: longer than this run.
  const quick = 'loading' in kind.params ? { loading: 500, takeover: 500 } : {};
  const part = { ...node('part', kind.id, source ? { rate: 10, ...evenly } : quick), zones: ['b'], region: 'eu' };
  const app = node('app', 'service', { work: constant(2), workers: 50 });
  const policy = { ...delayed(1), timeout: 1500, pool: 5, bulkhead: 20 };
  const nodes = source ? [part, app] : [users, part, ...(kind.links.out || !kind.links.in ? [app] : [])];
  const links = [
    ...(kind.links.in ? [link('users', 'part', policy)] : source ? [] : [link('users', 'app', policy)]),
    ...(kind.links.out ? [link('part', 'app', policy)] : []),
  ];
  return { nodes, links };
}

/** Where a fault may aim so that it hits the part; undefined when it cannot. */
function targetOf(one: Fault, kind: Kind, links: readonly LinkDoc[]): string | undefined {
  if (one.needs !== undefined && !kind.abilities.includes(one.needs)) return undefined;
  const touching = links.find((l) => l.from === 'part' || l.to === 'part');
  for (const sort of one.targets) {
    if (sort === 'link' && touching !== undefined) return `${touching.from}>${touching.to}`;
    if (kind.role === 'source' && !one.sources) continue;
    if (sort === 'node') return 'part';
    if (sort === 'instance') return 'part/1';
    if (sort === 'zone') return 'zone:b';
    if (sort === 'region') return 'region:eu';
  }
  return undefined;
}

function designOf(kind: Kind, timeline: readonly FaultEntry[]): Design {
  const scenario = { seed: 1, durationMs: MS, warmupMs: 0, timeline, objectives: [] };
  return { version: 1, title: kind.id, about: '', classes: [cls('get'), cls('put', { write: true })], ...around(kind), scenario };
}

const answered = (session: Session): number => session.compiled.sim.meter.sum().outcomes[OK]!;

/** Answers in the last seconds, when nothing is wrong any more. */
function lateAnswers(session: Session): number {
  session.advance(SETTLED * 1e6);
  const before = answered(session);
  session.advance(session.end);
  return answered(session) - before;
}

/** Knobs at this moment, as they are in a run of these faults alone. */
function knobsAt(kind: Kind, ms: number, timeline: readonly FaultEntry[]) {
  const session = new Session(designOf(kind, timeline));
  session.advance(ms * 1e6);
  return session.compiled.sim.knobs;
}

/** Which faults may hit each kind, each with the next of them across it. */
const CASES = KINDS.map((kind) => {
  const { links } = around(kind);
  const may = FAULTS.flatMap((one) => {
    const target = targetOf(one, kind, links);
    return target === undefined ? [] : [{ one, target }];
  });
  return { kind, pairs: may.map((first, i) => ({ first, second: may[(i + 1 + (i % 5)) % may.length]! })) };
});

describe('every fault on every kind', () => {
  it('is met: each fault may hit some kind, and each kind that carries requests some fault', () => {
    const met = new Set(CASES.flatMap(({ pairs }) => pairs.map(({ first }) => first.one.id)));
    expect([...met].sort()).toEqual(FAULTS.map((one) => one.id).sort());
  });

  it.each(CASES.map(({ kind, pairs }) => [kind.id, kind, pairs] as const))('%s', (_, kind, pairs) => {
    const usual = lateAnswers(new Session(designOf(kind, [])));
    const rest = knobsAt(kind, 0, []);
    for (const [i, { first, second }] of pairs.entries()) {
      const what = `${first.one.id} across ${second.one.id}`;
      const a = fault(first.one.id, first.target, BEGINS, FIRST_ENDS - BEGINS);
      const b = { ...fault(second.one.id, second.target, SECOND, ENDS - SECOND), id: 'across' };
      const session = new Session(designOf(kind, [a, b]));
      session.advance(FIRST_ENDS * 1e6);
      // Healing one leaves the other in force, as if it had been alone (healing.test asks the same of whole crowds of faults).
      if (i % 3 === 1 && first.one.aims === undefined && second.one.aims === undefined) {
        expect(session.compiled.sim.knobs, what).toEqual(knobsAt(kind, FIRST_ENDS, [b]));
      }
      session.advance(ENDS * 1e6);
      const { sim } = session.compiled;
      expect(sim.knobs, what).toEqual(rest);
      const late = lateAnswers(session);
      expect([sim.halted, late >= 0.9 * usual], `${what}: ${late} of ${usual}`).toEqual([undefined, true]);
      // Once for each other pair: it takes as long as the run itself.
      if (i % 3 !== 0) continue;
      const again = new Session(designOf(kind, [a, b]));
      again.advance(again.end);
      expect(again.digest(), what).toBe(session.digest());
    }
  });
});
