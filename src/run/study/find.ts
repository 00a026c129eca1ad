/**
 * Find and shrink: sets of faults at random moments, of random length and strength, until one breaks an objective; then made as small as
 * it can be while it still does. First fewer faults (delta debugging, Zeller & Hildebrandt 2002), then shorter ones, then weaker ones.
 * Of several finds the smallest counts. Candidates are tried in groups of fixed size and judged in order, so that what is found depends
 * on design and plan only.
 */
import type { Design, FaultEntry, ObjectiveDoc } from '../../design/document.ts';
import { faultOf } from '../../faults/index.ts';
import { Stream } from '../../std/random.ts';
import { judge } from '../objective.ts';
import type { RunPool } from '../replications.ts';
import type { Report } from '../report.ts';
import { type FaultChoice, faultWords } from './fault-choices.ts';
import { freeId, strikesAt, withEntries } from './faulty.ts';
import { CannotRun, type Goal, goalsOf, objectivesOf, reportsOf, type Verdict, verdictsOf, type Watch } from './study.ts';

export interface FindPlan {
  readonly faults: readonly FaultChoice[];
  /** Faults at once, at most. */
  readonly most: number;
  /** Runs at most, shrinking included. */
  readonly mostRuns: number;
  /** Finds that are shrunk, the smallest of which is told. */
  readonly starts: number;
  /** The id of the one objective to break; undefined: any. */
  readonly objective: string | undefined;
  /** Of the search; the runs have the design's own. */
  readonly seed: number;
}

/** All chosen: three at once, two hundred runs, three finds. */
export const USUAL_FIND = { most: 3, mostRuns: 200, starts: 3, objective: undefined, seed: 1 } as const;

export interface Found {
  readonly entries: readonly FaultEntry[];
  readonly verdicts: readonly Verdict[];
  readonly digest: string;
}

export interface FindResult {
  readonly objectives: readonly ObjectiveDoc[];
  readonly goals: readonly Goal[];
  /** `already`: an objective is missed without any fault; `nothing`: no set that was tried breaks one. */
  readonly ended: 'looking' | 'found' | 'nothing' | 'already';
  /** The smallest so far. */
  readonly found: Found | undefined;
  readonly runs: number;
  /** What was done, a sentence each. */
  readonly log: readonly string[];
}

/** Faults begin within so long after the figures begin to count, last from and to so long, and the run goes on so long (ms, chosen). */
const WITHIN_MS = 8_000;
const SHORTEST_MS = 200;
const LONGEST_MS = 10_000;
const AFTER_MS = 10_000;
/** Candidates tried side by side: the same on every machine. */
const GROUP = 8;
/** Lengths and strengths that are tried at a time, as shares of what is known to break it. */
const SHARES: readonly number[] = [0.1, 0.25, 0.5, 0.75, 0.9];

/** @throws when the design cannot run, the pool is closed, or the simulation breaks. */
export async function findFaults(design: Design, plan: FindPlan, pool: RunPool, watch: Watch<FindResult> = () => {}): Promise<FindResult> {
  const span = spanOf(design);
  const [calm] = await reportsOf(withEntries(design, [], span, design.scenario.objectives, 'no fault'), 1, pool);
  return new Finder(design, objectivesOf(design, calm), plan, pool, watch).run(calm);
}

function spanOf(design: Design): { readonly from: number; readonly to: number } {
  const from = strikesAt(design);
  return { from, to: from + WITHIN_MS + LONGEST_MS + AFTER_MS };
}

/** The design of a find, as it was run and can be opened. */
export function findDesign(design: Design, entries: readonly FaultEntry[], objectives: readonly ObjectiveDoc[]): Design {
  return withEntries(design, entries, spanOf(design), objectives, entries.map((entry) => faultWords(entry)).join(' + '));
}

/** A fault in words: what and where (as its address, or as whoever shows it calls that), when, for how long. */
export function entryWords(entry: FaultEntry, from: number, what = faultWords(entry)): string {
  const size = Object.entries(entry.params).flatMap(([name, value]) => (typeof value === 'number' ? [`${name} ${value}`] : []));
  const lasting = entry.duration === undefined ? '' : ` for ${seconds(entry.duration)}`;
  return `${what}${lasting}, ${seconds(entry.at - from)} after the start${size.length === 0 ? '' : `, ${size.join(', ')}`}`;
}

const seconds = (ms: number): string => `${Number((ms / 1000).toPrecision(3))} s`;

class Finder {
  readonly #design: Design;
  readonly #objectives: readonly ObjectiveDoc[];
  readonly #plan: FindPlan;
  readonly #pool: RunPool;
  readonly #watch: Watch<FindResult>;
  readonly #log: string[] = [];
  readonly #stream: Stream;
  #runs = 1;
  #found: Found | undefined;

  constructor(design: Design, objectives: readonly ObjectiveDoc[], plan: FindPlan, pool: RunPool, watch: Watch<FindResult>) {
    this.#design = design;
    this.#objectives = objectives;
    this.#plan = plan;
    this.#pool = pool;
    this.#watch = watch;
    this.#stream = new Stream(plan.seed, 'find');
  }

