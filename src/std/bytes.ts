/**
 * Binary writing and reading for links, capsules and saved runs: variable-length integers, floats, texts, a checksum.
 *
 * The writer trusts its caller; the reader trusts nothing. A reader that meets a lie (a length beyond the end, a
 * number that never ends, bytes that are no UTF-8) sets `failed`, and from then on answers zeros and empty texts, so
 * that a decoder reads to its end in a straight line and asks once.
 */
import { assert } from './assert.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** Whole numbers up to 2^53 − 1 take at most eight groups of seven bits. */
const MAX_VARINT_BYTES = 8;

/** Collects bytes in a growing buffer. */
export class ByteWriter {
  private buffer = new Uint8Array(64);
  private view = new DataView(this.buffer.buffer);
  private at = 0;

  /** How many bytes were written. */
  get length(): number {
    return this.at;
  }

  /** One byte. */
  u8(value: number): void {
    this.reserve(1);
    this.buffer[this.at++] = value;
  }

  /** A whole number 0…2^53−1: seven bits a byte, low ones first (LEB128). */
  varint(value: number): void {
    assert(Number.isSafeInteger(value) && value >= 0, 'a varint is a whole number from 0 to 2^53 - 1');
    this.reserve(MAX_VARINT_BYTES);
    let rest = value;
    while (rest >= 128) {
      this.buffer[this.at++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.at++] = rest;
  }

  /** A whole number of either sign, |value| < 2^52: small ones stay short (zig-zag). */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** A double, little-endian. */
  float64(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  /** A text: its length in bytes, then UTF-8. Lone surrogates become U+FFFD. */
  text(value: string): void {
    this.bytes(encodeUtf8(value));
  }

  /** Bytes with their length in front. */
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.raw(value);
  }

  /** Bytes as they are. */
  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.at);
  }

  private reserve(more: number): void {
    if (this.at + more <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.at + more));
    grown.set(this.buffer);
    this.buffer = grown;
    this.view = new DataView(grown.buffer);
  }
}

/** Reads what a ByteWriter wrote, or anything at all. */
export class ByteReader {
  private readonly buffer: Uint8Array;
  private readonly view: DataView;
  private at = 0;
  private broken = false;

  constructor(buffer: Uint8Array) {
    this.buffer = buffer;
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }

  /** Whether anything so far could not be read; every answer since is a zero or empty. */
  get failed(): boolean {
    return this.broken;
  }

  /** How many bytes are left; 0 after a failure. */
  get left(): number {
    return this.broken ? 0 : this.buffer.length - this.at;
  }

  /** One byte. */
  u8(): number {
    return this.take(1) ? this.buffer[this.at++]! : 0;
  }

  /** A whole number 0…2^53−1, at most `max`. */
  varint(max: number = Number.MAX_SAFE_INTEGER): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      const byte = this.u8();
      value += (byte & 127) * factor;
      if (byte < 128) return value <= max && !this.broken ? value : this.fail();
      factor *= 128;
    }
    return this.fail();
  }

  /** A whole number of either sign. */
  signed(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  /** A double; NaN and infinities pass. */
  float64(): number {
    if (!this.take(8)) return 0;
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }

  /** A text of at most `maxBytes` bytes of UTF-8. */
  text(maxBytes: number): string {
    const text = decodeUtf8(this.bytes(maxBytes));
    if (text === undefined) this.fail();
    return text ?? '';
  }

  /** Bytes with their length in front, at most `max`; a view, not a copy. */
  bytes(max: number): Uint8Array {
    const length = this.varint(max);
    if (!this.take(length)) return new Uint8Array(0);
    this.at += length;
    return this.buffer.subarray(this.at - length, this.at);
  }

  /** Sets `failed`; for a decoder that finds sense missing where bytes were not. Answers 0. */
  fail(): 0 {
    this.broken = true;
    return 0;
  }

  private take(n: number): boolean {
    if (this.broken || this.at + n > this.buffer.length) {
      this.broken = true;
      return false;
    }
    return true;
  }
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let c = byte;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

/** The CRC-32 of ISO 3309 (zip, png, gzip), 0…2^32−1. `before` continues an earlier sum. */
export function crc32(data: Uint8Array, before = 0): number {
  let c = ~before;
  for (const byte of data) c = CRC_TABLE[(c ^ byte) & 255]! ^ (c >>> 8);
  return ~c >>> 0;
}
