/** What is done by hand while the past is looked at: it happens there, right after the moment shown. Pure. */
import type { ScenarioDoc, TimelineEntry } from '../../src/design/document.ts';
import type { UnstampedEntry } from '../../src/worker/protocol.ts';

/** The entry stamped. A setting turned again at the same moment takes the place of the value before: no time has passed there. */
export function stampedAt(shownMs: number, entry: UnstampedEntry, { timeline, durationMs }: ScenarioDoc): TimelineEntry {
  const at = Math.min(Math.floor(shownMs) + 1, durationMs);
  const stamped = { ...entry, at } as TimelineEntry;
  if (stamped.type !== 'change') return stamped;
  const before = timeline.find(
    (one) => one.type === 'change' && one.at === at && one.target === stamped.target && one.param === stamped.param,
  );
  return before === undefined ? stamped : { ...stamped, id: before.id };
}
