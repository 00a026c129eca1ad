/**
 * MODEL.md is held to its word: every rule names the tests that hold it, and each of those exists. A test is named by the end of
 * its file's path and the beginning of its title, a case of the proof by its id.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wrongReference } from './references.ts';

const src = new URL('../', import.meta.url);
const REFERENCE = /\[([^[\]]*\.(?:test|spec) "[^"]+"|case [^\]]+)\]/g;

/** The rules: points of the text, those about what is left out apart. */
function rulesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.startsWith('- ') && !line.startsWith('- Left out: '));
}

/** What is wrong with a rule's references, in words. */
function complaints(rule: string): string[] {
  const references = [...rule.matchAll(REFERENCE)];
  const said = rule.slice(0, 60);
  if (references.length === 0) return [`${said}… names no test`];
  return references.flatMap(([, reference]) => {
    const wrong = wrongReference(reference!);
    return wrong === undefined ? [] : [`${said}… ${wrong}`];
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
