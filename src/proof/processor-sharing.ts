/** One core that all requests share: the mean time in the system does not depend on the law of the work (processor sharing). */
import type { Distribution } from '../std/distribution.ts';
import type { ProofCase } from './case.ts';
import { meanLatency } from './read-report.ts';
import { exponential, NO_LIMIT } from './small-design.ts';
import { station } from './station.ts';

/** More threads than ever are at work at a time. */
const THREADS = 10_000;

function shared(id: string, title: string, law: string, work: Distribution, seconds: number): ProofCase {
  return {
    id,
    title,
    system: `Poisson arrivals at 80/s, one core shared by all, ${law} work of 10 ms on average: the core is busy 80 % of the time.`,
    source: 'Kleinrock, Queueing Systems II (1976), section 4.4; Kelly, Reversibility and Stochastic Networks (1979), section 3.3',
    notModelled: 'Time slices: every request has its part of the core at every moment.',
    group: 'queues',
    replications: 12,
    design: () => station(80, THREADS, work, NO_LIMIT, seconds, {}, { cores: 1 }),
    quantities: [
      {
        name: 'mean time from asking to answer',
        unit: 'ms',
        exact: 50,
        formula: 'E S/(1−ρ), whatever the law of S',
        tolerance: 0.03,
        measure: meanLatency,
      },
    ],
  };
}

export const PROCESSOR_SHARING: readonly ProofCase[] = [
  shared('mm1-ps', 'A core shared by all, exponential work (M/M/1-PS)', 'exponential', exponential(10), 900),
  shared(
    'mg1-ps',
    'A core shared by all, very uneven work (M/G/1-PS)',
    'lognormal (cv 2)',
    { type: 'lognormal-cv', mean: 10, cv: 2 },
    2400,
  ),
];
