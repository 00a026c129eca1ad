/**
 * The protocol of the laws: independent replications by seed, a warm-up cut off, a 95 % Student interval over replications.
 * A law passes when the interval contains the exact value and is narrow enough; each prints case, exact value, measured
 * mean, half-width and n.
 */
import { expect } from 'vitest';
import type { Design } from '../design/document.ts';
import type { Report } from '../run/report.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { interval95 } from '../stats/confidence.ts';

export function withSeed(d: Design, seed: number): Design {
  return { ...d, scenario: { ...d.scenario, seed } };
}

/** Runs a design to its end. */
export function run(d: Design): { session: Session; report: Report } {
  const session = new Session(d);
  session.advance(session.end);
  return { session, report: reportOf(session, 0) };
}

/** Reports of R replications with seeds 1 … R. */
export function replicate(d: Design, replications: number): readonly Report[] {
  return Array.from({ length: replications }, (_, i) => run(withSeed(d, i + 1)).report);
}

/**
 * Asserts that the replications agree with an exact value: the interval contains it and its half-width is at most
 * `tolerance` × exact (or `tolerance` itself when `absolute`).
 */
export function holds(name: string, exact: number, samples: readonly number[], tolerance: number, absolute = false): void {
  const { mean, half, n } = interval95(samples);
  const bound = absolute ? tolerance : tolerance * Math.abs(exact);
  const line = `${name}: exact ${exact.toPrecision(6)}, measured ${mean.toPrecision(6)} ± ${half.toPrecision(3)}, n ${n}`;
  console.info(line);
  expect(half, `${line}: interval too wide`).toBeLessThanOrEqual(bound);
  expect(Math.abs(mean - exact), `${line}: interval misses the exact value`).toBeLessThanOrEqual(half);
}
