/**
 * MODEL.md is held to its word: every rule names the tests that hold it, and each of those exists. A test is named by the end of
 * its file's path and the beginning of its title, a case of the proof by its id.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CASES } from '../proof/index.ts';

const src = new URL('../', import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.test.ts'));

/** A title, as the first argument of a test before its body or its options. */
const TITLE = /(?<=\(\s*)(['"`])((?:\\.|(?!\1).)*)\1,\s*(?:\{[^}]*\},\s*)?(?:async\s*)?\(/g;
const REFERENCE = /\[(?:([a-z0-9/-]+\.test) "([^"]+)"|case ([a-z0-9-]+))\]/g;

function titlesOf(file: string): string[] {
  const text = readFileSync(new URL(file, src), 'utf8');
  return [...text.matchAll(TITLE)].map((match) => match[2]!.replaceAll(/\\(.)/g, '$1'));
}

/** The rules: points of the text, those about what is left out apart. */
function rulesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.startsWith('- ') && !line.startsWith('- Left out: '));
}

/** What is wrong with a rule's references, in words. */
function complaints(rule: string): string[] {
  const references = [...rule.matchAll(REFERENCE)];
  const said = rule.slice(0, 60);
  if (references.length === 0) return [`${said}… names no test`];
  return references.flatMap(([, file, title, id]) => {
    if (id !== undefined) return CASES.some((proof) => proof.id === id) ? [] : [`${said}… names case ${id}, which does not exist`];
    const found = files.filter((path) => `src/${path}`.endsWith(`/${file}.ts`)).flatMap(titlesOf);
    const fits = found.filter((one) => one.startsWith(title!));
    return fits.length === 1 ? [] : [`${said}… names ${file} "${title}", which fits ${fits.length} tests`];
  });
}

describe('MODEL.md', () => {
  const rules = rulesOf(readFileSync(new URL('../MODEL.md', src), 'utf8'));

  it('names a test that exists for every rule', () => {
    expect(rules.length).toBeGreaterThan(100);
    expect(rules.flatMap(complaints)).toEqual([]);
  });

  it('would be told of a rule without a test, of a test that is gone, and of a case that is gone', () => {
    expect(complaints('- It always works.')).toEqual(['- It always works.… names no test']);
    expect(complaints('- A call works. [calls.test "is a wish"]')[0]).toContain('fits 0 tests');
    expect(complaints('- A call works. [nowhere.test "ends"]')[0]).toContain('fits 0 tests');
    expect(complaints('- A queue is short. [case mm0]')[0]).toContain('does not exist');
    expect(complaints('- It gives each its turn. [balancers.test "gives each its turn"] [case mm1]')).toEqual([]);
  });
});
