/**
 * Open networks of queues (Jackson 1957): Poisson arrivals from outside, random routing, M/M/c stations.
 *
 * In steady state every station behaves as if it were M/M/c alone at the rate that the traffic equations give it. The
 * rates themselves hold for any service law. Source: Kleinrock, Queueing Systems I, section 4.8.
 */
import { mmc, type QueueFigures } from './erlang.ts';

/** One station of an open network. `to[j]` is the probability of going on to station j; the rest leaves. */
export interface OpenStation {
  readonly outside: number;
  readonly service: number;
  readonly servers: number;
  readonly to: readonly number[];
}

/**
 * Arrival rates λ with λ_j = outside_j + Σ λ_i p_ij, by elimination with pivoting; undefined when some traffic can never
 * leave (the equations then have no solution).
 */
export function trafficRates(outside: readonly number[], to: readonly (readonly number[])[]): readonly number[] | undefined {
  const n = outside.length;
  const rows = outside.map((rate, j) => [...outside.map((_, i) => (i === j ? 1 : 0) - (to[i]?.[j] ?? 0)), rate]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    const top = rows[pivot]!;
    if (Math.abs(top[k]!) < 1e-12) return undefined;
    rows[pivot] = rows[k]!;
    rows[k] = top;
    for (let i = 0; i < n; i++) {
      const row = rows[i]!;
      const factor = i === k ? 0 : row[k]! / top[k]!;
      for (let j = k; factor !== 0 && j <= n; j++) row[j] = row[j]! - factor * top[j]!;
    }
  }
  const rates = rows.map((row, k) => row[n]! / row[k]!);
  return rates.every((rate) => rate >= -1e-9) ? rates : undefined;
}

/** The whole network: each station's rate and figures, and the mean time from entering to leaving. */
export interface OpenNetwork {
  readonly rates: readonly number[];
  readonly stations: readonly QueueFigures[];
  readonly meanResponse: number;
}

/** Solves an open network; undefined when traffic can never leave it. Overloaded stations have infinite waits. */
export function openNetwork(stations: readonly OpenStation[]): OpenNetwork | undefined {
  const outside = stations.map((station) => station.outside);
  const rates = trafficRates(
    outside,
    stations.map((station) => station.to),
  );
  if (rates === undefined) return undefined;
  const figures = stations.map((station, i) => mmc(rates[i]!, station.service, station.servers));
  let inside = 0;
  for (const [i, figure] of figures.entries()) if (rates[i]! > 0) inside += rates[i]! * figure.meanSojourn;
  return { rates, stations: figures, meanResponse: inside / outside.reduce((sum, rate) => sum + rate, 0) };
}
