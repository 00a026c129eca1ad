/**
 * An inquiry into a run: which stretch is asked about, which one before it to compare with, both executed again and explained. In slices for a
 * worker, or at once for the command line and tests.
 */
import type { Design } from '../../design/document.ts';
import { assert } from '../../std/assert.ts';
import { WINDOW } from '../frame.ts';
import type { Session } from '../session.ts';
import { Observation, type Stretch, shareFor } from './observe.ts';
import { calmBefore, type Windows, worstStretch } from './stretches.ts';
import { explainStretch, type Why } from './why.ts';

/** A stretch shorter than this holds too little to say anything about, ms (chosen). */
export const LEAST_STRETCH_MS = 200;

export class Inquiry {
  readonly stretch: Stretch;
  readonly before: Stretch | undefined;
  readonly #design: Design;
  readonly #observation: Observation;
  #why: Why | undefined;

  /** About a stretch of the run so far of a session, or about its worst one; the session itself is only read. */
  constructor(session: Session, asked?: Stretch) {
    const { series, windowMs } = session.recorder;
    const windows: Windows = { windowMs, rows: series.rows, at: (row, column) => series.at(row, column) };
    const { warmupMs } = session.design.scenario;
    this.#design = { ...session.design, scenario: { ...session.design.scenario, timeline: session.agenda.timeline } };
    this.stretch = aligned(asked === undefined ? worstStretch(windows, warmupMs) : within(asked, windows), windowMs);
    this.before = calmBefore(windows, Math.min(warmupMs, this.stretch.fromMs), this.stretch);
    const stretches = this.before === undefined ? [this.stretch] : [this.before, this.stretch];
    this.#observation = new Observation(this.#design, stretches, shareFor(requestsIn(windows, this.stretch)));
  }

  /** Share of the work that is done, 0…1. */
  get done(): number {
    return this.#observation.done;
  }

  /** What was found, once it was. */
  get why(): Why | undefined {
    return this.#why;
  }

  /** Works as long as `goOn` says; whether there is more to do. */
  advance(goOn?: () => boolean): boolean {
    if (this.#why !== undefined) return false;
    if (this.#observation.advance(goOn)) return true;
    const { seen } = this.#observation;
    const now = seen.at(-1);
    if (now !== undefined) this.#why = explainStretch(this.#design, now, seen.length > 1 ? seen[0] : undefined);
    return false;
  }
}

/** Why a session's run is as it is, at once. */
export function whyOf(session: Session, asked?: Stretch): Why {
  const inquiry = new Inquiry(session, asked);
  while (inquiry.advance());
  assert(inquiry.why !== undefined, 'a stretch was observed');
  return inquiry.why;
}

/**
 * A stretch begins where a chart window does: meters that start anew there leave the windows as they are, so that whatever looks at them on
 * the way (conditions, probes) sees the same.
 */
function aligned({ fromMs, toMs }: Stretch, windowMs: number): Stretch {
  const from = Math.round(fromMs / windowMs) * windowMs;
  return { fromMs: toMs - from < windowMs ? Math.max(0, from - windowMs) : from, toMs };
}

function within({ fromMs, toMs }: Stretch, { rows, windowMs }: Windows): Stretch {
  const end = rows * windowMs;
  const to = Math.min(Math.max(toMs, LEAST_STRETCH_MS), end);
  return { fromMs: Math.max(0, Math.min(fromMs, to - LEAST_STRETCH_MS)), toMs: to };
}

function requestsIn(windows: Windows, { fromMs, toMs }: Stretch): number {
  let count = 0;
  for (let row = Math.floor(fromMs / windows.windowMs); row < Math.min(windows.rows, toMs / windows.windowMs); row++)
    count += windows.at(row, WINDOW.offered);
  return count;
}
