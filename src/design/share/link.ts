/**
 * The capsule in a link's fragment: `lb1.c.LENGTH.PAYLOAD.CHECKSUM`. `lb1` is the form, `c` the codec (columns, deflated
 * with a sample of likely text, base64url), LENGTH the payload's characters in base 36 and CHECKSUM seven digits of
 * base 36 over all before it, so a cut link says how much of it is there and a damaged one that it was damaged. A link
 * ends in a letter or digit, since programs that make text clickable leave punctuation out. Decoding is capped at every
 * stage, and what comes out goes through `read` like everything from outside.
 */
import { deflateSync, Inflate } from 'fflate';
import { assert } from '../../std/assert.ts';
import { crc32 } from '../../std/bytes.ts';
import { err, ok, type Result } from '../../std/result.ts';
import { encodeUtf8 } from '../../std/utf8.ts';
import type { Problem } from '../document.ts';
import { grouped } from '../read/intake.ts';
import { openDocument } from '../read.ts';
import { CATALOG, type Registry } from '../registry.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import type { Capsule } from './capsule.ts';
import { SAMPLE } from './lexicon.ts';
import { packCapsule } from './pack-capsule.ts';
import { unpackCapsule } from './unpack-capsule.ts';

const FORM = 1;
const CODEC = 'c';
const CHECKSUM_LENGTH = 7;

/** Characters that are looked at, with everything that mail and chat may have wrapped around a link. */
const MOST_TEXT = 400_000;
/** Caps on what is unpacked (CHECKLISTS C07): bytes in, bytes out, and growth once it is more than a little. */
const MOST_PACKED = 65_536;
const MOST_UNPACKED = 1_048_576;
const MOST_GROWTH = 50;
const LITTLE = 131_072;
/** Bytes inflated at a time: deflate grows at most 1,032-fold, so one piece gives half a megabyte at worst. */
const PIECE = 512;

const DICTIONARY = encodeUtf8(SAMPLE);

/**
 * The fragment for a capsule, without `#`. The digest, if there is one, must be 16 hexadecimal digits. Positions are held
 * to a grid of 4 px; everything else comes back as it is. A design so large that its link would be refused (over 64 KiB
 * packed) belongs into a file.
 */
export function encodeLink(capsule: Capsule): string {
  assert(capsule.digest === undefined || /^[0-9a-f]{16}$/.test(capsule.digest), 'a digest is 16 hexadecimal digits');
  const payload = toBase64Url(deflateSync(packCapsule(capsule), { level: 9, mem: 6, dictionary: DICTIONARY }));
  const head = `lb${FORM}.${CODEC}.${payload.length.toString(36)}.${payload}`;
  return `${head}.${checksum(head)}`;
}

/** A capsule that was read, with the places of what this version does not know and left out, if there was anything. */
export interface Decoded extends Capsule {
  readonly leftOut?: readonly string[];
}

/** Reads a capsule from a fragment or from a text around one, bearing what mail programs and chats do to links. */
export function decodeLink(text: string, registry: Registry = CATALOG): Result<Decoded, readonly Problem[]> {
  if (text.length > MOST_TEXT)
    return refused('too-large', `A link has at most ${grouped(MOST_TEXT)} characters; this text has ${grouped(text.length)}.`);
  const payload = payloadIn(cleaned(text));
  if (!payload.ok) return payload;
  const bytes = inflated(payload.value);
  if (!bytes.ok) return bytes;
  const unpacked = unpackCapsule(bytes.value);
  if (unpacked === undefined) return refused('link-damaged', 'The link holds no design, although its checksum fits.');
  const { design, digest, engine, goesOn } = unpacked;
  const opened = openDocument(design, registry);
  if (!opened.ok) return opened;
  const leftOut = [...opened.value.leftOut, ...(goesOn ? ['what follows the design'] : [])];
  return ok({ design: opened.value.design, digest, engine, ...(leftOut.length > 0 && { leftOut }) });
}

/**
 * Percent-encoding is undone as often as wrappers may have done it, and what is in no link goes: white space and line
 * breaks, marks of quoted mail, invisible characters.
 */
function cleaned(text: string): string {
  let clean = text;
  for (let round = 0; round < 3 && clean.includes('%'); round++) {
    clean = clean.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  }
  return clean.replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff<>"'=|*]+/g, '');
}

/** The payload, once its length and its checksum were held against it. */
function payloadIn(text: string): Result<string, readonly Problem[]> {
  const start = /(?:^|#)lb([0-9]{1,4})(?:\.|$)/.exec(text);
  if (start === null) return refused('not-a-link', 'This is no Loadbearing link; one has #lb1. in it and a long row of letters.');
  const form = Number(start[1]);
  if (form > FORM) return refused('newer-version', 'This link was made with a newer version of Loadbearing.');
  const fragment = text.slice(start.index).replace(/^#/, '').replace(/\+/g, '-').replace(/\//g, '_');
  const head = /^lb1\.([a-z][a-z0-9]?)\.([0-9a-z]{1,5})\./.exec(fragment);
  if (head === null) {
    const begun = /^lb1(?:\.(?:[a-z][a-z0-9]?(?:\.[0-9a-z]{0,5})?)?)?$/.test(fragment);
    return begun ? refused('link-cut', 'The link was cut right after its beginning.') : refused('link-damaged', DAMAGED);
  }
  const [before = '', codec, digits = ''] = head;
  const end = before.length + Number.parseInt(digits, 36);
  const whole = end + 1 + CHECKSUM_LENGTH;
  if (fragment.length < whole) {
    return refused(
      'link-cut',
      `The link was cut (${grouped(fragment.length)} of ${grouped(whole)} characters). Ask for it again, or for a file.`,
    );
  }
  if (fragment[end] !== '.' || fragment.slice(end + 1, whole) !== checksum(fragment.slice(0, end))) return refused('link-damaged', DAMAGED);
  if (codec !== CODEC) return refused('newer-version', 'This link was made with a newer version of Loadbearing.');
  return ok(fragment.slice(before.length, end));
}

const DAMAGED = 'The link was changed on its way: its checksum does not fit. Ask for it again, or for a file.';

/** Inflates piece by piece and stops as soon as too much comes out. */
function inflated(payload: string): Result<Uint8Array, readonly Problem[]> {
  const packed = fromBase64Url(payload);
  if (packed === undefined) return refused('link-damaged', 'The link holds characters that no link has.');
  if (packed.length > MOST_PACKED)
    return refused('too-large', `A link holds at most ${grouped(MOST_PACKED)} bytes; this one holds ${grouped(packed.length)}.`);
  const limit = Math.min(MOST_UNPACKED, Math.max(LITTLE, packed.length * MOST_GROWTH));
  const pieces: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate({ dictionary: DICTIONARY }, (piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  try {
    for (let at = 0; at < packed.length && length <= limit; at += PIECE) {
      inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch {
    return refused('link-damaged', 'The link cannot be unpacked, although its checksum fits.');
  }
  if (length > limit) return refused('too-large', 'The link unpacks to more than any design that fits into a link.');
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return ok(bytes);
}

function checksum(text: string): string {
  return crc32(encodeUtf8(text)).toString(36).padStart(CHECKSUM_LENGTH, '0');
}

function refused(code: string, message: string): Result<never, readonly Problem[]> {
  return err([{ code, severity: 'error', place: 'link', message }]);
}
