/**
 * Joining the shorter of two queues: Poisson arrivals, two equal exponential servers, ties broken either way.
 *
 * There is no simple closed form (Flatto and McKean 1977 have an infinite product). The chain of (longer, shorter) queue
 * climbs from one level of the longer queue to the next through a single state, so its stationary vector follows level by
 * level from above (matrix-analytic, Neuts 1981; the model: Haight, "Two queues in parallel", Biometrika 45, 1958). Levels
 * so high that the chance of being there is below 1e-11 are left out.
 */
import { ln } from '../std/math.ts';
import { trafficRates } from './jackson.ts';

const NOTHING = 1e-11;

/** The mean sojourn at load ρ per server, for mean service 1; Infinity at ρ ≥ 1. For ρ ≤ 0.95, beyond which it takes long. */
export function shorterOfTwoSojourn(load: number): number {
  if (load >= 1) return Infinity;
  if (load === 0) return 1;
  // Levels thin out by ρ² each.
  const top = Math.max(4, Math.ceil(ln(NOTHING) / (2 * ln(load))));
  const levels: (readonly number[])[] = [];
  for (let a = top; a >= 1; a--) levels[a] = levelOf(a, 2 * load, levels[a + 1]);
  let weight = 1;
  let total = 1;
  let present = 0;
  for (let a = 1; a <= top; a++) {
    const level = levels[a]!;
    for (let b = 0; b <= a; b++) {
      total += weight * level[b]!;
      present += weight * level[b]! * (a + b);
    }
    weight *= level[a]!;
  }
  return present / total / (2 * load);
}

/** Probabilities of (a, 0…a) relative to that of (a−1, a−1), from those of the level above relative to (a, a). */
function levelOf(a: number, arrivals: number, above: readonly number[] | undefined): readonly number[] {
  const leaving = (b: number): number => (b < a || above !== undefined ? arrivals : 0) + 1 + (b > 0 ? 1 : 0);
  // Flows through the states: what flows into b, and where it goes on to within the level.
  const to = Array.from({ length: a + 1 }, (_, b) => {
    const row = new Array<number>(a + 1).fill(0);
    const share = 1 / leaving(b);
    if (b < a) row[b + 1] = arrivals * share;
    if (b > 0) row[b - 1] = (b === a ? 2 : 1) * share;
    // From (a, a) it climbs to the level above and falls back to some (a, j) by a departure from the longer queue.
    if (b === a && above !== undefined) for (let j = 0; j <= a; j++) row[j] = row[j]! + above[j]! * share;
    return row;
  });
  const outside = Array.from({ length: a + 1 }, (_, b) => (b === a - 1 ? arrivals : 0));
  const flows = trafficRates(outside, to) ?? [];
  return flows.map((flow, b) => flow / leaving(b));
}
