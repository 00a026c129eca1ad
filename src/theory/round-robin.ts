/**
 * Round robin over n servers: each sees every n-th arrival, so its arrivals are Erlang-n and it is an E_n/M/1 queue.
 *
 * For Poisson arrivals, exponential service and equal servers. Source: Kleinrock, Queueing Systems I, section 6.4 (G/M/1).
 */
import { exp } from '../std/math.ts';

/** The root σ in (0, 1) of σ = A*(μ(1 − σ)) for Erlang-n inter-arrival times, at load ρ < 1 per server. */
export function gm1Root(n: number, load: number): number {
  // Iterating from 0 rises to the smallest root, which is the one below 1.
  let sigma = 0;
  for (let i = 0; i < 1_000_000; i++) {
    const base = (n * load) / (n * load + 1 - sigma);
    let next = 1;
    for (let k = 0; k < n; k++) next *= base;
    if (Math.abs(next - sigma) < 1e-16) return next;
    sigma = next;
  }
  return sigma;
}

/** The same root for arrivals at equal distances, the limit of many servers: σ = e^(−(1 − σ)/ρ), at load ρ < 1. */
export function dm1Root(load: number): number {
  let sigma = 0;
  for (let i = 0; i < 1_000_000; i++) {
    const next = exp(-(1 - sigma) / load);
    if (Math.abs(next - sigma) < 1e-16) return next;
    sigma = next;
  }
  return sigma;
}

/** The mean sojourn at a server with exponential work and evenly spaced arrivals (D/M/1); Infinity at load ≥ 1. */
export function evenlySpacedSojourn(load: number, service: number): number {
  return load < 1 ? service / (1 - dm1Root(load)) : Infinity;
}

/** The mean sojourn at each of n servers behind round robin, `service` being the mean service time; Infinity at load ≥ 1. */
export function roundRobinSojourn(n: number, load: number, service: number): number {
  return load < 1 ? service / (1 - gm1Root(n, load)) : Infinity;
}
