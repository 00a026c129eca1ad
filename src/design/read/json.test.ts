import { describe, expect, it } from 'vitest';
import { readText } from '../read.ts';
import { TOYS } from '../toy-registry.ts';
import { parseJson } from './json.ts';

describe('readText', () => {
  it.each(
    [
      ['', 'empty'],
      ['  \n', 'empty'],
      ['{', 'not-json'],
      ['null', 'wrong-type'],
      ['[]', 'wrong-type'],
      ['17', 'wrong-type'],
      ['{}', 'not-a-design'],
      ['{"nodes":[],}', 'not-json'],
      ['\u0000'.repeat(1000), 'not-json'],
      ['['.repeat(100_000), 'too-deep'],
      ['{"a":'.repeat(100_000), 'too-deep'],
      [`{"nodes":[],"about":"${'x'.repeat(1_000_000)}"}`, 'too-large'],
    ].map(([text = '', code]) => [text.length > 20 ? `${text.length} characters` : JSON.stringify(text), text, code] as const),
  )('refuses %s', (_, text, code) => {
    expect(readText(text, TOYS)).toMatchObject({ ok: false, error: [{ code }] });
  });

  it('says when a text breaks off, and else near which line it stumbles', () => {
    const words = (text: string) => {
      const result = readText(text, TOYS);
      return result.ok ? '' : result.error[0]?.message;
    };
    expect(words('{"nodes": [{"id": "a')).toBe('The text breaks off in the middle: something that was opened is never closed.');
    expect(words('{\n"nodes": [],\n"title": oops\n}')).toBe('This is not JSON: line 3 is wrong.');
  });

  it('counts no brackets inside texts, and bears a byte-order mark', () => {
    const about = `${'['.repeat(40)}\\"${'{'.repeat(40)}`;
    expect(readText(`\ufeff{"nodes":[],"about":"${about}"}`, TOYS).ok).toBe(true);
  });

  it('reads the deepest document that can be valid', () => {
    const measured = {
      type: 'mixture',
      parts: [{ weight: 1, of: { type: 'mixture', parts: [{ weight: 1, of: { type: 'empirical', values: [1] } }] } }],
    };
    const timeline = [{ type: 'fault', id: 'f', at: 0, fault: 'slow', target: 's', params: { added: measured } }];
    expect(readText(JSON.stringify({ nodes: [{ id: 's', kind: 'service' }], scenario: { timeline } }), TOYS)).toMatchObject({ ok: true });
  });

  it('lets through whatever JSON.parse takes, and nothing else', () => {
    const good = ['0', '-0.5e+3', '"\\u0041\\"]"', '[]', ' [ 1 , {"a" : [ ] } ] ', 'true', 'null', '{"":{}}'];
    for (const text of good) expect(parseJson(text), text).toEqual({ ok: true, value: JSON.parse(text) });
    const bad = [
      '01',
      '1.',
      '.5',
      '+1',
      'nul',
      '[1,]',
      '{"a":1,}',
      '{a:1}',
      "'a'",
      '[1 2]',
      '1 2',
      '{"a" 1}',
      ']',
      '}',
      '[}',
      '"\n"',
      '"\\x"',
      'NaN',
      ',',
    ];
    for (const text of bad) {
      expect(() => JSON.parse(text), text).toThrow();
      expect(parseJson(text), text).toMatchObject({ ok: false, error: { code: 'not-json' } });
    }
  });

  // G13
  it('takes no longer for hostile text than for any other', { timeout: 60_000 }, () => {
    const texts = [
      '['.repeat(100_000),
      `"${'\\'.repeat(100_000)}`,
      `"${'a'.repeat(999_990)}`,
      '1'.repeat(100_000),
      ' '.repeat(999_999),
      `${'[],'.repeat(30_000)}`,
    ];
    for (const text of texts) {
      const start = process.cpuUsage();
      readText(text, TOYS);
      expect(process.cpuUsage(start).user / 1000, text.slice(0, 5)).toBeLessThan(1000);
    }
  });
});
