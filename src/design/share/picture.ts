/**
 * Pictures that carry the design they show: its link stands in a text chunk of a PNG (PNG specification, 3rd edition 2025, section 11.3.3)
 * or in the metadata of an SVG, so that dropping the picture on the page opens the design again. The link has a checksum of its own and
 * goes through the same gate as any other.
 */
import { crc32 } from '../../std/bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../../std/utf8.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = 'loadbearing';
/** Length, type and checksum of a chunk, bytes; the header chunk is 13 long. */
const FRAME = 12;
const AFTER_HEADER = SIGNATURE.length + FRAME + 13;
/** More chunks than this are not looked through. */
const MOST_CHUNKS = 10_000;

/** Whether these bytes begin as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** A PNG with this link (ASCII) put in after its header. */
export function pngWithLink(png: Uint8Array, link: string): Uint8Array<ArrayBuffer> {
  const body = encodeUtf8(`tEXt${KEYWORD}\0${link}`);
  const out = new Uint8Array(png.length + body.length + 8);
  out.set(png.subarray(0, AFTER_HEADER));
  const view = new DataView(out.buffer);
  view.setUint32(AFTER_HEADER, body.length - 4);
  out.set(body, AFTER_HEADER + 4);
  view.setUint32(AFTER_HEADER + 4 + body.length, crc32(body));
  out.set(png.subarray(AFTER_HEADER), AFTER_HEADER + 8 + body.length);
  return out;
}

/** The link that a PNG carries; undefined when it carries none or is damaged. */
export function linkInPng(bytes: Uint8Array): string | undefined {
  if (!isPng(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = SIGNATURE.length;
  for (let chunks = 0; chunks < MOST_CHUNKS && at + FRAME <= bytes.length; chunks++) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return undefined;
    const body = bytes.subarray(at + 4, end);
    const head = `tEXt${KEYWORD}\0`;
    if (body.length > head.length && encodeUtf8(head).every((byte, i) => body[i] === byte)) {
      return crc32(body) === view.getUint32(end) ? decodeUtf8(body.subarray(head.length)) : undefined;
    }
    at = end + 4;
  }
  return undefined;
}

/** The metadata of an SVG that carries this link; the link is plain letters, digits, dots, dashes, underscores and a #. */
export function svgMetadata(link: string): string {
  return `<metadata><link xmlns="urn:${KEYWORD}">${link.replace(/[^\w.#:/~-]/g, '')}</link></metadata>`;
}

/** The link that an SVG carries; undefined when it carries none. */
export function linkInSvg(text: string): string | undefined {
  const open = `<link xmlns="urn:${KEYWORD}">`;
  const from = text.indexOf(open);
  const to = from < 0 ? -1 : text.indexOf('</link>', from);
  return to < 0 ? undefined : text.slice(from + open.length, to);
}
