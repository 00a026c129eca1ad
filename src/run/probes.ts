/**
 * Probes: hypotheses about a run, judged window by window in three phases: before the faults they watch, while one is at work, and
 * after. A condition is broken where it fails to hold for as long as it says; what should hold after a fault may take a while
 * to recover. Nothing here changes what happens.
 */
import { type ConditionDoc, conditionText } from '../design/condition-doc.ts';
import { type HypothesisDoc, PHASES, type Phase, type ProbeEntry, type TimelineEntry } from '../design/document.ts';
import { NS_PER_MS, nanosFromMillis } from '../std/units.ts';
import { figureOf, type Measuring, satisfies } from './condition.ts';
import { activeIn, lastEnd, type Planned } from './planned.ts';
import type { ProbeReport, ProbeVerdict } from './report.ts';

/** What became of one condition in one phase. */
class Trial {
  readonly condition: HypothesisDoc;
  readonly phase: Phase;
  windows = 0;
  held = 0;
  /** The figure furthest on the wrong side, and when the condition was first broken, ms. */
  worst = Number.NaN;
  brokenAt = Number.NaN;
  #failingMs = 0;

  constructor(condition: HypothesisDoc, phase: Phase) {
    this.condition = condition;
    this.phase = phase;
  }

  /** True when this window breaks it for the first time. */
  judge(figure: number, windowMs: number, endMs: number): boolean {
    if (Number.isNaN(figure)) return false;
    const { bound } = this.condition;
    const worse = bound === 'above' || bound === 'least' ? figure < this.worst : figure > this.worst;
    if (Number.isNaN(this.worst) || worse) this.worst = figure;
    const holds = satisfies(this.condition, figure);
    this.windows++;
    this.held += holds ? 1 : 0;
    this.#failingMs = holds ? 0 : this.#failingMs + windowMs;
    if (holds || this.#failingMs < (this.condition.for ?? 0) || !Number.isNaN(this.brokenAt)) return false;
    this.brokenAt = endMs;
    return true;
  }

  get verdict(): ProbeVerdict {
    if (!Number.isNaN(this.brokenAt)) return 'broken';
    return this.windows > 0 ? 'held' : 'unknown';
  }
}

/** One probe as it goes. */
class Probe {
  doc: ProbeEntry;
  readonly trials: readonly Trial[];
  readonly #of: Measuring;
  #struck = false;
  /** End of the last fault from which it has not recovered yet, ns; NaN when there is none. */
  #recoveringFrom = Number.NaN;
  /** End of the fault from which it recovered last, ns. */
  #recoveredFrom = Number.NEGATIVE_INFINITY;
  #missed = false;
  recoveries = 0;
  longestMs = 0;
  missedAt = Number.NaN;

  constructor(of: Measuring, doc: ProbeEntry) {
    this.#of = of;
    this.doc = doc;
    this.trials = doc.hypothesis.flatMap((one) =>
      PHASES.filter((phase) => one.phases.includes(phase)).map((phase) => new Trial(one, phase)),
    );
  }

