/**
 * The protocol of the laws: independent replications by seed, a warm-up cut off, a 95 % Student interval over replications.
 * A law passes when the interval contains the exact value and is narrow enough; each prints case, exact value, measured
 * mean, half-width and n. Also the few lines that write a small design.
 */
import { expect } from 'vitest';
import type { Design, LinkDoc, NodeDoc } from '../design/document.ts';
import type { Report } from '../run/report.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { interval95 } from '../stats/confidence.ts';
import type { ParamBag } from '../std/parameter.ts';

/** A link without delay: closed forms know no network. */
export const NO_DELAY: ParamBag = { delay: 'own', latency: { type: 'constant', value: 0 } };

/** A node of a kind with parameters. */
export function node(id: string, kind: string, params: ParamBag = {}): NodeDoc {
  return { id, kind, name: id, x: 0, y: 0, params, region: '', zones: ['a'] };
}

/** A link without delay unless its parameters say otherwise. */
export function link(from: string, to: string, params: ParamBag = {}): LinkDoc {
  return { id: `${from}>${to}`, from, to, params: { ...NO_DELAY, ...params } };
}

const READ = { id: 'get', name: 'Get', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 2000 };

/** A design of these parts that runs for so long, reading only. */
export function design(nodes: readonly NodeDoc[], links: readonly LinkDoc[], seconds: number, warmupSeconds = 0): Design {
  const scenario = { seed: 1, durationMs: seconds * 1000, warmupMs: warmupSeconds * 1000, timeline: [], objectives: [] };
  return { version: 1, title: 'law', about: '', classes: [READ], nodes, links, scenario };
}

export function withSeed(d: Design, seed: number): Design {
  return { ...d, scenario: { ...d.scenario, seed } };
}

/** Runs a design to its end. */
export function run(d: Design): { session: Session; report: Report } {
  const session = new Session(d);
  session.advance(session.end);
  return { session, report: reportOf(session, 0) };
}

/** Reports of R replications with seeds 1 … R. */
export function replicate(d: Design, replications: number): readonly Report[] {
  return Array.from({ length: replications }, (_, i) => run(withSeed(d, i + 1)).report);
}

/**
 * Asserts that the replications agree with an exact value: the interval contains it and its half-width is at most
 * `tolerance` × exact (or `tolerance` itself when `absolute`).
 */
export function holds(name: string, exact: number, samples: readonly number[], tolerance: number, absolute = false): void {
  const { mean, half, n } = interval95(samples);
  const bound = absolute ? tolerance : tolerance * Math.abs(exact);
  const line = `${name}: exact ${exact.toPrecision(6)}, measured ${mean.toPrecision(6)} ± ${half.toPrecision(3)}, n ${n}`;
  console.info(line);
  expect(half, `${line}: interval too wide`).toBeLessThanOrEqual(bound);
  expect(Math.abs(mean - exact), `${line}: interval misses the exact value`).toBeLessThanOrEqual(half);
}
