/** What has happened in a run so far, as the page and the command line show it: the event log, faults as they struck, verdicts. */
import { NS_PER_MS } from '../std/units.ts';
import type { LogEvent } from './event-log.ts';
import { beganAt } from './planned.ts';
import type { ProbeReport } from './report.ts';
import type { Session } from './session.ts';

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

export function storyOf(session: Session): Story {
  const { agenda, log, now } = session;
  const struck = agenda.faults.flatMap((planned): readonly Struck[] => {
    const { entry, fault, target, from, length, every } = planned;
    const found: Struck[] = [];
    for (let began = from; began < now && began < planned.until; began += every) {
      if (Number.isNaN(beganAt(planned, began))) break;
      const to = length === Number.POSITIVE_INFINITY ? null : (began + length) / NS_PER_MS;
      found.push({ entry, fault: fault.id, target, fromMs: began / NS_PER_MS, toMs: to });
      if (every === Number.POSITIVE_INFINITY) break;
    }
    return found;
  });
  return { events: [...log.events], more: log.more, struck, probes: session.probes.reports() };
}
