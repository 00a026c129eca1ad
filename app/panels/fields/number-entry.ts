/**
 * What a person types into a number field, and what the field shows: the glue between a spec and the grammar of quantities. Pure; the
 * field keeps the text, this says what it means, what is wrong with it, and what one step up or down would be.
 */
import type { NumberSpec } from '../../../src/std/parameter.ts';
import { formatQuantity, parseQuantity } from '../../../src/std/quantity.ts';
import { err, ok, type Result } from '../../../src/std/result.ts';

/** The part of a spec that typing needs; scenario and class fields have no more than this. */
export type NumberRange = Pick<NumberSpec, 'unit' | 'min' | 'max' | 'whole' | 'zero'>;

/** Reads a typed text. The error is one sentence, with a way out where there is one. */
export function readEntry(text: string, range: NumberRange): Result<number, string> {
  const clean = text.trim();
  if (range.zero !== undefined && clean.toLowerCase() === range.zero.toLowerCase() && range.min <= 0) return ok(0);
  const parsed = parseQuantity(clean, range.unit);
  if (!parsed.ok) return parsed;
  const value = parsed.value === 0 ? 0 : parsed.value;
  if (!Number.isFinite(value)) return err('That is not a number.');
  if (value < range.min) return err(`At least ${showEntry(range.min, range)}.`);
  if (value > range.max) return err(`At most ${showEntry(range.max, range)}.`);
  if (range.whole && !Number.isInteger(value)) return err(`Whole numbers only: ${Math.floor(value)} or ${Math.ceil(value)}.`);
  return ok(value);
}

/** The shortest text that reads back to exactly this value, or the word for 0. */
export function showEntry(value: number, range: NumberRange): string {
  if (value === 0 && range.zero !== undefined) return range.zero;
  for (const digits of range.unit === 'count' ? [4] : [4, 6, 9, 12, 15, 17]) {
    const text = formatQuantity(value, range.unit, digits);
    const back = parseQuantity(text, range.unit);
    if (back.ok && back.value === value) return text;
  }
  return range.unit === 'ratio' && value > 1 ? formatQuantity(value, range.unit) : String(value);
}

/** The range in words: "1 to 256", "none to 10 min". */
export function showRange(range: NumberRange): string {
  return `${showEntry(range.min, range)} to ${showEntry(range.max, range)}`;
}

/** Where a value of 0 has nothing to be a tenth of, by unit (chosen). */
const FIRST_STEP: Readonly<Record<NumberSpec['unit'], number>> = {
  ms: 1,
  perSecond: 1,
  ratio: 0.01,
  bytes: 1000,
  bytesPerSecond: 1e6,
  count: 1,
  factor: 0.1,
  usd: 0.01,
};

/** What is smaller than this steps as 0 does. */
const NOTHING = 1e-12;

/**
 * One step from a value: a unit of its second digit (20 ms → 21 ms, 1.5k/s → 1.6k/s), so that every step is felt and none is a leap.
 * Going down from 10 the step is that of 9.9, so up and down undo each other. `times` is 10 with Shift. Stays in range.
 */
export function stepEntry(value: number, direction: 1 | -1, range: NumberRange, times = 1): number {
  const from = Math.abs(value) < NOTHING ? 0 : value;
  const size = stepSize(from, direction, range) * times;
  const next = from === 0 ? direction * size : Math.round((from + direction * size) / size) * size;
  const moved = direction > 0 ? Math.max(next, value) : Math.min(next, value);
  const tidy = Number(moved.toPrecision(12));
  return Math.min(range.max, Math.max(range.min, tidy));
}

function stepSize(value: number, direction: 1 | -1, range: NumberRange): number {
  const least = range.whole ? 1 : 0;
  if (value === 0) return Math.max(least, Math.min(FIRST_STEP[range.unit], range.max / 10));
  const magnitude = Math.abs(value);
  const decade = 10 ** Math.floor(Math.log10(magnitude) + 1e-9);
  const shrinking = direction * Math.sign(value) < 0 && magnitude <= decade * (1 + 1e-9);
  return Math.max(least, (shrinking ? decade / 10 : decade) / 10);
}
