/**
 * Which stretch of a run is asked about when nobody says, and which one before it to compare with: read off the chart windows, as a person
 * would. The worst stretch is the longest row of bad windows; the time before is the last calm one, so that an outage is not compared with
 * its own beginning.
 */
import { WINDOW } from '../frame.ts';
import type { Stretch } from './observe.ts';

/** Chart windows of all requests, as far as they are needed here. */
export interface Windows {
  readonly windowMs: number;
  readonly rows: number;
  readonly at: (row: number, column: number) => number;
}

/** A window is bad when more than this share fails, when p99 is so many times what is usual and at least so much above it, or when so many reads are stale (chosen). */
const BAD_SHARE = 0.01;
const BAD_TIMES = 2;
const BAD_MS = 5;
const BAD_STALE = 0.005;
/** So few failures in a second are chance, unless they are most of what ended (chosen). */
const LEAST_FAILED = 3;
/** What begins ends too: where less than this share of it does in a second, it hangs (chosen). */
const ENDS = 0.5;
const LEAST_OFFERED = 20;
/** Bad windows so far apart belong together, ms; a row of fewer bad ones than this lasts is noise; a calm time is at least so long, ms. */
const GAP_MS = 3000;
const LEAST_BAD_MS = 500;
const GOOD_CALM_MS = 3000;
const LEAST_CALM_MS = 1000;
/** Shares are of everything that ended in this time, since single windows hold few requests, ms. */
const SMOOTH_MS = 1000;
/** What goes wrong brews before it shows: the end of a calm time is left out, this share of it and at most so long, ms (chosen). */
const BREWING_SHARE = 0.2;
const BREWING_MS = 2000;

/** The worst stretch after the warm-up; the whole of it when no window is bad. */
export function worstStretch(windows: Windows, warmupMs: number): Stretch {
  const bad = badWindows(windows, warmupMs, windows.rows);
  const first = firstAfter(windows, warmupMs);
  const gap = Math.max(1, Math.round(GAP_MS / windows.windowMs));
  let best: { from: number; to: number } | undefined;
  let run: { from: number; to: number } | undefined;
  for (let row = first; row < windows.rows; row++) {
    if (!bad[row]) continue;
    if (run === undefined || row - run.to > gap) run = { from: row, to: row };
    else run.to = row;
    if (best === undefined || run.to - run.from > best.to - best.from) best = run;
  }
  const end = windows.rows * windows.windowMs;
  if (best === undefined || (best.to - best.from + 1) * windows.windowMs < LEAST_BAD_MS)
    return { fromMs: Math.min(warmupMs, end), toMs: end };
  return { fromMs: Math.max(warmupMs, best.from * windows.windowMs), toMs: (best.to + 1) * windows.windowMs };
}

/** The last calm time before a stretch that is long enough to tell what is usual, at most as long as the stretch; undefined when there was none. */
export function calmBefore(windows: Windows, warmupMs: number, stretch: Stretch): Stretch | undefined {
  return lastCalm(windows, warmupMs, stretch, GOOD_CALM_MS) ?? lastCalm(windows, warmupMs, stretch, LEAST_CALM_MS);
}

function lastCalm(windows: Windows, warmupMs: number, stretch: Stretch, leastMs: number): Stretch | undefined {
  const until = Math.min(windows.rows, Math.floor(stretch.fromMs / windows.windowMs));
  const bad = badWindows(windows, warmupMs, windows.rows);
  const first = firstAfter(windows, warmupMs);
  let to = until;
  while (to > first && bad[to - 1]) to--;
  let from = to;
  const least = leastMs / windows.windowMs;
  const most = Math.max(least, (stretch.toMs - stretch.fromMs) / windows.windowMs);
  while (from > first && !bad[from - 1] && to - from < most) from--;
  if (to - from < least) {
    return to - 1 > first ? lastCalm(windows, warmupMs, { fromMs: (to - 1) * windows.windowMs, toMs: stretch.toMs }, leastMs) : undefined;
  }
  const before = Math.floor(Math.min(BREWING_SHARE * (to - from), BREWING_MS / windows.windowMs, to - from - least));
  return { fromMs: from * windows.windowMs, toMs: (to - before) * windows.windowMs };
}

function firstAfter({ windowMs }: Windows, warmupMs: number): number {
  return Math.ceil(warmupMs / windowMs);
}

/** For each window whether it is bad. */
function badWindows(windows: Windows, warmupMs: number, rows: number): readonly boolean[] {
  const back = Math.max(1, Math.round(SMOOTH_MS / windows.windowMs));
  const usual = usualP99(windows, firstAfter(windows, warmupMs), rows);
  return Array.from({ length: rows }, (_, row) => {
    let [offered, ended, failed, reads, stale] = [0, 0, 0, 0, 0];
    for (let k = Math.max(0, row - back + 1); k <= row; k++) {
      offered += windows.at(k, WINDOW.offered);
      ended += windows.at(k, WINDOW.ok);
      for (let c: number = WINDOW.error; c <= WINDOW.cancelled; c++) failed += windows.at(k, c);
      reads += windows.at(k, WINDOW.reads);
      stale += windows.at(k, WINDOW.staleReads);
    }
    ended += failed;
    const p99 = windows.at(row, WINDOW.p99);
    const slow = p99 > BAD_TIMES * usual && p99 > usual + BAD_MS;
    const silent = offered >= LEAST_OFFERED && ended < ENDS * offered && windows.at(row, WINDOW.inFlight) > 0;
    return (
      slow ||
      silent ||
      (failed > BAD_SHARE * ended && (failed >= LEAST_FAILED || failed > ended / 2)) ||
      (reads > 0 && stale / reads > BAD_STALE)
    );
  });
}

/** The p99 that a quarter of the windows stay below: what is usual when all is well. */
function usualP99(windows: Windows, first: number, rows: number): number {
  const all: number[] = [];
  for (let row = first; row < rows; row++) {
    const p99 = windows.at(row, WINDOW.p99);
    if (!Number.isNaN(p99)) all.push(p99);
  }
  all.sort((a, b) => a - b);
  return all[Math.floor(all.length / 4)] ?? Number.POSITIVE_INFINITY;
}
