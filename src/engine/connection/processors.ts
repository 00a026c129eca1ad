/**
 * What instances have for the work of the wire: handshakes, ciphers, compression, reading of queries. It is work of known
 * length, first come first served, so a core is the moment at which it is free again and needs no events. An instance has
 * its cores for this beside its workers; one without cores (a crowd of users, each with a device of his own) only takes time.
 */

export class Processors {
  readonly #freeAt: (Float64Array | undefined)[];
  /** ns of work done or begun, per instance, since the warm-up. */
  readonly busy: Float64Array;

  constructor(instances: number) {
    this.#freeAt = new Array<Float64Array | undefined>(instances).fill(undefined);
    this.busy = new Float64Array(instances);
  }

  /** Gives an instance so many cores; the most that anybody asks for it counts. */
  equip(instance: number, cores: number): void {
    const own = this.#freeAt[instance];
    if (own === undefined || own.length < cores) this.#freeAt[instance] = new Float64Array(cores);
  }

  coresOf(instance: number): number {
    return this.#freeAt[instance]?.length ?? 0;
  }

  /** ns until work of so many ns that comes now is done, the wait for a core included. */
  takes(instance: number, now: number, work: number): number {
    const own = this.#freeAt[instance];
    const whole = Math.ceil(work);
    if (own === undefined) return whole;
    let first = 0;
    for (let i = 1; i < own.length; i++) if (own[i]! < own[first]!) first = i;
    const ends = Math.max(now, own[first]!) + whole;
    own[first] = ends;
    this.busy[instance] = this.busy[instance]! + whole;
    return ends - now;
  }

  /** It went down: nothing of what it had begun is left. */
  crash(instance: number): void {
    this.#freeAt[instance]?.fill(0);
  }

  resetCounts(): void {
    this.busy.fill(0);
  }
}
