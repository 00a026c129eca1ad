/** The prediction in rows to show: what was told, what was measured, how far apart they are; and the sentences around them. Pure. */
import type { Doubt } from '../../../src/catalog/estimate.ts';
import type { Kind } from '../../../src/catalog/kind.ts';
import type { Design, NodeDoc } from '../../../src/design/document.ts';
import type { Estimate, NodeEstimate } from '../../../src/run/estimate.ts';
import type { Report } from '../../../src/run/report.ts';
import type { Unit } from '../../../src/std/parameter.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import { figure } from '../../canvas/words/figure.ts';

export interface EstimateRow {
  readonly label: string;
  /** What the number is, where the label only says whose. */
  readonly what?: string;
  readonly help: string;
  readonly told: string;
  readonly measured: string;
  readonly difference: string;
}

type KindOf = (id: string) => Kind | undefined;

/** Rarer than this a share that is turned away has no row (chosen). */
const WORTH_A_ROW = 0.0005;
/** So many parts stand in the table of a whole design (chosen). */
const MOST_PARTS = 12;

function row(label: string, help: string, unit: Unit, told: number | undefined, measured: number | null | undefined): EstimateRow {
  const known = measured !== null && measured !== undefined && Number.isFinite(measured);
  return {
    label,
    help,
    told: told === undefined ? 'unsure' : `≈${figure(small(told, unit) ? 0 : told, unit)}`,
    measured: known ? figure(measured, unit) : '–',
    difference: told === undefined || !known ? '–' : differenceOf(told, measured, unit),
  };
}

/** A time so short that the difference to it would be a quotient by nearly nothing, ms (chosen). */
const SHORT_MS = 0.05;

function small(value: number, unit: Unit): boolean {
  return unit === 'ms' && value < SHORT_MS;
}

/** What was measured beyond what was told: points of a share, else a share of what was told. */
function differenceOf(told: number, measured: number, unit: Unit): string {
  if (small(told, unit)) return small(measured, unit) ? '0' : `+${figure(measured - told, unit)}`;
  const off = unit === 'ratio' ? (measured - told) * 100 : told > 0 ? ((measured - told) / told) * 100 : Number.NaN;
  if (Number.isNaN(off)) return '–';
  const size = Math.abs(off);
  const text = size < 0.05 ? '0' : size < 9.95 ? size.toFixed(1) : size < 1000 ? size.toFixed(0) : '>999';
  const sign = text === '0' ? '' : off > 0 ? '+' : '−';
  return `${sign}${text}${unit === 'ratio' ? ' pt' : ' %'}`;
}

/** Seconds that the report counts over. */
function secondsOf(report: Report | undefined): number {
  return report === undefined ? 0 : Math.max(0, report.simulatedMs - report.warmupMs) / 1000;
}

function perSecond(count: number | undefined, report: Report | undefined): number | undefined {
  const seconds = secondsOf(report);
  return count === undefined || seconds === 0 ? undefined : count / seconds;
}

/** The rows of one part. `onlySource`: it is the only one that sends, so the requests of the run are its own. */
export function nodeRows(
  node: NodeDoc,
  kind: Kind | undefined,
  told: NodeEstimate,
  report: Report | undefined,
  onlySource: boolean,
): readonly EstimateRow[] {
  const is = report?.nodes[node.id];
  const source = kind?.role === 'source';
  const mean = source ? (onlySource ? report?.total.latencyMs.mean : undefined) : is?.sojournMs.mean;
  const rows = [row(source ? 'Sending' : 'Arriving', 'Calls a second.', 'perSecond', told.arrivals, perSecond(is?.arrivals, report))];
  if (kind?.slots !== undefined) {
    rows.push(row('Utilisation', 'Share of its work slots that are taken.', 'ratio', told.utilisation, is?.utilisation));
    rows.push(row('Mean wait', 'From arrival to the start of work.', 'ms', told.waitMs, is?.waitMs.mean));
  }
  rows.push(row('Mean time', 'From arrival to the answer, calls included.', 'ms', told.meanMs, mean));
  if (told.p99Ms !== undefined)
    rows.push(row('p99', 'One call in a hundred takes longer. Only told where it is exact.', 'ms', told.p99Ms, is?.sojournMs.p99));
  for (const own of kind?.figures ?? []) {
    const foretold = told.figures[own.id];
    if (foretold !== undefined) rows.push(row(capital(own.label), own.help, own.unit, foretold, is?.figures[own.id]));
  }
  if (told.rejected > WORTH_A_ROW) {
    const away = is === undefined || is.arrivals === 0 ? undefined : (is.outcomes['rejected'] ?? 0) / is.arrivals;
    rows.push(row('Turned away', 'Share of calls that are not let in.', 'ratio', told.rejected, away));
  }
  return rows;
}

