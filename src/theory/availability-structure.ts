/**
 * Availability of systems made of parts that fail independently.
 *
 * Independence is the assumption to doubt: shared power, shared deploys and overload after a fail-over break it. Source:
 * Trivedi, Probability and Statistics with Reliability, Queuing and Computer Science Applications (2nd ed.), chapters 3, 6.
 */
import { pow } from '../std/math.ts';

/** The steady availability of a part that fails and is repaired: MTBF / (MTBF + MTTR), MTBF meaning mean up time. */
export function steadyAvailability(meanUp: number, meanRepair: number): number {
  return meanUp === Infinity ? 1 : meanUp / (meanUp + meanRepair);
}

/** All parts are needed. */
export function inSeries(parts: readonly number[]): number {
  return parts.reduce((product, part) => product * part, 1);
}

/** One part is enough. */
export function inParallel(parts: readonly number[]): number {
  return 1 - parts.reduce((product, part) => product * (1 - part), 1);
}

/** At least k of n equal parts are needed. */
export function kOfN(k: number, n: number, part: number): number {
  let sum = 0;
  let choose = 1;
  for (let failed = 0; failed <= n - k; failed++) {
    sum += choose * pow(part, n - failed) * pow(1 - part, failed);
    choose = (choose * (n - failed)) / (failed + 1);
  }
  return sum;
}

/** At least k of the parts are needed, which may differ. */
export function kOfParts(k: number, parts: readonly number[]): number {
  // up[i] is the probability that exactly i of the parts seen so far are up.
  let up = [1];
  for (const part of parts) {
    up = [...up, 0].map((p, i) => p * (1 - part) + (up[i - 1] ?? 0) * part);
  }
  return up.slice(k).reduce((sum, p) => sum + p, 0);
}
