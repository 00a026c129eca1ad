/**
 * The verdict: fills the report of a run from its meter, history and windows. Percentiles come from merged counts;
 * nothing is estimated by formula. Works at any moment of a run, not only at its end.
 */
import type { RequestFigures } from '../engine/meter.ts';
import { nodeOf, OK, OUTCOMES, reasonOf } from '../engine/outcome.ts';
import { Histogram } from '../stats/histogram.ts';
import { valuesOf } from '../std/parameter.ts';
import { NS_PER_MS } from '../std/units.ts';
import { availabilityOf } from './availability.ts';
import { connectionsReport } from './connections-report.ts';
import { costOf } from './cost.ts';
import { judge, objectiveText } from './objective.ts';
import { filled } from './recorder.ts';
import type { InstanceReport, LinkReport, NodeReport, QuantileReport, Report, TotalsReport } from './report.ts';
import { ENGINE_VERSION, type Session } from './session.ts';

const MS_PER_HOUR = 3_600_000;
const NS_PER_HOUR = MS_PER_HOUR * NS_PER_MS;
type Places = LinkReport['pool'];

const sumOf = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);

export function reportOf(session: Session, wallMs: number): Report {
  const { design, compiled } = session;
  const { sim } = compiled;
  const measuredMs = (session.now - sim.meter.since) / NS_PER_MS;
  const causes = causesOf(session);
  const { degraded, wrong } = sim.marked;
  const total = totalsOf(sim.meter.sum(), measuredMs, causes, sumOf(degraded), sumOf(wrong));
  const nodes = Object.fromEntries(compiled.nodes.map((node) => [node.doc.id, nodeReport(session, node.index)]));
  const classes = Object.fromEntries(
    design.classes.map((c, i) => [c.id, totalsOf(sim.meter.classes[i]!, measuredMs, {}, degraded[i]!, wrong[i]!)]),
  );
  const report: Omit<Report, 'objectives'> = {
    digest: session.digest(),
    seed: design.scenario.seed,
    simulatedMs: session.now / NS_PER_MS,
    warmupMs: sim.meter.since / NS_PER_MS,
    events: sim.events,
    wallMs,
    engine: ENGINE_VERSION,
    total,
    classes,
    nodes,
    links: Object.fromEntries(design.links.map((link, i) => [link.id, linkReport(session, i)])),
    availability: availabilityOf(session, total, classes),
    consistency: consistencyOf(session),
    cost: billOf(session, { total, classes, nodes }, measuredMs / MS_PER_HOUR),
    probes: session.probes.reports(),
    stoppedBy: session.stoppedBy ?? null,
    problems: sim.halted === undefined ? [] : [{ code: 'halted', place: '', message: sim.halted }],
  };
  return { ...report, objectives: design.scenario.objectives.map((o) => ({ text: objectiveText(o, design), ...judge(o, report) })) };
}

/** What the measured time cost. */
function billOf({ design, compiled }: Session, measured: Pick<Report, 'total' | 'classes' | 'nodes'>, hours: number): Report['cost'] {
  const usages = compiled.nodes.map(({ doc, kind, firstInstance, instances, params }) => {
    const { arrivals = 0, figures = {} } = measured.nodes[doc.id] ?? {};
    let existed = 0;
    for (let i = firstInstance; i < firstInstance + instances; i++) existed += compiled.sim.rotation.existed(i);
    const costs = kind.costs?.(valuesOf(kind.params, params)) ?? [];
    return { node: doc.id, costs, instanceHours: existed / NS_PER_HOUR, calls: arrivals, figures };
  });
  const egress = design.classes.reduce((sum, { id, bytesDown }) => sum + (measured.classes[id]?.ok ?? 0) * bytesDown, 0);
  return costOf(usages, egress, measured.total, hours, design.prices);
}

/** Durations in ns as the report's figures in ms; `scale` 1 for histograms of plain counts. */
export function quantilesOf(h: Histogram, scale: number = NS_PER_MS): QuantileReport {
  if (h.count === 0) return { count: 0, mean: null, p50: null, p90: null, p95: null, p99: null, p999: null, max: null };
  const q = (share: number) => h.quantile(share) / scale;
  const figures = { p50: q(0.5), p90: q(0.9), p95: q(0.95), p99: q(0.99), p999: q(0.999) };
  return { count: h.count, mean: h.mean() / scale, ...figures, max: h.max / scale };
}

function totalsOf(f: RequestFigures, measuredMs: number, causes: Record<string, number>, degraded: number, wrong: number): TotalsReport {
  const ok = f.outcomes[OK]!;
  return {
    requests: f.requests,
    ok,
    outcomes: outcomesOf(f.outcomes, 0),
    causes,
    throughput: measuredMs > 0 ? ok / (measuredMs / 1000) : 0,
    latencyMs: quantilesOf(f.latency),
    failedMs: quantilesOf(f.failed),
    quickerThanMean: f.latency.count === 0 ? null : f.latency.countUpTo(f.latency.mean()) / f.latency.count,
    degraded,
    wrong,
  };
}