/** The row of one link. */
export function linkRows(
  told: { readonly rate: number; readonly meanMs: number | undefined },
  calls: number | undefined,
  report: Report | undefined,
) {
  return [
    row('Calls', 'Calls a second, without retries.', 'perSecond', told.rate, perSecond(calls, report)),
    row('Mean time', 'Of a call as its caller sees it.', 'ms', told.meanMs, undefined),
  ];
}

/** The rows of the whole design: what clients wait, and how busy the busiest parts are. */
export function designRows(design: Design, told: Estimate, report: Report | undefined, kindOf: KindOf): readonly EstimateRow[] {
  const sources = design.nodes.filter(({ kind }) => kindOf(kind)?.role === 'source');
  const total = sources.length === 1 ? report?.total.latencyMs.mean : undefined;
  const times = sources.map(({ id, name }) => {
    return { ...row(name, 'Mean time of its requests.', 'ms', told.nodes[id]?.meanMs, total), what: 'mean' };
  });
  const busy = design.nodes
    .filter(({ id, kind }) => kindOf(kind)?.slots !== undefined && (told.nodes[id]?.arrivals ?? 0) > 0)
    .sort((a, b) => (told.nodes[b.id]?.load ?? 0) - (told.nodes[a.id]?.load ?? 0))
    .slice(0, MOST_PARTS)
    .map(({ id, name }) => {
      const help = 'Share of its work slots that are taken.';
      return { ...row(name, help, 'ratio', told.nodes[id]?.utilisation, report?.nodes[id]?.utilisation), what: 'busy' };
    });
  return [...times, ...busy];
}

/** `db saturates first, at about 1.8× today's load (≈1.08k/s): all of its workers are taken then.` */
export function capacityWords(design: Design, { capacity }: Estimate, nameOfLink: (id: string) => string): string | undefined {
  if (capacity === undefined) return undefined;
  const { of, id, resource, factor, rate } = capacity;
  const name = of === 'node' ? (design.nodes.find((node) => node.id === id)?.name ?? id) : `The link ${nameOfLink(id)}`;
  const times = formatQuantity(factor, 'factor', factor < 10 ? 2 : 3);
  const all = `≈${formatQuantity(rate, 'perSecond', 3)}`;
  if (factor < 1) return `${name} is saturated already: it bears about ${times} today's load (${all}). What runs out: ${resource}.`;
  return `${name} saturates first, at about ${times} today's load (${all}). What runs out: ${resource}.`;
}

/** Until when it holds; undefined when nothing changes. */
export function untilWords({ untilMs }: Estimate): string | undefined {
  if (untilMs === Infinity) return undefined;
  return untilMs === 0
    ? 'Traffic or parts change from the start.'
    : `Holds until ${formatQuantity(untilMs, 'ms')}, when the timeline or the traffic changes.`;
}

/** What stands against it, the worst first. */
export function doubtsOf(valid: true | readonly Doubt[]): readonly Doubt[] {
  const rank = { all: 0, time: 1, none: 2 } as const;
  return valid === true ? [] : [...valid].sort((a, b) => rank[a.hides] - rank[b.hides]);
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
