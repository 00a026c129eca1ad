/**
 * How far a quantile can be trusted. A quantile rests on the samples beyond it: with fewer than a hundred of them it moves by about a
 * tenth from run to run (binomial spread 1/sqrt(n)), and p99.9 of fewer than a thousand samples is only the largest one (B09).
 */
import type { QuantileReport } from '../../../src/run/report.ts';

export type QuantileName = 'p50' | 'p90' | 'p95' | 'p99' | 'p999';

/** Share of samples beyond each quantile. */
const BEYOND: Readonly<Record<QuantileName, number>> = { p50: 0.5, p90: 0.1, p95: 0.05, p99: 0.01, p999: 0.001 };
const ENOUGH_BEYOND = 100;
const ENOUGH_FOR_P999 = 1000;

export type Trust = 'good' | 'unsure' | 'hidden';

export function trustOf(name: QuantileName, count: number): Trust {
  if (count === 0 || (name === 'p999' && count < ENOUGH_FOR_P999)) return 'hidden';
  return samplesBeyond(name, count) < ENOUGH_BEYOND ? 'unsure' : 'good';
}

/** Why a quantile is marked, in words; undefined when it is not. */
export function trustWords(name: QuantileName, count: number): string | undefined {
  const trust = trustOf(name, count);
  if (trust === 'good') return undefined;
  if (trust === 'hidden') return count === 0 ? 'Nothing was measured.' : `Needs ${ENOUGH_FOR_P999} samples; there are ${count}.`;
  const beyond = samplesBeyond(name, count);
  return `Unsure: ${beyond === 1 ? 'one sample lies' : `${beyond} samples lie`} beyond it; 100 would be enough.`;
}

/** A quantile to show: its value, or null when it must not be shown. */
export function trusted(
  report: QuantileReport,
  name: QuantileName,
): { readonly value: number | null; readonly unsure: string | undefined } {
  const trust = trustOf(name, report.count);
  return { value: trust === 'hidden' ? null : report[name], unsure: trustWords(name, report.count) };
}

/** Rounded first, because 10,000 × 0.01 falls short of 100 in floating point. */
const samplesBeyond = (name: QuantileName, count: number): number => Math.floor(Number((count * BEYOND[name]).toPrecision(12)));
