/**
 * Recorded traffic as people have it: a column of counts, a table of moments and counts, or a column of moments. Everything is judged line
 * by line, and what is wrong is said with its line. Moments beyond the cap are counted into intervals.
 */
import { formatQuantity } from '../std/quantity.ts';
import { err, ok, type Result } from '../std/result.ts';
import { checkTrace, MAX_TRACE_VALUES, type Trace, traceTotal } from '../std/trace.ts';
import { grouped, shown } from './read/intake.ts';

/** Text that is looked at (chosen: 5,000 dates have 150,000 characters). */
export const MAX_TRACE_BYTES = 1_000_000;
/** Length of an interval where the text does not say: a second. */
const USUAL_EVERY = 1000;
/** Intervals into which too many moments are counted, about. */
const INTERVALS = 1000;

/** Words in a heading that say that a column of plain numbers holds moments, and what one of them is in ms. */
const MOMENTS: Readonly<Record<string, number>> = { ms: 1, milliseconds: 1, s: 1000, seconds: 1000, time: 1, timestamp: 1, moment: 1 };
const DATE = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?\s*(Z|[+-]\d\d:?\d\d)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

interface Row {
  /** Counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A trace from a text, or what is wrong with the text in a sentence. */
export function readTraceText(text: string): Result<Trace, string> {
  if (text.length > MAX_TRACE_BYTES) return err(`At most ${grouped(MAX_TRACE_BYTES)} characters; these are ${grouped(text.length)}.`);
  const rows = rowsOf(text);
  let every = 0;
  let heading = '';
  while (rows.length > 0) {
    const [first = ''] = rows[0]!.cells;
    const given = /^every\s+(\S+)(?:\s*ms)?$/i.exec(first);
    if (given !== null) every = Number(given[1]);
    else if (rows[0]!.line === firstLine(rows) && momentOf(first) === undefined) heading = rows[0]!.cells.join(',').toLowerCase();
    else break;
    if (given !== null && !(every >= 1)) return err(`Line ${rows[0]!.line}: an interval lasts at least 1 ms, not ${shown(given[1])}.`);
    rows.shift();
    if (given === null) break;
  }
  if (rows.length === 0) return err('There is no value in it: one count or moment a line.');
  const read = rows[0]!.cells.length > 1 ? table(rows) : column(rows, every, heading);
  if (!read.ok) return read;
  const wrong = checkTrace(read.value);
  return wrong === undefined ? read : err(wrong);
}

/** A trace in a few words. */
export function traceWords(trace: Trace): string {
  const { every, values } = trace;
  if (values.length === 0) return 'empty';
  if (every === 0) return `${grouped(values.length)} moments`;
  return `${grouped(values.length)} × ${formatQuantity(every, 'ms')}, ${grouped(traceTotal(trace))} requests`;
}

function firstLine(rows: readonly Row[]): number {
  return rows[0]?.line ?? 0;
}

function rowsOf(text: string): Row[] {
  const rows: Row[] = [];
  text.split(/\r\n|\r|\n/).forEach((raw, i) => {
    const line = raw.replace(/^\ufeff/, '').trim();
    if (line === '' || line.startsWith('#')) return;
    const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    rows.push({ line: i + 1, cells });
  });
  return rows;
}

/** One value a line: counts, unless they are dates or the heading says that they are moments. */
function column(rows: readonly Row[], every: number, heading: string): Result<Trace, string> {
  const dates = DATE.test(rows[0]!.cells[0] ?? '');
  const unit = MOMENTS[heading.replace(/[^a-z]/g, '')];
  if (!dates && (every > 0 || unit === undefined)) return counts(rows, every > 0 ? every : USUAL_EVERY);
  const moments: number[] = [];
  for (const { line, cells } of rows) {
    const moment = momentOf(cells[0] ?? '');
    if (moment === undefined) return err(`Line ${line}: ${shown(cells[0])} is no moment.`);
    const ms = dates ? moment : moment * (unit ?? 1);
    if (moments.length > 0 && ms < moments[moments.length - 1]!)
      return err(`Line ${line}: ${shown(cells[0])} is before the line above it.`);
    moments.push(ms);
  }
  return ok(moments.length > MAX_TRACE_VALUES ? counted(moments) : gaps(moments));
}

function counts(rows: readonly Row[], every: number): Result<Trace, string> {
  const values: number[] = [];
  for (const { line, cells } of rows) {
    const value = NUMBER.test(cells[0] ?? '') ? Number(cells[0]) : Number.NaN;
    if (!(value >= 0)) return err(`Line ${line}: ${shown(cells[0])} is no count.`);
    if (values.length >= MAX_TRACE_VALUES) return err(`Line ${line}: at most ${grouped(MAX_TRACE_VALUES)} intervals; make them longer.`);
    values.push(value);
  }
  return ok({ every, values });
}

/** A moment and a count on each line; the moments tell how long an interval is. */
function table(rows: readonly Row[]): Result<Trace, string> {
  const starts: number[] = [];
  for (const { line, cells } of rows) {
    const start = momentOf(cells[0] ?? '');
    if (start === undefined) return err(`Line ${line}: ${shown(cells[0])} is no moment.`);
    starts.push(start);
  }
  const every = rows.length > 1 ? starts[1]! - starts[0]! : USUAL_EVERY;
  if (!(every >= 1)) return err(`Line ${rows[1]!.line}: this interval begins before the one above it is 1 ms old.`);
  const odd = starts.findIndex((start, i) => i > 0 && Math.abs(start - starts[i - 1]! - every) > 0.5);
  if (odd >= 0) return err(`Line ${rows[odd]!.line}: all intervals must be as long as the first, ${formatQuantity(every, 'ms')}.`);
  return counts(
    rows.map(({ line, cells }) => ({ line, cells: cells.slice(1) })),
    every,
  );
}

function gaps(moments: readonly number[]): Trace {
  return { every: 0, values: moments.map((moment, i) => (i === 0 ? 0 : tidy(moment - moments[i - 1]!))) };
}

/** Moments in intervals of a round length. */
function counted(moments: readonly number[]): Trace {
  const [first, last] = [moments[0]!, moments[moments.length - 1]!];
  const every = roundUp((last - first + 1) / INTERVALS);
  const values = new Array<number>(Math.floor((last - first) / every) + 1).fill(0);
  for (const moment of moments) values[Math.floor((moment - first) / every)]!++;
  return { every, values };
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundUp(ms: number): number {
  for (let ten = 1; ; ten *= 10) for (const one of [1, 2, 5]) if (one * ten >= ms) return one * ten;
}

/** Thousandths of a ms are enough, and keep links short. */
function tidy(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** A number, or the ms of a date and time since the year 0 (a day may be of any month's length but has to be one of it). */
function momentOf(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text);
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second >= 61) return undefined;
  const zone = match[7] ?? 'Z';
  const offset = zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return ((daysTo(year, month, day) * 24 + hour) * 60 + minute - offset) * 60_000 + second * 1000;
}

/** Days since 1 March of the year 0 in the Gregorian calendar; with years that begin in March the leap day comes last. */
function daysTo(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + day - 1;
}
