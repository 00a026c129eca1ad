/**
 * Random quantities: as data in a document, and as samplers in the engine.
 *
 * A distribution is written in document units (milliseconds, bytes, …). A Sampler is compiled from it once, with the
 * factor that turns those into engine units, and then drawn from millions of times. Curves, quantiles and words about a
 * distribution live in distribution-curve.ts.
 */
import { assert, unreachable } from './assert.ts';
import { exp, ln, pow } from './math.ts';
import type { Stream } from './random.ts';
import { normalCdf, normalDensity } from './special.ts';

/** A random quantity ≥ 0 as plain data, in document units. */
export type Distribution =
  | { readonly type: 'constant'; readonly value: number }
  | { readonly type: 'uniform'; readonly min: number; readonly max: number }
  | { readonly type: 'exponential'; readonly mean: number }
  /** Cut at 0: a negative draw is drawn again, so `mean` and `sd` are those before the cut. */
  | { readonly type: 'normal'; readonly mean: number; readonly sd: number }
  /** Erlang when `shape` is whole; variance mean²/shape. */
  | { readonly type: 'gamma'; readonly mean: number; readonly shape: number }
  | { readonly type: 'lognormal'; readonly p50: number; readonly p99: number }
  /** `cv` is the standard deviation divided by the mean. */
  | { readonly type: 'lognormal-cv'; readonly mean: number; readonly cv: number }
  /** Pareto with the tail cut off (conditioned on being at most `max`). */
  | { readonly type: 'pareto'; readonly min: number; readonly max: number; readonly alpha: number }
  | { readonly type: 'mixture'; readonly parts: readonly MixturePart[] }
  /** Each value as likely as the others. */
  | { readonly type: 'empirical'; readonly values: readonly number[] };

/** One part of a mixture: chosen with probability weight / sum of weights. */
export interface MixturePart {
  readonly weight: number;
  readonly of: Distribution;
}

/** Caps on what a document may hold. */
export const MAX_EMPIRICAL_VALUES = 1000;
const MAX_MIXTURE_PARTS = 32;
/** A mixture may hold mixtures, those may not. */
const MAX_MIXTURE_DEPTH = 2;

/** A lognormal's p99 over its p50: beyond, its mean is carried by draws that no run will ever see. Chosen. */
const MAX_SPREAD = 10_000;

/** The 0.99 quantile of the standard normal distribution. */
const Z99 = 2.326347874040841;

/** The parameters of a lognormal's logarithm: median e^mu, deviation sigma. */
export function lognormalOf(d: Extract<Distribution, { type: 'lognormal' | 'lognormal-cv' }>): { median: number; sigma: number } {
  if (d.type === 'lognormal') return { median: d.p50, sigma: ln(d.p99 / d.p50) / Z99 };
  const spread = 1 + d.cv * d.cv;
  return { median: d.mean / Math.sqrt(spread), sigma: Math.sqrt(ln(spread)) };
}

/** Numbers that are 0 or of a size that arithmetic on them can bear; 1e-12 ms is far below a nanosecond. */
const finite = (...xs: readonly number[]): boolean => xs.every((x) => x === 0 || (x >= 1e-12 && x <= 1e15));

