/** A design under faults of a study: when they strike, how long they last, and from when on its figures count. */
import type { Design, FaultEntry, ObjectiveDoc, TimelineEntry } from '../../design/document.ts';
import type { Aimed } from './fault-choices.ts';
import { titled, withoutFaults } from './study.ts';

export interface FaultTimes {
  /** How long each fault lasts, ms. */
  readonly lastsMs: number;
  /** How long the run goes on afterwards, ms; figures count from the moment of the fault to this end. */
  readonly afterMs: number;
}

/** The faults of the catalogue last 10 s; as long again is given to recover (chosen). */
export const USUAL_TIMES: FaultTimes = { lastsMs: 10_000, afterMs: 10_000 };

/** A run begins with its own warm-up, at most and at least so long before faults strike, ms (chosen). */
const MOST_WARMUP_MS = 20_000;
const LEAST_WARMUP_MS = 3_000;

/** When faults strike in a study of this design, ms. */
export function strikesAt(design: Design): number {
  return Math.min(MOST_WARMUP_MS, Math.max(LEAST_WARMUP_MS, design.scenario.warmupMs));
}

/**
 * The design with these faults, all at once, in place of its own; changes of its timeline stay. Its figures are about the time from the
 * moment they strike to the end: what a fault does in ten seconds must not be thinned out by a quiet hour.
 */
export function underFaults(
  design: Design,
  faults: readonly Aimed[],
  { lastsMs, afterMs }: FaultTimes,
  objectives: readonly ObjectiveDoc[],
  what: string,
): Design {
  const at = strikesAt(design);
  const entries = faults.map((aimed, i): FaultEntry => ({ type: 'fault', id: freeId(design, i), at, duration: lastsMs, ...plain(aimed) }));
  return withEntries(design, entries, { from: at, to: at + lastsMs + afterMs }, objectives, what);
}

/** The design under these entries, measured from `from` to `to`, ms, its own faults left out. */
export function withEntries(
  design: Design,
  entries: readonly TimelineEntry[],
  { from, to }: { readonly from: number; readonly to: number },
  objectives: readonly ObjectiveDoc[],
  what: string,
): Design {
  const timeline: TimelineEntry[] = [...withoutFaults(design.scenario.timeline).filter((entry) => entry.at < to), ...entries];
  return {
    ...design,
    title: titled(design, what),
    scenario: { ...design.scenario, warmupMs: from, durationMs: to, objectives, timeline: timeline.sort((a, b) => a.at - b.at) },
  };
}

/** An id that no entry of the design has. */
export function freeId(design: Design, i: number): string {
  const taken = new Set(design.scenario.timeline.map((entry) => entry.id));
  let id = `study-${i + 1}`;
  while (taken.has(id)) id = `${id}x`;
  return id;
}

function plain({ fault, target, params }: Aimed): Aimed {
  return { fault, target, params };
}
