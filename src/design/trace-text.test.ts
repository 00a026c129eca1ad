/** Traces as people paste them, and what is said when one makes no sense. */
import { describe, expect, it } from 'vitest';
import { emptyDesign } from './fresh.ts';
import { encodeLink } from './share/link.ts';
import { linkCharacters } from './share/weight.ts';
import { MAX_TRACE_BYTES, readTraceText, traceWords } from './trace-text.ts';

const trace = (text: string): unknown => {
  const read = readTraceText(text);
  return read.ok ? read.value : read.error;
};

describe('a trace as text', () => {
  it.each([
    ['a column of counts, of a second each', '3\n0\n7', { every: 1000, values: [3, 0, 7] }],
    ['counts with their interval', 'every 250\n3\n1.5', { every: 250, values: [3, 1.5] }],
    ['counts under a heading, with remarks', '\ufeff# from the log\nrequests\r\n3\r\n\r\n4', { every: 1000, values: [3, 4] }],
    ['a table of moments and counts', 'time,count\n0,5\n500,6\n1000,7', { every: 500, values: [5, 6, 7] }],
    ['a table of dates, with semicolons', '"2026-02-28 23:59:30";5\n"2026-03-01 00:00:30";6', { every: 60_000, values: [5, 6] }],
    ['moments in ms', 'ms\n100\n105\n105\n130.5', { every: 0, values: [0, 5, 0, 25.5] }],
    ['moments in s', 'Seconds\n10\n10.25', { every: 0, values: [0, 250] }],
    ['dates', '2026-01-01T00:00:00.250Z\n2026-01-01T00:00:01Z\n2026-01-01T01:00:02+01:00', { every: 0, values: [0, 750, 1000] }],
    [
      'dates across a leap day',
      '2024-02-28T12:00Z\n2024-02-29T12:00Z\n2024-03-01T00:00Z',
      { every: 0, values: [0, 86_400_000, 43_200_000] },
    ],
  ])('is %s', (_, text, expected) => {
    expect(trace(text)).toEqual(expected);
  });

  it('is counted into intervals when it has more moments than may be kept', () => {
    const moments = Array.from({ length: 20_000 }, (_, i) => i * 3);
    const read = readTraceText(`ms\n${moments.join('\n')}`);
    expect(read.ok && read.value.every).toBe(100);
    expect(read.ok && read.value.values.reduce((a, b) => a + b, 0)).toBe(20_000);
    expect(read.ok && read.value.values.slice(0, 3)).toEqual([34, 33, 33]);
  });

  it.each([
    ['', 'There is no value in it: one count or moment a line.'],
    ['requests', 'There is no value in it: one count or moment a line.'],
    ['3\nfour\n5', 'Line 2: "four" is no count.'],
    ['3\n-1', 'Line 2: "-1" is no count.'],
    ['ms\n5\n3', 'Line 3: "3" is before the line above it.'],
    ['2026-01-01T00:00:00Z\nsoon', 'Line 2: "soon" is no moment.'],
    ['0,1\n100,2\n300,3', 'Line 3: all intervals must be as long as the first, 100 ms.'],
    ['0,1\n100,many', 'Line 2: "many" is no count.'],
    ['every 0\n5', 'Line 1: an interval lasts at least 1 ms, not "0".'],
    [Array.from({ length: 5001 }, () => 1).join('\n'), 'Line 5001: at most 5,000 intervals; make them longer.'],
    ['1'.repeat(MAX_TRACE_BYTES + 1), 'At most 1,000,000 characters; these are 1,000,001.'],
  ])('is refused in words: %.20s', (text, words) => {
    expect(trace(text)).toBe(words);
  });

  it('is told in a few words', () => {
    expect(traceWords({ every: 1000, values: [1000, 500] })).toBe('2 × 1 s, 1,500 requests');
    expect(traceWords({ every: 0, values: [0, 1, 2] })).toBe('3 moments');
    expect(traceWords({ every: 0, values: [] })).toBe('empty');
  });

  it('says what it adds to a link, within a tenth', () => {
    const values = Array.from({ length: 600 }, (_, i) => 100 + ((i * 7919) % 400));
    const design = emptyDesign();
    const part = (trace: object) => ({
      id: 'c',
      kind: 'client',
      name: 'c',
      x: 0,
      y: 0,
      params: { trace } as never,
      region: '',
      zones: ['a'],
    });
    const length = (of: object) => encodeLink({ design: { ...design, nodes: [part(of)] }, digest: undefined, engine: '' }).length;
    const added = length({ every: 1000, values }) - length({ every: 1000, values: [] });
    expect(Math.abs(linkCharacters({ every: 1000, values }) / added - 1)).toBeLessThan(0.1);
  });
});
