/**
 * A film as a WebM file: encoded pictures of one video track, put between the elements that a player needs (EBML, RFC 8794; Matroska,
 * RFC 9559; the subset that is WebM). All is in memory when it is written, so each size is known, the film has its length, and a player
 * can jump. Written here because what muxers there are weigh more than this page's charts. Pure.
 */

export interface FilmTrack {
  readonly codec: 'V_VP8' | 'V_VP9';
  /** px */
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
}

/** One encoded picture; the first is a key picture. Times are whole ms and rise. */
export interface EncodedPicture {
  readonly data: Uint8Array;
  readonly timeMs: number;
  readonly key: boolean;
}

type Bytes = readonly number[] | Uint8Array;

const KEY = 0x80;
/** A block tells its time within its cluster in 16 bits; a key picture every few seconds begins another long before. */
const MOST_CLUSTER_MS = 30_000;
const TRACK = 1;

export function webmFile(track: FilmTrack, pictures: readonly EncodedPicture[]): Uint8Array {
  const clusters = clustersOf(pictures);
  const written = clusters.map(clusterElement);
  const head = element(
    [0x1a, 0x45, 0xdf, 0xa3],
    [
      number([0x42, 0x86], 1),
      number([0x42, 0xf7], 1),
      number([0x42, 0xf2], 4),
      number([0x42, 0xf3], 8),
      text([0x42, 0x82], 'webm'),
      number([0x42, 0x87], 4),
      number([0x42, 0x85], 2),
    ],
  );
  const before = [infoElement(track), trackElement(track)];
  // Places in the cues take eight bytes each, whatever they are, so their length is known before they are.
  const cuesLength = cuesElement(clusters.map(({ timeMs }) => ({ timeMs, at: 0 }))).length;
  let at = before.reduce((sum, { length }) => sum + length, cuesLength);
  const places = written.map(({ length }, i) => {
    const place = { timeMs: clusters[i]?.timeMs ?? 0, at };
    at += length;
    return place;
  });
  return joined([head, element([0x18, 0x53, 0x80, 0x67], [...before, cuesElement(places), ...written])]);
}

interface Cluster {
  readonly timeMs: number;
  readonly pictures: EncodedPicture[];
}

function clustersOf(pictures: readonly EncodedPicture[]): readonly Cluster[] {
  const clusters: Cluster[] = [];
  for (const picture of pictures) {
    const last = clusters.at(-1);
    if (last === undefined || picture.key || picture.timeMs - last.timeMs > MOST_CLUSTER_MS)
      clusters.push({ timeMs: picture.timeMs, pictures: [picture] });
    else last.pictures.push(picture);
  }
  return clusters;
}

function clusterElement({ timeMs, pictures }: Cluster): Uint8Array {
  const blocks = pictures.map(({ data, timeMs: at, key }) => {
    const since = at - timeMs;
    return element([0xa3], [[0x80 | TRACK, (since >> 8) & 0xff, since & 0xff, key ? KEY : 0], data]);
  });
  return element([0x1f, 0x43, 0xb6, 0x75], [number([0xe7], timeMs), ...blocks]);
}

/** Times are in ms: a tick of the file is a million ns. */
function infoElement({ durationMs }: FilmTrack): Uint8Array {
  const duration = new Uint8Array(8);
  new DataView(duration.buffer).setFloat64(0, durationMs);
  const app = 'Loadbearing';
  return element(
    [0x15, 0x49, 0xa9, 0x66],
    [number([0x2a, 0xd7, 0xb1], 1_000_000), element([0x44, 0x89], [duration]), text([0x4d, 0x80], app), text([0x57, 0x41], app)],
  );
}

function trackElement({ codec, width, height }: FilmTrack): Uint8Array {
  const video = element([0xe0], [number([0xb0], width), number([0xba], height)]);
  const entry = [number([0xd7], TRACK), number([0x73, 0xc5], TRACK), number([0x9c], 0), text([0x86], codec), number([0x83], 1), video];
  return element([0x16, 0x54, 0xae, 0x6b], [element([0xae], entry)]);
}

function cuesElement(places: readonly { readonly timeMs: number; readonly at: number }[]): Uint8Array {
  const points = places.map(({ timeMs, at }) => {
    const position = element([0xb7], [number([0xf7], TRACK), number([0xf1], at, 8)]);
    return element([0xbb], [number([0xb3], timeMs), position]);
  });
  return element([0x1c, 0x53, 0xbb, 0x6b], points);
}

function element(id: Bytes, parts: readonly Bytes[]): Uint8Array {
  const body = joined(parts);
  return joined([id, sizeOf(body.length), body]);
}

function text(id: Bytes, words: string): Uint8Array {
  return element(id, [new TextEncoder().encode(words)]);
}

/** A whole number ≥ 0 in as few bytes as it takes, or in so many. */
function number(id: Bytes, value: number, bytes = 0): Uint8Array {
  return element(id, [wholeBytes(value, bytes)]);
}

function wholeBytes(value: number, least: number): number[] {
  const digits: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  while (digits.length < Math.max(1, least)) digits.unshift(0);
  return digits;
}

/** A length in eight bytes, of which the first is a mark: 2^56 − 2 at most. */
function sizeOf(length: number): number[] {
  return [0x01, ...wholeBytes(length, 7)];
}

function joined(parts: readonly Bytes[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
