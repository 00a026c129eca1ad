/** What cases read from a report, in one word each. A figure that the report does not hold is NaN, which proves nothing. */
import type { LinkReport, NodeReport, Report } from '../run/report.ts';
import { assert } from '../std/assert.ts';

/** The part with this id; asking for one that the case's own design does not have is a mistake in the case. */
export function part(report: Report, id: string): NodeReport {
  const found = report.nodes[id];
  assert(found !== undefined, `the report has a part ${id}`);
  return found;
}

export function call(report: Report, id: string): LinkReport {
  const found = report.links[id];
  assert(found !== undefined, `the report has a link ${id}`);
  return found;
}

/** Share of all requests of sources that ended so. */
export function outcomeShare(report: Report, outcome: string): number {
  return (report.total.outcomes[outcome] ?? 0) / report.total.requests;
}

/** Time from asking to answer, ms, of the requests that were answered. */
export const meanLatency = (report: Report): number => report.total.latencyMs.mean ?? Number.NaN;
export const p99Latency = (report: Report): number => report.total.latencyMs.p99 ?? Number.NaN;

/** Time that calls wait at a part, ms; those that did not wait count as 0. */
export const meanWait =
  (id: string) =>
  (report: Report): number =>
    part(report, id).waitMs.mean ?? Number.NaN;
export const p99Wait =
  (id: string) =>
  (report: Report): number =>
    part(report, id).waitMs.p99 ?? Number.NaN;
