/**
 * The Universal Scalability Law (Gunther 1993; Guerrilla Capacity Planning, 2007, chapter 4): throughput of n workers who
 * contend for something serial (alpha) and keep something coherent between each pair (beta).
 *
 * An empirical law: it fits measurements and is not derived from a queue, except for beta = 0 (Amdahl).
 */

/** Throughput of n workers, `single` being that of one: γn / (1 + α(n−1) + βn(n−1)). */
export function uslThroughput(n: number, single: number, alpha: number, beta: number): number {
  return (single * n) / (1 + alpha * (n - 1) + beta * n * (n - 1));
}

/** The number of workers with the highest throughput, √((1−α)/β); Infinity without coherence cost. */
export function uslPeak(alpha: number, beta: number): number {
  return beta === 0 ? Infinity : Math.sqrt((1 - alpha) / beta);
}

export interface UslFit {
  /** Throughput of one, contention and coherence of the best fit; contention 0 … 1, coherence ≥ 0. */
  readonly single: number;
  readonly alpha: number;
  readonly beta: number;
  /** Mean distance of the measured throughputs from the curve, as a share of each; 0 is a perfect fit. */
  readonly deviation: number;
}

/**
 * The law fitted to measured throughputs by least squares on its linear form (Gunther 2007, section 5.2): n/X = (1 + α(n−1) + βn(n−1))/γ,
 * weighted so that each point counts by its relative error. A coefficient that would come out negative is held at 0, as the law demands.
 * Undefined with fewer than three different n, or a throughput that is not above 0.
 */
export function fitUsl(points: readonly { readonly n: number; readonly throughput: number }[]): UslFit | undefined {
  const usable = points.filter(({ n, throughput }) => n >= 1 && throughput > 0);
  if (usable.length !== points.length || new Set(usable.map(({ n }) => n)).size < 3) return undefined;
  let best: UslFit | undefined;
  for (const free of [[0, 1, 2], [0, 1], [0, 2], [0]]) {
    const solved = solve(usable, free);
    if (solved === undefined) continue;
    const [one = 0, contention = 0, coherence = 0] = solved;
    if (one <= 0 || contention < 0 || coherence < 0) continue;
    const single = 1 / one;
    const fit = { single, alpha: contention * single, beta: coherence * single, deviation: 0 };
    const deviation = deviationOf(usable, fit);
    if (best === undefined || deviation < best.deviation) best = { ...fit, deviation };
  }
  return best;
}

/** Least squares of n/X over the columns 1, n−1 and n(n−1) that are free; weights X/n make the residuals relative. */
function solve(points: readonly { readonly n: number; readonly throughput: number }[], free: readonly number[]): number[] | undefined {
  const size = free.length;
  const matrix = Array.from({ length: size }, () => new Array<number>(size + 1).fill(0));
  for (const { n, throughput } of points) {
    const weight = throughput / n;
    const row = free.map((column) => [1, n - 1, n * (n - 1)][column]! * weight);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) matrix[i]![j]! += row[i]! * row[j]!;
      matrix[i]![size]! += row[i]!;
    }
  }
  for (let i = 0; i < size; i++) {
    const pivot = matrix[i]![i]!;
    if (Math.abs(pivot) < 1e-12) return undefined;
    for (let k = 0; k < size; k++) {
      if (k === i) continue;
      const factor = matrix[k]![i]! / pivot;
      for (let j = i; j <= size; j++) matrix[k]![j]! -= factor * matrix[i]![j]!;
    }
  }
  const found = [0, 0, 0];
  free.forEach((column, i) => {
    found[column] = matrix[i]![size]! / matrix[i]![i]!;
  });
  return found;
}

function deviationOf(points: readonly { readonly n: number; readonly throughput: number }[], { single, alpha, beta }: UslFit): number {
  const apart = points.map(({ n, throughput }) => Math.abs(uslThroughput(n, single, alpha, beta) / throughput - 1));
  return apart.reduce((sum, one) => sum + one, 0) / apart.length;
}