function outcomesOf(counts: Float64Array, at: number): Record<string, number> {
  const named: Record<string, number> = {};
  OUTCOMES.forEach((name, o) => {
    const count = counts[at + o]!;
    if (count > 0) named[name] = count;
  });
  return named;
}

/** How often each cause ended a source's request: `reason at node`. */
function causesOf(session: Session): Record<string, number> {
  const { sim, nodes } = session.compiled;
  const named: Record<string, number> = {};
  sim.meter.causes.forEach((count, cause) => {
    if (count > 0) named[`${reasonOf(cause)} at ${nodes[nodeOf(cause)]?.doc.id ?? '?'}`] = count;
  });
  return named;
}

function nodeReport(session: Session, n: number): NodeReport {
  const { compiled } = session;
  const node = compiled.nodes[n]!;
  const ids = Array.from({ length: node.instances }, (_, i) => node.firstInstance + i);
  const figures: Record<string, number | null> = {};
  const values = new Float64Array(Math.max(1, node.kind.figures.length)).fill(Number.NaN);
  compiled.sim.stations[n]!.figures?.(values, 0);
  node.kind.figures.forEach((figure, i) => {
    figures[figure.id] = Number.isNaN(values[i]) ? null : values[i]!;
  });
  const instances = ids.map((i) => stationReport(session, [i]));
  const down = session.agenda.downtime.of(n, session.now);
  const downMs = { all: down.all / NS_PER_MS, some: down.some / NS_PER_MS };
  const [only, ...others] = instances;
  return { ...(only === undefined || others.length > 0 ? stationReport(session, ids) : only), instances, downMs, figures };
}

/** The figures of some instances of a node together. */
function stationReport(session: Session, ids: readonly number[]): InstanceReport {
  const { meter } = session.compiled.sim;
  const now = session.now;
  const span = Math.max(1, now - meter.since);
  const ends = new Float64Array(OUTCOMES.length);
  let [arrivals, busy, queued, longest] = [0, 0, 0, 0];
  for (const i of ids) {
    arrivals += meter.arrivals(i);
    busy += meter.busy.area(i, now);
    queued += meter.queued.area(i, now);
    longest += meter.queued.highest(i);
    for (let o = 0; o < ends.length; o++) ends[o] = ends[o]! + meter.ends(i, o);
  }
  const share = filled(
    busy,
    ids.reduce((sum, i) => sum + session.recorder.slotArea(i, now), 0),
  );
  return {
    arrivals,
    completions: ends.reduce((sum, count) => sum + count, 0),
    outcomes: outcomesOf(ends, 0),
    utilisation: Number.isNaN(share) ? 0 : share,
    queueLength: { mean: queued / span, max: longest },
    waitMs: quantilesOf(together(ids.map((i) => meter.wait(i)))),
    serviceMs: quantilesOf(together(ids.map((i) => meter.service[i]!))),
    sojournMs: quantilesOf(together(ids.map((i) => meter.sojourn[i]!))),
  };
}

/** Several histograms as one, to be read only: one by itself is not copied. */
function together(histograms: readonly Histogram[]): Histogram {
  const [only, ...others] = histograms;
  if (only !== undefined && others.length === 0) return only;
  const all = new Histogram();
  for (const one of histograms) all.merge(one);
  return all;
}

function linkReport(session: Session, index: number): LinkReport {
  const link = session.compiled.sim.links[index]!;
  return {
    calls: link.calls,
    retries: link.retries,
    timeouts: link.timeouts,
    hedges: link.hedges,
    breaker: {
      opened: link.breaker?.opened ?? link.breakers?.opened ?? 0,
      shortCircuited: link.breaker?.shortCircuited ?? link.breakers?.shortCircuited ?? 0,
    },
    pool: placesOf(link.pool),
    bulkhead: placesOf(link.bulkhead),
    expired: link.expired,
    cancelled: link.cancelled,
    degraded: link.degraded,
    connections: connectionsReport(session.compiled.sim, link, session.now),
  };
}

function placesOf(places: Places | undefined): Places {
  return { maxUsed: places?.maxUsed ?? 0, waits: places?.waits ?? 0, rejected: places?.rejected ?? 0 };
}

function consistencyOf(session: Session): Report['consistency'] {
  const { history } = session.compiled.sim;
  const { reads, staleReads } = history;
  return {
    reads,
    staleReads,
    staleShare: reads === 0 ? null : staleReads / reads,
    ageMs: quantilesOf(history.age),
    versionsBehind: quantilesOf(history.behind, 1),
    lostAcknowledgedWrites: history.lostWrites,
    conflicts: history.conflicts,
    models: {},
    checked: null,
  };
}
