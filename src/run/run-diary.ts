/** Writes what the timeline did into the event log: faults that begin and end, changes, notes, triggers, stops and probes. */
import { conditionText } from '../design/condition-doc.ts';
import type { ProbeEntry, StopEntry, TimelineEntry } from '../design/document.ts';
import { probeName } from '../design/schedule.ts';
import { nanosFromMillis } from '../std/units.ts';
import type { Agenda } from './agenda.ts';
import type { Compiled } from './compile.ts';
import { type EventLog, targetWords } from './event-log.ts';
import { begins, ends, type Planned } from './planned.ts';

/** What it reads and writes: a session is one. */
interface Surroundings {
  readonly compiled: Compiled;
  readonly agenda: Agenda;
  readonly log: EventLog;
}

export class RunDiary {
  readonly #of: Surroundings;
  /** Notes up to this moment (ns) have been written. */
  #notedUpTo = -1;

  constructor(of: Surroundings) {
    this.#of = of;
  }

  /** The agenda did what was due at this moment, ns. */
  applied(time: number): void {
    const { agenda, log, compiled } = this.#of;
    this.#notes(time);
    for (const { entry, at } of agenda.changes) {
      if (at === time) log.add(time, 'change', entry.id, `${targetWords(entry.target, compiled.design)}: ${entry.param} changes`);
    }
    for (const planned of agenda.current(time)) {
      if (begins(planned, time)) this.#began(time, planned);
      else if (ends(planned, time)) log.add(time, 'healed', planned.entry, `${this.#words(planned)} ends`);
    }
    log.lookAtInstances(time);
  }

  /** A stop condition held. */
  stopped(time: number, stop: StopEntry): void {
    const does = stop.does === 'pause' ? 'The run pauses' : 'The run ends';
    this.#of.log.add(time, 'stop', stop.id, `${does}: ${conditionText(stop.when, this.#of.compiled.design)}`);
  }

  /** Something about a probe. */
  probed(time: number, probe: ProbeEntry, words: string): void {
    this.#of.log.add(time, 'probe', probe.id, `${probeName(probe, this.#of.compiled.design)}: ${words}`);
  }

  #began(time: number, planned: Planned): void {
    const { agenda, log, compiled } = this.#of;
    const entry = agenda.timeline.find(({ id }) => id === planned.entry);
    const when = entry !== undefined && 'when' in entry && agenda.firedAt(planned.entry) === time ? entry.when : undefined;
    const because = when === undefined ? '' : `, since ${conditionText(when, compiled.design)}`;
    const chance = entry === undefined || entry.type === 'fault' ? '' : entry.type === 'chaos' ? ' (random)' : ' (background)';
    log.add(
      time,
      when === undefined ? 'fault' : 'trigger',
      planned.entry,
      `${this.#words(planned)} ${planned.fault.lasts === 0 ? 'strikes' : 'begins'}${chance}${because}`,
    );
  }

  #words({ fault, target }: Planned): string {
    return `${fault.name} on ${targetWords(target, this.#of.compiled.design)}`;
  }

  /** Notes are no moments of the agenda; they are written with whatever comes next. */
  #notes(time: number): void {
    const { agenda, log } = this.#of;
    for (const entry of agenda.timeline.filter((one): one is Extract<TimelineEntry, { type: 'note' }> => one.type === 'note')) {
      const at = nanosFromMillis(entry.at);
      if (at <= this.#notedUpTo || at > time || entry.muted === true) continue;
      log.add(at, 'note', entry.id, entry.text);
    }
    this.#notedUpTo = time;
  }

  /** A window ended: notes that fell into it. */
  looked(time: number): void {
    this.#notes(time);
  }
}
