/**
 * Probes: hypotheses about a run, judged window by window in three phases: before the faults they watch, while one is at work, and
 * after. A condition is broken where it fails to hold for as long as it says; what should hold after a fault may take a while
 * to recover. Nothing here changes what happens.
 */
import { type ConditionDoc, conditionText } from '../design/condition-doc.ts';
import { type HypothesisDoc, PHASES, type Phase, type ProbeEntry, type TimelineEntry } from '../design/document.ts';
import { NS_PER_MS, nanosFromMillis } from '../std/units.ts';
import { figureOf, type Measuring, satisfies } from './condition.ts';
import { activeIn, lastBegin, lastEnd, type Planned } from './planned.ts';
import type { ProbeReport, ProbeVerdict } from './report.ts';

/** What became of one condition in one phase. */
class Trial {
  readonly condition: HypothesisDoc;
  readonly phase: Phase;
  windows = 0;
  held = 0;
  /** Windows in which it need not hold yet. */
  excused = 0;
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
    return this.windows + this.excused > 0 ? 'held' : 'unknown';
  }
}

/** One probe as it goes. */
class Probe {
  doc: ProbeEntry;
  readonly trials: readonly Trial[];
  readonly #of: Measuring;
  #phase: Phase = 'before';
  /** Since when what should hold may take its time, ns, and the end of the last window in which it did not; NaN while all is judged. */
  #graceFrom = Number.NaN;
  #failedAt = Number.NaN;
  #recoveries = 0;
  #longestMs = 0;
  #missedAt = Number.NaN;

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
    const { windowMs } = this.#of.recorder;
    if (time <= begin || time > begin + duration * NS_PER_MS) return [];
    const watched = faults.filter((one) => (of === undefined || one.entry === of) && activeIn(one, begin, time));
    this.#follow(watched, time - windowMs * NS_PER_MS, time);
    const figures = new Map(this.trials.map(({ condition }) => [condition, figureOf(this.#of, condition)]));
    const now = this.trials.filter((one) => one.phase === this.#phase);
    const holds = now.every(({ condition }) => satisfies(condition, figures.get(condition) ?? Number.NaN));
    const late = this.#recover(time, holds);
    if (!Number.isNaN(this.#graceFrom)) {
      for (const one of now) one.excused++;
      return [];
    }
    const broken = now.filter((one) => one.judge(figures.get(one.condition) ?? Number.NaN, windowMs, time / NS_PER_MS));
    return [...late, ...broken.map(({ condition }) => `${this.#text(condition)} is broken ${PHASE_WORDS[this.#phase]}`)];
  }

  /** Which phase a window belongs to; where a new one begins, recovery may. */
  #follow(watched: readonly Planned[], from: number, to: number): void {
    const { recoverWithin, recoverFrom } = this.doc;
    const active = watched.filter((one) => activeIn(one, from, to));
    const before = this.#phase;
    if (active.length > 0) this.#phase = 'during';
    else if (before === 'during') this.#phase = 'after';
    if (this.#phase === before || recoverWithin === undefined) return;
    // From a strike on it goes on when the fault is over; from the end of one, another strike ends it.
    if (recoverFrom === 'strike' && this.#phase === 'after') return;
    this.#graceFrom = this.#failedAt = Number.NaN;
    if (recoverFrom === 'strike') this.#graceFrom = Math.min(...active.map((one) => lastBegin(one, to - 1)));
    else if (this.#phase === 'after') this.#graceFrom = Math.max(...watched.map((one) => lastEnd(one, to)));
  }

  /** While recovery may take its time: notes when it last failed to hold; then whether it had recovered. */
  #recover(time: number, holds: boolean): readonly string[] {
    const { recoverWithin = 0 } = this.doc;
    if (Number.isNaN(this.#graceFrom)) return [];
    if ((time - this.#graceFrom) / NS_PER_MS <= recoverWithin) {
      if (!holds) this.#failedAt = time;
      return [];
    }
    const took = this.#tookMs;
    this.#graceFrom = Number.NaN;
    if (holds) {
      this.#recoveries++;
      this.#longestMs = Math.max(this.#longestMs, took);
      return [];
    }
    if (Number.isNaN(this.#missedAt)) this.#missedAt = time / NS_PER_MS;
    return ['has not recovered in time'];
  }

  /** From the strike or the end of the fault to the end of the last window in which not all held; 0 where all did. */
  get #tookMs(): number {
    return Number.isNaN(this.#failedAt) ? 0 : (this.#failedAt - this.#graceFrom) / NS_PER_MS;
  }

  report(): ProbeReport {
    const { id, name, recoverWithin } = this.doc;
    const verdicts = this.trials.map(({ verdict }) => verdict);
    const broken = verdicts.includes('broken') || !Number.isNaN(this.#missedAt);
    // A run that ends while recovery may take its time has recovered as far as anybody can tell.
    const open = Number.isNaN(this.#graceFrom) || this.#failedAt === this.#of.compiled.sim.now ? 0 : 1;
    const recoveries = this.#recoveries + open;
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
              recoveries,
              longestMs: recoveries === 0 ? null : Math.max(this.#longestMs, open === 1 ? this.#tookMs : 0),
              missedAtMs: finite(this.#missedAt),
            },
    };
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
