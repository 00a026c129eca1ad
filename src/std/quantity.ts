/**
 * Quantities as people type and read them: "20ms", "1.5k/s", "0.1 %", "64 KB".
 *
 * Parsing answers in document units (ms, 1/s, bytes, 0…1) and takes whatever common spelling is unambiguous; printing
 * gives a short form that parses back to nearly the same number. A comma counts as a decimal mark only where it cannot
 * be a thousands mark, so "1,5" is one and a half and "1,000" is refused. Ranges are not checked here: they belong to
 * the setting.
 */
import { unreachable } from './assert.ts';
import type { Unit } from './parameter.ts';
import { err, ok, type Result } from './result.ts';

/** Nobody types a longer number; the cap keeps hostile input cheap. */
const MAX_LENGTH = 64;

const DURATIONS = new Map<string, number>();
for (const [names, factor] of [
  ['ns nanosecond nanoseconds', 1e-6],
  ['us µs μs usec microsecond microseconds', 1e-3],
  ['ms msec millisecond milliseconds', 1],
  ['s sec secs second seconds', 1e3],
  ['m min mins minute minutes', 6e4],
  ['h hr hrs hour hours', 3.6e6],
  ['d day days', 8.64e7],
] as const) {
  for (const name of names.split(' ')) DURATIONS.set(name, factor);
}

const PER = new Map<string, number>();
for (const [names, seconds] of [
  ['/s /sec /second rps qps tps hz per second per s', 1],
  ['/m /min /minute rpm qpm per minute per min', 60],
  ['/h /hr /hour rph per hour', 3600],
  ['/d /day rpd per day', 86400],
] as const) {
  for (const name of names.replaceAll('per ', 'per').split(' ')) PER.set(name, seconds);
}

const THOUSANDS: Readonly<Record<string, number>> = { '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, B: 1e9, bn: 1e9, T: 1e12 };
const SIZES: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 };
const BINARY: Readonly<Record<string, number>> = { k: 1024, m: 1048576, g: 1073741824, t: 1099511627776, p: 1125899906842624 };

const SHARES = new Map([
  ['%', 100],
  ['percent', 100],
  ['‰', 1000],
  ['ppm', 1e6],
]);

/** Reads a quantity. The answer is in document units; the error is a short sentence. */
export function parseQuantity(text: string, unit: Unit): Result<number, string> {
  if (text.length > MAX_LENGTH) return err('That is too long for a number.');
  const clean = text
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .replace(/\u2212/g, '-')
    .trim();
  const { sign, rest } = splitSign(unit === 'usd' ? clean.replace(/\$|usd|dollars?/i, '').trim() : clean);
  const part = splitNumber(rest);
  if (!part.ok) return part;
  const { number, suffix } = part.value;
  const value = unit === 'ms' ? durations(number, suffix) : scaled(number, suffix, unit);
  if (!value.ok) return value;
  return Number.isFinite(value.value) ? ok(sign * value.value) : err('That number is too large.');
}

function splitSign(text: string): { sign: number; rest: string } {
  if (text.startsWith('-')) return { sign: -1, rest: text.slice(1).trim() };
  return { sign: 1, rest: text.startsWith('+') ? text.slice(1).trim() : text };
}

