/**
 * A circuit breaker over the last N calls or the last so many seconds (Nygard, "Release It!", 2007; windows and slow calls as in
 * Resilience4j). Closed it counts; when the share of failures, or of slow calls, among at least a minimum of calls reaches its
 * limit it opens; after a pause it lets trial calls through, and closes or opens again by how they end. One stands on each
 * link, or for each instance at the link's far end (as Envoy's outlier detection judges each host).
 */
import { CallWindow } from './call-window.ts';

export const CLOSED = 1;
export const OPEN = 2;
export const HALF_OPEN = 3;

export interface BreakerSettings {
  readonly rate: number;
  /** Calls in the window. */
  readonly window: number;
  /** ns of the window, 0: by calls. */
  readonly span: number;
  readonly minimum: number;
  /** ns */
  readonly open: number;
  readonly probes: number;
  /** ns from which on a call counts as slow, 0: never; and the share of slow calls that opens it. */
  readonly slow: number;
  readonly slowRate: number;
}

export class Breaker {
  settings: BreakerSettings;
  state = CLOSED;
  opened = 0;
  shortCircuited = 0;
  /** ns at which an open one lets trial calls through. */
  opensUntil = 0;
  /** Trial calls that have ended. */
  probed = 0;
  readonly #window: CallWindow;
  #probing = 0;
  #probeFailures = 0;
  #probeSlow = 0;

  constructor(settings: BreakerSettings) {
    this.settings = settings;
    this.#window = new CallWindow(settings.window, settings.span);
  }

  /** Share of the calls in its window that failed, and that were slow; 0 when there are none. Half open: of its trial calls. */
  get failureShare(): number {
    if (this.state === HALF_OPEN) return this.probed === 0 ? 0 : this.#probeFailures / this.probed;
    return this.#window.calls === 0 ? 0 : this.#window.failures / this.#window.calls;
  }

  get slowShare(): number {
    if (this.state === HALF_OPEN) return this.probed === 0 ? 0 : this.#probeSlow / this.probed;
    return this.#window.calls === 0 ? 0 : this.#window.slow / this.#window.calls;
  }

  /** Closed, with nothing in its window that could open it but what is still to come, and no eye for time. */
  get idle(): boolean {
    const { rate, slow, span } = this.settings;
    return this.state === CLOSED && rate > 0 && slow === 0 && span === 0 && this.#window.failures === 0 && this.#window.slow === 0;
  }

  /** So many calls ended well, while it was idle. */
  recordGood(calls: number): void {
    this.#window.addGood(calls);
  }

  /** Whether a call would be let through at this moment (ns). */
  wouldAllow(now: number): boolean {
    if (this.state === OPEN) return now >= this.opensUntil;
    return this.state === CLOSED || this.#probing < this.settings.probes || this.probed >= this.settings.probes;
  }

  /** Whether a call may pass at this moment (ns); a refused one is counted as short-circuited. */
  allows(now: number): boolean {
    if (this.state === OPEN && now >= this.opensUntil) {
      this.state = HALF_OPEN;
      this.#probing = 0;
      this.probed = 0;
      this.#probeFailures = 0;
      this.#probeSlow = 0;
    }
    // Fewer trial calls may be asked for now than have ended already.
    if (this.state === HALF_OPEN) this.#settle();
    if (this.state === CLOSED) return true;
    if (this.state === HALF_OPEN && this.#probing < this.settings.probes) {
      this.#probing++;
      return true;
    }
    this.shortCircuited++;
    return false;
  }

  /** A call that was let through ended; it took so many ns. */
  record(failed: boolean, now: number, took = 0): void {
    const { slow } = this.settings;
    const late = slow > 0 && took >= slow;
    if (this.state === HALF_OPEN) this.#recordProbe(failed, late, now);
    else if (this.state === CLOSED) this.#recordClosed(failed, late, now);
  }

  /** The caller of a call that was let through is gone: how it would have ended says nothing, and its trial is free again. */
  forgo(): void {
    if (this.state === HALF_OPEN && this.#probing > this.probed) this.#probing--;
  }

  resetCounts(): void {
    this.opened = 0;
    this.shortCircuited = 0;
  }

  #recordClosed(failed: boolean, late: boolean, now: number): void {
    const window = this.#window;
    window.add(failed, late, now);
    if (window.calls < Math.min(this.settings.minimum, window.most)) return;
    const { rate, slow, slowRate } = this.settings;
    if (window.failures >= rate * window.calls || (slow > 0 && window.slow >= slowRate * window.calls)) this.#open(now);
  }

  #recordProbe(failed: boolean, late: boolean, now: number): void {
    this.probed++;
    if (failed) this.#probeFailures++;
    if (late) this.#probeSlow++;
    const { rate, slow, slowRate, probes } = this.settings;
    if (this.#probeFailures >= rate * probes || (slow > 0 && this.#probeSlow >= slowRate * probes)) this.#open(now);
    else this.#settle();
  }

  /** Enough trial calls have ended, and not too many of them badly. */
  #settle(): void {
    if (this.probed < this.settings.probes) return;
    this.state = CLOSED;
    this.#window.clear();
  }

  #open(now: number): void {
    this.state = OPEN;
    this.opened++;
    this.opensUntil = now + this.settings.open;
    this.#window.clear();
  }
}
