/**
 * M/M/c/K: Poisson arrivals, exponential service, c servers, room for K requests in all (in service and waiting).
 *
 * Always stable: what finds no room is turned away. Source: Gross et al., Fundamentals of Queueing Theory (4th ed.),
 * section 2.5.
 */

/** Steady state of M/M/c/K. Times in the reciprocal unit of the rates; they describe accepted requests. */
export interface FiniteQueueFigures {
  readonly blocked: number;
  readonly utilisation: number;
  readonly throughput: number;
  readonly meanInSystem: number;
  readonly meanSojourn: number;
}

/** Figures of M/M/c/K; `room` ≥ `servers` ≥ 1 counts the places of the servers too. */
export function mmck(arrivals: number, service: number, servers: number, room: number): FiniteQueueFigures {
  // Probabilities relative to the most likely state so far: no overflow at any load.
  let weight = 1;
  let total = 1;
  let present = 0;
  let busy = 0;
  for (let n = 1; n <= room; n++) {
    weight *= arrivals / (service * Math.min(n, servers));
    total += weight;
    present += n * weight;
    busy += Math.min(n, servers) * weight;
    if (weight > 1e200) {
      total /= weight;
      present /= weight;
      busy /= weight;
      weight = 1;
    }
  }
  const blocked = weight / total;
  const throughput = arrivals * (1 - blocked);
  const meanInSystem = present / total;
  return {
    blocked,
    utilisation: busy / total / servers,
    throughput,
    meanInSystem,
    meanSojourn: throughput > 0 ? meanInSystem / throughput : 1 / service,
  };
}
