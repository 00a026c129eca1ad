/**
 * The consistency of a run that was recorded: its operations are gathered once, then judged model by model, a step at a time, since
 * whoever asks from a worker may not wait for all at once.
 */
import { MODELS, type ModelId } from '../consistency/index.ts';
import { type Operations, recordedOperations } from '../consistency/operations.ts';
import type { Verdict } from '../consistency/verdict.ts';
import { type Freshness, freshness, STRETCHES } from '../consistency/visibility.ts';
import { Histogram } from '../stats/histogram.ts';
import { NS_PER_MS, nanosFromMillis } from '../std/units.ts';
import type { ConsistencyReport, ModelReport, StoreReport } from './consistency-report.ts';
import { exampleReport } from './consistency-words.ts';
import type { Report } from './report.ts';
import type { Session } from './session.ts';
import { quantilesOf } from './verdict.ts';

/** How long a key is to be left alone before its reads are to agree, ms (chosen: more than a restart and the catching up after it usually take). */
const QUIET_MS = 5000;
const ALL_KEYS = 4_294_967_296;

export class ConsistencyCheck {
  readonly #session: Session;
  #ops: Operations | undefined;
  #stores: readonly StoreReport[] | undefined;
  readonly #models: ModelReport[] = [];

  /** Of the run so far of a session whose simulation recorded. */
  constructor(session: Session) {
    this.#session = session;
  }

  /** Share of the work that is done, 0 … 1. */
  get done(): number {
    return this.#models.length / MODELS.length;
  }

  /** Does one piece of it; false when all is done. */
  step(): boolean {
    if (this.#ops === undefined) this.#ops = recordedOperations(this.#session.compiled.sim.recording);
    else if (this.#stores === undefined) this.#stores = this.#storeReports(this.#ops);
    else this.#judge(this.#ops);
    return this.#models.length < MODELS.length;
  }

  /** All of it at once. */
  report(): ConsistencyReport {
    while (this.step());
    const { recording } = this.#session.compiled.sim;
    const ops = this.#ops;
    return {
      untilMs: this.#session.now / NS_PER_MS,
      operations: ops?.count ?? 0,
      keys: ops?.objects ?? 0,
      sessions: ops?.sessions ?? 0,
      keyShare: recording.below / ALL_KEYS,
      fullAtMs: recording.fullAt < Number.POSITIVE_INFINITY ? recording.fullAt / NS_PER_MS : null,
      quietMs: QUIET_MS,
      models: this.#models,
      stores: this.#stores ?? [],
    };
  }

  #judge(ops: Operations): void {
    const model = MODELS[this.#models.length];
    if (model === undefined) return;
    const verdict = model.check(ops, { storms: this.#storms(), quiet: nanosFromMillis(QUIET_MS) });
    this.#models.push(this.#modelReport(ops, model.id, verdict));
  }

  #modelReport(ops: Operations, id: ModelId, { state, chances, violations, example }: Verdict): ModelReport {
    const { name, promise, chances: chanceWords } = MODELS.find((model) => model.id === id)!;
    return {
      id,
      name,
      promise,
      state,
      chances,
      chanceWords,
      violations,
      rarerThan: violations > 0 || chances === 0 ? null : Math.min(1, 3 / chances),
      example: example === undefined ? null : exampleReport(ops, example, this.#session.compiled, id),
    };
  }

  /** When faults were about. */
  #storms() {
    return this.#session.agenda.faults.map(({ from, until }) => ({ from, to: until }));
  }

  #storeReports(ops: Operations): readonly StoreReport[] {
    const { owners } = this.#session.compiled;
    const lost = (dataset: number): number =>
      ops.losses.reduce((sum, { object, first, last }) => sum + (ops.what[object]?.dataset === dataset ? last - first + 1 : 0), 0);
    return freshness(ops).map((fresh) => {
      const doc = owners[fresh.dataset]?.doc;
      return storeReport(fresh, { node: doc?.id ?? '', name: doc?.name ?? '', lostVersions: lost(fresh.dataset) });
    });
  }
}

function storeReport(fresh: Freshness, given: Pick<StoreReport, 'node' | 'name' | 'lostVersions'>): StoreReport {
  const ages = new Histogram();
  for (const age of fresh.ages) ages.record(age);
  return {
    ...given,
    reads: fresh.reads,
    stale: fresh.stale,
    visibility: Array.from(fresh.after, (reads, i) => ({
      fromMs: (STRETCHES[i - 1] ?? 0) / NS_PER_MS,
      toMs: STRETCHES[i] === undefined ? null : STRETCHES[i] / NS_PER_MS,
      reads,
      stale: fresh.staleAfter[i]!,
    })),
    behind: Array.from(fresh.behind),
    ageMs: quantilesOf(ages),
  };
}

/** The report of a run that was recorded, with what its operations say. */
export function withConsistency(report: Report, session: Session): Report {
  if (session.compiled.sim.history.recording === undefined) return report;
  const checked = new ConsistencyCheck(session).report();
  const models = Object.fromEntries(checked.models.map(({ id, state }) => [id, state]));
  return { ...report, consistency: { ...report.consistency, models, checked } };
}
