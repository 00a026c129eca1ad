/**
 * The capsule in a link's fragment: `lb1.d.LENGTH.PAYLOAD.CRC`. `lb1` is the form's version, `d` the codec (packed, deflated,
 * base64url), LENGTH the payload's characters and CRC its checksum, so a cut link says that it was cut and a damaged one that
 * it was damaged. Decoding is capped at every stage, and what comes out goes through `read` like everything from outside.
 */
import { deflateSync, Inflate } from 'fflate';
import { crc32 } from '../../std/bytes.ts';
import { err, ok, type Result } from '../../std/result.ts';
import type { Design, Problem } from '../document.ts';
import { read } from '../read.ts';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { type Packable, pack, unpack } from './pack.ts';
import { fromTuple, toTuple } from './tuple.ts';

/** What a link carries: the scenario, the digest its run must have, and the engine that ran it. */
export interface Capsule {
  readonly design: Design;
  /** 16 hexadecimal digits; undefined when the run was not sealed. */
  readonly digest: string | undefined;
  readonly engine: string;
}

/** The form's version that this build writes. */
const VERSION = 1;
const CODEC = 'd';
/** Caps (CHECKLISTS C07): characters in, bytes out, growth. */
const MAX_CHARACTERS = 65_536;
const MAX_BYTES = 1_000_000;
const MAX_GROWTH = 50;
const PIECE = 512;

/** The fragment for a capsule, without `#`. */
export function encodeLink(capsule: Capsule): string {
  const { design, digest, engine } = capsule;
  const bytes = pack([engine, digest ?? 0, toTuple(design)]);
  const payload = toBase64Url(deflateSync(bytes, { level: 9, mem: 8 }));
  return `lb${VERSION}.${CODEC}.${payload.length.toString(36)}.${payload}.${checksum(payload)}`;
}

/** Reads a capsule from a fragment or a whole address, bearing what mail programs and chats do to links. */
export function decodeLink(text: string): Result<Capsule, readonly Problem[]> {
  if (text.length > MAX_CHARACTERS * 2)
    return refused('too-large', `A link has at most ${MAX_CHARACTERS.toLocaleString('en')} characters.`);
  const clean = cleaned(text);
  const version = /(?:^|#)lb(\d{1,4})\./.exec(clean)?.[1];
  if (version === undefined) return refused('not-a-link', 'This is no Loadbearing link: it should hold #lb1. and a row of letters.');
  if (Number(version) > VERSION) {
    return refused(
      'newer-version',
      `This link was made with a newer version of Loadbearing (form ${version}; this one reads up to ${VERSION}).`,
    );
  }
  const fragment = clean.slice(clean.lastIndexOf(`lb${version}.`));
  const payload = payloadOf(fragment);
  if (!payload.ok) return payload;
  const bytes = inflated(payload.value);
  if (!bytes.ok) return bytes;
  return capsuleFrom(bytes.value);
}

/** White space inside goes, percent-encoding is undone up to twice. */
function cleaned(text: string): string {
  let clean = text.replace(/\s+/g, '');
  for (let i = 0; i < 2 && clean.includes('%'); i++) {
    try {
      clean = decodeURIComponent(clean);
    } catch {
      break;
    }
  }
  return clean;
}

/** The payload with its length and checksum held against it. */
function payloadOf(fragment: string): Result<string, readonly Problem[]> {
  const [, codec, lengthText = '', payload = '', sum = ''] = fragment.split('.');
  const length = /^[0-9a-z]{1,5}$/.test(lengthText) ? Number.parseInt(lengthText, 36) : Number.NaN;
  const head = `lb${VERSION}.${CODEC}.${lengthText}.`;
  const whole = head.length + length + 1 + checksum('').length;
  if (codec !== undefined && codec.length > 0 && codec !== CODEC)
    return refused('link-damaged', `The link's coding ${codec.slice(0, 5)} is unknown.`);
  if (Number.isNaN(length)) return refused(fragment.length < 14 ? 'link-cut' : 'link-damaged', 'The link was cut right after its start.');
  if (length > MAX_CHARACTERS) return refused('too-large', 'The link says it is larger than a link can be.');
  if (payload.length < length || sum.length < checksum('').length) {
    const [have, of] = [fragment.length, whole].map((n) => n.toLocaleString('en'));
    return refused('link-cut', `The link was cut (${have} of ${of} characters). Ask for it again, as a file if need be.`);
  }
  if (payload.length > length || !sum.startsWith(checksum(payload))) {
    return refused('link-damaged', 'The link was changed on its way: its checksum does not fit. Ask for it again.');
  }
  return ok(payload);
}

/** Inflates piece by piece and stops as soon as too much comes out. */
function inflated(payload: string): Result<Uint8Array, readonly Problem[]> {
  const packed = fromBase64Url(payload);
  if (packed === undefined) return refused('link-damaged', 'The link holds characters that no link has.');
  const pieces: Uint8Array[] = [];
  let length = 0;
  let done = false;
  const limit = Math.min(MAX_BYTES, packed.length * MAX_GROWTH + 1000);
  const inflate = new Inflate((piece, final) => {
    pieces.push(piece);
    length += piece.length;
    done = final;
  });
  try {
    for (let at = 0; at < packed.length && !done && length <= limit; at += PIECE) {
      inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch {
    return refused('link-damaged', 'The link cannot be unpacked.');
  }
  if (length > limit) return refused('too-large', 'The link unpacks to more than a design can be.');
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return ok(bytes);
}

function capsuleFrom(bytes: Uint8Array): Result<Capsule, readonly Problem[]> {
  const unpacked = unpack(bytes);
  const [engine, digest, tuple]: readonly (Packable | undefined)[] = Array.isArray(unpacked?.value) ? unpacked.value : [];
  if (typeof engine !== 'string' || engine.length > 40 || tuple === undefined) return refused('link-damaged', 'The link holds no design.');
  const design = read(fromTuple(tuple));
  if (!design.ok) return design;
  const sealed = typeof digest === 'string' && /^[0-9a-f]{16}$/.test(digest);
  return ok({ design: design.value, digest: sealed ? digest : undefined, engine });
}

/** CRC-32 of the payload's characters, seven digits of base 36. */
function checksum(payload: string): string {
  const bytes = Uint8Array.from(payload, (c) => c.charCodeAt(0) & 0xff);
  return crc32(bytes).toString(36).padStart(7, '0');
}

function refused(code: string, message: string): Result<never, readonly Problem[]> {
  return err([{ code, severity: 'error', place: 'link', message }]);
}
