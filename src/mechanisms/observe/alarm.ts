/**
 * An alert on one condition of one part: pending while the condition holds, firing once it has held for a time, over when it no longer
 * holds. Beside what was seen it is told the truth, so that it can say how late it was, what it missed and what it made up.
 */

/** What all alerts of a monitor came to since counting began. */
export class AlarmRecord {
  fired = 0;
  /** Times in ns from when it was really so to the alert, summed over the alerts that were right. */
  delay = 0;
  right = 0;
  /** Alerts that fired when nothing was or had just been so. */
  mistaken = 0;
  /** Times it was so without an alert before it was over. */
  missed = 0;
  /** Calls that failed after it was so and before the alert. */
  failedUnseen = 0;

  clear(): void {
    this.fired = 0;
    this.delay = 0;
    this.right = 0;
    this.mistaken = 0;
    this.missed = 0;
    this.failedUnseen = 0;
  }
}

const NEVER = -1;

export class Alarm {
  readonly #record: AlarmRecord;
  #pendingSince = NEVER;
  #firing = false;
  /** When it became so, really; and whether this spell has had its alert. */
  #trueSince = NEVER;
  #told = false;
  #failed = 0;
  /** When the last spell of truth was over without an alert: one that is under way may still be about it. */
  #overAt = NEVER;
  #overSince = NEVER;
  #overFailed = 0;

  constructor(record: AlarmRecord) {
    this.#record = record;
  }

  get firing(): boolean {
    return this.#firing;
  }

  /** The condition as it was seen at this moment. `hold`: ns for which it must hold; `notify`: ns until somebody hears of it. */
  sees(holds: boolean, now: number, hold: number, notify: number): void {
    if (!holds) {
      this.#pendingSince = NEVER;
      this.#firing = false;
      return;
    }
    if (this.#pendingSince === NEVER) this.#pendingSince = now;
    if (this.#firing || now - this.#pendingSince < hold) return;
    this.#firing = true;
    this.#fire(now + notify);
  }

  /** Whether it is really so: in the window that began at `since` and in which so many calls failed. `grace`: ns for which an alert may still be about a spell that is over. */
  truth(holds: boolean, since: number, failed: number, grace: number): void {
    if (this.#overAt !== NEVER && since - this.#overAt > grace) {
      this.#record.missed++;
      this.#overAt = NEVER;
    }
    if (holds) {
      if (this.#trueSince === NEVER) {
        this.#trueSince = since;
        this.#told = this.#firing;
        this.#failed = 0;
      }
      if (!this.#told) this.#failed += failed;
      return;
    }
    if (this.#trueSince !== NEVER && !this.#told) {
      this.#overAt = since;
      this.#overSince = this.#trueSince;
      this.#overFailed = this.#failed;
    }
    this.#trueSince = NEVER;
  }

  /** The monitor lost its memory. */
  forget(): void {
    this.#pendingSince = NEVER;
    this.#firing = false;
  }

  #fire(heard: number): void {
    const record = this.#record;
    record.fired++;
    const late = this.#trueSince === NEVER && this.#overAt !== NEVER;
    const since = late ? this.#overSince : this.#trueSince;
    if (since === NEVER) {
      record.mistaken++;
      return;
    }
    if (!late && this.#told) return;
    record.right++;
    record.delay += heard - since;
    record.failedUnseen += late ? this.#overFailed : this.#failed;
    if (late) this.#overAt = NEVER;
    else this.#told = true;
  }
}
