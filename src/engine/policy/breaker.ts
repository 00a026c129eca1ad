/**
 * A circuit breaker over the last N calls (Nygard, "Release It!", 2007; counting window as in Resilience4j). Closed it
 * counts; when the share of failures among at least a minimum of calls reaches the limit it opens; after a pause it lets
 * trial calls through, and closes or opens again by how they end. One stands on each link.
 */

export const CLOSED = 1;
export const OPEN = 2;
export const HALF_OPEN = 3;

export interface BreakerSettings {
  readonly rate: number;
  readonly window: number;
  readonly minimum: number;
  /** ns */
  readonly open: number;
  readonly probes: number;
}

export class Breaker {
  settings: BreakerSettings;
  state = CLOSED;
  opened = 0;
  shortCircuited = 0;
  readonly #failed: Uint8Array;
  #at = 0;
  #filled = 0;
  #failures = 0;
  #opensUntil = 0;
  #probing = 0;
  #probed = 0;
  #probeFailures = 0;

  constructor(settings: BreakerSettings) {
    this.settings = settings;
    this.#failed = new Uint8Array(settings.window);
  }

  /** Whether a call may pass at this moment (ns); a refused one is counted as short-circuited. */
  allows(now: number): boolean {
    if (this.state === OPEN && now >= this.#opensUntil) {
      this.state = HALF_OPEN;
      this.#probing = 0;
      this.#probed = 0;
      this.#probeFailures = 0;
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

  /** A call that was let through ended. */
  record(failed: boolean, now: number): void {
    if (this.state === HALF_OPEN) this.#recordProbe(failed, now);
    else if (this.state === CLOSED) this.#recordClosed(failed, now);
  }

  /** The caller of a call that was let through is gone: how it would have ended says nothing, and its trial is free again. */
  forgo(): void {
    if (this.state === HALF_OPEN && this.#probing > this.#probed) this.#probing--;
  }

  #recordClosed(failed: boolean, now: number): void {
    const old = this.#failed[this.#at]!;
    if (this.#filled === this.#failed.length) this.#failures -= old;
    else this.#filled++;
    this.#failed[this.#at] = failed ? 1 : 0;
    this.#failures += failed ? 1 : 0;
    this.#at = (this.#at + 1) % this.#failed.length;
    const needed = Math.min(this.settings.minimum, this.#failed.length);
    if (this.#filled >= needed && this.#failures >= this.settings.rate * this.#filled) this.#open(now);
  }

  #recordProbe(failed: boolean, now: number): void {
    this.#probed++;
    if (failed) this.#probeFailures++;
    if (this.#probeFailures >= this.settings.rate * this.settings.probes) this.#open(now);
    else this.#settle();
  }

  /** Enough trial calls have ended, and not too many of them badly. */
  #settle(): void {
    if (this.#probed < this.settings.probes) return;
    this.state = CLOSED;
    this.#clear();
  }

  #open(now: number): void {
    this.state = OPEN;
    this.opened++;
    this.#opensUntil = now + this.settings.open;
    this.#clear();
  }

  #clear(): void {
    this.#at = 0;
    this.#filled = 0;
    this.#failures = 0;
  }
}
