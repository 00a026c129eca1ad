/**
 * Writing plain values compactly: whole columns of whole numbers, texts in one block, and records by shape. A shape is
 * the list of names in a record together with everything in it that is no number or list, so that a record is its
 * shape's number and a few small numbers. What repeats is left to the compressor that comes after.
 */
import { ByteWriter } from '../../std/bytes.ts';

/** Words that the codec knows from the start; others follow in the link. */
export type Lexicon = readonly string[];

/** A value inside a record. */
export type Value = number | boolean | string | readonly Value[] | { readonly [name: string]: Value };

/** How a column is written: as it is, as steps from one to the next, or as places in a table of the values in use. */
const PLAIN = 0;
export const STEPS = 1;
export const TABLE = 2;

/** Kinds of fields in a shape. */
const FIELD_VALUE = 0;
export const FIELD_WORD = 1;
export const FIELD_RECORD = 2;
export const FIELD_FLAG = 3;

/** Bytes that begin a value: 0 … 127 are themselves. */
export const HUNDREDS = 128;
export const DECIMAL = 160;
export const SMALLEST_EXPONENT = -9;
export const LARGEST_EXPONENT = 15;
export const NEGATIVE = 200;
export const FLOAT = 201;
export const LIST = 202;
export const RECORD = 203;
export const WORD = 204;
export const TRUE = 205;
export const FALSE = 206;

export class ColumnWriter {
  readonly #lexicon: ReadonlyMap<string, number>;
  readonly #words = new Map<string, number>();
  readonly #shapes = new Map<string, number>();
  readonly #shapeBytes = new ByteWriter();
  readonly #texts: string[] = [];
  readonly #body = new ByteWriter();

  constructor(lexicon: Lexicon) {
    this.#lexicon = new Map(lexicon.map((word, i) => [word, i]));
  }

  /** A text that stands once. It must hold no NUL, which no text that was read does. */
  text(text: string): void {
    this.#texts.push(text);
  }

  /** The number of a word that may come up again. */
  word(word: string): number {
    const known = this.#lexicon.get(word) ?? this.#words.get(word);
    if (known !== undefined) return known;
    const number = this.#lexicon.size + this.#words.size;
    this.#words.set(word, number);
    return number;
  }

  whole(value: number): void {
    this.#body.varint(value);
  }

  raw(bytes: Uint8Array): void {
    this.#body.raw(bytes);
  }

  /** Whole numbers ≥ 0, in the way that suits them best. The reader must know how many. */
  column(values: readonly number[]): void {
    const ways = [this.#plain(values), this.#steps(values), this.#table(values)];
    const best = ways.reduce((least, way) => (cost(way) < cost(least) ? way : least));
    this.#body.raw(best);
  }

  /** One value that may be anything; the reader needs to know nothing. */
  value(value: Value): void {
    const body = this.#body;
    if (typeof value === 'number') writeNumber(body, value);
    else if (typeof value === 'boolean') body.u8(value ? TRUE : FALSE);
    else if (typeof value === 'string') {
      body.u8(WORD);
      body.varint(this.word(value));
    } else if (isList(value)) {
      body.u8(LIST);
      body.varint(value.length);
      for (const item of value) this.value(item);
    } else {
      body.u8(RECORD);
      body.varint(this.shapeOf(value));
      this.fields(value);
    }
  }

  /** The number of a record's shape. */
  shapeOf(record: { readonly [name: string]: Value }): number {
    const fields: number[] = [];
    for (const [name, value] of Object.entries(record)) {
      const word = this.word(name) * 4;
      if (typeof value === 'boolean') fields.push(word + FIELD_FLAG, value ? 1 : 0);
      else if (typeof value === 'string') fields.push(word + FIELD_WORD, this.word(value));
      else if (typeof value === 'number' || isList(value)) fields.push(word + FIELD_VALUE);
      else fields.push(word + FIELD_RECORD, this.shapeOf(value));
    }
    const key = fields.join();
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    this.#shapes.set(key, this.#shapes.size);
    this.#shapeBytes.varint(Object.keys(record).length);
    for (const field of fields) this.#shapeBytes.varint(field);
    return this.#shapes.size - 1;
  }

  /** What a record holds beyond its shape. */
  fields(record: { readonly [name: string]: Value }): void {
    for (const value of Object.values(record)) {
      if (typeof value === 'number' || isList(value)) this.value(value);
      else if (typeof value === 'object') this.fields(value);
    }
  }

  finish(): Uint8Array {
    const out = new ByteWriter();
    out.varint(this.#words.size);
    out.varint(this.#texts.length);
    out.text([...this.#words.keys(), ...this.#texts].join('\0'));
    out.varint(this.#shapes.size);
    out.raw(this.#shapeBytes.finish());
    out.raw(this.#body.finish());
    return out.finish();
  }

  #plain(values: readonly number[]): Uint8Array {
    const out = new ByteWriter();
    out.u8(PLAIN);
    for (const value of values) out.varint(value);
    return out.finish();
  }

  #steps(values: readonly number[]): Uint8Array {
    const out = new ByteWriter();
    out.u8(STEPS);
    let before = 0;
    for (const value of values) {
      out.signed(value - before);
      before = value;
    }
    return out.finish();
  }

  #table(values: readonly number[]): Uint8Array {
    const out = new ByteWriter();
    out.u8(TABLE);
    const used = [...new Set(values)].sort((a, b) => a - b);
    const places = new Map(used.map((value, i) => [value, i]));
    out.varint(used.length);
    let before = 0;
    for (const value of used) {
      out.varint(value - before);
      before = value;
    }
    for (const value of values) out.varint(places.get(value) ?? 0);
    return out.finish();
  }
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/**
 * Numbers as people write them: small whole ones in one byte, round ones in one or two, decimals by their digits, and
 * all eight bytes only for what has no short decimal form. Reading gives the very same number.
 */
function writeNumber(out: ByteWriter, value: number): void {
  if (value < 0 || Object.is(value, -0)) {
    out.u8(NEGATIVE);
    writeNumber(out, -value);
    return;
  }
  if (Number.isInteger(value) && value < HUNDREDS) {
    out.u8(value);
    return;
  }
  const match = /^([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?$/.exec(String(value));
  const digits = `${match?.[1] ?? ''}${match?.[2] ?? ''}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  const exponent = Number(match?.[3] ?? 0) - (match?.[2]?.length ?? 0) + (digits.length - significant.length);
  const mantissa = Number(significant);
  const fits = match !== null && Number.isSafeInteger(mantissa) && exponent >= SMALLEST_EXPONENT && exponent <= LARGEST_EXPONENT;
  if (!fits || Number(`${mantissa}e${exponent}`) !== value) {
    out.u8(FLOAT);
    out.float64(value);
  } else if (mantissa < 10 && exponent >= 2 && exponent <= 4) {
    out.u8(HUNDREDS + (exponent - 2) * 10 + mantissa);
  } else {
    out.u8(DECIMAL + exponent - SMALLEST_EXPONENT);
    out.varint(mantissa);
  }
}

/** About how many bits a compressor needs for these bytes: each costs the more the rarer it is among them. */
function cost(bytes: Uint8Array): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  let bits = 0;
  for (const n of counts.values()) bits += n * Math.log2(bytes.length / n) + 4;
  return bits;
}
