/**
 * Erlang's formulas: Poisson arrivals, c servers.
 *
 * Rates and times in one unit (1/s and s, or 1/ms and ms). Sources: Gross, Shortle, Thompson, Harris, Fundamentals of
 * Queueing Theory (4th ed.), sections 2.2–2.5; Kleinrock, Queueing Systems I, section 3.
 */
import { exp, ln } from '../std/math.ts';

/**
 * Erlang B: the share of arrivals turned away by c servers without a queue, `load` = λ × mean service. Holds for every
 * service law (insensitivity), for Poisson arrivals.
 */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** Erlang C: the share of arrivals that wait in M/M/c. 1 when load ≥ servers, where no steady state exists. */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) return 1;
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** What M/M/c (exponential service, first come first served) does in steady state. */
export interface QueueFigures {
  readonly utilisation: number;
  readonly waitProbability: number;
  readonly meanWait: number;
  readonly meanSojourn: number;
  readonly meanQueue: number;
}

/** M/M/c with arrival rate `arrivals` and rate `service` per server. Waits are Infinity when the load is 1 or more. */
export function mmc(arrivals: number, service: number, servers: number): QueueFigures {
  const waitProbability = erlangC(servers, arrivals / service);
  const spare = servers * service - arrivals;
  const meanWait = spare > 0 ? waitProbability / spare : Infinity;
  return {
    utilisation: Math.min(1, arrivals / (servers * service)),
    waitProbability,
    meanWait,
    meanSojourn: meanWait + 1 / service,
    meanQueue: arrivals === 0 ? 0 : arrivals * meanWait,
  };
}

/** The q-quantile of the wait in M/M/c (first come first served): 0 for those who do not wait. */
export function waitQuantile(arrivals: number, service: number, servers: number, q: number): number {
  const waiting = erlangC(servers, arrivals / service);
  if (1 - q >= waiting) return 0;
  const spare = servers * service - arrivals;
  return spare > 0 ? ln(waiting / (1 - q)) / spare : Infinity;
}

/** P(sojourn > t) in M/M/c, first come first served. */
export function sojournTail(arrivals: number, service: number, servers: number, t: number): number {
  const waiting = erlangC(servers, arrivals / service);
  const spare = servers * service - arrivals;
  if (spare <= 0) return 1;
  const other = spare - service;
  // The difference of two exponentials; as their rates meet it becomes service · t · e^(-service · t).
  const joint =
    Math.abs(other) < 1e-9 * service ? service * t * exp(-service * t) : (service * (exp(-service * t) - exp(-spare * t))) / other;
  return exp(-service * t) + waiting * joint;
}

/** The q-quantile of the sojourn (wait and service) in M/M/c, first come first served; for c = 1, −ln(1−q)/(μ−λ). */
export function sojournQuantile(arrivals: number, service: number, servers: number, q: number): number {
  const spare = servers * service - arrivals;
  if (spare <= 0) return Infinity;
  if (servers === 1) return -ln(1 - q) / spare;
  let low = 0;
  let high = 1 / service;
  while (sojournTail(arrivals, service, servers, high) > 1 - q) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (sojournTail(arrivals, service, servers, middle) > 1 - q) low = middle;
    else high = middle;
  }
  return high;
}
