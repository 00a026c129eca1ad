/**
 * Observes a stretch of a run, and one before it to compare with: the run is executed again from 0 (the same seed, so the same events), and
 * at the beginning of each stretch its meters start anew, as they do after a warm-up. What comes out is a report of that stretch alone, the
 * requests traced in it and what was watched. It advances in slices, so a worker can answer meanwhile.
 */
import type { Design } from '../../design/document.ts';
import { NS_PER_MS, nanosFromMillis } from '../../std/units.ts';
import type { QuantileReport, Report } from '../report.ts';
import { Session } from '../session.ts';
import { storyOf } from '../story.ts';
import type { Struck } from '../story-report.ts';
import { type TraceReport, tracesOf } from '../traces.ts';
import { quantilesOf, reportOf } from '../verdict.ts';
import { type LinkWatch, type NodeWatch, STEPS, Watch } from './watch.ts';

/** A stretch of simulated time, ms; the end is exclusive. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface LinkSeen extends LinkWatch {
  /** Attempts as their callers saw them. */
  readonly attemptMs: QuantileReport;
}

export interface Observed extends Stretch {
  readonly report: Report;
  /** Requests that ended in the stretch: the last, the slowest and the last failed ones of those traced. */
  readonly traces: readonly TraceReport[];
  readonly nodes: Readonly<Record<string, NodeWatch>>;
  readonly links: Readonly<Record<string, LinkSeen>>;
  /** Faults as they struck until the end of it: read when the mechanism is known, never to find it. */
  readonly struck: readonly Struck[];
}

/** Shortest step between two looks, ms. */
const LEAST_STEP_MS = 20;
/** Traces are of about so many requests of a stretch (chosen: the slowest in a hundred are then thirty). */
const TRACED = 3000;

/** The share of requests to trace in a stretch in which about so many end. */
export function shareFor(requests: number): number {
  return requests <= TRACED ? 1 : TRACED / requests;
}

export class Observation {
  readonly session: Session;
  readonly #stretches: readonly Stretch[];
  readonly #share: number;
  readonly #seen: Observed[] = [];
  #watch: Watch | undefined;
  #nextLook = 0;

  /** Stretches in the order of time, which do not overlap; `share` of requests are traced, 0…1, where the design traces none itself. */
  constructor(design: Design, stretches: readonly Stretch[], share: number) {
    this.session = new Session(design);
    this.#stretches = stretches;
    const { tracer } = this.session.compiled.sim;
    this.#share = tracer.on === 0 ? share : 0;
    if (tracer.on === 0) tracer.count();
  }

  get finished(): boolean {
    return this.#seen.length === this.#stretches.length;
  }

  /** Share of the way that is behind it, 0…1. */
  get done(): number {
    const last = this.#stretches.at(-1)?.toMs ?? 0;
    return last === 0 ? 1 : Math.min(1, this.session.now / NS_PER_MS / last);
  }

  /** What was seen in each stretch that is over. */
  get seen(): readonly Observed[] {
    return this.#seen;
  }

  /** Works as long as `goOn` says; whether there is more to do. */
  advance(goOn: () => boolean = () => true): boolean {
    while (!this.finished) {
      const stretch = this.#stretches[this.#seen.length]!;
      if (this.#watch === undefined) {
        if (!this.#reach(nanosFromMillis(stretch.fromMs), goOn)) return true;
        this.#begin(stretch);
      } else {
        const target = Math.min(nanosFromMillis(stretch.toMs), this.#nextLook);
        if (!this.#reach(target, goOn)) return true;
        this.#watch.look();
        this.#nextLook = this.session.now + this.#step(stretch);
        if (this.session.now >= nanosFromMillis(stretch.toMs) || this.session.finished) this.#end(stretch, this.#watch);
      }
      if (!goOn()) return !this.finished;
    }
    return false;
  }

  #reach(target: number, goOn: () => boolean): boolean {
    this.session.advance(target, goOn);
    return this.session.now >= target || this.session.finished;
  }

  #step({ fromMs, toMs }: Stretch): number {
    return nanosFromMillis(Math.max(LEAST_STEP_MS, Math.ceil((toMs - fromMs) / STEPS)));
  }

  #begin(stretch: Stretch): void {
    const { session } = this;
    const { tracer } = session.compiled.sim;
    session.measureAnew();
    tracer.forget();
    if (this.#share > 0) tracer.sample(this.#share);
    this.#watch = new Watch(session.compiled, stretch.fromMs, stretch.toMs);
    this.#nextLook = session.now + this.#step(stretch);
  }

  #end(stretch: Stretch, watch: Watch): void {
    const { session } = this;
    const { compiled } = session;
    const report = reportOf(session, 0);
    const times = compiled.sim.meter.linkTimes;
    this.#seen.push({
      ...stretch,
      report,
      struck: storyOf(session).struck,
      traces: tracesOf(compiled),
      nodes: Object.fromEntries(compiled.nodes.map(({ doc, index }) => [doc.id, watch.ofNode(index)])),
      links: Object.fromEntries(session.design.links.map(({ id }, i) => [id, { ...watch.ofLink(i), attemptMs: quantilesOf(times[i]!) }])),
    });
    this.#watch = undefined;
  }
}
