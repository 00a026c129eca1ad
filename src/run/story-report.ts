/** The story of a run as data: its event log, faults as they struck, verdicts so far. What the page and the command line show. */
import type { ProbeReport } from './report.ts';

/** What was done (`fault` to `stop`), what was seen of it; the last four are read off the whole run afterwards (run/incidents). */
export type LogKind =
  | 'fault'
  | 'healed'
  | 'change'
  | 'note'
  | 'trigger'
  | 'stop'
  | 'probe'
  | 'down'
  | 'up'
  | 'role'
  | 'breaker'
  | 'load'
  | 'errors'
  | 'well'
  | 'outage'
  | 'recovered'
  | 'alert'
  | 'cleared';

export interface LogEvent {
  readonly atMs: number;
  readonly kind: LogKind;
  /** An entry of the timeline, a node or a link, by id. */
  readonly of: string;
  readonly text: string;
}

/** One time that a fault was at work, or is: ms; `toMs` null where it has no end of its own. */
export interface Struck {
  readonly entry: string;
  readonly fault: string;
  readonly target: string;
  readonly fromMs: number;
  readonly toMs: number | null;
}

export interface Story {
  readonly events: readonly LogEvent[];
  /** Events that were not kept, since there were too many. */
  readonly more: number;
  /** Faults of triggers, of what follows them and of random entries, as far as they have begun. */
  readonly struck: readonly Struck[];
  readonly probes: readonly ProbeReport[];
}
