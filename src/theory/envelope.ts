/**
 * Back of the envelope: from people to requests, storage, bandwidth, cache and servers, as one reckons on paper. Every line is rounded to
 * two digits before the next one uses it, so that each can be checked by hand from what is shown; a line is off by a twentieth at most for
 * that, which is less than its assumptions are. Sizes are powers of ten (1 GB = 10^9 bytes); beside them stands what that is in GiB (2^30).
 *
 * Averages only: no queue, no variance. What a server bears is said by whoever reckons, and so is how full it may be.
 */
import type { NumberSpec, Unit } from '../std/parameter.ts';
import { formatQuantity } from '../std/quantity.ts';

/** What is put in. Document units: requests a day, shares 0…1, bytes, days, requests a second, ms. */
export interface EnvelopeInput {
  readonly people: number;
  readonly perPerson: number;
  readonly peak: number;
  readonly writes: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly keepDays: number;
  readonly copies: number;
  readonly hot: number;
  readonly perServer: number;
  readonly full: number;
  readonly answerMs: number;
}

export type EnvelopeField = keyof EnvelopeInput;

type Spec = Pick<NumberSpec, 'label' | 'help' | 'unit' | 'min' | 'max' | 'default' | 'whole'>;

/** The fields in the order in which they are asked for; defaults are chosen, round and of no system in particular. */
export const ENVELOPE_FIELDS: Readonly<Record<EnvelopeField, Spec>> = {
  people: field('People a day', 'count', 1, 1e11, 10_000_000, 'Who comes on a day (daily active users).', true),
  perPerson: field('Requests of each, a day', 'count', 0.001, 1e6, 10, 'How many requests one of them sends on a day.'),
  peak: field('Peak over average', 'factor', 1, 1000, 3, 'The busiest hour over the mean of the day: 2 to 5 is usual, more for a sale.'),
  writes: field('Share of writes', 'ratio', 0, 1, 0.1, 'Of all requests, those that store something.'),
  bytesUp: field('Stored by a write', 'bytes', 0, 1e12, 1_000, 'Bytes that a write brings and that are kept.'),
  bytesDown: field('Sent for a read', 'bytes', 0, 1e12, 10_000, 'Bytes of the answer to a read.'),
  keepDays: field('Kept for, days', 'count', 0, 36_500, 365, 'How long what is written is kept.'),
  copies: field('Copies of what is stored', 'count', 1, 100, 3, 'Replicas, the first one counted.', true),
  hot: field(
    'Kept in the cache',
    'ratio',
    0,
    1,
    0.2,
    'Share of what a day reads that a cache should hold: a fifth gets most of the requests.',
  ),
  perServer: field('A server bears', 'perSecond', 0.001, 1e9, 1_000, 'Requests a second at which one server is wholly busy.'),
  full: field(
    'Servers filled to',
    'ratio',
    0.01,
    1,
    0.6,
    'How busy servers may be at the peak: the rest is for variance and for a lost one.',
  ),
  answerMs: field('An answer takes', 'ms', 0, 1e8, 100, 'From question to answer, on average.'),
};

function field(label: string, unit: Unit, min: number, max: number, usual: number, help: string, whole = false): Spec {
  return { label, unit, min, max, default: usual, help, whole };
}

/** Every field at its default. */
export function usualEnvelope(): EnvelopeInput {
  const entries = Object.entries(ENVELOPE_FIELDS).map(([name, { default: usual }]) => [name, usual] as const);
  return Object.fromEntries(entries) as unknown as EnvelopeInput;
}

/** The input with what is out of range or no number brought back: to the nearest allowed value, or the default. */
export function readEnvelope(raw: Readonly<Record<string, unknown>>): EnvelopeInput {
  const entries = Object.entries(ENVELOPE_FIELDS).map(([name, spec]) => {
    const value = raw[name];
    if (typeof value !== 'number' || Number.isNaN(value)) return [name, spec.default] as const;
    const inRange = Math.min(spec.max, Math.max(spec.min, value));
    return [name, spec.whole ? Math.round(inRange) : inRange] as const;
  });
  return Object.fromEntries(entries) as unknown as EnvelopeInput;
}

export type EnvelopeLineId =
  | 'perDay'
  | 'average'
  | 'peak'
  | 'writes'
  | 'reads'
  | 'storedDay'
  | 'storedYear'
  | 'storage'
  | 'in'
  | 'out'
  | 'cache'
  | 'underWay'
  | 'servers';

export interface EnvelopeLine {
  readonly id: EnvelopeLineId;
  readonly words: string;
  /** What is multiplied, with its figures: `10M × 10 a day`. */
  readonly formula: string;
  /** Rounded to two digits; servers to the next whole one. */
  readonly value: number;
  readonly unit: Unit;
  /** The value as it is read, with bits or GiB beside it where that is what people mix up. */
  readonly text: string;
}

export type Envelope = Readonly<Record<EnvelopeLineId, EnvelopeLine>>;

const SECONDS_A_DAY = 86_400;
const DAYS_A_YEAR = 365;

/** A value as on paper: two significant digits. */
export function byHand(value: number): number {
  return value === 0 || !Number.isFinite(value) ? value : Number(value.toPrecision(2));
}

