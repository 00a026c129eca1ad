/**
 * The report of a run: the shape that the command line prints (a contract: fields are added, never renamed), the page
 * shows and labs grade. Types only; `run/verdict` fills it from the meter.
 */

import type { AvailabilityReport } from './availability-report.ts';
import type { ConsistencyReport } from './consistency-report.ts';
import type { CostReport } from './cost.ts';

/** A summary of a set of durations in ms. Quantiles are undefined when nothing was recorded. */
export interface QuantileReport {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

export interface TotalsReport {
  readonly requests: number;
  readonly ok: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly causes: Readonly<Record<string, number>>;
  readonly throughput: number;
  readonly latencyMs: QuantileReport;
  readonly failedMs: QuantileReport;
  /** Share of the answered ones that took no longer than the mean, to the resolution of the histogram. */
  readonly quickerThanMean: number | null;
  /** Answered, but with what a fallback gave somewhere; answered, but wrong without showing it. */
  readonly degraded: number;
  readonly wrong: number;
}

export interface InstanceReport {
  readonly arrivals: number;
  readonly completions: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly utilisation: number;
  readonly queueLength: { readonly mean: number; readonly max: number };
  readonly waitMs: QuantileReport;
  readonly serviceMs: QuantileReport;
  readonly sojournMs: QuantileReport;
}

export interface NodeReport extends InstanceReport {
  readonly instances: readonly InstanceReport[];
  /** ms for which faults had all of its copies down at once, and for which some of them, since the warm-up. */
  readonly downMs: { readonly all: number; readonly some: number };
  /** The kind's own figures by id, e.g. `hitRatio`, `lagMs`. */
  readonly figures: Readonly<Record<string, number | null>>;
}

/** What a link's connections did; shares and means are null when there was nothing to take them of. */
export interface ConnectionsReport {
  readonly opened: number;
  readonly openNow: number;
  readonly mostOpen: number;
  readonly broken: number;
  /** Set-ups that came to their end, resumed ones among those opened, and how long a set-up took. */
  readonly handshakes: number;
  readonly resumed: number;
  readonly handshakeMs: number | null;
  /** Exchanges, the share of them on a connection that had carried others, those that waited for one, and for how long. */
  readonly exchanges: number;
  readonly reusedShare: number | null;
  readonly waits: number;
  readonly waitMs: number | null;
  /** Messages that lay ready behind a missing one, and for how long. */
  readonly blocked: number;
  readonly blockedMs: number | null;
  readonly packets: number;
  readonly lostPackets: number;
  /** Messages sent again at once, and after a time-out. */
  readonly resentFast: number;
  readonly resentLate: number;
  /** Datagrams lost for good, sent twice, and overtaken by a later one. */
  readonly goneForGood: number;
  readonly sentTwice: number;
  readonly overtaken: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** How busy the far end's cores for the wire were, with all of its links. */
  readonly coresBusy: number | null;
}

export interface LinkReport {
  readonly calls: number;
  readonly retries: number;
  readonly timeouts: number;
  readonly hedges: number;
  readonly breaker: { readonly opened: number; readonly shortCircuited: number };
  readonly pool: { readonly maxUsed: number; readonly waits: number; readonly rejected: number };
  readonly bulkhead: { readonly maxUsed: number; readonly waits: number; readonly rejected: number };
  /** Calls that ran out of time, servers told that their caller gave up, answers that a fallback gave. */
  readonly expired: number;
  readonly cancelled: number;
  readonly degraded: number;
  /** Null on a link without a protocol. */
  readonly connections: ConnectionsReport | null;
}

/** Whether a hypothesis held; unknown where nothing was there to judge it by. */
export type ProbeVerdict = 'held' | 'broken' | 'unknown';

/** What became of one condition of a probe in one phase of the experiment. */
interface ProbeConditionReport {
  readonly text: string;
  readonly phase: string;
  readonly verdict: ProbeVerdict;
  /** Chart windows in which it could be judged, and the share of them in which it held. */
  readonly windows: number;
  readonly heldShare: number | null;
  /** The figure furthest on the wrong side, in the unit of its metric; when it was first broken. */
  readonly worst: number | null;
  readonly brokenAtMs: number | null;
}

export interface ProbeReport {
  readonly id: string;
  readonly name: string;
  readonly verdict: ProbeVerdict;
  readonly conditions: readonly ProbeConditionReport[];
  /** How the system recovered after faults; null where the probe does not ask. */
  readonly recovery: {
    readonly withinMs: number;
    readonly recoveries: number;
    readonly longestMs: number | null;
    /** When it had not recovered in time for the first time. */
    readonly missedAtMs: number | null;
  } | null;
}

export interface Report {
  readonly digest: string;
  readonly seed: number;
  readonly simulatedMs: number;
  readonly warmupMs: number;
  readonly events: number;
  readonly wallMs: number;
  readonly engine: string;
  readonly total: TotalsReport;
  readonly classes: Readonly<Record<string, TotalsReport>>;
  readonly nodes: Readonly<Record<string, NodeReport>>;
  readonly links: Readonly<Record<string, LinkReport>>;
  readonly availability: AvailabilityReport;
  readonly consistency: {
    readonly reads: number;
    readonly staleReads: number;
    readonly staleShare: number | null;
    readonly ageMs: QuantileReport;
    readonly versionsBehind: QuantileReport;
    readonly lostAcknowledgedWrites: number;
    readonly conflicts: number;
    readonly models: Readonly<Record<string, 'held' | 'violated' | 'unknown'>>;
    /** What was found in the operations recorded; null where none were. */
    readonly checked: ConsistencyReport | null;
  };
  /** USD at the prices in force; null while nothing was measured. */
  readonly cost: CostReport;
  readonly objectives: readonly { readonly text: string; readonly met: boolean; readonly value: number | null }[];
  readonly probes: readonly ProbeReport[];
  /** The stop condition of the timeline that ended the run, by its entry's id; null where none has. */
  readonly stoppedBy: string | null;
  readonly problems: readonly { readonly code: string; readonly place: string; readonly message: string }[];
}
