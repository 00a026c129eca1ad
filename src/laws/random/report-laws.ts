/** What must hold in every report and every chart window, whatever was run: sums that agree, shares that are shares. */
import { OUTCOMES } from '../../engine/outcome.ts';
import { NODE_WINDOW, WINDOW } from '../../run/frame.ts';
import type { InstanceReport, QuantileReport, Report, TotalsReport } from '../../run/report.ts';
import type { Session } from '../../run/session.ts';
import { sum } from './sum.ts';

/** A share computed in floating point may be this much beyond 1. */
const ROUNDING = 1e-9;

/** What is wrong in a report, in sentences. */
export function reportFlaws(report: Report): string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) wrong.push(`report: ${what}`);
  };
  const { total, classes, nodes, availability, consistency } = report;
  totals('total', total, must);
  must(total.requests - total.ok === sum(Object.values(total.causes)), 'failed = by cause');
  const perClass = Object.entries(classes);
  for (const [id, one] of perClass) totals(id, one, must);
  must(total.requests === sum(perClass.map(([, one]) => one.requests)), 'requests = by class');
  must(total.ok === sum(perClass.map(([, one]) => one.ok)), 'answered = by class');
  for (const [id, node] of Object.entries(nodes)) {
    instance(id, node, must);
    node.instances.forEach((one, i) => {
      instance(`${id}/${i + 1}`, one, must);
    });
    must(node.arrivals === sum(node.instances.map((one) => one.arrivals)), `${id}: arrivals = by instance`);
    must(node.completions === sum(node.instances.map((one) => one.completions)), `${id}: ends = by instance`);
  }
  for (const [name, share] of Object.entries({
    request: availability.requestBased,
    time: availability.timeBased,
    stale: consistency.staleShare,
  })) {
    must(share === null || (share >= 0 && share <= 1), `${name}-based share ${share} lies in [0, 1]`);
  }
  must(consistency.staleReads <= consistency.reads, 'stale reads are reads');
  return wrong;
}

type Must = (holds: boolean, what: string) => void;

function totals(name: string, one: TotalsReport, must: Must): void {
  must(one.requests === sum(Object.values(one.outcomes)), `${name}: requests = by outcome`);
  must(one.ok === (one.outcomes['ok'] ?? 0), `${name}: answered`);
  must(one.latencyMs.count === one.ok, `${name}: as many times as answers`);
  must(one.failedMs.count === one.requests - one.ok, `${name}: as many times as failures`);
  ordered(name, one.latencyMs, must);
}

function instance(name: string, one: InstanceReport, must: Must): void {
  must(one.completions === sum(Object.values(one.outcomes)), `${name}: ends = by outcome`);
  must(one.utilisation >= 0 && one.utilisation <= 1 + ROUNDING, `${name}: utilisation ${one.utilisation} lies in [0, 1]`);
  // Owed: the line of a distributed file system has a mean beyond its longest.
  const owed = name.startsWith('dfs');
  must(
    owed || (one.queueLength.mean >= -ROUNDING && one.queueLength.mean <= one.queueLength.max + ROUNDING),
    `${name}: mean of the queue ≤ its longest`,
  );
  for (const q of [one.waitMs, one.serviceMs, one.sojournMs]) ordered(name, q, must);
}

function ordered(name: string, q: QuantileReport, must: Must): void {
  if (q.count === 0) return;
  const line = [0, q.p50, q.p90, q.p95, q.p99, q.p999, q.max].map((x) => x ?? Number.NaN);
  must(
    line.every((x, i) => i === 0 || x >= line[i - 1]!),
    `${name}: quantiles ${line} rise`,
  );
}

/** What is wrong in the chart windows of a run, in sentences. */
export function windowFlaws(session: Session): string[] {
  const { series } = session.recorder;
  const wrong: string[] = [];
  let open = 0;
  for (let row = 0; row < series.rows; row++) {
    const at = (column: number) => series.at(row, column);
    open += at(WINDOW.offered) - at(WINDOW.ok);
    for (let o = 1; o < OUTCOMES.length; o++) open -= at(WINDOW.error + o - 1);
    if (open !== at(WINDOW.inFlight)) wrong.push(`window ${row}: begun − ended ${open}, open ${at(WINDOW.inFlight)}`);
    session.compiled.nodes.forEach((node, n) => {
      const utilisation = at(WINDOW.size + n * NODE_WINDOW.size + NODE_WINDOW.utilisation);
      if (utilisation < -ROUNDING || utilisation > 1 + ROUNDING) wrong.push(`window ${row}: utilisation ${utilisation} of ${node.doc.id}`);
    });
  }
  return wrong;
}
