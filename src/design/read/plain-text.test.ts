import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine, severalLines, slugOf } from './plain-text.ts';

// G12
describe('text from outside', () => {
  it.each([
    ['control characters', 'a\u0000b\u0007c\u009fd', 'abcd'],
    ['bidirectional overrides and isolates', 'user\u202etxt.exe\u202c \u2066x\u2069\u200f', 'usertxt.exe x'],
    ['what nobody sees', 'a\u200bb\u2060c\u00add\ufffb', 'abcd'],
    ['hidden tags', 'a\u{e0061}\u{e007f}b', 'ab'],
    ['halves of a character', 'a\ud800b\udc00c', 'abc'],
  ])('loses %s', (_, text, clean) => {
    expect(oneLine(text, 80)).toBe(clean);
  });

  it('keeps joined emoji, accents, and writing from right to left', () => {
    for (const text of ['👩‍👩‍👧 family', 'Zürich', 'שלום', 'नमस्ते', '数据库', '<b>&"\\']) expect(oneLine(text, 80)).toBe(text);
  });

  it('is composed the same way whoever typed it', () => {
    expect(oneLine('re\u0301seau', 80)).toBe('r\u00e9seau');
  });

  it('has single spaces, none at the ends, and line ends only where several lines may be', () => {
    expect(oneLine('  a \t b\r\n\nc ', 80)).toBe('a b c');
    expect(severalLines('  a \t b \r\n c\r\n\n\n\nd\u2028e\n', 80)).toBe('a b\nc\n\nd\ne');
  });

  it('is counted in what people see, and cut between characters', () => {
    expect(oneLine('x'.repeat(200), 80)).toHaveLength(80);
    const family = '👩‍👩‍👧';
    expect(oneLine(family.repeat(5), 3)).toBe(family);
    expect(oneLine('é'.repeat(100), 80)).toBe('é'.repeat(80));
    expect(oneLine(`a${'\u0301'.repeat(1000)}`, 80).length).toBeLessThanOrEqual(320);
  });

  it('is the same when it is cleaned again', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 12 }), (text, most) => {
        const line = oneLine(text, most);
        expect(oneLine(line, most)).toBe(line);
        const lines = severalLines(text, most);
        expect(severalLines(lines, most)).toBe(lines);
      }),
      { seed: 11, numRuns: 5000 },
    );
  });

  // G13
  it('costs little however long and strange it is', { timeout: 60_000 }, () => {
    const start = process.cpuUsage();
    for (const unit of [' ', '\u0301', '\n', 'a\u200d', '👩‍', '\u202e', 'ß']) {
      oneLine(unit.repeat(100_000), 80);
      severalLines(unit.repeat(100_000), 2000);
    }
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
  });
});

describe('a slug', () => {
  it.each([
    ['Load balancer', 'load-balancer'],
    ['  DB #2  ', 'db-2'],
    ['Café Zürich', 'cafe-zurich'],
    ['数据库', ''],
    ['--a--', 'a'],
  ])('of %s is "%s"', (text, slug) => {
    expect(slugOf(text, 40)).toBe(slug);
  });

  it('is never too long and never ends in a hyphen', () => {
    expect(slugOf('aaaa bbbb', 5)).toBe('aaaa');
  });
});
