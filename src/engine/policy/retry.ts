/**
 * When and after what wait a failed attempt is made again: exponential backoff, jitter in the four forms of M. Brooker
 * (AWS Architecture Blog, 2015), and a budget that holds retries to a share of calls (Finagle's RetryBudget: each call
 * deposits the share, each retry withdraws one, with a small reserve so that rare callers may retry at all).
 */
import type { Stream } from '../../std/random.ts';
import { CANCELLED, OK, REFUSED, REJECTED, SHORT_CIRCUITED, TIMEOUT, UNAVAILABLE } from '../outcome.ts';

export type Jitter = 'none' | 'full' | 'equal' | 'decorrelated';

/** Retries in reserve, and the most that can be saved up (chosen; Finagle allows 10 a second). */
const RESERVE = 10;
export const MOST_SAVED = 100;

export interface RetrySettings {
  readonly count: number;
  /** ns */
  readonly first: number;
  /** ns */
  readonly longest: number;
  readonly jitter: Jitter;
  /** Share of calls; 0: no budget. */
  readonly budget: number;
  /** Which failures are tried again: all, those that are answers, those of calls that nobody began; undefined: all. */
  readonly on?: RetryOn;
  /** Whether it waits for as long as the far end says, before its own wait; undefined: it does. */
  readonly heeds?: boolean;
}

export type RetryOn = 'failures' | 'answers' | 'not-begun';

export class Retry {
  settings: RetrySettings;
  /** Retries in the budget. */
  saved = RESERVE;

  constructor(settings: RetrySettings) {
    this.settings = settings;
  }

  /** A call begins: its share goes into the budget. */
  deposit(): void {
    if (this.settings.budget > 0) this.saved = Math.min(MOST_SAVED, this.saved + this.settings.budget);
  }

  /** So many calls begin. */
  depositAll(calls: number): void {
    if (this.settings.budget > 0) for (let i = 0; i < calls && this.saved < MOST_SAVED; i++) this.deposit();
  }

  /** Whether another attempt is allowed after `attempt` of them ended so; withdraws from the budget when it is. */
  allows(attempt: number, outcome: number): boolean {
    if (attempt > this.settings.count || outcome === OK || outcome === CANCELLED || outcome === SHORT_CIRCUITED) return false;
    if (!this.#isWorthIt(outcome)) return false;
    if (this.settings.budget === 0) return true;
    if (this.saved < 1) return false;
    this.saved -= 1;
    return true;
  }

  #isWorthIt(outcome: number): boolean {
    const { on } = this.settings;
    if (on === 'answers') return outcome !== TIMEOUT;
    return on !== 'not-begun' || outcome === REFUSED || outcome === REJECTED || outcome === UNAVAILABLE;
  }

  /** Wait in whole ns before the attempt that follows `attempt`; `last` is the wait before it. */
  wait(attempt: number, last: number, stream: Stream): number {
    const { first, longest, jitter } = this.settings;
    const full = Math.min(longest, first * doublings(attempt - 1));
    switch (jitter) {
      case 'none':
        return full;
      case 'full':
        return Math.floor(stream.uniform() * (full + 1));
      case 'equal':
        return Math.floor(full / 2) + Math.floor(stream.uniform() * (full / 2 + 1));
      case 'decorrelated': {
        const from = Math.max(last, first);
        return Math.min(longest, Math.floor(first + stream.uniform() * (from * 3 - first + 1)));
      }
    }
  }
}

/** 2^n for n ≥ 0, held at 2^40. */
function doublings(n: number): number {
  let factor = 1;
  for (let i = 0; i < n && i < 40; i++) factor *= 2;
  return factor;
}
