/** The plan of a recording: which moment of the run each picture of it shows, and what is written below. Pure. */
import type { LogEvent } from '../../src/run/story-report.ts';

export type FilmFormat = 'gif' | 'webm';

/** Pictures a second: of a GIF enough for dots to be followed, few enough for a small file; of video as many as move smoothly (chosen). */
const RATES: Readonly<Record<FilmFormat, number>> = { gif: 10, webm: 30 };

export interface FilmForm {
  readonly format: FilmFormat;
  readonly filmMs: number;
  readonly rate: number;
}

export function formOf(format: FilmFormat, filmMs: number): FilmForm {
  return { format, filmMs, rate: RATES[format] };
}
/** A caption stands this long, ms of the film, or until the next. */
const STANDS_MS = 2_500;

/** The last picture shows the end of the run. */
export function momentsOf(durationMs: number, { filmMs, rate }: FilmForm): readonly number[] {
  const pictures = Math.max(2, Math.round((filmMs / 1000) * rate));
  return Array.from({ length: pictures }, (_, i) => (durationMs * (i + 1)) / pictures);
}

/** What is written at a moment of the run: the newest event that still stands, alerts and outages before what is less. */
export function captionAt(events: readonly LogEvent[], atMs: number, durationMs: number, filmMs: number): string {
  const stands = (STANDS_MS * durationMs) / filmMs;
  const standing = events.filter((event) => event.atMs <= atMs && atMs - event.atMs < stands);
  const newest = Math.max(...standing.map((event) => event.atMs));
  const last = standing.filter((event) => event.atMs === newest);
  const first = last[0];
  return first === undefined ? '' : last.length === 1 ? first.text : `${first.text} · ${last.length - 1} more`;
}
