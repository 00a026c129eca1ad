/**
 * Where the time of the slowest requests went: the critical paths of those beyond p99, added up by hop and by kind of time, beside the same
 * of the time before. The parts of each add up to the mean time of those requests.
 */

import { PIECES, type PieceKind } from '../trace-path.ts';
import type { TraceReport } from '../traces.ts';
import type { Observed } from './observe.ts';

export interface TailPart {
  /** The link walked and the part it leads to; of the two the time lies in the part for `queue` and `work`, else in the link. */
  readonly from: string;
  readonly to: string;
  readonly kind: PieceKind;
  /** Mean per slow request, ms; of the time before, or null where there is nothing to compare with. */
  readonly ms: number;
  readonly beforeMs: number | null;
}

export interface Tail {
  /** Requests looked at, and their mean time, ms. */
  readonly requests: number;
  readonly meanMs: number;
  readonly before: { readonly requests: number; readonly meanMs: number } | null;
  readonly byKind: Readonly<Record<PieceKind, number>>;
  readonly parts: readonly TailPart[];
}

/** So many are looked at at least, where so many were traced (chosen). */
const LEAST = 10;

/** The tail of what was observed; undefined when nothing was traced to its end. */
export function tailOf(now: Observed, before: Observed | undefined): Tail | undefined {
  const slow = slowest(now);
  if (slow.length === 0) return undefined;
  const then = before === undefined ? [] : slowest(before);
  const past = new Map(partsOf(then).map((part) => [keyOf(part), part.ms]));
  const parts = partsOf(slow);
  const gone = partsOf(then).filter((part) => !parts.some((one) => keyOf(one) === keyOf(part)));
  const byKind = Object.fromEntries(PIECES.map((kind) => [kind, 0])) as Record<PieceKind, number>;
  for (const { kind, ms } of parts) byKind[kind] += ms;
  return {
    requests: slow.length,
    meanMs: meanOf(slow),
    before: then.length === 0 ? null : { requests: then.length, meanMs: meanOf(then) },
    byKind,
    parts: [
      ...parts.map((part) => ({ ...part, beforeMs: then.length === 0 ? null : (past.get(keyOf(part)) ?? 0) })),
      ...gone.map((part) => ({ ...part, ms: 0, beforeMs: part.ms })),
    ].sort((a, b) => b.ms - a.ms || (b.beforeMs ?? 0) - (a.beforeMs ?? 0)),
  };
}

/** The answered requests beyond p99; where none was answered, the failed ones. */
function slowest({ traces, report }: Observed): readonly TraceReport[] {
  const answered = traces.filter(({ outcome }) => outcome === 'ok');
  const all = [...(answered.length > 0 ? answered : traces)].sort((a, b) => b.tookMs - a.tookMs);
  const p99 = report.total.latencyMs.p99 ?? 0;
  const beyond = all.filter(({ tookMs }) => tookMs >= p99).length;
  return all.slice(0, Math.max(LEAST, beyond));
}

function partsOf(traces: readonly TraceReport[]): readonly Omit<TailPart, 'beforeMs'>[] {
  const sums = new Map<string, { from: string; to: string; kind: PieceKind; ms: number }>();
  for (const { path, spans } of traces) {
    for (const { kind, span, fromMs, toMs } of path) {
      const { from = '', to = '' } = spans[span] ?? {};
      const key = `${from} ${to} ${kind}`;
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { from, to, kind, ms: toMs - fromMs });
      else sum.ms += toMs - fromMs;
    }
  }
  return [...sums.values()].map((sum) => ({ ...sum, ms: sum.ms / traces.length }));
}

function keyOf({ from, to, kind }: Omit<TailPart, 'beforeMs'>): string {
  return `${from} ${to} ${kind}`;
}

function meanOf(traces: readonly TraceReport[]): number {
  return traces.reduce((sum, { tookMs }) => sum + tookMs, 0) / Math.max(1, traces.length);
}
