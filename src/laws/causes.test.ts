// Every cause fixture is explained by its own cause, in words with numbers, from what was measured; a healthy design is called healthy.
import { describe, expect, it } from 'vitest';
import type { Design } from '../design/document.ts';
import { EXAMPLES } from '../design/examples/index.ts';
import { exponential as exp, link, node } from '../proof/small-design.ts';
import { Session } from '../run/session.ts';
import { whyOf } from '../run/why/inquiry.ts';
import type { Why } from '../run/why/why.ts';
import { ASKED_FIXTURES } from './causes/asked.ts';
import { CHANGED_FIXTURES } from './causes/changed.ts';
import { type CauseFixture, drawn } from './causes/fixture.ts';
import { GONE_FIXTURES } from './causes/gone.ts';

const FIXTURES: readonly CauseFixture[] = [...GONE_FIXTURES, ...CHANGED_FIXTURES, ...ASKED_FIXTURES];
const HEDGES = /\b(may|might|could|perhaps|possibly|probably|likely|seems?|appears?|maybe|consider|suggests?|presumably|apparently)\b/i;
const BROKEN = /NaN|undefined|Infinity|null|\[object/;

function run(design: Design): Session {
  const session = new Session(design);
  session.advance(session.end);
  return session;
}

function told({ verdict, causes, loop }: Why): string {
  return [verdict, ...causes.flatMap(({ title, sentences, turned }) => [title, ...sentences, ...turned]), ...(loop?.sentences ?? [])].join(
    '\n',
  );
}

describe('B17: the cause of each fixture', () => {
  it('is one of at least 20, each named only by its own rule', () => {
    expect(FIXTURES.length).toBeGreaterThanOrEqual(20);
    expect(new Set(FIXTURES.map(({ name }) => name)).size).toBe(FIXTURES.length);
    expect(new Set(FIXTURES.map(({ cause }) => cause)).size).toBeGreaterThanOrEqual(20);
  });

  it.each(FIXTURES.map((fixture) => [fixture.name, fixture] as const))('%s', (_, { design, state, cause, nodeId, says }) => {
    const why = whyOf(run(design));
    const [first] = why.causes;
    if (process.env['WHY'] !== undefined)
      console.info(
        `${state} ${cause}\n${JSON.stringify(why.stretch)} ${JSON.stringify(why.before)} ${why.state}\n${why.causes.map((c) => c.id)}\n${told(why)}`,
      );
    expect([why.state, first?.id, first?.nodeId]).toEqual([state, cause, nodeId]);
    const text = [first?.title, ...(first?.sentences ?? []), ...(first?.turned ?? [])].join('\n');
    for (const says1 of says) expect(text).toMatch(says1);
    expect(told(why)).not.toMatch(HEDGES);
    expect(told(why)).not.toMatch(BROKEN);
  });
});
void exp;
void link;
void node;
void drawn;
void EXAMPLES;
