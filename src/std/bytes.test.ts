import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter, crc32 } from './bytes.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

type Item =
  | { readonly as: 'varint' | 'signed' | 'float64' | 'u8'; readonly value: number }
  | { readonly as: 'text'; readonly value: string }
  | { readonly as: 'bytes'; readonly value: Uint8Array };

const item: fc.Arbitrary<Item> = fc.oneof(
  fc.record({ as: fc.constant('varint' as const), value: fc.maxSafeNat() }),
  fc.record({ as: fc.constant('signed' as const), value: fc.integer({ min: -(2 ** 52) + 1, max: 2 ** 52 - 1 }) }),
  fc.record({ as: fc.constant('float64' as const), value: fc.double() }),
  fc.record({ as: fc.constant('u8' as const), value: fc.nat(255) }),
  fc.record({ as: fc.constant('text' as const), value: fc.string({ unit: 'grapheme' }) }),
  fc.record({ as: fc.constant('bytes' as const), value: fc.uint8Array() }),
);

function write(writer: ByteWriter, one: Item): void {
  if (one.as === 'text') writer.text(one.value);
  else if (one.as === 'bytes') writer.bytes(one.value);
  else writer[one.as](one.value);
}

function read(reader: ByteReader, as: Item['as']): unknown {
  return as === 'text' || as === 'bytes' ? reader[as](10_000) : reader[as]();
}

describe('bytes', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const writer = new ByteWriter();
        for (const one of items) write(writer, one);
        const reader = new ByteReader(writer.finish());
        for (const one of items) expect(read(reader, one.as)).toEqual(one.value);
        expect([reader.left, reader.failed]).toEqual([0, false]);
      }),
      { numRuns: 300 },
    );
  });

  it('cost one byte for small numbers of either sign', () => {
    const writer = new ByteWriter();
    for (const value of [0, 127]) writer.varint(value);
    for (const value of [-64, 63]) writer.signed(value);
    expect(writer.length).toBe(4);
    writer.varint(128);
    expect(writer.length).toBe(6);
    expect(() => writer.varint(-1)).toThrow();
    expect(() => writer.varint(0.5)).toThrow();
  });

  it('are read to the end of any nonsense without a throw, and never beyond', () => {
    const reads = fc.array(fc.constantFrom<Item['as']>('varint', 'signed', 'float64', 'u8', 'text', 'bytes'), { maxLength: 40 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), reads, (data, order) => {
        const reader = new ByteReader(data);
        for (const as of order) {
          const before = reader.left;
          const value = read(reader, as);
          if (reader.failed) expect([0, '', new Uint8Array(0)]).toContainEqual(value);
          expect(reader.left).toBeLessThanOrEqual(before);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('fail at a truncation, at an endless number, at a cap, and stay failed', () => {
    const cases: readonly [string, Uint8Array, (reader: ByteReader) => unknown][] = [
      ['nothing left', new Uint8Array(0), (r) => r.u8()],
      ['a cut number', Uint8Array.of(0x80), (r) => r.varint()],
      ['an endless number', new Uint8Array(20).fill(0xff), (r) => r.varint()],
      ['a number above the cap', Uint8Array.of(11), (r) => r.varint(10)],
      ['a cut float', new Uint8Array(7), (r) => r.float64()],
      ['a text longer than the rest', Uint8Array.of(5, 65, 65), (r) => r.text(100)],
      ['a text above the cap', Uint8Array.of(2, 65, 65), (r) => r.text(1)],
      ['a text that is not UTF-8', Uint8Array.of(1, 0xff), (r) => r.text(100)],
    ];
    for (const [name, data, readOne] of cases) {
      const reader = new ByteReader(data);
      expect([0, ''], name).toContain(readOne(reader));
      expect([reader.failed, reader.left, reader.u8(), reader.text(9)], name).toEqual([true, 0, 0, '']);
    }
  });
});

it('crc32 gives the check values of its standard, in one piece or two', () => {
  expect(crc32(latin('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
  expect(crc32(latin('56789'), crc32(latin('1234')))).toBe(0xcbf43926);
});
