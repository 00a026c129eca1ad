/** A trace as rows of a waterfall: every span in the order of its call tree, with its stretches and what of it lies on the critical path. */
import type { SpanReport, TraceReport } from '../../src/run/traces.ts';

/** A stretch of a span, ms from the request's beginning: waiting for a connection, on the way, in line, at work, or waiting for calls. */
export interface Stretch {
  readonly kind: 'blocked' | 'network' | 'queue' | 'work' | 'calls';
  readonly from: number;
  readonly to: number;
}

export interface WaterfallRow {
  readonly span: SpanReport;
  readonly place: number;
  /** How many calls lie above it. */
  readonly depth: number;
  readonly stretches: readonly Stretch[];
  /** ms of the critical path that lie in this span itself. */
  readonly onPath: number;
}

export function waterfall(trace: TraceReport): readonly WaterfallRow[] {
  const under = new Map<number, number[]>();
  for (const [i, { parent }] of trace.spans.entries()) under.set(parent, [...(under.get(parent) ?? []), i]);
  const rows: WaterfallRow[] = [];
  const walk = (parent: number, depth: number): void => {
    for (const place of under.get(parent) ?? []) {
      const span = trace.spans[place];
      if (span === undefined || span.sentMs === null) continue;
      const onPath = trace.path.reduce((sum, piece) => sum + (piece.span === place ? piece.toMs - piece.fromMs : 0), 0);
      rows.push({ span, place, depth, stretches: stretchesOf(span, trace.tookMs, under.has(place)), onPath });
      walk(place, depth + 1);
    }
  };
  walk(-1, 0);
  return rows;
}

/** What was not reached lasts until the end of what was; a server's work for a caller that had gone is shown to its own end. */
function stretchesOf(span: SpanReport, tookMs: number, calls: boolean): readonly Stretch[] {
  const end = span.endedMs ?? span.answeredMs ?? tookMs;
  const sent = span.sentMs ?? 0;
  const arrived = span.arrivedMs ?? end;
  const left = span.waited ? (span.leftMs ?? arrived) : sent;
  const answered = span.answeredMs ?? Math.max(end, arrived);
  // One under way that has made no call is in line, or at work, until now; what has no line of its own begins as it arrives.
  const idle = span.outcome === 'open' && !calls;
  const begun = span.begunMs ?? (idle ? answered : arrived);
  const worked = span.workedMs ?? (idle ? answered : begun);
  const all: readonly Stretch[] = [
    { kind: 'blocked', from: sent, to: left },
    { kind: 'network', from: left, to: arrived },
    { kind: 'queue', from: arrived, to: begun },
    { kind: 'work', from: begun, to: worked },
    { kind: 'calls', from: worked, to: answered },
    { kind: 'network', from: answered, to: Math.max(answered, end) },
  ];
  return all.filter(({ from, to }) => to > from);
}

/** A moment of the run as the page's clock shows it: seconds, however many. */
export function seconds(atMs: number): string {
  return `${(atMs / 1_000).toFixed(2)}\u00a0s`;
}

/** In a sentence: where most of the time went. */
export function traceFinding({ tookMs, split, path, spans }: TraceReport, show: (ms: number) => string): string {
  const words = {
    network: 'on the way',
    queue: 'in line',
    work: 'at work',
    retry: 'between attempts',
    blocked: 'waiting for a connection',
  } as const;
  const kinds = (Object.keys(words) as (keyof typeof words)[]).filter((kind) => split[kind] > 0);
  const [most] = [...kinds].sort((a, b) => split[b] - split[a]);
  if (most === undefined || tookMs === 0) return 'It took no time.';
  const byPart = new Map<string, number>();
  for (const { kind, span, fromMs, toMs } of path) {
    const part = spans[span]?.to ?? '';
    if (kind === most) byPart.set(part, (byPart.get(part) ?? 0) + toMs - fromMs);
  }
  const all = show(split[most]);
  const [where] = [...byPart].sort((a, b) => b[1] - a[1]).map(([part, ms]) => ({ part, share: show(ms) }));
  const at = where === undefined ? '' : where.share === all ? ` at ${where.part}` : ` (${where.share} of it at ${where.part})`;
  return `${all} of ${show(tookMs)} were spent ${words[most]}${at}.`;
}
