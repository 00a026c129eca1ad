/**
 * What studies share: questions that take many runs to answer. A study is given a design and a pool, tells how far it has come, and
 * ends with plain data; every figure in it names the design it was measured with, so that it can be opened and looked at. What it
 * finds depends on design and plan only, never on how many workers there are. It starts no threads and runs no simulation itself.
 */
import type { ChangeEntry, Design, NoteEntry, ObjectiveDoc, TimelineEntry } from '../../design/document.ts';
import type { Unit } from '../../std/parameter.ts';
import { formatQuantity } from '../../std/quantity.ts';
import { seedAt } from '../experiment.ts';
import { figureOf, judge, metricWords, objectiveText } from '../objective.ts';
import type { RunPool } from '../replications.ts';
import type { Report } from '../report.ts';

/** How far a study has come. `planned` may grow while it looks. */
export interface SoFar<R> {
  readonly done: number;
  readonly planned: number;
  readonly result: R;
}

/** Hears of every step. What it is told never changes afterwards. */
export type Watch<R> = (so: SoFar<R>) => void;

/** Availability asked for where a design has no objectives (chosen: two nines over a window of seconds). */
const DEFAULT_AVAILABILITY = 0.99;
/** p99 allowed where a design has no objectives, in multiples of its p99 without faults (chosen). */
const DEFAULT_P99_FACTOR = 3;

/** What must hold: the design's own objectives, else availability and p99 against `calm`, a run without faults. */
export function objectivesOf(design: Design, calm: Report | undefined): readonly ObjectiveDoc[] {
  const own = design.scenario.objectives;
  if (own.length > 0) return own;
  const objectives: ObjectiveDoc[] = [
    { id: 'availability', metric: 'availability', bound: 'least', value: DEFAULT_AVAILABILITY, class: '' },
  ];
  const p99 = calm?.total.latencyMs.p99;
  if (p99 !== undefined && p99 !== null && p99 > 0) {
    const value = Number((p99 * DEFAULT_P99_FACTOR).toPrecision(2));
    objectives.push({ id: 'p99', metric: 'latency.p99', bound: 'most', value, class: '' });
  }
  return objectives;
}

/** An objective as studies show it. */
export interface Goal {
  readonly id: string;
  readonly text: string;
  readonly unit: Unit;
  readonly bound: ObjectiveDoc['bound'];
  readonly value: number;
}

export function goalsOf(objectives: readonly ObjectiveDoc[], design: Design): readonly Goal[] {
  return objectives.map((o) => ({
    id: o.id,
    text: objectiveText(o, design),
    unit: metricWords(o.metric, design).unit,
    bound: o.bound,
    value: o.value,
  }));
}

/** What a run, or several, say of one objective. */
export interface Verdict {
  /** Met in every run. */
  readonly met: boolean;
  /** Mean over the runs that measured it; null when none did. */
  readonly value: number | null;
}

/** The verdict on each objective over runs under several seeds, in the order of the objectives. */
export function verdictsOf(objectives: readonly ObjectiveDoc[], reports: readonly Report[]): readonly Verdict[] {
  return objectives.map((o) => {
    const values = reports.flatMap((report) => figureOf(o, report) ?? []);
    const met = reports.length > 0 && reports.every((report) => judge(o, report).met);
    return { met, value: values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length };
  });
}

/** A measured figure in words; a figure that nothing was measured of is a dash. */
export function valueText(value: number | null, unit: Unit): string {
  return value === null ? '–' : formatQuantity(value, unit, 3);
}

/** A run that cannot be made is told with its reason; it is no bug. */
export class CannotRun extends Error {}

/** The reports of a design under so many seeds, from its own on. @throws CannotRun; an Error when the simulation breaks. */
export async function reportsOf(design: Design, seeds: number, pool: RunPool): Promise<readonly [Report, ...Report[]]> {
  const jobs = Array.from({ length: seeds }, (_, i) => pool.run({ design, seed: seedAt(design.scenario.seed, i) }));
  const answers = await Promise.all(jobs);
  return answers.map((answer) => {
    if (!answer.ok) throw new CannotRun(answer.problems[0]?.message ?? 'The design cannot be run.');
    return answer.report;
  }) as [Report, ...Report[]];
}

/** The timeline without what breaks or ends anything: notes stay, and changes unless they wait for something else on it. */
export function withoutFaults(timeline: readonly TimelineEntry[]): readonly (ChangeEntry | NoteEntry)[] {
  return timeline.flatMap((entry) => (entry.type === 'note' || (entry.type === 'change' && entry.after === undefined) ? [entry] : []));
}

/** A title with what this variant of the design is, within what a title may hold. */
export function titled(design: Design, what: string): string {
  return `${design.title === '' ? 'Design' : design.title}: ${what}`.slice(0, 80);
}

/** Requests that sources sent in the measured time, a second: what was asked for, answered or not. Attackers send none. */
export function offeredIn(report: Report, sources: readonly string[]): number {
  const seconds = (report.simulatedMs - report.warmupMs) / 1000;
  const sent = sources.reduce((sum, id) => sum + (report.nodes[id]?.arrivals ?? 0), 0);
  return seconds > 0 ? sent / seconds : 0;
}
