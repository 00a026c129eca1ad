/**
 * What a distribution looks like: its distribution function, quantiles, a curve to draw and a few words.
 *
 * For screens, checks and closed forms; nothing here runs per event. All in document units.
 */
import { unreachable } from './assert.ts';
import { type Distribution, lognormalOf, type MixturePart } from './distribution.ts';
import { exp, ln, pow } from './math.ts';
import type { Unit } from './parameter.ts';
import { formatQuantity } from './quantity.ts';
import { gammaP, normalCdf, normalQuantile } from './special.ts';

/** P(X ≤ x). */
export function cdf(d: Distribution, x: number): number {
  if (x < 0 || Number.isNaN(x)) return 0;
  switch (d.type) {
    case 'constant':
      return x >= d.value ? 1 : 0;
    case 'uniform':
      if (x >= d.max) return 1;
      return x <= d.min ? 0 : (x - d.min) / (d.max - d.min);
    case 'exponential':
      return d.mean === 0 ? 1 : 1 - exp(-x / d.mean);
    case 'normal': {
      if (d.sd === 0) return x >= d.mean ? 1 : 0;
      const below = normalCdf(-d.mean / d.sd);
      return (normalCdf((x - d.mean) / d.sd) - below) / (1 - below);
    }
    case 'gamma':
      return d.mean === 0 ? 1 : gammaP(d.shape, (x * d.shape) / d.mean);
    case 'lognormal':
    case 'lognormal-cv': {
      const { median, sigma } = lognormalOf(d);
      if (sigma === 0 || median === 0) return x >= median ? 1 : 0;
      return x === 0 ? 0 : normalCdf(ln(x / median) / sigma);
    }
    case 'pareto':
      if (x >= d.max) return 1;
      return x <= d.min ? 0 : (1 - pow(d.min / x, d.alpha)) / (1 - pow(d.min / d.max, d.alpha));
    case 'mixture':
      return mixed(d.parts, (part) => cdf(part, x));
    case 'empirical':
      return d.values.filter((value) => value <= x).length / d.values.length;
    default:
      return unreachable(d);
  }
}

function mixed(parts: readonly MixturePart[], of: (part: Distribution) => number): number {
  let total = 0;
  let sum = 0;
  for (const part of parts) {
    total += part.weight;
    sum += part.weight * of(part.of);
  }
  return sum / total;
}

/** The smallest x with P(X ≤ x) ≥ q, for 0 ≤ q < 1. */
export function quantile(d: Distribution, q: number): number {
  switch (d.type) {
    case 'constant':
      return d.value;
    case 'uniform':
      return d.min + q * (d.max - d.min);
    case 'exponential':
      return -d.mean * ln(1 - q);
    case 'normal': {
      if (d.sd === 0) return d.mean;
      const below = normalCdf(-d.mean / d.sd);
      return Math.max(0, d.mean + d.sd * normalQuantile(below + q * (1 - below)));
    }
    case 'lognormal':
    case 'lognormal-cv': {
      const { median, sigma } = lognormalOf(d);
      return sigma === 0 ? median : median * exp(sigma * normalQuantile(q));
    }
    case 'pareto':
      return d.min * pow(1 - q * (1 - pow(d.min / d.max, d.alpha)), -1 / d.alpha);
    case 'empirical': {
      const sorted = [...d.values].sort((a, b) => a - b);
      return sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)]!;
    }
    case 'gamma':
    case 'mixture':
      return bisect(d, q);
    default:
      return unreachable(d);
  }
}

/** The quantile by halving, down to neighbouring doubles. */
function bisect(d: Distribution, q: number): number {
  let low = 0;
  let high = 1;
  while (cdf(d, high) < q && high < 1e300) high *= 2;
  if (cdf(d, 0) >= q) return 0;
  for (let i = 0; i < 1100; i++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (cdf(d, middle) < q) low = middle;
    else high = middle;
  }
  return high;
}

/** One point of a curve. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * The density as `n` points from 0 to a little beyond the 0.99 quantile, its highest point at 1. Each point is the
 * probability of its n-th of the range, so that atoms (constants, measured values) show as spikes.
 */
export function densityPoints(d: Distribution, n: number): readonly CurvePoint[] {
  const end = Math.max(quantile(d, 0.99) * 1.1, quantile(d, 0.5) * 2) || 1;
  const masses: number[] = [];
  let before = 0;
  for (let i = 0; i < n; i++) {
    const upTo = cdf(d, (end * (i + 1)) / n);
    masses.push(upTo - before);
    before = upTo;
  }
  const highest = Math.max(...masses);
  return masses.map((mass, i) => ({ x: (end * (i + 0.5)) / n, y: highest > 0 ? mass / highest : 0 }));
}

/** A distribution in a few words: "20 ms" for a constant, else "p50 4 · p99 18 ms". */
export function describe(d: Distribution, unit: Unit = 'ms'): string {
  const low = formatQuantity(quantile(d, 0.5), unit, 2);
  const high = formatQuantity(quantile(d, 0.99), unit, 2);
  if (d.type === 'constant') return formatQuantity(d.value, unit);
  const [number = low, name] = low.split(' ');
  return name !== undefined && high.endsWith(` ${name}`) ? `p50 ${number} · p99 ${high}` : `p50 ${low} · p99 ${high}`;
}
