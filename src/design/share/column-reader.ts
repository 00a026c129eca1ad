/**
 * Reading what a column writer wrote, or anything at all: every count is held against what is left, the number of values
 * has a budget, and records nest only so deep, so that no bytes make it run long, grow large or throw.
 */
import { ByteReader } from '../../std/bytes.ts';
import {
  DECIMAL,
  FALSE,
  FIELD_FLAG,
  FIELD_RECORD,
  FIELD_WORD,
  FLOAT,
  HUNDREDS,
  LARGEST_EXPONENT,
  type Lexicon,
  LIST,
  NEGATIVE,
  RECORD,
  SMALLEST_EXPONENT,
  STEPS,
  TABLE,
  TRUE,
  WORD,
} from './column-writer.ts';

/** Values in all records together: the largest design that fits into a link has far fewer. */
const MOST_VALUES = 300_000;
/** The deepest document: a fault with a mixture of mixtures of measured values. */
const DEEPEST = 14;
const MOST_TEXT_BYTES = 1_000_000;

interface Field {
  readonly name: string;
  readonly kind: number;
  /** A word's text, a shape's number, or a flag. */
  readonly fixed: string | number | boolean;
}

export class ColumnReader {
  readonly #reader: ByteReader;
  readonly #words: readonly string[];
  readonly #texts: readonly string[];
  readonly #shapes: (readonly Field[])[] = [];
  #text = 0;
  #values = 0;

  constructor(bytes: Uint8Array, lexicon: Lexicon) {
    this.#reader = new ByteReader(bytes);
    const words = this.#reader.varint(bytes.length);
    const texts = this.#reader.varint(bytes.length);
    const all = this.#reader.text(MOST_TEXT_BYTES).split('\0');
    if (words + texts === 0) all.pop();
    if (all.length !== words + texts) this.#reader.fail();
    this.#words = [...lexicon, ...all.slice(0, words)];
    this.#texts = all.slice(words);
    const shapes = this.#reader.varint(bytes.length);
    for (let i = 0; i < shapes && !this.failed; i++) this.#shapes.push(this.#readShape());
  }

  /** Whether anything so far made no sense; what was read since is zeros and empty. */
  get failed(): boolean {
    return this.#reader.failed;
  }

  /** Whether everything was read, and nothing failed. */
  get complete(): boolean {
    return !this.failed && this.#reader.left === 0 && this.#text >= this.#texts.length;
  }

  text(): string {
    const text = this.#texts[this.#text++];
    return text ?? this.#none('');
  }

  wordAt(number: number): string {
    return this.#words[number] ?? this.#none('');
  }

  whole(most: number): number {
    return this.#reader.varint(most);
  }

  raw(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.#reader.u8());
  }

  column(count: number): number[] {
    const way = this.#reader.u8();
    const table = way === TABLE ? this.#table(count) : undefined;
    const values: number[] = [];
    let before = 0;
    for (let i = 0; i < count && !this.failed; i++) {
      if (way === STEPS) before += this.#reader.signed();
      else before = this.#reader.varint();
      const value = table === undefined ? before : (table[before] ?? this.#none(0));
      if (!Number.isSafeInteger(value) || value < 0) this.#reader.fail();
      values.push(value);
    }
    while (values.length < count) values.push(0);
    return values;
  }

  value(depth = 0): unknown {
    if (++this.#values > MOST_VALUES || depth > DEEPEST) return this.#none(0);
    const first = this.#reader.u8();
    switch (first) {
      case TRUE:
      case FALSE:
        return first === TRUE;
      case WORD:
        return this.wordAt(this.#reader.varint());
      case RECORD:
        return this.record(this.#reader.varint(), depth + 1);
      case LIST: {
        const length = this.#reader.varint(this.#reader.left);
        const list: unknown[] = [];
        for (let i = 0; i < length && !this.failed; i++) list.push(this.value(depth + 1));
        return list;
      }
      default:
        return this.#number(first);
    }
  }

  /** A record of a shape, without a prototype, so that no name in it means anything but itself. */
  record(shape: number, depth = 0): Record<string, unknown> {
    const record: Record<string, unknown> = Object.create(null);
    const fields = this.#shapes[shape];
    if (fields === undefined || depth > DEEPEST) {
      this.#reader.fail();
      return record;
    }
    for (const { name, kind, fixed } of fields) {
      if (this.failed || ++this.#values > MOST_VALUES) {
        this.#reader.fail();
        return record;
      }
      if (kind === FIELD_RECORD) record[name] = this.record(Number(fixed), depth + 1);
      else record[name] = kind === FIELD_WORD || kind === FIELD_FLAG ? fixed : this.value(depth + 1);
    }
    return record;
  }

  #number(first: number): number {
    const reader = this.#reader;
    if (first < HUNDREDS) return first;
    if (first < DECIMAL) return ((first - HUNDREDS) % 10) * 10 ** (2 + Math.floor((first - HUNDREDS) / 10));
    const exponent = first - DECIMAL + SMALLEST_EXPONENT;
    if (exponent <= LARGEST_EXPONENT) return Number(`${reader.varint()}e${exponent}`);
    if (first === FLOAT) return reader.float64();
    if (first !== NEGATIVE) return reader.fail();
    const second = reader.u8();
    return second === NEGATIVE ? reader.fail() : -this.#number(second);
  }

  #readShape(): readonly Field[] {
    const reader = this.#reader;
    const count = reader.varint(reader.left);
    const fields: Field[] = [];
    for (let i = 0; i < count && !this.failed; i++) {
      const head = reader.varint();
      const kind = head % 4;
      const name = this.wordAt(Math.floor(head / 4));
      if (kind === FIELD_WORD) fields.push({ name, kind, fixed: this.wordAt(reader.varint()) });
      else if (kind === FIELD_FLAG) fields.push({ name, kind, fixed: reader.varint(1) === 1 });
      // Only shapes that came before, so that none holds itself.
      else if (kind === FIELD_RECORD) fields.push({ name, kind, fixed: reader.varint(this.#shapes.length - 1) });
      else fields.push({ name, kind, fixed: 0 });
    }
    return fields;
  }

  #table(count: number): number[] {
    const length = this.#reader.varint(Math.min(count, this.#reader.left));
    const table: number[] = [];
    let value = 0;
    for (let i = 0; i < length; i++) {
      value += this.#reader.varint();
      table.push(value);
    }
    return table;
  }

  #none<T>(instead: T): T {
    this.#reader.fail();
    return instead;
  }
}
