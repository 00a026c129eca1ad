/**
 * One server, Poisson arrivals, any service law.
 *
 * Times in the reciprocal unit of the arrival rate; Infinity when the load is 1 or more. Source: Kleinrock, Queueing
 * Systems I, section 5.6 (Pollaczek–Khinchine) and II, section 4.4 (processor sharing); Kingman 1961.
 */

/** The mean wait in M/G/1, first come first served: λ E[S²] / 2(1−ρ), from the mean and variance of the service. */
export function mg1MeanWait(arrivals: number, serviceMean: number, serviceVariance: number): number {
  const load = arrivals * serviceMean;
  return load < 1 ? (arrivals * (serviceVariance + serviceMean * serviceMean)) / (2 * (1 - load)) : Infinity;
}

/** The mean sojourn in M/G/1: wait and service. */
export function mg1MeanSojourn(arrivals: number, serviceMean: number, serviceVariance: number): number {
  return mg1MeanWait(arrivals, serviceMean, serviceVariance) + serviceMean;
}

/** The mean sojourn in M/G/1 processor sharing: E[S]/(1−ρ), for every service law. */
export function processorSharingSojourn(arrivals: number, serviceMean: number): number {
  const load = arrivals * serviceMean;
  return load < 1 ? serviceMean / (1 - load) : Infinity;
}

/**
 * Kingman's approximation of the mean wait in G/G/1: ρ/(1−ρ) · (ca² + cs²)/2 · E[S]. Exact for M/G/1 (ca = 1); otherwise
 * good only for heavy load.
 */
export function kingmanWait(load: number, serviceMean: number, arrivalCv: number, serviceCv: number): number {
  return load < 1 ? ((load / (1 - load)) * (arrivalCv * arrivalCv + serviceCv * serviceCv) * serviceMean) / 2 : Infinity;
}
