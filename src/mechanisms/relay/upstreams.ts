/**
 * The copies that a proxy passes requests on to: taken in turn, each copy of the proxy by itself. One that failed so often within a
 * time is left out for as long (passive ejection: only real requests tell). When all are left out, all are tried.
 */
import type { StationContext } from '../../engine/station.ts';

export interface UpstreamSettings {
  /** Failures within `failTime` that take a copy out; 0: none does. */
  readonly maxFails: number;
  /** ns that failures are counted for, and that a copy is left out for. */
  readonly failTime: number;
}

export class Upstreams {
  settings: UpstreamSettings;
  /** Times that a copy was left out, since the warm-up. */
  ejections = 0;
  readonly #far: ReadonlyMap<number, { readonly first: number; readonly count: number; readonly at: number }>;
  readonly #targets: number;
  /** By copy of the proxy and target: failures, since when they are counted, until when it is left out. By copy and link: whose turn it is. */
  readonly #fails: Int32Array;
  readonly #since: Float64Array;
  readonly #until: Float64Array;
  readonly #turn: Int32Array;
  readonly #first: number;

  constructor({ far, instances, firstInstance }: StationContext, settings: UpstreamSettings) {
    this.settings = settings;
    this.#first = firstInstance;
    let at = 0;
    const links = new Map<number, { first: number; count: number; at: number }>();
    for (const end of far) {
      if (end.choosesInstance) continue;
      links.set(end.link, { first: end.firstInstance, count: end.instances, at });
      at += end.instances;
    }
    this.#far = links;
    this.#targets = at;
    this.#fails = new Int32Array(at * instances);
    this.#since = new Float64Array(at * instances);
    this.#until = new Float64Array(at * instances).fill(-1);
    this.#turn = new Int32Array(at * instances);
  }

  /** The instance that a proxy's copy sends a request to over a link, other than `not` where there is a choice; −1: the far end chooses. */
  pick(copy: number, link: number, not: number, now: number): number {
    const end = this.#far.get(link);
    if (end === undefined) return -1;
    const base = (copy - this.#first) * this.#targets + end.at;
    let second = -1;
    for (let k = 0; k < end.count; k++) {
      const i = (this.#turn[base]! + k) % end.count;
      const instance = end.first + i;
      if (instance === not) continue;
      if (now >= this.#until[base + i]!) {
        this.#turn[base] = i + 1;
        return instance;
      }
      if (second < 0) second = i;
    }
    const i = second >= 0 ? second : this.#turn[base]! % end.count;
    this.#turn[base] = i + 1;
    return end.first + i;
  }

  /** How a request to an instance ended. */
  told(copy: number, link: number, instance: number, well: boolean, now: number): void {
    const end = this.#far.get(link);
    if (end === undefined || this.settings.maxFails === 0) return;
    const t = (copy - this.#first) * this.#targets + end.at + instance - end.first;
    if (well) {
      this.#fails[t] = 0;
      return;
    }
    if (this.#fails[t] === 0 || now - this.#since[t]! >= this.settings.failTime) {
      this.#fails[t] = 0;
      this.#since[t] = now;
    }
    this.#fails[t] = this.#fails[t]! + 1;
    if (this.#fails[t]! < this.settings.maxFails) return;
    this.#fails[t] = 0;
    this.#until[t] = now + this.settings.failTime;
    this.ejections++;
  }

  /** A copy of the proxy starts anew and believes in all. */
  forget(copy: number): void {
    const from = (copy - this.#first) * this.#targets;
    this.#fails.fill(0, from, from + this.#targets);
    this.#until.fill(-1, from, from + this.#targets);
  }
}
