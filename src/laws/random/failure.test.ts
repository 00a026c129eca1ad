/**
 * The laws can fail, and what fails is made small: engines with a bug put in on purpose, of which the corpus finds a scenario, the
 * shrinker a design of at most five parts, and a saved file the same broken law again.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Design } from '../../design/document.ts';
import { readFileText } from '../../design/share/file.ts';
import { SPAN } from '../../engine/clock.ts';
import { ATTEMPT, CALLER_HOLDS, FLAGS, HELD_IN, HELD_OUT, INSTANCE, LINK, THERE } from '../../engine/requests.ts';
import type { Session } from '../../run/session.ts';
import { lawOf, save, shrunk, told } from './failure.ts';
import { FEW } from './graph.ts';
import { runScenario } from './run-scenario.ts';
import { drawScenario } from './scenario.ts';
import { shrink } from './shrink.ts';

/** Bugs as they might happen, each with what the laws should say of it. */
const BUGS: readonly { readonly name: string; readonly law: RegExp; readonly put: (session: Session) => void }[] = [
  {
    name: 'a machine that dies takes the rows of its calls with it',
    law: /rows in use: \d+ left over/,
    put: ({ compiled: { sim } }) => {
      sim.calls.carriage.fallSilent = (row) => {
        const { ints } = sim.requests;
        ints[row + FLAGS] = ints[row + FLAGS]! & ~(THERE | HELD_IN | HELD_OUT);
        sim.clock[SPAN] = 0;
        sim.meter.left(ints[row + INSTANCE]!, 1);
      };
    },
  },
  {
    name: 'a call whose caller dies is counted twice',
    law: /calls = calls sent/,
    put: ({ compiled: { sim } }) => {
      const abandon = sim.calls.abandon.bind(sim.calls);
      sim.calls.abandon = (row) => {
        const link = sim.links[sim.requests.ints[row + LINK]!]!;
        if (sim.requests.has(row, CALLER_HOLDS)) link.calls++;
        abandon(row);
      };
    },
  },
  {
    name: 'a retried request is counted twice',
    law: /(requests|ended) = by outcome/,
    put: ({ compiled: { sim } }) => {
      const complete = sim.complete.bind(sim);
      sim.complete = (row) => {
        if (sim.requests.ints[row + ATTEMPT]! > 2) sim.meter.classes[0]!.requests++;
        complete(row);
      };
    },
  },
];

describe.each(BUGS)('an engine with a bug: $name', ({ law, put }) => {
  /** What breaks without the bug as well is no evidence of it. */
  const run = (design: Design) => {
    const found = runScenario(design, { tamper: put });
    return found.flaws.length > 0 && runScenario(design).flaws.length > 0 ? { ...found, flaws: [] } : found;
  };

  it('is found by the corpus, shrunk to at most five parts, saved, and fails again when the file is read', () => {
    let number = 1;
    let flaws: readonly string[] = [];
    for (; flaws.length === 0 && number < 1000; number++) {
      const found = run(drawScenario(number, FEW)).flaws;
      // One that breaks other laws only is no evidence of this bug.
      if (found.some((one) => law.test(one))) flaws = found;
    }
    // A bug breaks several laws at once.
    const flaw = flaws.find((one) => law.test(one)) ?? flaws[0] ?? '';
    expect(flaw).toMatch(law);
    const small = shrunk(drawScenario(number - 1, FEW), flaw, run, 250);
    expect(small.nodes.length).toBeLessThanOrEqual(5);
    expect(runScenario(small).flaws, 'without the bug').toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), 'loadbearing-'));
    const path = save(`scenario-${number - 1}`, small, folder);
    const again = readFileText(readFileSync(path, 'utf8'));
    rmSync(folder, { recursive: true });
    expect(again).toEqual({ ok: true, value: small });
    expect(run(small).flaws.map(lawOf)).toContain(lawOf(flaw));
    console.info(told(number - 1, flaws, small, path));
  });
});

describe('shrinking', () => {
  it('takes away all that the failure does not need', () => {
    let number = 1;
    const fails = ({ nodes, scenario }: Design) =>
      nodes.some((node) => node.kind === 'cache') && scenario.timeline.some((entry) => entry.type === 'fault' && entry.fault === 'slow');
    while (!fails(drawScenario(number, FEW))) number++;
    const small = shrink(drawScenario(number, FEW), fails, 10_000);
    expect(small.nodes.filter((node) => node.kind === 'cache')).toHaveLength(1);
    expect(small.nodes.length).toBeLessThanOrEqual(2);
    expect(small.nodes.every((node) => Object.keys(node.params).length === 0)).toBe(true);
    expect([small.links, small.classes.length, small.scenario.timeline.length]).toEqual([[], 1, 1]);
  });

  it('knows one law in sentences about other parts and numbers', () => {
    expect(lawOf('report: app/2: utilisation 1.25 lies in [0, 1]')).toBe(lawOf('report: b: utilisation 3e-7 lies in [0, 1]'));
    expect(lawOf('window 8: utilisation 2 of app')).toBe(lawOf('window 81: utilisation 1.5 of db-3'));
    expect(lawOf('client/1: in = ended + inside: 4 against 5')).toBe(lawOf('db-2/3: in = ended + inside: 14 against 15'));
    expect(lawOf('digest: in pieces 2f8c60c2409044d2, straight 1a6114b4277da301')).toBe(
      lawOf('digest: in pieces 5aac96d982d7cc13, straight 85b87f4e29a74b6b'),
    );
    expect(lawOf('rows in use: 2 left over')).not.toBe(lawOf('requests open: 2 left over'));
  });
});
