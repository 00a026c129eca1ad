import { describe, expect, it } from 'vitest';
import { type EncodedPicture, webmFile } from './webm.ts';

interface Element {
  readonly id: string;
  /** Where its body begins, counted from the beginning of the file. */
  readonly from: number;
  readonly body: Uint8Array;
}

/** A reader of its own, by the book: an id's length is in its leading zeros, a size's too. */
function elements(bytes: Uint8Array, from = 0): readonly Element[] {
  const found: Element[] = [];
  let at = 0;
  while (at < bytes.length) {
    const idLength = Math.clz32(bytes[at]!) - 23;
    const id = [...bytes.subarray(at, at + idLength)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    at += idLength;
    const sizeLength = Math.clz32(bytes[at]!) - 23;
    const size = [...bytes.subarray(at + 1, at + sizeLength)].reduce((sum, byte) => sum * 256 + byte, bytes[at]! & (0xff >> sizeLength));
    at += sizeLength;
    found.push({ id, from: from + at, body: bytes.subarray(at, at + size) });
    at += size;
  }
  expect(at).toBe(bytes.length);
  return found;
}

const inside = (list: readonly Element[], id: string): Element => list.find((one) => one.id === id)!;
const children = ({ body, from }: Element): readonly Element[] => elements(body, from);
const whole = ({ body }: Element): number => [...body].reduce((sum, byte) => sum * 256 + byte, 0);

const picture = (timeMs: number, key: boolean): EncodedPicture => ({ data: Uint8Array.of(timeMs % 251, 7), timeMs, key });
const PICTURES = Array.from({ length: 90 }, (_, i) => picture(Math.round((i * 1000) / 30), i % 60 === 0));
const FILM = webmFile({ codec: 'V_VP9', width: 960, height: 540, durationMs: 3000 }, PICTURES);

describe('a WebM file', () => {
  it('says what it is, how long, how large and in which codec', () => {
    const [head, segment, ...more] = elements(FILM);
    expect(more).toEqual([]);
    expect(new TextDecoder().decode(inside(children(head!), '4282').body)).toBe('webm');
    const info = children(inside(children(segment!), '1549a966'));
    const duration = inside(info, '4489').body;
    expect(new DataView(duration.buffer, duration.byteOffset).getFloat64(0)).toBe(3000);
    expect(whole(inside(info, '2ad7b1'))).toBe(1_000_000);
    const track = children(inside(children(inside(children(segment!), '1654ae6b')), 'ae'));
    expect(new TextDecoder().decode(inside(track, '86').body)).toBe('V_VP9');
    const video = children(inside(track, 'e0'));
    expect([whole(inside(video, 'b0')), whole(inside(video, 'ba'))]).toEqual([960, 540]);
  });

  it('has every picture at its moment, key pictures first in a cluster, and a way to jump to each cluster', () => {
    const segment = elements(FILM)[1]!;
    const clusters = children(segment).filter(({ id }) => id === '1f43b675');
    const read = clusters.flatMap((cluster) => {
      const start = whole(inside(children(cluster), 'e7'));
      return children(cluster)
        .filter(({ id }) => id === 'a3')
        .map(({ body }) => {
          expect(body[0]).toBe(0x81);
          return { data: body.slice(4), timeMs: start + body[1]! * 256 + body[2]!, key: body[3] === 0x80 };
        });
    });
    expect(read).toEqual(PICTURES);
    const cues = children(inside(children(segment), '1c53bb6b')).map((point) => ({
      timeMs: whole(inside(children(point), 'b3')),
      at: whole(inside(children(inside(children(point), 'b7')), 'f1')),
    }));
    // Places are counted from the segment's body, and name where the element begins: its id of four bytes and its size of eight before its body.
    expect(cues).toEqual([0, 2000].map((timeMs, i) => ({ timeMs, at: clusters[i]!.from - 12 - segment.from })));
  });
});