/** All lines, each from those before it. */
export function envelope(input: EnvelopeInput): Envelope {
  const perDay = line('perDay', 'Requests a day', input.people * input.perPerson, 'count', [n(input.people), '×', n(input.perPerson)]);
  const average = line('average', 'On average', perDay.value / SECONDS_A_DAY, 'perSecond', [n(perDay.value), '÷ 86,400 s']);
  const peak = line('peak', 'At the peak', average.value * input.peak, 'perSecond', [r(average.value), '×', n(input.peak)]);
  const writes = line('writes', 'Writes at the peak', peak.value * input.writes, 'perSecond', [r(peak.value), '×', p(input.writes)]);
  const reads = line('reads', 'Reads at the peak', peak.value * (1 - input.writes), 'perSecond', [r(peak.value), '×', p(1 - input.writes)]);
  const writesADay = [n(perDay.value), '×', p(input.writes), '×', b(input.bytesUp)];
  const storedDay = line('storedDay', 'Written a day', perDay.value * input.writes * input.bytesUp, 'bytes', writesADay);
  const storedYear = line('storedYear', 'Written a year', storedDay.value * DAYS_A_YEAR, 'bytes', [b(storedDay.value), '× 365']);
  const kept = [b(storedDay.value), '×', `${n(input.keepDays)} days`, '×', `${input.copies} copies`];
  const storage = line('storage', 'Kept, all copies', storedDay.value * input.keepDays * input.copies, 'bytes', kept);
  const into = line('in', 'Bandwidth in, peak', writes.value * input.bytesUp, 'bytesPerSecond', [r(writes.value), '×', b(input.bytesUp)]);
  const out = line('out', 'Bandwidth out, peak', reads.value * input.bytesDown, 'bytesPerSecond', [
    r(reads.value),
    '×',
    b(input.bytesDown),
  ]);
  const readADay = [n(perDay.value), '×', p(1 - input.writes), '×', b(input.bytesDown), '×', p(input.hot)];
  const cache = line('cache', 'Cache', perDay.value * (1 - input.writes) * input.bytesDown * input.hot, 'bytes', readADay);
  const little = [r(peak.value), '×', formatQuantity(input.answerMs, 'ms', 3)];
  const underWay = line('underWay', 'Under way at once', (peak.value * input.answerMs) / 1000, 'count', little);
  const each = `${r(input.perServer)} × ${p(input.full)}`;
  const servers = line('servers', 'Servers', peak.value / (input.perServer * input.full), 'count', [r(peak.value), '÷', `(${each})`], true);
  return { perDay, average, peak, writes, reads, storedDay, storedYear, storage, in: into, out, cache, underWay, servers };
}

const n = (value: number): string => formatQuantity(value, 'count', 3);
const r = (value: number): string => formatQuantity(value, 'perSecond', 3);
const p = (value: number): string => formatQuantity(value, 'ratio', 3);
const b = (value: number): string => decimalSize(value);

function line(id: EnvelopeLineId, words: string, exact: number, unit: Unit, formula: readonly string[], whole = false): EnvelopeLine {
  // A hair above a whole number is rounding, not one server more.
  const value = whole ? Math.max(1, Math.ceil(exact - 1e-9)) : byHand(exact);
  return { id, words, formula: formula.join(' '), value, unit, text: figureText(value, unit) };
}

/** A figure as the calculator writes it: sizes in powers of ten with powers of two beside them, bandwidth with bits beside it. */
export function figureText(value: number, unit: Unit): string {
  if (unit === 'bytesPerSecond') return `${decimalSize(value)}/s (${bits(value * 8)}/s)`;
  if (unit !== 'bytes') return formatQuantity(value, unit, 3);
  return value < 1024 ? decimalSize(value) : `${decimalSize(value)} (${binarySize(value)})`;
}

/** A size in powers of ten, whatever it is a multiple of. */
function decimalSize(value: number): string {
  return stepped(value, 1000, ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB']);
}

function binarySize(value: number): string {
  return stepped(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB']);
}

function bits(value: number): string {
  return stepped(value, 1000, ['bit', 'kbit', 'Mbit', 'Gbit', 'Tbit', 'Pbit', 'Ebit']);
}

function stepped(value: number, base: number, names: readonly string[]): string {
  let [left, step] = [value, 0];
  while (step < names.length - 1 && Math.max(left, Number(left.toPrecision(3))) >= base) {
    left /= base;
    step++;
  }
  return `${Number(left.toPrecision(3))} ${names[step]}`;
}

/** Powers of ten and their neighbours among the powers of two, and what so many a day are in a second. */
export const POWERS: readonly {
  readonly ten: number;
  readonly word: string;
  readonly size: string;
  readonly two: string;
  readonly aDay: string;
}[] = [
  power(3, 'thousand', 'KB', 10),
  power(6, 'million', 'MB', 20),
  power(9, 'billion', 'GB', 30),
  power(12, 'trillion', 'TB', 40),
  power(15, 'quadrillion', 'PB', 50),
];

function power(ten: number, word: string, size: string, two: number) {
  const more = (1024 ** (two / 10) / 10 ** ten - 1) * 100;
  const aDay = formatQuantity(10 ** ten / SECONDS_A_DAY, 'perSecond', 2);
  return { ten, word, size, two: `2^${two}, ${Number(more.toPrecision(2))} % more`, aDay };
}
