/**
 * What a paired comparison says, in words: whether the second design differs from the first by more than chance, and which way.
 * A difference counts when its 95 % interval leaves out 0; then of twenty figures that do not differ, one seems to all the same.
 */
import type { Interval } from '../../stats/confidence.ts';
import type { Unit } from '../../std/parameter.ts';
import { formatQuantity, parseQuantity } from '../../std/quantity.ts';
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

/** The judgement as people say it: `better by 12.3 ms`. `like` is a figure of the first design, whose unit is used. */
export function differenceWords(difference: Interval, { better, unit }: Pick<Figure, 'better' | 'unit'>, like: number): string {
  const judgement = judgeDifference(difference, better);
  const by = differenceTexts(difference, unit, like).mean.slice(1);
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

export interface EstimateText {
  readonly mean: string;
  /** Half of the 95 % interval in the same unit; undefined when one run says nothing about it. */
  readonly half: string | undefined;
}

/** Less than this share of a mean is rounding in its sum (chosen: a thousand times the precision of a double). */
const ROUNDING = 1e-12;

/** A mean and the half-width beside it, each with no more digits than the half-width supports: `50.12 ms`, `0.34 ms`. */
export function intervalTexts({ mean, half, n }: Interval, unit: Unit): EstimateText {
  if (n === 0) return { mean: '–', half: undefined };
  if (!Number.isFinite(half)) return { mean: formatQuantity(mean, unit), half: undefined };
  // Samples that are all the same have an interval of nothing but rounding.
  const width = half <= ROUNDING * Math.abs(mean) ? 0 : half;
  const text = formatQuantity(mean, unit, digitsFor(mean, width, 2));
  return { mean: text, half: inScale(width, scaleOf(mean, width, unit), 2) };
}

/** A difference with its sign and the half-width beside it, in the unit in which `like`, a figure of the first design, is written. */
export function differenceTexts({ mean, half, n }: Interval, unit: Unit, like: number): EstimateText {
  if (n === 0) return { mean: '–', half: undefined };
  const sign = mean > 0 ? '+' : mean < 0 ? '−' : '';
  const known = Number.isFinite(half);
  const scale = scaleOf(like, mean, unit, true);
  const digits = known ? Math.min(MOST_DIGITS, digitsFor(mean, half, 1)) : MOST_DIGITS;
  return {
    mean: sign + inScale(Math.abs(mean), scale, digits),
    half: known ? inScale(half, { ...scale, suffix: scale.suffix.replace(' points', '') }, 2) : undefined,
  };
}

/** Digits of a difference: it is known worse than what differs. */
const MOST_DIGITS = 3;

interface Scale {
  /** Document units in one of these. */
  readonly one: number;
  /** The sign of money stands before the figure. */
  readonly prefix: string;
  readonly suffix: string;
}

/** The unit in which a value is written; that of `instead` when the value is 0. Differences of shares are points of a hundred. */
function scaleOf(value: number, instead: number, unit: Unit, difference = false): Scale {
  if (unit === 'ratio') return { one: 0.01, prefix: '', suffix: difference ? ' points' : ' %' };
  const [, prefix = '', suffix = ''] = /^(\D*)[\d.]+(.*)$/.exec(formatQuantity(Math.abs(value || instead), unit)) ?? [];
  const one = parseQuantity(`1${suffix}`, unit);
  return one.ok ? { one: one.value, prefix, suffix } : { one: 1, prefix: '', suffix: '' };
}

function inScale(value: number, { one, prefix, suffix }: Scale, digits: number): string {
  return `${prefix}${Number((value / one).toPrecision(digits))}${suffix}`;
}

/** Significant digits of a mean such that its last digit stands where the half-width has its second; `least` … 5 (chosen). */
function digitsFor(mean: number, half: number, least: number): number {
  if (half === 0 || mean === 0) return 4;
  const digits = Math.floor(Math.log10(Math.abs(mean))) - Math.floor(Math.log10(half)) + 2;
  return Math.min(5, Math.max(least, digits));
}
