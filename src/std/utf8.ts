/**
 * UTF-8 by hand, strict in reading.
 *
 * TextEncoder belongs to the host, not to the language, and this code runs where no host library is promised. The
 * decoder takes shortest forms only, no surrogates and nothing beyond U+10FFFF (RFC 3629, section 3).
 */

/** The bytes of a text; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const out = new Uint8Array(text.length * 3);
  let at = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const code = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
    if (code < 0x80) {
      out[at++] = code;
      continue;
    }
    const following = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    out[at++] = LEAD[following]! | (code >> (6 * following));
    for (let i = following - 1; i >= 0; i--) out[at++] = 0x80 | ((code >> (6 * i)) & 0x3f);
  }
  return out.slice(0, at);
}

const LEAD = [0, 0xc0, 0xe0, 0xf0] as const;
/** The smallest code point that needs so many following bytes. */
const SMALLEST = [0, 0x80, 0x800, 0x10000] as const;

/** The text, or undefined when the bytes are not UTF-8. */
export function decodeUtf8(data: Uint8Array): string | undefined {
  const parts: string[] = [];
  let at = 0;
  while (at < data.length) {
    const lead = data[at++]!;
    const following = lead < 0x80 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if ((lead >= 0x80 && lead < 0xc0) || lead >= 0xf8 || at + following > data.length) return undefined;
    let code = following === 0 ? lead : lead & (0x3f >> following);
    for (let i = 0; i < following; i++) {
      const byte = data[at++]!;
      if ((byte & 0xc0) !== 0x80) return undefined;
      code = (code << 6) | (byte & 0x3f);
    }
    if (code < SMALLEST[following]! || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
    parts.push(String.fromCodePoint(code));
  }
  return parts.join('');
}
