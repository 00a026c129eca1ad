/** What a controller has asked for lately, so that it goes down only as far as every look of a while agreed. */

export class Recommendations {
  readonly #times: number[] = [];
  readonly #counts: number[] = [];

  add(time: number, count: number): void {
    this.#times.push(time);
    this.#counts.push(count);
  }

  /** The highest since then (ns); older ones are forgotten. */
  highest(since: number): number {
    while (this.#times.length > 0 && this.#times[0]! < since) {
      this.#times.shift();
      this.#counts.shift();
    }
    return this.#counts.reduce((most, count) => Math.max(most, count), 0);
  }

  clear(): void {
    this.#times.length = 0;
    this.#counts.length = 0;
  }
}
