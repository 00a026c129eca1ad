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
