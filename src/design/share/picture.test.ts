import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../std/bytes.ts';
import { encodeUtf8 } from '../../std/utf8.ts';
import { EXAMPLES } from '../examples/index.ts';
import { decodeLink, encodeLink } from './link.ts';
import { isPng, linkInPng, linkInSvg, pngWithLink, svgMetadata } from './picture.ts';

/** The smallest PNG there is: one pixel, as its three necessary chunks. */
function png(): Uint8Array {
  const chunk = (type: string, data: readonly number[]): number[] => {
    const body = [...encodeUtf8(type), ...data];
    const number = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
    return [...number(data.length), ...body, ...number(crc32(Uint8Array.from(body)))];
  };
  const header = chunk('IHDR', [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  return Uint8Array.from([
    0x89,
    0x50,
    0x4e,
    0x47,
    13,
    10,
    26,
    10,
    ...header,
    ...chunk('IDAT', [8, 29, 99, 0, 0, 0, 2, 0, 1]),
    ...chunk('IEND', []),
  ]);
}

describe('a picture with its design inside (A24)', () => {
  it('gives every example back from a PNG and from an SVG', () => {
    for (const { design } of EXAMPLES) {
      const link = encodeLink({ design, digest: '00112233445566aa', engine: '4' });
      const address = `https://example.org/lb/#${link}`;
      for (const found of [linkInPng(pngWithLink(png(), address)), linkInSvg(`<svg>${svgMetadata(address)}</svg>`)]) {
        const decoded = decodeLink(found ?? '');
        expect(decoded.ok && decoded.value.design).toEqual(design);
        expect(decoded.ok && decoded.value.digest).toBe('00112233445566aa');
      }
    }
  });

  it('stays a PNG: all its chunks are whole, in their order', () => {
    const bytes = pngWithLink(png(), 'lb1.x');
    const view = new DataView(bytes.buffer);
    const names: string[] = [];
    for (let at = 8; at < bytes.length; at += view.getUint32(at) + 12) {
      const body = bytes.subarray(at + 4, at + 8 + view.getUint32(at));
      expect(view.getUint32(at + 8 + view.getUint32(at))).toBe(crc32(body));
      names.push(String.fromCharCode(...body.subarray(0, 4)));
    }
    expect(names).toEqual(['IHDR', 'tEXt', 'IDAT', 'IEND']);
    expect(isPng(bytes)).toBe(true);
  });

  it('is without a design when it carries none, was cut off or changed', () => {
    expect(linkInPng(png())).toBeUndefined();
    expect(linkInPng(encodeUtf8('GIF89a'))).toBeUndefined();
    expect(linkInSvg('<svg/>')).toBeUndefined();
    const bytes = pngWithLink(png(), 'lb1.x');
    expect(linkInPng(bytes.subarray(0, 60))).toBeUndefined();
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    expect(linkInPng(bytes)).toBeUndefined();
  });

  it('is read whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        const bytes = Uint8Array.from([...png().subarray(0, 8), ...noise]);
        expect(() => linkInPng(bytes)).not.toThrow();
      }),
    );
  });

  it('lets nothing into the metadata but the letters of a link', () => {
    expect(svgMetadata('#lb1</link><script>alert(1)</script>')).toBe(
      '<metadata><link xmlns="urn:loadbearing">#lb1/linkscriptalert1/script</link></metadata>',
    );
  });
});
