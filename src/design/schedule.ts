/**
 * When the entries of a timeline begin and end, as far as that is planned: what begins after another is given the moment at
 * which that ends, so that whoever shows, sorts or compares entries need only look at `at`. What waits for a condition has
 * the earliest moment it could begin; when it really did is known to the run alone.
 */
import { err, ok, type Result } from '../std/result.ts';
import { conditionText } from './condition-doc.ts';
import { type Beginning, type Design, type FaultEntry, LIMITS, type ProbeEntry, type Problem, type TimelineEntry } from './document.ts';

/** How long an entry is at work from its beginning, ms; Infinity when it does not end by itself, 0 for what has no length. */
export function lengthOf(entry: TimelineEntry): number {
  if (entry.type === 'note' || entry.type === 'change' || entry.type === 'stop') return 0;
  const once = entry.duration ?? Number.POSITIVE_INFINITY;
  if (entry.type !== 'fault' || entry.repeat === undefined) return once;
  const { every, times = Number.POSITIVE_INFINITY } = entry.repeat;
  // One of a moment has no duration and ends when it has struck for the last time.
  return (times - 1) * every + (entry.duration ?? 0);
}

/** What an entry says of its beginning. */
export function beginningOf(entry: TimelineEntry): Beginning {
  return entry.type === 'note' || entry.type === 'stop' || entry.type === 'probe' ? {} : entry;
}

/** The timeline with each `at` that follows from another entry worked out; in order. A chain without a first link is refused. */
export function settled(entries: readonly TimelineEntry[]): Result<readonly TimelineEntry[], Problem> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const starts = new Map<string, number>();
  const open = new Set<string>();
  const startOf = (entry: TimelineEntry): Result<number, Problem> => {
    const { after } = beginningOf(entry);
    const known = starts.get(entry.id);
    if (known !== undefined) return ok(known);
    if (after === undefined) return ok(entry.at);
    const before = byId.get(after.entry);
    if (before === undefined) return refused('unknown-entry', entry, `There is no entry ${after.entry} for ${entry.id} to begin after.`);
    if (open.has(entry.id)) return refused('circle', entry, `${entry.id} would begin after itself.`);
    open.add(entry.id);
    const start = startOf(before);
    open.delete(entry.id);
    if (!start.ok) return start;
    const end = start.value + lengthOf(before);
    if (end === Number.POSITIVE_INFINITY)
      return refused('never-ends', entry, `${before.id} never ends, so that nothing can begin after it.`);
    const at = Math.min(LIMITS.durationMs, end + after.offset);
    starts.set(entry.id, at);
    return ok(at);
  };
  const next: TimelineEntry[] = [];
  for (const entry of entries) {
    const start = startOf(entry);
    if (!start.ok) return start;
    next.push(start.value === entry.at ? entry : { ...entry, at: start.value });
  }
  return ok(next.sort((a, b) => a.at - b.at));
}

/** Whether only the run knows when an entry begins: it waits for a condition, or begins after one that does. */
export function waits(entry: TimelineEntry, timeline: readonly TimelineEntry[]): boolean {
  const { when, after } = beginningOf(entry);
  const before = after === undefined ? undefined : timeline.find(({ id }) => id === after.entry);
  return when !== undefined || (before !== undefined && waits(before, timeline));
}

/** One time that an entry is at work: ms; the end is that of the run where it has none of its own. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** When a fault is at work, as planned, within a run of so many ms; at most `most` times. */
export function stretchesOf(entry: TimelineEntry, durationMs: number, most = 200): readonly Stretch[] {
  const length = lengthOf(entry);
  const whole = { from: entry.at, to: Math.min(durationMs, entry.at + length) };
  if (entry.type !== 'fault' || entry.repeat === undefined) return [whole];
  const { every, times = Number.POSITIVE_INFINITY } = entry.repeat;
  const found: Stretch[] = [];
  for (let k = 0; k < Math.min(times, most); k++) {
    const from = entry.at + k * every;
    if (from > durationMs) break;
    found.push({ from, to: Math.min(durationMs, from + (entry.duration ?? 0)) });
  }
  return found;
}

/**
 * A fault that has begun, ended at a moment (ms): it has lasted for at least a millisecond and does not come again. What is past stays as
 * it was, so one that recedes already ends as planned, and so does the present time of one that came before.
 */
export function endedAt(entry: FaultEntry, timeMs: number): FaultEntry {
  const { repeat, fall = 0, ...once } = entry;
  const came = repeat === undefined ? 1 : Math.floor((timeMs - entry.at) / repeat.every) + 1;
  if (repeat !== undefined && came > 1) return { ...entry, repeat: { every: repeat.every, times: came } };
  if (fall > 0 && entry.duration !== undefined && timeMs > entry.at + entry.duration - fall) return { ...once, fall };
  // Whole microseconds: the difference of two moments has digits that nobody chose.
  return { ...once, duration: Math.max(1, Math.round((timeMs - entry.at) * 1000) / 1000) };
}

function refused(code: string, { id }: TimelineEntry, message: string): Result<never, Problem> {
  return err({ code, severity: 'error', place: id, message });
}

/** What a probe is called: its name, else what it asks first. */
export function probeName(
  { name, hypothesis }: Pick<ProbeEntry, 'name' | 'hypothesis'>,
  design: Pick<Design, 'classes' | 'nodes'>,
): string {
  const [first] = hypothesis;
  return name !== '' || first === undefined ? name : conditionText(first, design);
}
