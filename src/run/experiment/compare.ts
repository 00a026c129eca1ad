/**
 * What a paired comparison says, in words: whether the second design differs from the first by more than chance, and which way.
 * A difference counts when its 95 % interval leaves out 0; then of twenty figures that do not differ, one seems to all the same.
 */
import type { Interval } from '../../stats/confidence.ts';
import { formatQuantity, parseQuantity, type QuantityUnit } from '../../std/quantity.ts';
import type { Figure } from './figures.ts';

/** `noise`: the interval contains 0; `same`: no pair differs at all; `unknown`: fewer than two pairs measured it. */
export type Judgement = 'better' | 'worse' | 'more' | 'less' | 'noise' | 'same' | 'unknown';

/** `difference` is second minus first. */
export function judgeDifference(difference: Interval, better: Figure['better']): Judgement {
  const { mean, half, n } = difference;
  if (n < 2) return 'unknown';
  if (mean === 0 && half === 0) return 'same';
  if (Math.abs(mean) <= half) return 'noise';
  const direction = mean > 0 ? 'more' : 'less';
  if (better === undefined) return direction;
  return direction === better ? 'better' : 'worse';
}

/** The judgement as people say it: `better by 12.3 ms`. */
export function differenceWords(difference: Interval, { better, unit }: Pick<Figure, 'better' | 'unit'>): string {
  const judgement = judgeDifference(difference, better);
  const by = amountOf(Math.abs(difference.mean), unit);
  switch (judgement) {
    case 'unknown':
      return difference.n === 0 ? 'not measured' : 'one pair tells nothing';
    case 'same':
      return 'the same in every run';
    case 'noise':
      return 'within noise';
    case 'better':
    case 'worse':
      return `${judgement} by ${by}`;
    case 'more':
    case 'less':
      return `${by} ${judgement}`;
  }
}

/** Differences of shares are points of a hundred: 99.1 % and 99.3 % differ by 0.2 points. */
function amountOf(value: number, unit: QuantityUnit): string {
  return unit === 'ratio' ? `${formatQuantity(value * 100, 'count', 3)} points` : formatQuantity(value, unit, 3);
}

/** A mean and the half-width beside it, each with no more digits than the half-width supports: `50.12 ms`, `0.34 ms`. */
export function intervalTexts(
  { mean, half, n }: Interval,
  unit: QuantityUnit,
): { readonly mean: string; readonly half: string | undefined } {
  if (n === 0) return { mean: '–', half: undefined };
  if (!Number.isFinite(half)) return { mean: formatQuantity(mean, unit), half: undefined };
  const text = formatQuantity(mean, unit, digitsFor(mean, half));
  return { mean: text, half: inUnitOf(text, half, unit) };
}

/** A half-width in the unit that its mean is written in, so that the two can be compared at a glance. */
function inUnitOf(text: string, half: number, unit: QuantityUnit): string {
  const suffix = text.replace(/^-?[\d.]+/, '');
  const one = parseQuantity(`1${suffix}`, unit);
  return one.ok ? `${Number((half / one.value).toPrecision(2))}${suffix}` : formatQuantity(half, unit, 2);
}

/** A difference with its sign, and the half-width beside it. */
export function differenceTexts(difference: Interval, unit: QuantityUnit): { readonly mean: string; readonly half: string | undefined } {
  const { mean, half, n } = difference;
  if (n === 0) return { mean: '–', half: undefined };
  const sign = mean > 0 ? '+' : mean < 0 ? '−' : '';
  const text = amountOf(Math.abs(mean), unit);
  const [value, written] = unit === 'ratio' ? [half * 100, 'count' as const] : [half, unit];
  return { mean: `${sign}${text}`, half: Number.isFinite(half) ? inUnitOf(text.replace(' points', ''), value, written) : undefined };
}

/** Significant digits of a mean such that its last digit stands where the half-width has its second; 2 … 5 (chosen). */
function digitsFor(mean: number, half: number): number {
  if (half === 0 || mean === 0) return 4;
  const digits = Math.floor(Math.log10(Math.abs(mean))) - Math.floor(Math.log10(half)) + 2;
  return Math.min(5, Math.max(2, digits));
}
