/** The report in rows to show: quantiles with how far they can be trusted, outcomes and causes with their shares. Pure. */
import type { LinkReport, NodeReport, QuantileReport, Report, TotalsReport } from '../../../src/run/report.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import { type QuantileName, trusted } from './reliability.ts';

export interface QuantileCell {
  readonly text: string;
  /** Why it is marked. */
  readonly unsure: string | undefined;
}

export const QUANTILE_COLUMNS: readonly { readonly name: QuantileName; readonly label: string }[] = [
  { name: 'p50', label: 'p50' },
  { name: 'p95', label: 'p95' },
  { name: 'p99', label: 'p99' },
  { name: 'p999', label: 'p99.9' },
];

const ms = (value: number | null, digits = 3): string => (value === null ? '–' : formatQuantity(value, 'ms', digits));

export function quantileCells(report: QuantileReport): readonly QuantileCell[] {
  return QUANTILE_COLUMNS.map(({ name }) => {
    const { value, unsure } = trusted(report, name);
    return { text: value === null ? '–' : `${unsure === undefined ? '' : '~'}${ms(value, 2)}`, unsure };
  });
}

export interface Duration {
  readonly label: string;
  readonly help: string;
  readonly report: QuantileReport;
}

/** Durations of a part; those that were never measured are left out. */
export function nodeDurations(node: NodeReport): readonly Duration[] {
  return [
    { label: 'Waiting', help: 'From arrival to the start of work.', report: node.waitMs },
    { label: 'Working', help: 'From the start of work to the answer.', report: node.serviceMs },
    { label: 'In all', help: 'From arrival to the answer.', report: node.sojournMs },
  ].filter(({ report }) => report.count > 0);
}

export function runDurations({ total }: Pick<Report, 'total'>): readonly Duration[] {
  return [
    { label: 'Answered', help: 'Latency of answered requests, as the client sees it.', report: total.latencyMs },
    { label: 'Failed', help: 'Time until a request failed.', report: total.failedMs },
  ].filter(({ report }) => report.count > 0);
}

export interface Share {
  readonly label: string;
  readonly count: number;
  readonly share: number;
  readonly bad: boolean;
}

/** Outcomes, the most frequent first. */
export function outcomeShares(outcomes: Readonly<Record<string, number>>): readonly Share[] {
  return shares(outcomes, (name) => name !== 'ok');
}

/** Causes, as `reason at node` in the report; for one part only its own, without its name. */
export function causeShares(
  total: Pick<TotalsReport, 'causes'>,
  node: string | undefined,
  nameOf: (id: string) => string,
): readonly Share[] {
  const named: Record<string, number> = {};
  for (const [cause, count] of Object.entries(total.causes)) {
    const at = cause.lastIndexOf(' at ');
    const [reason, id] = at < 0 ? [cause, ''] : [cause.slice(0, at), cause.slice(at + 4)];
    if (node === undefined) named[id === '' ? reason : `${reason} at ${nameOf(id)}`] = count;
    else if (id === node) named[reason] = count;
  }
  return shares(named, () => true);
}

function shares(counts: Readonly<Record<string, number>>, isBad: (name: string) => boolean): readonly Share[] {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return Object.entries(counts)
    .map(([label, count]) => ({ label, count, share: total > 0 ? count / total : 0, bad: isBad(label) }))
    .sort((a, b) => b.count - a.count);
}

export interface Fact {
  readonly label: string;
  readonly text: string;
}

export function linkFacts(link: LinkReport): readonly Fact[] {
  const count = (value: number): string => formatQuantity(value, 'count');
  return [
    { label: 'Calls', text: count(link.calls) },
    {
      label: 'Retries',
      text: link.calls === 0 ? count(link.retries) : `${count(link.retries)} (${formatQuantity(link.retries / link.calls, 'ratio', 2)})`,
    },
    { label: 'Timeouts', text: count(link.timeouts) },
    { label: 'Hedged calls', text: count(link.hedges) },
    { label: 'Breaker opened', text: `${count(link.breaker.opened)}×` },
    { label: 'Short-circuited', text: count(link.breaker.shortCircuited) },
    { label: 'Most connections', text: count(link.pool.maxUsed) },
    { label: 'Waited for one', text: count(link.pool.waits) },
    { label: 'Rejected by pool', text: count(link.pool.rejected) },
    { label: 'Most in bulkhead', text: count(link.bulkhead.maxUsed) },
    { label: 'Rejected by bulkhead', text: count(link.bulkhead.rejected) },
    { label: 'Past their deadline', text: count(link.expired) },
    { label: 'Servers told to stop', text: count(link.cancelled) },
    { label: 'Degraded answers', text: count(link.degraded) },
  ].filter(({ label, text }) => label === 'Calls' || !/^0×?$/.test(text)); // prettier-ignore
}

/** What a part cost; nothing where it has no price. */
export function costFacts({ cost }: Pick<Report, 'cost'>, node: string): readonly Fact[] {
  const lines = cost.lines.filter((line) => line.node === node);
  if (lines.length === 0) return [];
  const usd = lines.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0);
  return [{ label: 'Cost an hour', text: formatQuantity(usd, 'usd', 3) }];
}

export function availabilityFacts({ availability, consistency, total }: Report): readonly Fact[] {
  const ratio = (value: number | null): string => (value === null ? '–' : formatQuantity(value, 'ratio', 5));
  const facts: readonly (Fact | undefined)[] = [
    { label: 'Throughput', text: formatQuantity(total.throughput, 'perSecond') },
    { label: 'Answered, by requests', text: ratio(availability.requestBased) },
    { label: 'Answered, by time', text: ratio(availability.timeBased) },
    total.degraded === 0 ? undefined : { label: 'Degraded answers', text: ratio(total.degraded / total.requests) },
    total.wrong === 0 ? undefined : { label: 'Wrong answers', text: ratio(total.wrong / total.requests) },
    consistency.staleShare === null ? undefined : { label: 'Stale reads', text: ratio(consistency.staleShare) },
    consistency.reads === 0 ? undefined : { label: 'Lost writes', text: formatQuantity(consistency.lostAcknowledgedWrites, 'count') },
  ];
  return facts.filter((fact) => fact !== undefined);
}
