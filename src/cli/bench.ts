/**
 * The bench: the general engine, with every default meter on, against loops written by hand for nothing else, on the same
 * models. Runs are interleaved in one process, warm-up excluded; CPU time counts, and the median of the paired ratios
 * decides. Absolute figures are of this machine in this minute and of little use elsewhere.
 */
import { execSync } from 'node:child_process';
import { cpus } from 'node:os';
import process from 'node:process';
import type { Design } from '../design/document.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { byHandW1 } from './bench/by-hand-w1.ts';
import { byHandW2 } from './bench/by-hand-w2.ts';
import w1 from './bench/w1.json';
import w2 from './bench/w2.json';

/** Pairs that count (BENCH: at least 7), and runs before them. */
const PAIRS = 9;
const WARM_UPS = 2;
const CUSTOMERS = 400_000;

interface Measured {
  readonly customers: number;
  readonly seconds: number;
  readonly meanMs: number;
  readonly events: number;
}

interface Workload {
  readonly name: string;
  readonly design: Design;
  readonly byHand: (customers: number, seed: number) => { readonly customers: number; readonly meanMs: number };
  /** Mean response that both must give, ms, and how far off they may be. */
  readonly meanMs: number;
}

const WORKLOADS: readonly Workload[] = [
  { name: 'W1', design: w1 as unknown as Design, byHand: byHandW1, meanMs: 5 },
  { name: 'W2', design: w2 as unknown as Design, byHand: byHandW2, meanMs: 11.16 },
];

function cpuSeconds<T>(work: () => T): { result: T; seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const used = process.cpuUsage(before);
  return { result, seconds: (used.user + used.system) / 1e6 };
}

function general(workload: Workload, seed: number): Measured {
  const { design } = workload;
  const rate = Number(design.nodes[0]?.params['rate']);
  const durationMs = Math.round((CUSTOMERS / rate) * 1000);
  const session = new Session({ ...design, scenario: { ...design.scenario, seed, durationMs } });
  const { seconds } = cpuSeconds(() => session.advance(session.end));
  const report = reportOf(session, 0);
  return { customers: report.total.requests, seconds, meanMs: report.total.latencyMs.mean ?? 0, events: report.events };
}

function specialised(workload: Workload, seed: number): Measured {
  const { result, seconds } = cpuSeconds(() => workload.byHand(CUSTOMERS, seed));
  return { customers: result.customers, seconds, meanMs: result.meanMs, events: 0 };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function measure(workload: Workload) {
  const ratios: number[] = [];
  const rates: number[] = [];
  const byHandRates: number[] = [];
  const means: number[] = [];
  const eventRates: number[] = [];
  for (let i = 0; i < PAIRS + WARM_UPS; i++) {
    const ours = general(workload, i + 1);
    const theirs = specialised(workload, i + 1);
    if (i < WARM_UPS) continue;
    const rate = ours.customers / ours.seconds;
    const byHand = theirs.customers / theirs.seconds;
    ratios.push(rate / byHand);
    rates.push(rate);
    byHandRates.push(byHand);
    means.push(ours.meanMs, theirs.meanMs);
    eventRates.push(ours.events / ours.seconds);
  }
  const worst = Math.max(...means.map((mean) => Math.abs(mean - workload.meanMs) / workload.meanMs));
  return {
    customersPerCpuSecond: Math.round(median(rates)),
    eventsPerCpuSecond: Math.round(median(eventRates)),
    specialisedPerCpuSecond: Math.round(median(byHandRates)),
    ratioToSpecialised: Number(median(ratios).toFixed(3)),
    pairs: ratios.length,
    sameAnswer: worst < 0.05,
    worstMeanError: Number(worst.toFixed(4)),
  };
}

function commit(): string {
  try {
    return execSync('git rev-parse --short HEAD', { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}

const workloads = Object.fromEntries(WORKLOADS.map((workload) => [workload.name, measure(workload)]));
const machine = `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}`;
if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ machine, node: process.version, commit: commit(), workloads }));
} else {
  console.log(`${machine}, Node ${process.version}, commit ${commit()}; CPU time, median of ${PAIRS} pairs`);
  for (const [name, w] of Object.entries(workloads)) {
    console.log(
      `${name}: ${(w.customersPerCpuSecond / 1e6).toFixed(2)} M customers/s (${(w.eventsPerCpuSecond / 1e6).toFixed(2)} M events/s), ` +
        `by hand ${(w.specialisedPerCpuSecond / 1e6).toFixed(2)} M/s, ratio ${w.ratioToSpecialised}, ` +
        `${w.sameAnswer ? 'same answer' : 'ANSWERS DIFFER'} (worst mean off by ${(w.worstMeanError * 100).toFixed(1)} %)`,
    );
  }
}
if (Object.values(workloads).some((w) => !w.sameAnswer)) process.exitCode = 1;
