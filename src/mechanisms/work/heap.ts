/**
 * The memory of a process with a collector. Every request leaves garbage; when the heap is full everything stops while what is
 * still live is looked through, so a pause is as long as there is much to keep. What leaks stays live: the pauses grow and come
 * closer together, and when what is live no longer fits, the process dies.
 */

export interface HeapSettings {
  /** Bytes; 0: memory is not modelled. */
  readonly size: number;
  /** Live at the start; garbage and leak of one request; what one session keeps. */
  readonly base: number;
  readonly garbage: number;
  readonly leak: number;
  readonly session: number;
  /** ns of pause for each live byte. */
  readonly pause: number;
}

export class Heap {
  settings: HeapSettings;
  readonly #garbage: Float64Array;
  readonly #leaked: Float64Array;
  readonly #sessions: Float64Array;
  collections = 0;

  constructor(instances: number, settings: HeapSettings) {
    this.settings = settings;
    this.#garbage = new Float64Array(instances);
    this.#leaked = new Float64Array(instances);
    this.#sessions = new Float64Array(instances);
  }

  /** Bytes in use at an instance, garbage included. */
  used(i: number): number {
    return this.#live(i) + this.#garbage[i]!;
  }

  /**
   * A request begins at an instance where `others` are under way: how long the collector stops everything for it, in ns; 0 when there is
   * room, Infinity when there is none even after that: the process dies.
   */
  allocate(i: number, others: number): number {
    const { size, garbage, leak, pause } = this.settings;
    this.#garbage[i] = this.#garbage[i]! + garbage;
    this.#leaked[i] = this.#leaked[i]! + leak;
    if (this.used(i) <= size) return 0;
    const live = this.#live(i) + (others + 1) * garbage;
    if (live > size) return Number.POSITIVE_INFINITY;
    this.collections++;
    this.#garbage[i] = (others + 1) * garbage;
    return Math.ceil(live * pause);
  }

  /** A session began at an instance (1) or left it (-1). */
  session(i: number, by: 1 | -1): void {
    this.#sessions[i] = this.#sessions[i]! + by;
  }

  /** The process starts anew. */
  clear(i: number): void {
    this.#garbage[i] = 0;
    this.#leaked[i] = 0;
    this.#sessions[i] = 0;
  }

  forgetCounts(): void {
    this.collections = 0;
  }

  #live(i: number): number {
    return this.settings.base + this.#leaked[i]! + this.#sessions[i]! * this.settings.session;
  }
}
