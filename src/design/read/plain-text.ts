/**
 * Text from outside made safe to show anywhere: no control characters, nothing that turns the direction of writing or
 * hides, composed as Unicode wants it (NFC), and no longer than it may be, counted in what people see as characters.
 * Joiners inside emoji and scripts that need them stay. Look-alike letters stay too: a name is no identity here, ids are.
 */

/** A visible character may be this many UTF-16 units on average before a text is cut (chosen: longest emoji families are 11). */
const UNITS_PER_CHARACTER = 4;

/**
 * Controls (C0, C1), soft hyphen, zero-width space and marks, bidirectional marks, embeddings, overrides and isolates,
 * invisible operators, interlinear and tag characters, byte-order mark, lone surrogates, non-characters.
 */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const UNSEEN_BUT_NEWLINE =
  /(?!\n)[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Made when it is first needed, which is for texts that are too long: making it takes 15 ms. */
let segmenter: Intl.Segmenter | undefined;

/** One line: every run of white space is one space, none at the ends, at most `most` visible characters. */
export function oneLine(text: string, most: number): string {
  const flat = bounded(text, most).replace(/\s+/gu, ' ').replace(UNSEEN, '').normalize('NFC').replace(/ +/g, ' ').trim();
  return cut(flat, most).trimEnd();
}

/** Several lines: as one line, but line ends stay (at most two in a row). */
export function severalLines(text: string, most: number): string {
  const lines = bounded(text, most)
    .replace(/\r\n?|[\u2028\u2029\u0085]/gu, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(UNSEEN_BUT_NEWLINE, '')
    .normalize('NFC')
    .replace(/ +/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return cut(lines, most).trimEnd();
}

/** A slug: lower-case Latin letters, digits and single hyphens, at most `most` of them; may be empty. */
export function slugOf(text: string, most: number): string {
  const plain = bounded(text, most).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, most)
    .replace(/-$/, '');
}

/** Keeps the work on hostile input small: nothing after this could be shown anyway. */
function bounded(text: string, most: number): string {
  return text.length > most * UNITS_PER_CHARACTER * 2 ? text.slice(0, most * UNITS_PER_CHARACTER * 2) : text;
}

/** The first `most` visible characters, and never more than so many units, since one character may carry any number of marks. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  let count = 0;
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment, index } of segmenter.segment(text)) {
    if (count === most || index + segment.length > most * UNITS_PER_CHARACTER) return text.slice(0, end);
    end = index + segment.length;
    count++;
  }
  return text;
}
