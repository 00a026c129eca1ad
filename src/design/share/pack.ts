/**
 * Packs nested lists of plain values into few bytes: each text stands once in a table, whole and decimal numbers take as few
 * bytes as they need. Unpacking trusts nothing: depth, counts and lengths are capped, and what does not fit ends it.
 */
import { ByteReader, ByteWriter } from '../../std/bytes.ts';

/** What can be packed. Objects are written as lists by whoever calls. */
export type Packable = null | boolean | number | string | readonly Packable[];

const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const WHOLE = 3;
const DECIMAL = 4;
const FLOAT = 5;
const TEXT = 6;
const LIST = 7;
/** From here on: a list of (tag - SHORT_LIST) members, up to 15, then small whole numbers. */
const SHORT_LIST = 8;
const SMALL = 24;
const LAST = 255;

const MAX_DEPTH = 12;
const MAX_ITEMS = 400_000;
const MAX_TEXTS = 20_000;
const MAX_TEXT_BYTES = 10_000;

export function pack(value: Packable): Uint8Array {
  const texts = new Map<string, number>();
  const body = new ByteWriter();
  write(value, body, texts);
  const out = new ByteWriter();
  out.varint(texts.size);
  for (const text of texts.keys()) out.text(text);
  out.raw(body.finish());
  return out.finish();
}

/** The packed value; undefined when these bytes are none. */
export function unpack(bytes: Uint8Array): { readonly value: Packable } | undefined {
  const reader = new ByteReader(bytes);
  const count = reader.varint(MAX_TEXTS);
  const texts: string[] = [];
  for (let i = 0; i < count && !reader.failed; i++) texts.push(reader.text(MAX_TEXT_BYTES));
  const state = { reader, texts, items: 0 };
  const value = readValue(state, 0);
  return reader.failed || reader.left > 0 ? undefined : { value };
}

function write(value: Packable, out: ByteWriter, texts: Map<string, number>): void {
  if (value === null) out.u8(NULL);
  else if (typeof value === 'boolean') out.u8(value ? TRUE : FALSE);
  else if (typeof value === 'number') writeNumber(value, out);
  else if (typeof value === 'string') {
    out.u8(TEXT);
    const known = texts.get(value);
    out.varint(known ?? texts.size);
    if (known === undefined) texts.set(value, texts.size);
  } else {
    if (value.length < SMALL - SHORT_LIST) out.u8(SHORT_LIST + value.length);
    else {
      out.u8(LIST);
      out.varint(value.length);
    }
    for (const item of value) write(item, out, texts);
  }
}

function writeNumber(value: number, out: ByteWriter): void {
  if (Number.isInteger(value) && value >= 0 && value <= LAST - SMALL && !Object.is(value, -0)) out.u8(SMALL + value);
  else if (Number.isInteger(value) && Math.abs(value) < 2 ** 50 && !Object.is(value, -0)) {
    out.u8(WHOLE);
    out.signed(value);
  } else if (!writeDecimal(value, out)) {
    out.u8(FLOAT);
    out.float64(value);
  }
}

/** Numbers with up to six decimals as a whole number and a power of ten, when that gives back the very same number. */
function writeDecimal(value: number, out: ByteWriter): boolean {
  for (let places = 1; places <= 6; places++) {
    const mantissa = Math.round(value * 10 ** places);
    if (mantissa === 0 || !Number.isSafeInteger(mantissa) || Math.abs(mantissa) >= 2 ** 50) return false;
    if (!Object.is(mantissa / 10 ** places, value)) continue;
    out.u8(DECIMAL);
    out.u8(places);
    out.signed(mantissa);
    return true;
  }
  return false;
}

interface Reading {
  readonly reader: ByteReader;
  readonly texts: readonly string[];
  items: number;
}

function readValue(state: Reading, depth: number): Packable {
  const { reader } = state;
  if (reader.failed || depth > MAX_DEPTH || ++state.items > MAX_ITEMS) {
    reader.fail();
    return null;
  }
  const tag = reader.u8();
  if (tag >= SMALL) return tag - SMALL;
  if (tag >= SHORT_LIST) return readList(state, tag - SHORT_LIST, depth);
  switch (tag) {
    case NULL:
      return null;
    case FALSE:
      return false;
    case TRUE:
      return true;
    case WHOLE:
      return reader.signed();
    case DECIMAL: {
      const places = reader.u8();
      if (places > 6) reader.fail();
      return reader.signed() / 10 ** Math.min(places, 6);
    }
    case FLOAT:
      return reader.float64();
    case TEXT:
      return state.texts[reader.varint()] ?? String(reader.fail());
    default:
      return readList(state, reader.varint(MAX_ITEMS), depth);
  }
}

function readList(state: Reading, length: number, depth: number): Packable[] {
  const list: Packable[] = [];
  for (let i = 0; i < length && !state.reader.failed; i++) list.push(readValue(state, depth + 1));
  return list;
}
