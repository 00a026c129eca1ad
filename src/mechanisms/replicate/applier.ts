/**
 * Applying the log: each instance applies what it has received in order, one record after the other (a single process, as
 * in PostgreSQL and classic MySQL; it takes none of the workers that serve queries). When writes come faster than that,
 * lag grows however fast the network is.
 */
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import type { Copies } from './copies.ts';
import type { Site, Standing } from './standing.ts';

/** Event of the station's own that belongs here: `a` names the instance and its start. */
export const APPLIED = 19;

const PER_INSTANCE = 32;

export class Applier {
  /** Time that one record takes. */
  time: Sampler;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #copies: Copies;
  readonly #standing: Standing;
  readonly #streams: Stream[] = [];
  readonly #busy: Uint8Array;
  readonly #run: Int32Array;

  constructor(site: Site, copies: Copies, standing: Standing, time: Sampler) {
    this.#sim = site.sim;
    this.#node = site.node;
    this.#first = site.firstInstance;
    this.#copies = copies;
    this.#standing = standing;
    this.time = time;
    this.#busy = new Uint8Array(copies.count);
    this.#run = new Int32Array(copies.count);
    const { seed, streamNames } = site.sim.shape;
    for (let i = 0; i < copies.count; i++) this.#streams.push(new Stream(seed, `${streamNames[site.node]}/apply/${i}`));
  }

  /** Begins with the next record, unless the instance is busy, has none, or cannot. */
  go(i: number): void {
    if (this.#busy[i] === 1 || !this.#copies.behind(i) || !this.#standing.fit(i)) return;
    this.#busy[i] = 1;
    const ns = this.#sim.work(this.#first + i, this.time.sampleNanos(this.#streams[i]!));
    this.#sim.wake(this.#node, ns, APPLIED, this.#run[i]! * PER_INSTANCE + i);
  }

  /** Drops what it is at; the record will be begun again. */
  stop(i: number): void {
    this.#busy[i] = 0;
    this.#run[i] = this.#run[i]! + 1;
  }

  /** A record's time is over: it is visible now. The instance, or -1 when nothing came of it. */
  finish(a: number): number {
    const i = a % PER_INSTANCE;
    if (Math.floor(a / PER_INSTANCE) !== this.#run[i]) return -1;
    this.#busy[i] = 0;
    if (!this.#standing.fit(i) || !this.#copies.behind(i)) return -1;
    this.#copies.apply(i);
    return i;
  }
}
