/** Each example of a kind shows something that only this kind can do: it meets its objectives, and without the part misses one. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../design/check.ts';
import type { Design } from '../design/document.ts';
import { PART_EXAMPLES } from '../design/examples/parts/index.ts';
import { withoutPart } from '../design/examples/parts/part-example.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';

/** Objectives as lines: whether met, in words with the figure. */
function judged(design: Design): { readonly met: readonly string[]; readonly missed: readonly string[] } {
  const session = new Session(design);
  session.advance(session.end);
  const { objectives, problems } = reportOf(session, 0);
  expect(problems).toEqual([]);
  const line = ({ text, value }: { readonly text: string; readonly value: unknown }) => `${text}: ${String(value)}`;
  return { met: objectives.filter((o) => o.met).map(line), missed: objectives.filter((o) => !o.met).map(line) };
}

describe('the example of a part', () => {
  it('is in the list when there is a file', () => {
    const files = readdirSync(new URL('../design/examples/parts/', import.meta.url)).filter((name) => name.endsWith('.json'));
    expect(PART_EXAMPLES.map(({ id }) => `${id}.json`).sort()).toEqual(files.sort());
  });

  it.each(PART_EXAMPLES.map((example) => [example.id, example] as const))('%s holds the part it is about, and can run', (_, example) => {
    expect(example.design.nodes.some((node) => node.kind === example.kind)).toBe(true);
    expect(example.watch.length).toBeGreaterThan(40);
    expect(example.design.scenario.objectives.length).toBeGreaterThan(0);
    const stops = ['no-traffic', 'idle-source', 'unreachable', 'idle-relay', 'nothing-measured', 'after-the-end', 'empty-target'];
    expect(check(example.design).filter((problem) => stops.includes(problem.code))).toEqual([]);
  });

  it.each(PART_EXAMPLES.map((example) => [example.id, example] as const))(
    '%s meets its objectives, and without it misses one',
    (_, example) => {
      expect(judged(example.design).missed).toEqual([]);
      expect(judged(withoutPart(example)).missed.length).toBeGreaterThan(0);
    },
  );
});
