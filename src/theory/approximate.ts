/**
 * Approximations for stations that no exact formula fits: any arrivals, any service, several servers, in networks.
 *
 * Arrivals and service are known by their means and squared coefficients of variation (scv: variance / mean²; 1 for
 * Poisson or exponential, 0 for constant). Exact where they are M/M/c and for M/G/1. Sources: Allen, Probability, Statistics
 * and Queueing Theory (2nd ed. 1990), section 5.3 (Allen–Cunneen); Whitt, "The queueing network analyzer", Bell System
 * Technical Journal 62 (1983), equations 24–29 (merging), 36 (splitting), 39 (leaving), 45 (Kraemer and Langenbach-Belz).
 */
import { exp } from '../std/math.ts';
import { erlangC } from './erlang.ts';

export interface GeneralQueue {
  /** Arrivals in all, in the reciprocal unit of `service`, which is the mean time of one. */
  readonly arrivals: number;
  readonly service: number;
  readonly servers: number;
  readonly arrivalScv: number;
  readonly serviceScv: number;
}

export interface Wait {
  readonly probability: number;
  readonly mean: number;
  readonly variance: number;
}

const NO_WAIT: Wait = { probability: 0, mean: 0, variance: 0 };

/**
 * The wait in G/G/c, first come first served: Erlang's wait times (ca² + cs²)/2, less for arrivals more even than Poisson.
 * Its variance takes the wait of those who wait as exponential. Infinity when the load is 1 or more.
 */
export function generalWait({ arrivals, service, servers, arrivalScv, serviceScv }: GeneralQueue): Wait {
  const load = (arrivals * service) / servers;
  if (!(load > 0)) return NO_WAIT;
  if (load >= 1) return { probability: 1, mean: Infinity, variance: Infinity };
  const spread = arrivalScv + serviceScv;
  if (spread === 0) return NO_WAIT;
  const even = 1 - arrivalScv;
  const correction = even > 0 ? exp((-2 * (1 - load) * even * even) / (3 * load * spread)) : 1;
  const probability = erlangC(servers, arrivals * service);
  const mean = ((probability * service) / (servers * (1 - load))) * (spread / 2) * correction;
  return { probability, mean, variance: probability > 0 ? (2 * mean * mean) / probability - mean * mean : 0 };
}

/** The share of arrivals that find a line of `places` full, roughly: a geometric line that decays as in heavy traffic. */
export function roughlyBlocked(queue: GeneralQueue, places: number): number {
  const load = (queue.arrivals * queue.service) / queue.servers;
  if (!(load > 0)) return 0;
  if (load >= 1) return 1 - 1 / load;
  const spread = queue.arrivalScv + queue.serviceScv;
  if (spread === 0) return 0;
  return erlangC(queue.servers, queue.arrivals * queue.service) * (1 - load) * exp((-2 * (1 - load) * places) / (load * spread));
}

/** The scv of what leaves a station at this load (0…1). */
export function departureScv(load: number, servers: number, arrivalScv: number, serviceScv: number): number {
  const busy = Math.min(1, load) * Math.min(1, load);
  return Math.max(0, 1 + (1 - busy) * (arrivalScv - 1) + (busy / Math.sqrt(servers)) * (Math.max(serviceScv, 0.2) - 1));
}

/** The scv of a part of a stream whose members are drawn independently with this probability. */
export function splitScv(scv: number, share: number): number {
  return share * scv + 1 - share;
}

/** One of several streams that come together; `of` of them of equal rate and scv. */
export interface Stream {
  readonly rate: number;
  readonly scv: number;
  readonly of: number;
}

/** The scv of independent streams that come together before a station of this load (0…1). */
export function mergedScv(streams: readonly Stream[], load: number): number {
  let total = 0;
  for (const stream of streams) total += stream.rate;
  if (total === 0) return 1;
  let mean = 0;
  let squares = 0;
  for (const { rate, scv, of } of streams) {
    const share = rate / total;
    mean += share * scv;
    squares += (share * share) / of;
  }
  const spare = 1 - Math.min(1, load);
  const weight = 1 / (1 + 4 * spare * spare * (1 / squares - 1));
  return weight * mean + 1 - weight;
}
