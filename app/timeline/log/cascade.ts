/**
 * How a failure spread: the parts in the order in which something happened to each since the last thing that was done to the system.
 * Pure, over the event log.
 */
import type { LogEvent, LogKind } from '../../../src/run/story-report.ts';

/** Done to the system by the timeline or by hand; whatever else is seen of it. */
const CAUSES: ReadonlySet<LogKind> = new Set(['fault', 'trigger', 'change']);
const ENDS: ReadonlySet<LogKind> = new Set(['healed']);
const EFFECTS: ReadonlySet<LogKind> = new Set(['down', 'role', 'breaker', 'load', 'errors']);

export interface Cascade {
  readonly cause: LogEvent;
  /** The first thing seen of each part or link after it, in order. */
  readonly steps: readonly LogEvent[];
}

/** One for each thing that was done, with what followed before the next; those that nothing followed are left out. */
export function cascadesOf(events: readonly LogEvent[]): readonly Cascade[] {
  const cascades: { cause: LogEvent; steps: LogEvent[] }[] = [];
  const seen = new Set<string>();
  for (const event of events) {
    if (CAUSES.has(event.kind)) {
      cascades.push({ cause: event, steps: [] });
      seen.clear();
    } else if (ENDS.has(event.kind)) seen.clear();
    else if (EFFECTS.has(event.kind) && !seen.has(event.of)) {
      seen.add(event.of);
      cascades.at(-1)?.steps.push(event);
    }
  }
  return cascades.filter(({ steps }) => steps.length > 0);
}
