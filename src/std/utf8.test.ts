import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

it('writes the bytes that the host writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      expect(decodeUtf8(encodeUtf8(text))).toBe(text);
    }),
    { numRuns: 500 },
  );
  expect([...encodeUtf8('a\ud800b')]).toEqual([0x61, 0xef, 0xbf, 0xbd, 0x62]);
});

it('reads and refuses exactly what the strict decoder of the host does', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const host = (data: Uint8Array): string | undefined => {
    try {
      return strict.decode(data);
    } catch {
      return undefined;
    }
  };
  // Bytes at the edges of the encoding's ranges find its mistakes sooner than uniform ones.
  const edge = fc.constantFrom(
    0,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xf8,
    0xff,
  );
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 6 }), (data) => {
      expect(decodeUtf8(Uint8Array.from(data))).toBe(host(Uint8Array.from(data)));
    }),
    { numRuns: 5000 },
  );
});
