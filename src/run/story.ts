/** Tells what has happened in a run so far. */
import { NS_PER_MS } from '../std/units.ts';
import type { Session } from './session.ts';
import type { Story, Struck } from './story-report.ts';

export function storyOf(session: Session): Story {
  const { agenda, log, now } = session;
  const struck = agenda.faults.flatMap((planned): readonly Struck[] => {
    const { entry, fault, target, from, length, every } = planned;
    const found: Struck[] = [];
    for (let began = from; began < now && (began === from || began < planned.until); began += every) {
      const to = length === Number.POSITIVE_INFINITY ? null : (began + length) / NS_PER_MS;
      found.push({ entry, fault: fault.id, target, fromMs: began / NS_PER_MS, toMs: to });
    }
    return found;
  });
  return { events: [...log.events], more: log.more, struck, probes: session.probes.reports() };
}