  async run(calm: Report): Promise<FindResult> {
    if (this.#breaks(calm)) return this.#result('already');
    if (this.#plan.faults.length === 0) return this.#result('nothing');
    let most = this.#plan.most;
    for (let start = 0; start < this.#plan.starts; start++) {
      const hit = await this.#search(most);
      if (hit === undefined) break;
      this.#say(`Found after ${this.#runs} runs: ${hit.entries.map(faultWords).join(', ')}.`);
      const small = await this.#shrunk(hit);
      if (this.#found === undefined || weightOf(small) < weightOf(this.#found)) this.#found = small;
      this.#tell();
      most = Math.max(1, Math.min(most, this.#found.entries.length));
    }
    return this.#result(this.#found === undefined ? 'nothing' : 'found');
  }

  /** Random sets of up to so many faults, until one breaks an objective or the runs are used up. */
  async #search(most: number): Promise<Found | undefined> {
    while (this.#left() > 0) {
      const group = Array.from({ length: Math.min(GROUP, this.#left()) }, () => this.#drawn(most));
      const hit = await this.#firstOf(group);
      if (hit !== undefined) return hit;
    }
    return undefined;
  }

  #drawn(most: number): readonly FaultEntry[] {
    const { faults } = this.#plan;
    const from = strikesAt(this.#design);
    const count = 1 + this.#stream.below(Math.min(most, faults.length));
    const chosen = new Set<FaultChoice>();
    while (chosen.size < count) chosen.add(faults[this.#stream.below(faults.length)] as FaultChoice);
    return [...chosen].map(({ fault, target, params }, i): FaultEntry => {
      const at = from + Math.round(this.#stream.uniform() * WITHIN_MS);
      const duration = Math.round(SHORTEST_MS * (LONGEST_MS / SHORTEST_MS) ** this.#stream.uniform());
      return { type: 'fault', id: freeId(this.#design, i), at, duration, fault, target, params };
    });
  }

  /** Fewer, then shorter, then weaker, again and again until nothing more can go. */
  async #shrunk(found: Found): Promise<Found> {
    let best = found;
    for (let before: Found | undefined; before !== best && this.#left() > 0; ) {
      before = best;
      best = await this.#fewer(best);
      for (let i = 0; i < best.entries.length; i++) best = await this.#shorter(best, i);
      for (let i = 0; i < best.entries.length; i++) best = await this.#weaker(best, i);
    }
    if (this.#left() > 0) this.#say(`Smallest: ${best.entries.map(faultWords).join(', ')}; in steps of a tenth, less of it holds.`);
    return best;
  }

  async #fewer(found: Found): Promise<Found> {
    if (found.entries.length < 2) return found;
    const hit = await this.#firstOf(found.entries.map((gone) => found.entries.filter((entry) => entry !== gone)));
    if (hit === undefined) return found;
    this.#say(`${hit.entries.length} of them are enough: ${hit.entries.map(faultWords).join(', ')}.`);
    return this.#fewer(hit);
  }

  async #shorter(found: Found, i: number): Promise<Found> {
    const entry = found.entries[i];
    const length = entry?.duration ?? 0;
    const shares = SHARES.map((share) => roundTo2(length * share)).filter((ms) => ms >= 1 && ms < length * 0.95);
    return (await this.#firstOf(shares.map((duration) => replaced(found.entries, i, { duration })))) ?? found;
  }

  async #weaker(found: Found, i: number): Promise<Found> {
    const entry = found.entries[i];
    const specs = faultOf(entry?.fault ?? '')?.params ?? {};
    let best = found;
    for (const [name, value] of Object.entries(entry?.params ?? {})) {
      const spec = specs[name];
      if (spec?.type !== 'number' || typeof value !== 'number') continue;
      const sizes = SHARES.map((share) => spec.min + (value - spec.min) * share).map((size) =>
        spec.whole ? Math.round(size) : roundTo2(size),
      );
      const tries = sizes.filter((size) => size !== value);
      const params = best.entries[i]?.params ?? {};
      best = (await this.#firstOf(tries.map((size) => replaced(best.entries, i, { params: { ...params, [name]: size } })))) ?? best;
    }
    return best;
  }

  /** The first of the candidates that breaks an objective; all are run, side by side. */
  async #firstOf(candidates: readonly (readonly FaultEntry[])[]): Promise<Found | undefined> {
    const tried = candidates.slice(0, this.#left());
    this.#runs += tried.length;
    const answers = await Promise.all(tried.map((entries) => this.#try(entries)));
    this.#tell();
    return answers.find((one) => one !== undefined);
  }

  async #try(entries: readonly FaultEntry[]): Promise<Found | undefined> {
    try {
      const [report] = await reportsOf(findDesign(this.#design, entries, this.#objectives), 1, this.#pool);
      return this.#breaks(report) ? { entries, verdicts: verdictsOf(this.#objectives, [report]), digest: report.digest } : undefined;
    } catch (error) {
      if (error instanceof CannotRun) return undefined;
      throw error;
    }
  }

  #breaks(report: Report): boolean {
    const { objective } = this.#plan;
    return this.#objectives.some((o) => (objective === undefined || o.id === objective) && !judge(o, report).met);
  }

  #left(): number {
    return this.#plan.mostRuns - this.#runs;
  }

  #say(sentence: string): void {
    this.#log.push(sentence);
  }

  #tell(): void {
    this.#watch({ done: this.#runs, planned: this.#plan.mostRuns, result: this.#result('looking') });
  }

  #result(ended: FindResult['ended']): FindResult {
    const goals = goalsOf(this.#objectives, this.#design);
    return { objectives: this.#objectives, goals, ended, found: this.#found, runs: this.#runs, log: [...this.#log] };
  }
}

function replaced(entries: readonly FaultEntry[], i: number, change: Partial<FaultEntry>): readonly FaultEntry[] {
  return entries.map((entry, at) => (at === i ? { ...entry, ...change } : entry));
}

/** Fewer faults are smaller, whatever they last; then their time together. */
function weightOf({ entries }: Found): number {
  return entries.length * 1e9 + entries.reduce((sum, entry) => sum + (entry.duration ?? 0), 0);
}

function roundTo2(value: number): number {
  return Number(value.toPrecision(2));
}
