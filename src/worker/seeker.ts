/**
 * Shows past moments of the run. What was recorded is there at once; beside that the run is executed again up to exactly the moment
 * asked for, in slices, after which the frame is that of the moment itself, with requests on their way and a report. Asked for a
 * little later each time it goes on from where it is, which is how the past is played. The run itself stays where it was.
 */
import type { TimelineEntry } from '../design/document.ts';
import { HEADER, MOMENTS } from '../run/frame.ts';
import { RunRecord } from '../run/record.ts';
import type { Report } from '../run/report.ts';
import type { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { NS_PER_MS } from '../std/units.ts';
import { DOTS_PER_SECOND, type Driver } from './driver.ts';

/** Longest slice of execution in real ms, by itself and while a frame is waited for (chosen). */
const SLICE_MS = 6;
const AT_ONCE_MS = 3;
/** Moments this much real time apart follow each other, ms (chosen: a slow screen's frames). */
const FOLLOWS_MS = 200;
/** Requests on the move are sampled from this many of the watch's gaps before the moment on: all that its picture shows. */
const GAPS_BEFORE = 6;

const [, RECORDED, EXECUTED] = MOMENTS.map((_, i) => i);

interface Search {
  readonly of: Session;
  readonly session: Session;
  timeline: readonly TimelineEntry[];
  /** ns */
  target: number;
}

export class Seeker {
  readonly #driver: Driver;
  readonly #clock: () => number;
  #search: Search | undefined;
  /** What was asked for last, ms. */
  #asked = Number.NaN;

  /** `clock` tells real ms from any origin. */
  constructor(driver: Driver, clock: () => number) {
    this.#driver = driver;
    this.#clock = clock;
  }

  /**
   * Turns a frame of the present into one of `ms`, as exact as it can be now; a moment that is still to come leaves it as it is.
   * Its chart windows stay those of the whole run.
   */
  show(frame: Float64Array, ms: number): void {
    const { session } = this.#driver;
    if (session?.record === undefined || ms >= session.now / NS_PER_MS) {
      this.#asked = Number.NaN;
      return;
    }
    const present = frame.slice(0, HEADER.size);
    const search = this.#seek(session, Math.max(0, ms));
    const executed = search !== undefined && this.#advance(search, AT_ONCE_MS);
    if (executed) this.#write(frame, search);
    else if (session.record.read(ms, frame) === undefined) return;
    for (const field of [
      'state',
      'durationMs',
      'epoch',
      'windowMs',
      'windows',
      'firstWindow',
      'carried',
      'presentMs',
      'stops',
      'logged',
    ] as const) {
      frame[HEADER[field]] = present[HEADER[field]]!;
    }
    frame[HEADER.timeMs] = ms;
    frame[HEADER.moment] = (executed ? EXECUTED : RECORDED)!;
    frame[HEADER.speed] = this.#driver.pace;
  }

  /** Works for one slice. Whether there is more to do. */
  tick(): boolean {
    const search = this.#search;
    if (search === undefined) return false;
    if (search.of !== this.#driver.session) {
      this.stop();
      return false;
    }
    return !this.#advance(search, SLICE_MS);
  }

  /** All figures up to a past moment, once it has been executed again; undefined before. */
  report(ms: number): Report | undefined {
    const search = this.#search;
    if (search === undefined || search.of !== this.#driver.session || search.session.now !== nanos(ms)) return undefined;
    return reportOf(search.session, 0);
  }

  /** The digest of a past moment, once it has been executed again. */
  digest(ms: number): string | undefined {
    return this.#search?.session.now === nanos(ms) ? this.#search.session.digest() : undefined;
  }

  stop(): void {
    this.#search = undefined;
  }

  /**
   * The execution on its way to this moment. Whoever drags the play head passes many moments: a new execution is begun only for one that
   * is asked for again, or that follows the one before as in playing.
   */
  #seek(of: Session, ms: number): Search | undefined {
    const target = nanos(ms);
    const { timeline } = of.agenda;
    const search = this.#search;
    const onwards = ms - this.#asked;
    this.#asked = ms;
    if (search !== undefined && search.of === of && search.session.now <= target && takes(search, timeline)) {
      search.target = target;
      return search;
    }
    this.#search = undefined;
    if (!(onwards >= 0 && onwards <= this.#driver.pace * FOLLOWS_MS)) return undefined;
    const session = this.#driver.again();
    if (session === undefined) return undefined;
    session.record = new RunRecord(session, 0);
    this.#search = { of, session, timeline, target };
    return this.#search;
  }

  /** Whether the moment is reached. */
  #advance({ session, target }: Search, sliceMs: number): boolean {
    const began = this.#clock();
    const goOn = () => this.#clock() - began < sliceMs;
    const { watch } = session.compiled.sim;
    const gap = (this.#driver.pace * 1e9) / DOTS_PER_SECOND;
    const looks = target - GAPS_BEFORE * gap;
    // Nobody looks at what is merely on the way there, which is executed faster so.
    if (session.now < looks) {
      if (watch.looking !== 0) watch.look(Number.POSITIVE_INFINITY);
      if (!session.advance(looks, goOn)) return false;
    }
    if (watch.gap !== gap) watch.look(gap);
    session.advance(target, goOn);
    return session.now >= target || session.finished;
  }

  #write(frame: Float64Array, { session }: Search): void {
    const status = { state: this.#driver.state, durationMs: 0, speed: 0, epoch: 0 } as const;
    // Asked for no windows it leaves those of the present where they are.
    session.writer.write(frame, status, session.recorder.windows);
    // At the end of a window figures are those that were recorded then: those since the window before.
    const now = session.now / NS_PER_MS;
    if (session.record?.digestAt(now)?.timeMs !== now) return;
    const { dotAt, windowAt } = session.layout;
    const [count, moving] = [frame[HEADER.dots]!, frame.slice(dotAt, windowAt)];
    session.record.read(now, frame);
    frame[HEADER.dots] = count;
    frame.set(moving, dotAt);
  }
}

function takes(search: Search, timeline: readonly TimelineEntry[]): boolean {
  if (search.timeline === timeline) return true;
  if (!search.session.accepts(timeline)) return false;
  search.session.take(timeline);
  search.timeline = timeline;
  return true;
}

/** Moments that people can ask for lie on whole nanoseconds. */
function nanos(ms: number): number {
  return Math.round(ms * NS_PER_MS);
}