/** What is wrong with a distribution, as a short sentence, or undefined. Everything below assumes that nothing is. */
export function checkDistribution(d: Distribution, depth = 0): string | undefined {
  switch (d.type) {
    case 'constant':
      return finite(d.value) ? undefined : 'The value must be a number from 0 to 1e15.';
    case 'uniform':
      return finite(d.min, d.max) && d.min <= d.max ? undefined : 'Needs 0 ≤ min ≤ max.';
    case 'exponential':
      return finite(d.mean) ? undefined : 'The mean must be a number from 0 to 1e15.';
    case 'normal':
      return finite(d.mean, d.sd) ? undefined : 'Mean and deviation must be numbers from 0 to 1e15.';
    case 'gamma':
      return finite(d.mean) && d.shape >= 0.01 && d.shape <= 1e6 ? undefined : 'Needs a mean ≥ 0 and a shape from 0.01 to 1e6.';
    case 'lognormal':
      return finite(d.p50, d.p99) && d.p50 > 0 && d.p50 <= d.p99 && d.p99 <= d.p50 * MAX_SPREAD
        ? undefined
        : 'Needs 0 < p50 ≤ p99 ≤ 10,000 × p50.';
    case 'lognormal-cv':
      return finite(d.mean) && d.cv >= 0 && d.cv <= 100 ? undefined : 'Needs a mean ≥ 0 and a cv from 0 to 100.';
    case 'pareto':
      return finite(d.min, d.max) && d.min > 0 && d.min <= d.max && d.alpha >= 0.01 && d.alpha <= 100
        ? undefined
        : 'Needs 0 < min ≤ max and alpha from 0.01 to 100.';
    case 'mixture':
      return checkMixture(d.parts, depth + 1);
    case 'empirical':
      if (d.values.length === 0 || d.values.length > MAX_EMPIRICAL_VALUES) return `Needs 1 to ${MAX_EMPIRICAL_VALUES} values.`;
      return finite(...d.values) ? undefined : 'Every value must be a number from 0 to 1e15.';
    default:
      return unreachable(d);
  }
}

