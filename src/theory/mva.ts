/**
 * Closed networks: N users who think, then visit stations, then think again.
 *
 * Exact for product-form stations (exponential first-come-first-served with one or more servers, processor sharing with
 * any law, pure delays). Mean value analysis (Reiser and Lavenberg 1980) is exact too, but with several servers its
 * probabilities cancel to nothing near saturation; so the normalising constants are convolved (Buzen 1973), every
 * station's terms being kept as probabilities of an open station near the solution, which never overflow.
 */
import { assert } from '../std/assert.ts';
import { exp, ln } from '../std/math.ts';
import { lnGamma } from '../std/special.ts';

/** A station of a closed network: `demand` = visits × mean service per round; Infinity servers make it a delay. */
export interface ClosedStation {
  readonly demand: number;
  readonly servers: number;
}

/** Steady state of a closed network, times in the unit of the demands, throughput in its reciprocal. */
export interface ClosedNetwork {
  readonly throughput: number;
  /** Mean time of a round without thinking. */
  readonly response: number;
  /** Mean number at each station. */
  readonly present: readonly number[];
  readonly utilisation: readonly number[];
}

/** ln of F(k) = demand^k / (1 · min(2,c) · … · min(k,c)), times rate^k. */
function terms(station: ClosedStation, rate: number, population: number): Float64Array {
  const out = new Float64Array(population + 1);
  if (station.demand === 0) {
    out[0] = 1;
    return out;
  }
  const logs = new Float64Array(population + 1);
  const step = ln(station.demand * rate);
  if (station.servers === Infinity) for (let k = 1; k <= population; k++) logs[k] = k * step - lnGamma(k + 1);
  else for (let k = 1; k <= population; k++) logs[k] = logs[k - 1]! + step - ln(Math.min(k, station.servers));
  let highest = 0;
  for (const value of logs) highest = Math.max(highest, value);
  for (let k = 0; k <= population; k++) out[k] = exp(logs[k]! - highest);
  return out;
}

function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  let highest = 0;
  for (let n = 0; n < a.length; n++) {
    let sum = 0;
    for (let k = 0; k <= n; k++) sum += a[k]! * b[n - k]!;
    out[n] = sum;
    if (sum > highest) highest = sum;
  }
  return out.map((value) => value / highest);
}

/** Solves a closed network of `population` ≥ 1 users; `think` is the mean think time, of any law. */
export function closedNetwork(stations: readonly ClosedStation[], think: number, population: number): ClosedNetwork {
  assert(Number.isInteger(population) && population >= 1, 'a closed network has at least one user');
  const round = stations.reduce((sum, station) => sum + station.demand, think);
  assert(round > 0, 'a round takes time');
  const fastest = Math.max(...stations.map((station) => station.demand / station.servers));
  const rate = Math.min(population / round, fastest > 0 ? 1 / fastest : Infinity);
  const all = [...stations, { demand: think, servers: Infinity }].map((station) => terms(station, rate, population));
  const empty = new Float64Array(population + 1);
  empty[0] = 1;
  const whole = all.reduce(convolve, empty);
  const throughput = (rate * whole[population - 1]!) / whole[population]!;
  const present = stations.map((_, i) => {
    const others = all.filter((_, j) => j !== i).reduce(convolve, empty);
    let weight = 0;
    let sum = 0;
    for (let k = 0; k <= population; k++) {
      const p = all[i]![k]! * others[population - k]!;
      weight += p;
      sum += k * p;
    }
    return sum / weight;
  });
  return {
    throughput,
    response: population / throughput - think,
    present,
    utilisation: stations.map((station) => (station.servers === Infinity ? 0 : (throughput * station.demand) / station.servers)),
  };
}
