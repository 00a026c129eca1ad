/** Which faults of a timeline are active at a moment, as words by id. Pure. */
import type { TimelineEntry } from '../../src/design/document.ts';

export function activeFaults(
  timeline: readonly TimelineEntry[],
  atMs: number,
  nameOf: (fault: string) => string,
): ReadonlyMap<string, string> {
  const active = new Map<string, string>();
  for (const entry of timeline) {
    if (entry.type !== 'fault' || entry.at > atMs || atMs >= entry.at + (entry.duration ?? Number.POSITIVE_INFINITY)) continue;
    active.set(entry.id, `${nameOf(entry.fault)} on ${entry.target}`);
  }
  return active;
}
