/**
 * Decides when traffic is a flood: its volume is summed up second by second; so many seconds in a row above the threshold are one,
 * and so many below are its end. It is told of every arrival and looks at the seconds that have passed, so it needs no clock.
 */
import { NS_PER_S } from '../../std/units.ts';

export interface FloodSettings {
  /** Bytes a second from which on a second counts as flooded. */
  readonly threshold: number;
  /** ns above the threshold until a flood is declared, from then until something is done about it, and below it until it is over. */
  readonly detection: number;
  readonly reaction: number;
  readonly calm: number;
}

export class FloodWatch {
  settings: FloodSettings;
  /** Floods declared since the counts were reset. */
  floods = 0;
  /** Moment from which on something is done about the flood; Infinity when there is none. */
  #actsFrom = Infinity;
  #second = 0;
  #bytes = 0;
  /** Start of the run of seconds, ns, that were all above the threshold, or all below. */
  #aboveSince = -1;
  #belowSince = 0;

  constructor(settings: FloodSettings) {
    this.settings = settings;
  }

  /** So many bytes arrive now. */
  saw(now: number, bytes: number): void {
    this.#lookUntil(now);
    this.#bytes += bytes;
  }

  /** Whether something is being done about a flood. */
  acts(now: number): boolean {
    this.#lookUntil(now);
    return now >= this.#actsFrom;
  }

  /** Closes the seconds that have passed. */
  #lookUntil(now: number): void {
    const second = Math.floor(now / NS_PER_S);
    if (second === this.#second) return;
    this.#close(this.#second, this.#bytes);
    // Of silent seconds in between only the first and the last can matter.
    if (second > this.#second + 1) {
      this.#close(this.#second + 1, 0);
      this.#close(second - 1, 0);
    }
    this.#second = second;
    this.#bytes = 0;
  }

  #close(second: number, bytes: number): void {
    const { threshold, detection, reaction, calm } = this.settings;
    const start = second * NS_PER_S;
    const end = start + NS_PER_S;
    if (bytes >= threshold) {
      this.#belowSince = -1;
      if (this.#aboveSince < 0) this.#aboveSince = start;
      if (end - this.#aboveSince < detection || this.#actsFrom < Infinity) return;
      this.#actsFrom = end + reaction;
      this.floods++;
    } else {
      this.#aboveSince = -1;
      if (this.#belowSince < 0) this.#belowSince = start;
      if (end - this.#belowSince >= calm) this.#actsFrom = Infinity;
    }
  }
}
