/**
 * What turns painted pictures into a file: a GIF, which every browser writes and shows, or a WebM, where the browser can encode video
 * (WebCodecs). Neither depends on how fast pictures come: each has its moment in the film.
 */
import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { FilmForm } from './film.ts';
import { type EncodedPicture, webmFile } from './webm.ts';

/** Takes pictures one after the other. */
export interface FilmEncoder {
  add(ctx: CanvasRenderingContext2D): Promise<void>;
  end(): Promise<Blob>;
  /** Lets go of what it holds, whether it came to its end or not. */
  close(): void;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const COLOURS = 256;

export function gifEncoder({ width, height }: Size, { rate }: FilmForm): FilmEncoder {
  const encoder = GIFEncoder();
  return {
    add: async (ctx) => {
      const { data } = ctx.getImageData(0, 0, width, height);
      const palette = quantize(data, COLOURS, { format: 'rgb444' });
      encoder.writeFrame(applyPalette(data, palette, 'rgb444'), width, height, { palette, delay: 1000 / rate });
    },
    end: async () => {
      encoder.finish();
      return new Blob([encoder.bytes()], { type: 'image/gif' });
    },
    close: () => {},
  };
}

/** The better one first: profile 0 at level 3.1 of VP9 (1280 × 720 at 30 pictures a second), and VP8. */
const CODECS = [
  { codec: 'vp09.00.31.08', id: 'V_VP9' },
  { codec: 'vp8', id: 'V_VP8' },
] as const;
/** Bits for each point of each picture: drawings of flat colours with sharp letters (chosen). */
const BITS = 0.12;
/** A key picture this often, s, so that a player can jump; pictures that may wait for the encoder. */
const KEY_SECONDS = 2;
const MOST_WAITING = 6;

async function codecFor(size: Size, rate: number) {
  if (typeof VideoEncoder === 'undefined') return undefined;
  for (const { codec, id } of CODECS) {
    const config = { ...size, codec, framerate: rate, bitrate: Math.round(size.width * size.height * rate * BITS) };
    const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({ supported: false }));
    if (supported === true) return { config, id };
  }
  return undefined;
}

/** Whether this browser encodes video of a usual size. */
export async function canEncodeVideo(): Promise<boolean> {
  return (await codecFor({ width: 960, height: 540 }, 30)) !== undefined;
}

/** @throws Error when the browser cannot encode pictures of this size. */
export async function webmEncoder(size: Size, { rate, filmMs }: FilmForm): Promise<FilmEncoder> {
  const found = await codecFor(size, rate);
  if (found === undefined) throw new Error('this browser encodes no video of this size');
  const pictures: EncodedPicture[] = [];
  let broken: Error | undefined;
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      pictures.push({ data, timeMs: Math.round(chunk.timestamp / 1000), key: chunk.type === 'key' });
    },
    error: (error) => {
      broken = error;
    },
  });
  encoder.configure(found.config);
  let count = 0;
  return {
    add: async ({ canvas }) => {
      while (encoder.encodeQueueSize > MOST_WAITING && broken === undefined) await new Promise((resolve) => setTimeout(resolve, 4));
      if (broken !== undefined) throw broken;
      const picture = new VideoFrame(canvas, { timestamp: Math.round((count * 1e6) / rate), duration: Math.round(1e6 / rate) });
      encoder.encode(picture, { keyFrame: count % (KEY_SECONDS * rate) === 0 });
      picture.close();
      count++;
    },
    end: async () => {
      await encoder.flush();
      if (broken !== undefined) throw broken;
      const file = webmFile({ ...size, codec: found.id, durationMs: filmMs }, pictures);
      return new Blob([file as Uint8Array<ArrayBuffer>], { type: 'video/webm' });
    },
    close: () => {
      if (encoder.state !== 'closed') encoder.close();
    },
  };
}
