/** How the bench measures: CPU time (user and system) of the work alone, in rounds in which what is compared takes turns. */
import process from 'node:process';
import type { Design } from '../../design/document.ts';
import { Session } from '../../run/session.ts';
import { reportOf } from '../../run/verdict.ts';

/** What one run cost. */
export interface Measured {
  readonly customers: number;
  readonly events: number;
  readonly cpuSeconds: number;
  readonly meanMs: number;
}

/** Rounds before those that count: the compiler has seen everything by then (chosen). */
const WARM_UPS = 3;
/** CPU seconds that a run is made to last, once it is known how fast they go (chosen: long against the clock's grain). */
const RUN_SECONDS = 0.25;
/** CPU seconds of runs before anything is measured (chosen; see ARCHITECTURE, Speed). */
const WARM_SECONDS = 2.5;
const LEAST_CUSTOMERS = 20_000;
const MOST_CUSTOMERS = 3_000_000;

/** Runs `work` and tells the CPU seconds of this process meanwhile. */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}

/** A design run by the product until about so many customers came: the run is measured, not its making nor its report. */
export function runDesign(design: Design, customers: number, seed: number): Measured {
  const durationMs = Math.min(86_400_000, Math.round((customers / ratePerSecond(design)) * 1000));
  const session = new Session({ ...design, scenario: { ...design.scenario, seed, durationMs } });
  const seconds = cpuSeconds(() => session.advance(session.end));
  const { total, events } = reportOf(session, 0);
  return { customers: total.requests, events, cpuSeconds: seconds, meanMs: total.latencyMs.mean ?? 0 };
}

/**
 * How many customers a design serves in the time that a run should last, found by runs of about that length until the compiler is done
 * with what it runs: on a busy machine it works on for a second and more, beside the run and at its cost.
 */
export function customersFor(design: Design): number {
  let customers = LEAST_CUSTOMERS;
  let spent = 0;
  for (let seed = 1; spent < WARM_SECONDS; seed++) {
    const pilot = runDesign(design, customers, seed);
    spent += pilot.cpuSeconds;
    const wanted = (pilot.customers / pilot.cpuSeconds) * RUN_SECONDS;
    customers = Math.round(Math.min(MOST_CUSTOMERS, Math.max(LEAST_CUSTOMERS, wanted)));
  }
  return customers;
}

/** Requests per second of all open clients together. */
function ratePerSecond(design: Design): number {
  return design.nodes.reduce((sum, node) => sum + (node.kind === 'client' ? Number(node.params['rate'] ?? 100) : 0), 0);
}

/** What takes turns: one run of each in every round, under the round's seed. Only rounds after the warm-up come back. */
export function inTurns<K extends string>(
  runs: Readonly<Record<K, (seed: number) => Measured>>,
  pairs: number,
): readonly Readonly<Record<K, Measured>>[] {
  const rounds: Readonly<Record<K, Measured>>[] = [];
  for (let round = 0; round < WARM_UPS + pairs; round++) {
    const entries = Object.entries<(seed: number) => Measured>(runs).map(([name, run]) => [name, run(round + 1)]);
    if (round >= WARM_UPS) rounds.push(Object.fromEntries(entries) as Record<K, Measured>);
  }
  return rounds;
}

/** The middle value; of an even number, the upper of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function customersPerCpuSecond({ customers, cpuSeconds: seconds }: Measured): number {
  return customers / seconds;
}

export function eventsPerCpuSecond({ events, cpuSeconds: seconds }: Measured): number {
  return events / seconds;
}