function checkMixture(parts: readonly MixturePart[], depth: number): string | undefined {
  if (depth > MAX_MIXTURE_DEPTH) return 'A mixture inside a mixture may not hold a third.';
  if (parts.length === 0 || parts.length > MAX_MIXTURE_PARTS) return `A mixture needs 1 to ${MAX_MIXTURE_PARTS} parts.`;
  if (!parts.every((part) => finite(part.weight)) || !parts.some((part) => part.weight > 0))
    return 'Weights must be numbers ≥ 0, not all 0.';
  for (const part of parts) {
    const problem = checkDistribution(part.of, depth);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The first two moments, E X and E X². */
interface Moments {
  readonly first: number;
  readonly second: number;
}

const moments = (mean: number, variance: number): Moments => ({ first: mean, second: variance + mean * mean });

function average(items: readonly { readonly weight: number; readonly of: Moments }[]): Moments {
  let total = 0;
  let first = 0;
  let second = 0;
  for (const { weight, of } of items) {
    total += weight;
    first += weight * of.first;
    second += weight * of.second;
  }
  return { first: first / total, second: second / total };
}

/** E X^k of the bounded Pareto distribution, reckoned in multiples of the smallest value so that nothing overflows. */
function paretoMoment(d: Extract<Distribution, { type: 'pareto' }>, k: number): number {
  const reach = d.max / d.min;
  const share = 1 - pow(reach, -d.alpha);
  if (share === 0) return pow(d.min, k);
  const rest = k - d.alpha;
  const moment = Math.abs(rest) < 1e-9 ? ln(reach) : (pow(reach, rest) - 1) / rest;
  return ((pow(d.min, k) * d.alpha) / share) * moment;
}

function momentsOf(d: Distribution): Moments {
  switch (d.type) {
    case 'constant':
      return moments(d.value, 0);
    case 'uniform':
      return moments((d.min + d.max) / 2, ((d.max - d.min) * (d.max - d.min)) / 12);
    case 'exponential':
      return moments(d.mean, d.mean * d.mean);
    case 'normal': {
      if (d.sd === 0) return moments(d.mean, 0);
      // The truncated normal distribution: Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 1, 10.1.
      const z = d.mean / d.sd;
      const hazard = normalDensity(z) / normalCdf(z);
      return moments(d.mean + d.sd * hazard, d.sd * d.sd * (1 - hazard * (hazard + z)));
    }
    case 'gamma':
      return moments(d.mean, (d.mean * d.mean) / d.shape);
    case 'lognormal': {
      const { median, sigma } = lognormalOf(d);
      const spread = exp(sigma * sigma);
      return { first: median * Math.sqrt(spread), second: median * median * spread * spread };
    }
    case 'lognormal-cv':
      return moments(d.mean, d.mean * d.cv * (d.mean * d.cv));
    case 'pareto':
      return { first: paretoMoment(d, 1), second: paretoMoment(d, 2) };
    case 'mixture':
      return average(d.parts.map((part) => ({ weight: part.weight, of: momentsOf(part.of) })));
    case 'empirical':
      return average(d.values.map((value) => ({ weight: 1, of: moments(value, 0) })));
    default:
      return unreachable(d);
  }
}

/** The mean, in document units. */
export function mean(d: Distribution): number {
  return momentsOf(d).first;
}

/** The variance, in document units squared. */
export function variance(d: Distribution): number {
  const { first, second } = momentsOf(d);
  return Math.max(0, second - first * first);
}

const CONSTANT = 0;
const EXPONENTIAL = 1;
const UNIFORM = 2;
const NORMAL = 3;
const ERLANG = 4;
const GAMMA = 5;
const LOGNORMAL = 6;
const PARETO = 7;
const MIXTURE = 8;
const EMPIRICAL = 9;

/** Up to this shape a sum of exponentials costs less than the general method. */
const ERLANG_MAX = 4;

/** What a Sampler compiles to: a code, three numbers, and tables where there are several values or parts. */
interface Recipe {
  readonly code: number;
  readonly a: number;
  readonly b?: number;
  readonly c?: number;
  readonly table?: Float64Array;
  readonly parts?: readonly Sampler[];
}

/** A distribution compiled for drawing. Monomorphic, with no allocation per draw. */
export class Sampler {
  /** The value if every draw gives the same one, else −1. In engine units. */
  readonly constant: number;
  /** The mean, in engine units. */
  readonly mean: number;
  private readonly code: number;
  private readonly a: number;
  private readonly b: number;
  private readonly c: number;
  private readonly table: Float64Array;
  private readonly parts: readonly Sampler[];

  /** `scale` turns document units into engine units: 1e6 for milliseconds. The distribution must pass checkDistribution. */
  constructor(distribution: Distribution, scale: number) {
    const recipe = compile(distribution, scale);
    this.code = recipe.code;
    this.a = recipe.a;
    this.b = recipe.b ?? 0;
    this.c = recipe.c ?? 0;
    this.table = recipe.table ?? NO_TABLE;
    this.parts = recipe.parts ?? [];
    this.constant = recipe.code === CONSTANT ? recipe.a : -1;
    this.mean = mean(distribution) * scale;
    assert(this.mean >= 0 && this.mean < Infinity, 'a sampler needs a distribution that passed its check');
  }

  /** The mean, in engine units, if it is a plain exponential distribution; else −1. */
  get exponentialMean(): number {
    return this.code === EXPONENTIAL ? this.a : -1;
  }

  /** One draw, ≥ 0, in engine units. A constant draws nothing from the stream. */
  sample(stream: Stream): number {
    if (this.code === EXPONENTIAL) return stream.exponential() * this.a;
    if (this.code === CONSTANT) return this.a;
    return this.sampleOther(stream);
  }

  /** One draw rounded to a whole number. */
  sampleNanos(stream: Stream): number {
    return Math.floor(this.sample(stream) + 0.5);
  }

  /** The same into a cell: a number that is handed back goes into a box where this call is not inlined. */
  drawNanos(stream: Stream, cells: Float64Array, cell: number): void {
    if (this.code === EXPONENTIAL) {
      stream.spinExponential();
      cells[cell] = Math.floor(stream.spun * this.a + 0.5);
    } else if (this.code === CONSTANT) cells[cell] = Math.floor(this.a + 0.5);
    else cells[cell] = Math.floor(this.sampleOther(stream) + 0.5);
  }

  private sampleOther(stream: Stream): number {
    switch (this.code) {
      case UNIFORM:
        return this.a + stream.uniform() * this.b;
      case NORMAL: {
        let x = this.a + stream.normal() * this.b;
        while (x < 0) x = this.a + stream.normal() * this.b;
        return x;
      }
      case ERLANG: {
        let sum = 0;
        for (let i = 0; i < this.b; i++) sum += stream.exponential();
        return sum * this.a;
      }
      case GAMMA:
        return this.gamma(stream);
      case LOGNORMAL:
        return this.a * exp(stream.normal() * this.b);
      case PARETO:
        return this.a * exp(-ln(1 - stream.uniform() * this.b) * this.c);
      case MIXTURE: {
        const u = stream.uniform();
        let i = 0;
        while (u >= this.table[i]!) i++;
        return this.parts[i]!.sample(stream);
      }
      default:
        return this.table[stream.below(this.table.length)]!;
    }
  }

  /** Marsaglia and Tsang (2000), "A simple method for generating gamma variables": a is the scale, b is d, c the power below shape 1. */
  private gamma(stream: Stream): number {
    const d = this.b;
    const step = 1 / (3 * Math.sqrt(d));
    for (;;) {
      const x = stream.normal();
      const root = 1 + step * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = 1 - stream.uniform();
      // The squeeze: below this line acceptance is certain, which spares most draws two logarithms.
      if (u >= 1 - 0.0331 * x * x * x * x && ln(u) >= 0.5 * x * x + d * (1 - v + ln(v))) continue;
      const value = this.a * d * v;
      return this.c === 0 ? value : value * exp(-stream.exponential() * this.c);
    }
  }
}

const NO_TABLE = new Float64Array(0);

function compile(d: Distribution, scale: number): Recipe {
  switch (d.type) {
    case 'constant':
      return { code: CONSTANT, a: d.value * scale };
    case 'uniform':
      if (d.min === d.max) return { code: CONSTANT, a: d.min * scale };
      return { code: UNIFORM, a: d.min * scale, b: (d.max - d.min) * scale };
    case 'exponential':
      return d.mean === 0 ? { code: CONSTANT, a: 0 } : { code: EXPONENTIAL, a: d.mean * scale };
    case 'normal':
      return d.sd === 0 ? { code: CONSTANT, a: d.mean * scale } : { code: NORMAL, a: d.mean * scale, b: d.sd * scale };
    case 'gamma': {
      if (d.mean === 0) return { code: CONSTANT, a: 0 };
      const a = (d.mean / d.shape) * scale;
      if (d.shape === 1) return { code: EXPONENTIAL, a };
      if (d.shape <= ERLANG_MAX && Math.floor(d.shape) === d.shape) return { code: ERLANG, a, b: d.shape };
      // Below shape 1: gamma(shape + 1) times u^(1/shape).
      return d.shape < 1 ? { code: GAMMA, a, b: d.shape + 1 - 1 / 3, c: 1 / d.shape } : { code: GAMMA, a, b: d.shape - 1 / 3 };
    }
    case 'lognormal':
    case 'lognormal-cv': {
      const { median, sigma } = lognormalOf(d);
      if (sigma === 0 || median === 0) return { code: CONSTANT, a: median * scale };
      return { code: LOGNORMAL, a: median * scale, b: sigma };
    }
    case 'pareto':
      if (d.min === d.max) return { code: CONSTANT, a: d.min * scale };
      return { code: PARETO, a: d.min * scale, b: 1 - pow(d.min / d.max, d.alpha), c: 1 / d.alpha };
    case 'mixture':
      return compileMixture(d.parts, scale);
    case 'empirical': {
      const table = Float64Array.from(d.values, (value) => value * scale);
      return table.every((value) => value === table[0]) ? { code: CONSTANT, a: table[0]! } : { code: EMPIRICAL, a: 0, table };
    }
    default:
      return unreachable(d);
  }
}

function compileMixture(all: readonly MixturePart[], scale: number): Recipe {
  const parts = all.filter((part) => part.weight > 0);
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only !== undefined) return compile(only.of, scale);
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  const table = new Float64Array(parts.length);
  let sum = 0;
  for (const [i, part] of parts.entries()) {
    sum += part.weight;
    table[i] = sum / total;
  }
  table[parts.length - 1] = 1;
  return { code: MIXTURE, a: 0, table, parts: parts.map((part) => new Sampler(part.of, scale)) };
}
