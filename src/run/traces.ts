/**
 * Traces as others read them: names instead of numbers, ms from the request's beginning instead of ns of the run. The shape that
 * `sim run --traces` writes and the page draws.
 */
import { nodeOf, OUTCOMES, PENDING, reasonOf } from '../engine/outcome.ts';
import type { Span, Trace } from '../engine/tracer.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { Compiled } from './compile.ts';
import { PIECES, type PieceKind, pathOf } from './trace-path.ts';

export interface SpanReport {
  /** Place in the trace's list of the span on whose behalf it was made; -1 for the request's own. */
  readonly parent: number;
  readonly from: string;
  /** The part called, and its instance counted from 1; 0 when none was chosen. */
  readonly to: string;
  readonly instance: number;
  readonly attempt: number;
  /** ms from the request's beginning; null where it never came so far. */
  readonly sentMs: number | null;
  /** It got the connection that it had waited for; null when it did not wait, or waited in vain. */
  readonly leftMs: number | null;
  readonly arrivedMs: number | null;
  readonly begunMs: number | null;
  readonly workedMs: number | null;
  readonly answeredMs: number | null;
  readonly endedMs: number | null;
  readonly outcome: string;
  /** Why it failed and where, '' when it did not. */
  readonly cause: string;
  /** It waited for a connection of its caller's pool. */
  readonly waited: boolean;
}

export interface TraceReport {
  /** Copyable: the request's number at the run's sources. */
  readonly id: string;
  readonly class: string;
  /** When it began, ms of simulated time; how long it took, ms. */
  readonly atMs: number;
  readonly tookMs: number;
  readonly outcome: string;
  readonly spans: readonly SpanReport[];
  /** The critical path in order, ms from the request's beginning; its pieces add up to `tookMs`. */
  readonly path: readonly { readonly kind: PieceKind; readonly span: number; readonly fromMs: number; readonly toMs: number }[];
  /** ms on the path by kind of time. */
  readonly split: Readonly<Record<PieceKind, number>>;
}

/** The traces that a run has kept, those that have ended. */
export function tracesOf(compiled: Compiled): readonly TraceReport[] {
  return compiled.sim.tracer.kept().map((trace) => reportOf(trace, compiled));
}

/** Traced requests that are under way, with the outcome `open`: as far as they have come, and what they have spent their time on until now. */
export function openTracesOf({ sim, ...compiled }: Compiled): readonly TraceReport[] {
  return sim.tracer.underWay(sim.now).map((trace) => reportOf(trace, { sim, ...compiled }));
}

function reportOf(trace: Trace, compiled: Compiled): TraceReport {
  const since = (ns: number): number | null => (Number.isNaN(ns) ? null : (ns - trace.started) / NS_PER_MS);
  const path = pathOf(trace.outcome === PENDING ? untilNow(trace) : trace);
  const split = Object.fromEntries(PIECES.map((kind) => [kind, 0])) as Record<PieceKind, number>;
  for (const { kind, from, to } of path) split[kind] += to - from;
  for (const kind of PIECES) split[kind] /= NS_PER_MS;
  return {
    id: String(trace.id),
    class: compiled.design.classes[trace.cls]?.id ?? '',
    atMs: trace.started / NS_PER_MS,
    tookMs: (trace.ended - trace.started) / NS_PER_MS,
    outcome: OUTCOMES[trace.outcome] ?? 'open',
    spans: trace.spans.map((span) => spanReport(span, compiled, since)),
    path: path.map(({ kind, span, from, to }) => ({ kind, span, fromMs: since(from) ?? 0, toMs: since(to) ?? 0 })),
    split,
  };
}

/** A request under way as if it all came to its end at present: what it has spent its time on so far. */
function untilNow(trace: Trace): Trace {
  const spans = trace.spans.map((span) => (Number.isNaN(span.ended) ? { ...span, ended: trace.ended } : span));
  return { ...trace, spans };
}

function spanReport(span: Span, { design, nodes, sim }: Compiled, since: (ns: number) => number | null): SpanReport {
  const link = design.links[span.link];
  const node = span.instance < 0 ? undefined : nodes[sim.shape.nodeOf[span.instance]!];
  return {
    parent: span.parent,
    from: link?.from ?? '',
    to: link?.to ?? '',
    instance: node === undefined ? 0 : span.instance - node.firstInstance + 1,
    attempt: span.attempt,
    sentMs: since(span.sent),
    leftMs: span.left === Number.POSITIVE_INFINITY ? null : since(span.left),
    arrivedMs: since(span.arrived),
    begunMs: since(span.begun),
    workedMs: since(span.worked),
    answeredMs: since(span.answered),
    endedMs: since(span.ended),
    outcome: OUTCOMES[span.outcome] ?? 'open',
    waited: !Number.isNaN(span.left),
    cause: span.cause === 0 ? '' : `${reasonOf(span.cause)} at ${nodes[nodeOf(span.cause)]?.doc.id ?? '?'}`,
  };
}
