/** Following a run: each window is taken in once, and a new run starts from nothing. */
import { clockText } from '../ui/plot-area.ts';
import type { WindowSource } from './model.ts';

/** What computes columns from windows. */
export interface Follower {
  /** Everything known is void. */
  readonly clear: () => void;
  /** Windows `from` … `to` − 1 are there; those before `from` were taken in already. */
  readonly take: (from: number, to: number) => void;
}

/** @returns a function that takes in what is new and answers how often everything was void. */
export function follow(source: WindowSource, follower: Follower): () => number {
  let epoch = source.epoch;
  let taken = 0;
  let revision = 0;
  return () => {
    if (source.epoch !== epoch || source.length < taken) {
      epoch = source.epoch;
      taken = 0;
      revision++;
      follower.clear();
    }
    if (source.length > taken) {
      follower.take(taken, source.length);
      taken = source.length;
    }
    return revision;
  };
}

/** Rates and shares look back as far as the engine's latencies do: a second, or one window where windows are longer. */
const TRAILING_MS = 1000;

export function trailingWindows(windowMs: number): number {
  return Math.max(1, Math.round(TRAILING_MS / Math.max(1e-6, windowMs)));
}

/** How far back figures look, ms. */
export function trailMs(windowMs: number): number {
  return trailingWindows(windowMs) * windowMs;
}

/** The same in words: `last second`, `last 5 s`. */
export function trailWords(windowMs: number): string {
  const ms = trailMs(windowMs);
  return ms === 1000 ? 'last second' : `last ${clockText(ms)}`;
}

/** A sum over the trailing windows as a rate per second; the first windows of a run have less behind them. */
export function perSecond(sum: number, index: number, windowMs: number): number {
  return (sum * 1000) / (Math.min(index + 1, trailingWindows(windowMs)) * windowMs);
}
