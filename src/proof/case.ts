/**
 * A case of the proof: a system whose exact answer is known, as data. The laws run every case with many replications and the
 * page runs the same cases in the reader's own browser, so what is claimed here can be checked by anyone. Not a test itself:
 * `replicationOf` writes the design of one replication, and judge.ts says what the samples prove.
 */
import type { Design, TimelineEntry } from '../design/document.ts';
import type { Report } from '../run/report.ts';
import { hash32 } from '../std/random.ts';

/** One figure with a known value. Several figures may come from the same runs. */
export interface Quantity {
  readonly name: string;
  /** `ms`, `/s`, or '' for counts and shares. */
  readonly unit: string;
  /** The exact value (or the approximation's own) by closed form or an independent calculation, never typed in. */
  readonly exact: number;
  /** How the exact value is found, in the notation of the source. */
  readonly formula: string;
  /** Largest half-width of the 95 % interval: a share of the exact value, or in the quantity's own unit when `absolute`. */
  readonly tolerance: number;
  readonly absolute?: boolean;
  /** The exact value is an approximation: the mean must lie within the tolerance instead of the interval containing it. */
  readonly approximate?: boolean;
  /** NaN when the run has nothing to say; that never passes. */
  readonly measure: (report: Report) => number;
}

export interface ProofCase {
  /** Stable, lower-case with dashes; part of addresses. */
  readonly id: string;
  readonly title: string;
  /** The system in a sentence: what arrives, what serves, with rates and times. */
  readonly system: string;
  /** Author, title (year), section or page. */
  readonly source: string;
  /** What reality has and this case leaves out, in a sentence. */
  readonly notModelled: string;
  readonly group: 'queues' | 'networks' | 'balancing' | 'caches' | 'fan-out' | 'retries' | 'replication' | 'availability';
  /** Replications that the laws run; the page starts with fewer and goes on until the interval is narrow enough. */
  readonly replications: number;
  /** The design of every replication; the seed alone differs, and the timeline where one is drawn. */
  readonly design: () => Design;
  /** What happens in the replication with this seed, where that is random too. Absent: the design's own timeline. */
  readonly timeline?: (seed: number) => readonly TimelineEntry[];
  readonly quantities: readonly [Quantity, ...Quantity[]];
}

/**
 * The seed of the i-th replication of a case, i from 0. Cases have seeds of their own, since under the same seed many of them
 * draw the same arrivals and would be off in the same direction.
 */
export function seedOf(proof: ProofCase, i: number): number {
  return (hash32(proof.id) + i) % 4_294_967_296;
}

/** The design of one replication of a case, under this seed (a whole number from 0). */
export function replicationOf(proof: ProofCase, seed: number): Design {
  const design = proof.design();
  const timeline = proof.timeline?.(seed) ?? design.scenario.timeline;
  return { ...design, scenario: { ...design.scenario, seed, timeline } };
}
