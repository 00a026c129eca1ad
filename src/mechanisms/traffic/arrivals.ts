/**
 * The rate of an open source over time: its shape, its bursts, and the factor that a traffic fault puts on it. Pure
 * arithmetic; when the next request comes is the client's business.
 */
import { unreachable } from '../../std/assert.ts';

export type Shape = 'steady' | 'ramp' | 'step' | 'spike' | 'wave';

export interface RateSettings {
  /** Requests per ns. */
  readonly rate: number;
  readonly peak: number;
  readonly shape: Shape;
  /** ns */
  readonly start: number;
  readonly length: number;
}

/** Requests per ns at a moment (ns). */
export function rateAt(s: RateSettings, time: number): number {
  const passed = time - s.start;
  switch (s.shape) {
    case 'steady':
      return s.rate;
    case 'step':
      return passed < 0 ? s.rate : s.peak;
    case 'spike':
      return passed < 0 || passed >= s.length ? s.rate : s.peak;
    case 'ramp':
      return passed < 0 ? s.rate : s.rate + (s.peak - s.rate) * Math.min(1, passed / s.length);
    case 'wave':
      return passed < 0 ? s.rate : s.rate + ((s.peak - s.rate) * (1 - cosine(passed / s.length))) / 2;
    default:
      return unreachable(s.shape);
  }
}

/** The highest rate the shape reaches. */
export function highestRate(s: RateSettings): number {
  return s.shape === 'steady' ? s.rate : Math.max(s.rate, s.peak);
}

/**
 * cos(2πx) for a number of turns x ≥ 0, by symmetry to an eighth of a turn and Taylor's series there (error below 1e-15):
 * Math.cos differs between JavaScript engines.
 */
export function cosine(turns: number): number {
  let x = turns - Math.floor(turns);
  if (x > 0.5) x = 1 - x;
  if (x > 0.25) return -cosineNear(0.5 - x);
  return cosineNear(x);
}

function cosineNear(turns: number): number {
  const a = turns * 6.283185307179586;
  const z = a * a;
  let term = 1;
  let sum = 1;
  for (let n = 2; n <= 24; n += 2) {
    term *= -z / (n * (n - 1));
    sum += term;
  }
  return sum;
}