  /** Looks at the window that ended at this moment. @returns what broke in it, in words. */
  look(time: number, faults: readonly Planned[]): readonly string[] {
    const { at, duration = Number.POSITIVE_INFINITY, of } = this.doc;
    const begin = nanosFromMillis(at);
    const windowNs = this.#of.recorder.windowMs * NS_PER_MS;
    if (time <= begin || time > begin + duration * NS_PER_MS) return [];
    const watched = faults.filter((one) => (of === undefined || one.entry === of) && activeIn(one, begin, time));
    const phase = this.#phase(watched, time - windowNs, time);
    const figures = new Map(this.trials.map(({ condition }) => [condition, figureOf(this.#of, condition)]));
    const lately = phase === 'after' ? this.#recover(watched, time, figures) : [];
    if (phase === 'after' && !Number.isNaN(this.#recoveringFrom) && !this.#missed && this.doc.recoverWithin !== undefined) return lately;
    const windowMs = this.#of.recorder.windowMs;
    const broken = this.trials.filter(
      (one) => one.phase === phase && one.judge(figures.get(one.condition) ?? Number.NaN, windowMs, time / NS_PER_MS),
    );
    return [...lately, ...broken.map(({ condition }) => `${this.#text(condition)} is broken ${PHASE_WORDS[phase]}`)];
  }

  report(): ProbeReport {
    const { id, name, recoverWithin } = this.doc;
    const verdicts = this.trials.map(({ verdict }) => verdict);
    const broken = verdicts.includes('broken') || !Number.isNaN(this.missedAt);
    return {
      id,
      name,
      verdict: broken ? 'broken' : verdicts.includes('unknown') ? 'unknown' : 'held',
      conditions: this.trials.map((one) => ({
        text: this.#text(one.condition),
        phase: one.phase,
        verdict: one.verdict,
        windows: one.windows,
        heldShare: one.windows === 0 ? null : one.held / one.windows,
        worst: finite(one.worst),
        brokenAtMs: finite(one.brokenAt),
      })),
      recovery:
        recoverWithin === undefined
          ? null
          : {
              withinMs: recoverWithin,
              recoveries: this.recoveries,
              longestMs: this.recoveries === 0 ? null : this.longestMs,
              missedAtMs: finite(this.missedAt),
            },
    };
  }

  #phase(watched: readonly Planned[], from: number, to: number): Phase {
    if (watched.some((one) => activeIn(one, from, to))) {
      this.#struck = true;
      this.#recoveringFrom = Number.NaN;
      this.#missed = false;
      return 'during';
    }
    return this.#struck ? 'after' : 'before';
  }

  /** Follows how long it takes, after the last fault ended, until all that should hold after it does. */
  #recover(watched: readonly Planned[], time: number, figures: ReadonlyMap<ConditionDoc, number>): readonly string[] {
    const { recoverWithin } = this.doc;
    if (recoverWithin === undefined) return [];
    const ended = Math.max(...watched.map((one) => lastEnd(one, time)));
    const isNew = ended > this.#recoveredFrom && ended > 0;
    if (isNew && Number.isNaN(this.#recoveringFrom)) this.#recoveringFrom = ended;
    if (Number.isNaN(this.#recoveringFrom)) return [];
    const tookMs = (time - this.#recoveringFrom) / NS_PER_MS;
    const after = this.trials.filter((one) => one.phase === 'after');
    if (after.every(({ condition }) => satisfies(condition, figures.get(condition) ?? Number.NaN))) {
      this.recoveries++;
      this.longestMs = Math.max(this.longestMs, tookMs);
      this.#recoveredFrom = this.#recoveringFrom;
      this.#recoveringFrom = Number.NaN;
      return [];
    }
    if (tookMs <= recoverWithin || this.#missed) return [];
    this.#missed = true;
    if (Number.isNaN(this.missedAt)) this.missedAt = time / NS_PER_MS;
    return ['has not recovered in time'];
  }

  #text(condition: ConditionDoc): string {
    return conditionText(condition, this.#of.compiled.design);
  }
}

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  before: 'before the fault',
  during: 'during the fault',
  after: 'after the fault',
};

function finite(x: number): number | null {
  return Number.isNaN(x) ? null : x;
}

/** Called with a probe's name and what broke. */
type Told = (probe: ProbeEntry, words: string) => void;

export class Probes {
  readonly #of: Measuring;
  #probes: readonly Probe[] = [];

  constructor(of: Measuring, timeline: readonly TimelineEntry[]) {
    this.#of = of;
    this.take(timeline);
  }

  /** Takes over a timeline that differs in nothing that has happened. */
  take(timeline: readonly TimelineEntry[]): void {
    const before = new Map(this.#probes.map((probe) => [probe.doc.id, probe]));
    this.#probes = timeline
      .filter((entry): entry is ProbeEntry => entry.type === 'probe' && entry.muted !== true)
      .map((doc) => {
        const old = before.get(doc.id);
        if (old === undefined || old.doc.at !== doc.at || JSON.stringify(old.doc.hypothesis) !== JSON.stringify(doc.hypothesis))
          return new Probe(this.#of, doc);
        old.doc = doc;
        return old;
      });
  }

  look(time: number, faults: readonly Planned[], told: Told): void {
    for (const probe of this.#probes) for (const words of probe.look(time, faults)) told(probe.doc, words);
  }

  reports(): readonly ProbeReport[] {
    return this.#probes.map((probe) => probe.report());
  }
}
