import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../catalog/index.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import { faultOf } from '../../faults/index.ts';
import { check } from '../check.ts';
import type { Design } from '../document.ts';
import { readText } from '../read.ts';
import { fileText } from '../share/file.ts';
import { decodeLink, encodeLink } from '../share/link.ts';
import { EXAMPLES } from './index.ts';

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

describe('the examples', () => {
  it('are all in the list, and the list has no others', () => {
    expect(EXAMPLES.map((example) => `${example.id}.json`).sort()).toEqual(files.sort());
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)('%s reads without problems, and everything in it is known', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const result = readText(text);
    expect(result.ok ? [] : result.error).toEqual([]);
    if (result.ok) expect(unknown(JSON.parse(text), result.value)).toEqual([]);
  });

  it.each(EXAMPLES.map((example) => [example.id, example] as const))('%s says what to watch, and can run', (_, { design, watch }) => {
    expect(watch.length).toBeGreaterThan(40);
    expect(design.title).not.toBe('Untitled');
    const stops = ['no-traffic', 'idle-source', 'unreachable', 'idle-relay', 'nothing-measured', 'after-the-end', 'empty-target'];
    expect(check(design).filter((problem) => stops.includes(problem.code))).toEqual([]);
  });

  it.each(EXAMPLES.map((example) => [example.id, example] as const))(
    '%s goes through a file and through a link unchanged',
    (_, { design }) => {
      expect(readText(fileText(design))).toEqual({ ok: true, value: design });
      const link = decodeLink(encodeLink({ design, digest: undefined, engine: 'test' }));
      expect(link.ok && link.value.design.nodes.map((node) => node.params)).toEqual(design.nodes.map((node) => node.params));
      expect(link.ok && link.value.design.scenario).toEqual(design.scenario);
    },
  );
});

/** Paths of what a file says and reading dropped, but for settings that are at their default. */
function unknown(file: object, read: Design): string[] {
  const known = (bag: string, id: string, name: string): boolean => {
    const node = read.nodes.find((one) => one.id === id);
    const entry = read.scenario.timeline.find((one) => one.id === id);
    const specs =
      bag === 'links'
        ? LINK_PARAMETERS
        : bag === 'nodes'
          ? kindOf(node?.kind ?? '')?.params
          : faultOf(entry?.type === 'fault' ? entry.fault : '')?.params;
    return Object.hasOwn(specs ?? {}, name);
  };
  const compare = (a: unknown, b: unknown, path: readonly string[], id: string): string[] => {
    if (typeof a !== 'object' || a === null) return a === b ? [] : [path.join('.')];
    return Object.entries(a).flatMap(([key, value]) => {
      const its = Object.hasOwn(a, 'id') ? String((a as { id: unknown }).id) : id;
      const there = typeof b === 'object' && b !== null && Object.hasOwn(b, key);
      if (there) return compare(value, (b as Record<string, unknown>)[key], [...path, key], its);
      const bag = path.at(-1) === 'params' && known(path.find((step) => ['nodes', 'links', 'timeline'].includes(step)) ?? '', id, key);
      return bag ? [] : [[...path, key].join('.')];
    });
  };
  return compare(file, read, [], '');
}
