/**
 * Editing a distribution: its types in people's words, the numbers each one has, and the move from one type to another that keeps what can
 * be kept (the middle, the mean, the tail). Pure.
 */
import { type Distribution, mean, variance } from '../../../src/std/distribution.ts';
import { quantile } from '../../../src/std/distribution-curve.ts';
import type { NumberRange } from './number-entry.ts';

export type DistributionType = Distribution['type'];

/** A number of a distribution: its key in the data, its name, its range. */
export interface DistributionNumber {
  readonly key: string;
  readonly label: string;
  readonly range: NumberRange;
}

const time: NumberRange = { unit: 'ms', min: 0, max: 86_400_000, whole: false };
const positive: NumberRange = { ...time, min: 1e-6 };
const factor = (min: number, max: number): NumberRange => ({ unit: 'factor', min, max, whole: false });
const number = (key: string, label: string, range: NumberRange): DistributionNumber => ({ key, label, range });

/** In the order in which they are offered: what practitioners know first. */
export const DISTRIBUTION_TYPES: readonly {
  readonly value: DistributionType;
  readonly label: string;
  readonly help: string;
  readonly numbers: readonly DistributionNumber[];
}[] = [
  {
    value: 'lognormal',
    label: 'by p50 and p99',
    help: 'Lognormal: most are near the middle, a few take far longer. How real services look.',
    numbers: [number('p50', 'p50', positive), number('p99', 'p99', positive)],
  },
  { value: 'constant', label: 'constant', help: 'Always the same.', numbers: [number('value', 'Value', time)] },
  {
    value: 'exponential',
    label: 'exponential',
    help: 'No memory: short ones are the most likely. The M of queueing theory.',
    numbers: [number('mean', 'Mean', time)],
  },
  {
    value: 'uniform',
    label: 'uniform',
    help: 'Anything between two bounds, evenly.',
    numbers: [number('min', 'From', time), number('max', 'To', time)],
  },
  {
    value: 'normal',
    label: 'normal',
    help: 'A bell around the mean, cut off at 0.',
    numbers: [number('mean', 'Mean', time), number('sd', 'Deviation', time)],
  },
  {
    value: 'lognormal-cv',
    label: 'by mean and spread',
    help: 'Lognormal by its mean and its coefficient of variation.',
    numbers: [number('mean', 'Mean', time), number('cv', 'Spread (cv)', factor(0, 100))],
  },
  {
    value: 'gamma',
    label: 'gamma, Erlang',
    help: 'A sum of waits; the higher the shape, the steadier.',
    numbers: [number('mean', 'Mean', time), number('shape', 'Shape', factor(0.01, 1e6))],
  },
  {
    value: 'pareto',
    label: 'Pareto',
    help: 'A heavy tail: the rare long ones carry much of the sum.',
    numbers: [number('min', 'From', positive), number('max', 'To', positive), number('alpha', 'Alpha', factor(0.01, 100))],
  },
  { value: 'mixture', label: 'mixture', help: 'Now one, now another: a fast path and a slow one.', numbers: [] },
  { value: 'empirical', label: 'measured values', help: 'Your own measurements, each as likely as the others.', numbers: [] },
];

export function numbersOf(type: DistributionType): readonly DistributionNumber[] {
  return DISTRIBUTION_TYPES.find((one) => one.value === type)?.numbers ?? [];
}

export function numberIn(d: Distribution, key: string): number {
  const value = (d as unknown as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'number' ? value : Number.NaN;
}

/** The same distribution with one number exchanged. The keys are those of `numbersOf` of its type. */
export function withNumber(d: Distribution, key: string, value: number): Distribution {
  return { ...d, [key]: value } as Distribution;
}

/** Three digits: a converted figure is a starting point, not a measurement. */
const tidy = (x: number): number => (Math.abs(x) < NOTHING ? 0 : Number(x.toPrecision(3)));
/** Shorter than this is 0: a millionth of a nanosecond is no duration (chosen). */
const NOTHING = 1e-12;
/** Least value where a distribution must not be 0 (chosen). */
const LEAST = 0.01;

/** How many times its p50 a converted p99 may be (chosen; beyond, the shape is not lognormal anyway). */
const WIDEST = 1000;

/** Another type that looks as much as possible like the one before. */
export function convert(d: Distribution, type: DistributionType): Distribution {
  if (d.type === type) return d;
  const middle = Math.max(LEAST, tidy(quantile(d, 0.5)));
  const average = Math.max(LEAST, tidy(mean(d)));
  const high = Math.max(middle, tidy(quantile(d, 0.99)));
  const deviation = tidy(Math.sqrt(variance(d)));
  const spread = deviation === 0 ? 0.5 : deviation / average;
  switch (type) {
    case 'constant':
      return { type, value: average };
    case 'exponential':
      return { type, mean: average };
    case 'uniform':
      return { type, min: tidy(quantile(d, 0.01)), max: high > middle ? high : tidy(middle * 2) };
    case 'normal':
      return { type, mean: average, sd: deviation === 0 ? tidy(average / 4) : deviation };
    case 'gamma':
      return { type, mean: average, shape: tidy(Math.min(1e6, Math.max(0.01, 1 / (spread * spread)))) };
    case 'lognormal':
      return { type, p50: middle, p99: high > middle ? Math.min(high, middle * WIDEST) : tidy(middle * 4) };
    case 'lognormal-cv':
      return { type, mean: average, cv: tidy(Math.min(100, spread)) };
    case 'pareto':
      return { type, min: tidy(middle / 2), max: tidy(Math.max(high, middle) * 10), alpha: 1.5 };
    case 'mixture':
      return {
        type,
        parts: [
          { weight: 9, of: d },
          { weight: 1, of: { type: 'constant', value: tidy(high * 10) } },
        ],
      }; // prettier-ignore
    default:
      return { type, values: TWENTY.map((q) => tidy(quantile(d, q))) };
  }
}

const TWENTY = Array.from({ length: 20 }, (_, i) => (i + 0.5) / 20);

/** Numbers pasted from anywhere: separated by spaces, commas, semicolons or lines; milliseconds. */
export function readValues(text: string): readonly number[] {
  return text.split(/[\s,;]+/).flatMap((part) => (part === '' ? [] : [Number(part)])); // prettier-ignore
}