/** The number at the start of a text, and what follows it. */
function splitNumber(text: string): Result<{ number: number; suffix: string }, string> {
  const match = /^[0-9.,_ ']*[0-9.](?:e[+-]?[0-9]+)?/i.exec(text);
  if (match === null) return err(text === '' ? 'Type a number.' : 'Start with a number.');
  const [mantissa = '', exponent] = match[0].split(/e/i);
  const plain = plainNumber(mantissa);
  if (!plain.ok) return plain;
  const number = Number(exponent === undefined ? plain.value : `${plain.value}e${exponent}`);
  if (Number.isNaN(number)) return err('That is not a number.');
  return ok({ number, suffix: text.slice(match[0].length).trim() });
}

/** Digits with one dot at most, from digits that may be grouped or have a decimal comma. */
function plainNumber(text: string): Result<string, string> {
  if (/^([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text)) return ok(text);
  if (/^[1-9][0-9]{0,2}([ _'][0-9]{3})+(\.[0-9]+)?$/.test(text)) return ok(text.replace(/[ _']/g, ''));
  if (/^[1-9][0-9]{0,2}(,[0-9]{3}){2,}$|^[1-9][0-9]{0,2}(,[0-9]{3})+\.[0-9]+$/.test(text)) return ok(text.replaceAll(',', ''));
  if (/^[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+$/.test(text)) return ok(text.replaceAll('.', '').replace(',', '.'));
  if (/^[1-9][0-9]{0,2},[0-9]{3}$/.test(text)) return err(`Write ${text.replace(',', '')} or ${text.replace(',', '.')}.`);
  if (/^[0-9]*,[0-9]+$/.test(text)) return ok(text.replace(',', '.'));
  return err('That is not a number.');
}

/** One or several durations in a row: "90s", "1m30s", "1 h 30 min". */
function durations(first: number, rest: string): Result<number, string> {
  let total = 0;
  let number = first;
  let text = rest;
  for (;;) {
    const match = /^[a-zµμ]*/i.exec(text);
    const name = match?.[0] ?? '';
    const factor = name === '' ? 1 : (DURATIONS.get(name) ?? DURATIONS.get(name.toLowerCase()));
    if (factor === undefined || (text !== '' && name === '')) return err(`Unknown unit "${shown(text)}". Use µs, ms, s, min, h or d.`);
    total += number * factor;
    text = text.slice(name.length).trim();
    if (text === '') return ok(total);
    const next = splitNumber(text);
    if (!next.ok) return next;
    number = next.value.number;
    text = next.value.suffix;
    if (text === '') return err('The last part needs a unit.');
  }
}

function scaled(number: number, suffix: string, unit: Exclude<Unit, 'ms'>): Result<number, string> {
  switch (unit) {
    case 'perSecond':
      return rate(number, suffix);
    case 'ratio':
      return share(number, suffix);
    case 'bytes':
      return size(number, suffix);
    case 'bytesPerSecond':
      return bandwidth(number, suffix);
    case 'factor':
      if (suffix === '%') return ok(number / 100);
      return /^[x×]?$/i.test(suffix) ? ok(number) : err(`Unknown unit "${shown(suffix)}". Use × or %.`);
    case 'count':
    case 'usd': {
      const factor = Object.hasOwn(THOUSANDS, suffix) ? THOUSANDS[suffix] : undefined;
      return factor === undefined ? err(`Unknown unit "${shown(suffix)}". Use k, M or G.`) : ok(number * factor);
    }
    default:
      return unreachable(unit);
  }
}

function rate(number: number, suffix: string): Result<number, string> {
  const match = /^(bn|[kKMGBT])?(?:requests?|req|r)?((?:\/|per).*|rps|qps|tps|rpm|qpm|rph|rpd|hz)?$/i.exec(suffix.replaceAll(' ', ''));
  const factor = THOUSANDS[match?.[1] ?? ''];
  const seconds = PER.get((match?.[2] ?? '/s').toLowerCase());
  if (match === null || factor === undefined || seconds === undefined)
    return err(`Unknown unit "${shown(suffix)}". Use /s, /min, /h or k/s.`);
  return ok((number * factor) / seconds);
}

function share(number: number, suffix: string): Result<number, string> {
  const factor = SHARES.get(suffix.toLowerCase());
  if (factor !== undefined) return ok(number / factor);
  if (suffix !== '') return err(`Unknown unit "${shown(suffix)}". Use %.`);
  return number <= 1 ? ok(number) : err(`Write ${number} % or a share from 0 to 1.`);
}

function size(number: number, suffix: string): Result<number, string> {
  const match = /^([kmgtp]?)(i?)(b|bytes?)?$/i.exec(suffix);
  const prefix = match?.[1]?.toLowerCase() ?? '';
  const factor = match === null ? undefined : (match[2] === '' ? SIZES : BINARY)[prefix];
  return factor === undefined ? err(`Unknown unit "${shown(suffix)}". Use B, KB, MB, GB or KiB.`) : ok(number * factor);
}

/** In rates a small b is a bit and a capital B a byte, as on every network card. */
function bandwidth(number: number, suffix: string): Result<number, string> {
  const match = /^([kmgtp]?i?)(b|B|bits?|[bB]ytes?)?(\/s|ps|\/sec)?$/i.exec(suffix.replaceAll(' ', ''));
  const bits = match?.[2]?.startsWith('b') === true && !/^byte/i.test(match[2]);
  const bytesEach = match === null ? undefined : size(1, match[1] ?? '');
  if (bytesEach === undefined || !bytesEach.ok) return err(`Unknown unit "${shown(suffix)}". Use MB/s, GB/s, Mbit/s or Gbit/s.`);
  return ok((number * bytesEach.value) / (bits ? 8 : 1));
}

const shown = (text: string): string => (text.length > 12 ? `${text.slice(0, 12)}…` : text);

type Step = readonly [factor: number, suffix: string];
const DURATION_STEPS: readonly Step[] = [
  [8.64e7, ' d'],
  [3.6e6, ' h'],
  [6e4, ' min'],
  [1e3, ' s'],
  [1, ' ms'],
  [1e-3, ' µs'],
  [1e-6, ' ns'],
];
const COUNT_STEPS: readonly Step[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
];
const RATE_STEPS: readonly Step[] = [...COUNT_STEPS.map(([factor, suffix]): Step => [factor, `${suffix}/s`])];
const SLOW_STEPS: readonly Step[] = [
  [1, '/s'],
  [1 / 60, '/min'],
  [1 / 3600, '/h'],
  [1 / 86400, '/d'],
];
const SIZE_STEPS: readonly Step[] = [
  [1e15, ' PB'],
  [1e12, ' TB'],
  [1e9, ' GB'],
  [1e6, ' MB'],
  [1e3, ' KB'],
  [1, ' B'],
];

/**
 * A number in document units as short text with its unit: "1.5 s", "1.2k/s", "0.1 %", "64 KB". At most `digits`
 * significant digits (4), but a share just below 1 keeps two digits of what it lacks, so that 0.99999 is not "100 %".
 * NaN prints as "–".
 */
export function formatQuantity(value: number, unit: Unit, digits = 4): string {
  if (Number.isNaN(value)) return '–';
  if (value < 0) return `-${formatQuantity(-value, unit, digits)}`;
  if (value === Infinity) return '∞';
  switch (unit) {
    case 'ms':
      return formatDuration(value, digits);
    case 'perSecond':
      return formatRate(value, digits);
    case 'ratio':
      return `${percent(value, digits)} %`;
    case 'bytes':
      return formatSize(value, digits);
    case 'bytesPerSecond':
      return `${formatSize(value, digits)}/s`;
    case 'factor':
      return `${short(value, digits)}×`;
    case 'count':
      return stepped(value, COUNT_STEPS, digits, '');
    case 'usd':
      return `$${value < 100 ? cents(value, digits) : stepped(value, COUNT_STEPS, digits, '')}`;
    default:
      return unreachable(unit);
  }
}

const short = (value: number, digits: number): string => String(Number(value.toPrecision(digits)));

/** In the largest unit that leaves at least 1, or in a smaller one that says it without a remainder: 1.5 min, but 100 s. */
function formatDuration(value: number, digits: number): string {
  for (const [factor, suffix] of DURATION_STEPS) {
    const number = Number((value / factor).toPrecision(Math.min(digits, 4)));
    if (number >= 1 && number < 10_000 && Math.abs(number * factor - value) <= 1e-12 * value) return number + suffix;
  }
  return stepped(value, DURATION_STEPS, digits, ' ms');
}

/** Divides by the largest step that leaves at least 1 after rounding. */
function stepped(value: number, steps: readonly Step[], digits: number, zero: string): string {
  if (value === 0) return `0${zero}`;
  for (const [factor, suffix] of steps) {
    const number = Number((value / factor).toPrecision(digits));
    if (number >= 1) return number + suffix;
  }
  const [factor, suffix] = steps[steps.length - 1]!;
  return short(value / factor, digits) + suffix;
}

function formatRate(value: number, digits: number): string {
  if (value === 0 || value >= 1) return stepped(value, RATE_STEPS, digits, '/s');
  const [factor, suffix] = SLOW_STEPS.find(([each]) => value / each >= 0.1) ?? SLOW_STEPS[SLOW_STEPS.length - 1]!;
  return short(value / factor, digits) + suffix;
}

function percent(value: number, digits: number): string {
  const lacking = (1 - value) * 100;
  if (lacking <= 0 || lacking >= 1) return short(value * 100, digits);
  let places = 2;
  for (let x = lacking; x < 0.1 && places < 10; x *= 10) places++;
  return String(Number((100 - lacking).toFixed(places)));
}

/** Decimal steps, unless the number is a whole count of KiB, MiB … and that is shorter to read. */
function formatSize(value: number, digits: number): string {
  const decimal = stepped(value, SIZE_STEPS, digits, ' B');
  for (const [prefix, factor] of Object.entries(BINARY).reverse()) {
    const whole = value / factor;
    if (whole < 1 || whole >= 1024 || Math.floor(whole) !== whole) continue;
    const binary = `${whole} ${prefix.toUpperCase()}iB`;
    return binary.length < decimal.length || Number.parseFloat(decimal) % 1 !== 0 ? binary : decimal;
  }
  return decimal;
}

const cents = (value: number, digits: number): string => (value === 0 ? '0' : value >= 1 ? value.toFixed(2) : short(value, digits));
