import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../std/bytes.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { ColumnReader } from './column-reader.ts';
import { ColumnWriter, type Value } from './column-writer.ts';

const LEXICON = ['type', 'value', 'workers'];
const SEED = 8;

function there(value: Value): unknown {
  const out = new ColumnWriter(LEXICON);
  out.value(value);
  const from = new ColumnReader(out.finish(), LEXICON);
  const back = from.value();
  expect(from.complete).toBe(true);
  return back;
}

/** Bytes of a value alone. */
function size(value: Value): number {
  const [some, none] = [new ColumnWriter(LEXICON), new ColumnWriter(LEXICON)];
  some.value(value);
  return some.finish().length - none.finish().length;
}

describe('columns', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 }).map((s) => s.replaceAll('\0', ''));
  const number = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 1000),
    fc.nat(300),
  );
  const value = fc.letrec<{ value: Value; leaf: Value }>((tie) => ({
    leaf: fc.oneof(number, fc.boolean(), text),
    value: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(text, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    ),
  })).value;

  it('give back every value, to the last bit of every number', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(plain(there(v))).toEqual(v);
      }),
      { seed: SEED, numRuns: 3000 },
    );
    for (const x of [
      0,
      -0,
      127,
      128,
      1e21,
      1e22,
      5e-324,
      1.7976931348623157e308,
      0.1 + 0.2,
      Infinity,
      2 ** 53,
      1e-9,
      123456789012345680000,
    ]) {
      expect(Object.is(there(x), x), String(x)).toBe(true);
    }
  });

  it('take few bytes for the numbers that people write', () => {
    expect([0, 5, 127, 200, 500, 3000, 20_000].map(size)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect([250, 1500, 0.5, 0.995, 0.05, 60_000, 120_000].map(size)).toEqual([2, 2, 2, 3, 2, 1, 2]);
  });

  it('give back columns of whole numbers, whichever way suits them', { timeout: 60_000 }, () => {
    const column = fc.oneof(
      fc.array(fc.nat(1e9)),
      fc.array(fc.nat(3)),
      fc
        .tuple(fc.nat(50_000), fc.nat(40), fc.nat(9))
        .map(([from, count, step]) => Array.from({ length: count }, (_, i) => from + i * step)),
    );
    fc.assert(
      fc.property(column, (numbers) => {
        const out = new ColumnWriter([]);
        out.column(numbers);
        const from = new ColumnReader(out.finish(), []);
        expect(from.column(numbers.length)).toEqual(numbers);
        expect(from.complete).toBe(true);
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('fail quietly on any bytes at all', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(2000), (bytes, count) => {
        const from = new ColumnReader(bytes, LEXICON);
        from.text();
        expect(from.column(count)).toHaveLength(count);
        from.record(from.whole(50));
        from.value();
        if (from.failed) expect(from.complete).toBe(false);
      }),
      { seed: SEED, numRuns: 10_000 },
    );
  });

  it('cannot be made to unfold a few bytes into a forest', { timeout: 60_000 }, () => {
    // Each shape holds the one before it twice: 2^30 records.
    const shapes = Array.from({ length: 30 }, (_, i) => (i === 0 ? [1, 3, 1] : [2, 2, i - 1, 6, i - 1])).flat();
    const bytes = Uint8Array.from([0, 0, 0, 30, ...shapes, 203, 29]);
    const from = new ColumnReader(bytes, LEXICON);
    const start = process.cpuUsage();
    from.value();
    expect(from.failed).toBe(true);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
  });
});

describe('a chain of records', () => {
  it('longer than the stack ends in a failure and not in an exception', () => {
    const out = new ByteWriter();
    for (const head of [0, 0, 0, 50_000, 1, 3, 1]) out.varint(head);
    for (let i = 1; i < 50_000; i++) for (const part of [1, 2, i - 1]) out.varint(part);
    for (const last of [203, 49_999]) out.varint(last);
    const bytes = out.finish();
    const from = new ColumnReader(bytes, LEXICON);
    from.record(49_999);
    expect(from.failed).toBe(true);
  });
});

describe('base64url', () => {
  it('gives back all bytes, and refuses what it never wrote', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = toBase64Url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64Url(text)).toEqual(bytes);
      }),
      { seed: SEED, numRuns: 500 },
    );
    for (const text of ['A', 'AAAAA', 'AA=', 'A A', 'AA+/', 'é']) expect(fromBase64Url(text)).toBeUndefined();
  });
});

/** Records have no prototype when they come back; here only their contents count. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)])) : value;
}
