/**
 * The same shop in several architecture styles under the same traffic and the same failures, one at a time. A failure's blast radius is
 * the share of requests that failed while it lasted; what it costs to run is taken from the run without failures.
 */
import type { FaultEntry } from '../design/document.ts';
import type { Style } from '../design/examples/styles/index.ts';
import type { ParamBag } from '../std/parameter.ts';
import { Session } from './session.ts';
import { reportOf } from './verdict.ts';

/** A failure that can happen to every style: the measured stretch begins with it and goes on after it. */
interface Failure {
  readonly id: string;
  readonly words: string;
  readonly fault: string;
  readonly target: (style: Style) => string;
  readonly params: ParamBag;
}

export const FAILURES: readonly Failure[] = [
  { id: 'zone', words: 'a zone is lost', fault: 'zone-loss', target: () => 'zone:a', params: {} },
  { id: 'search', words: 'the search kills its process', fault: 'crash', target: (style) => style.search, params: {} },
  { id: 'database', words: 'the database of the catalogue hangs', fault: 'hang', target: (style) => style.database, params: {} },
  { id: 'spike', words: 'ten times the traffic', fault: 'traffic-spike', target: () => 'shoppers', params: { factor: 10 } },
];

/** How long a failure lasts, ms; what is measured goes on after it. */
const LASTS = 10_000;

export interface StyleFigures {
  readonly id: string;
  readonly title: string;
  readonly parts: number;
  /** Without failures: p99 in ms, share answered, USD. */
  readonly p99Ms: number | null;
  readonly answered: number;
  readonly costPerHour: number | null;
  readonly costPerMillionOk: number | null;
  /** By failure: p99 in ms of what was answered, and the share of requests that failed. */
  readonly failures: readonly { readonly id: string; readonly p99Ms: number | null; readonly failed: number }[];
  /** Mean share answered over the failures. */
  readonly availability: number;
}

/** All figures of one style under one seed. */
export function figuresOf(style: Style, seed: number): StyleFigures {
  const calm = run(style, seed, undefined);
  const failures = FAILURES.map((failure) => {
    const { total } = run(style, seed, failure);
    return { id: failure.id, p99Ms: total.latencyMs.p99, failed: total.requests === 0 ? 0 : 1 - total.ok / total.requests };
  });
  return {
    id: style.id,
    title: style.design.title,
    parts: style.design.nodes.length - 1,
    p99Ms: calm.total.latencyMs.p99,
    answered: calm.total.requests === 0 ? 0 : calm.total.ok / calm.total.requests,
    costPerHour: calm.cost.perHour,
    costPerMillionOk: calm.cost.perMillionOk,
    failures,
    availability: 1 - failures.reduce((sum, { failed }) => sum + failed, 0) / failures.length,
  };
}

function run(style: Style, seed: number, failure: Failure | undefined) {
  const { design } = style;
  const { warmupMs } = design.scenario;
  const timeline: FaultEntry[] =
    failure === undefined
      ? []
      : [
          {
            type: 'fault',
            id: 'failure',
            at: warmupMs,
            duration: LASTS,
            fault: failure.fault,
            target: failure.target(style),
            params: failure.params,
          },
        ];
  const session = new Session({ ...design, scenario: { ...design.scenario, seed, timeline } }, undefined, 'counts');
  session.advance(session.end);
  return reportOf(session, 0);
}
