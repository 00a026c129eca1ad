/**
 * How phones reach the network: a radio that sleeps when nothing crossed it for a while and takes its time to wake (Huang et al. 2012), and
 * coverage that comes and goes for each by itself. Both are looked at when a session wants to send: no event is spent on phones at rest.
 */
import type { Sim } from '../../engine/sim.ts';
import type { Sampler } from '../../std/distribution.ts';
import { Stream } from '../../std/random.ts';
import type { Access } from './client-station.ts';

export interface AirSettings {
  /** ns without traffic until the radio sleeps; Infinity: never, as on a wireless line at home. */
  readonly sleepsAfter: number;
  /** ns to wake. */
  readonly wakes: Sampler;
  /** Share of the time out of coverage, and the mean length of such a time in ns. */
  readonly outShare: number;
  readonly outFor: number;
  /** ns that a request waits for coverage at most. */
  readonly patience: number;
}

export class Air implements Access {
  settings: AirSettings;
  /** Requests that found the radio asleep, and that found no coverage. */
  woken = 0;
  waited = 0;
  readonly #sim: Sim;
  readonly #sessions: number;
  readonly #radio: Stream;
  readonly #coverage: Stream;
  /** Per session: last moment at which its radio was awake, and when its coverage changes next (NaN: never looked at); 1 while it has none. */
  readonly #awake: Float64Array;
  readonly #until: Float64Array;
  readonly #out: Uint8Array;

  constructor(sim: Sim, node: number, sessions: number, settings: AirSettings) {
    this.#sim = sim;
    this.settings = settings;
    this.#sessions = sessions;
    const name = sim.shape.streamNames[node];
    this.#radio = new Stream(sim.shape.seed, `${name}/radio`);
    this.#coverage = new Stream(sim.shape.seed, `${name}/coverage`);
    this.#awake = new Float64Array(sessions).fill(Number.NEGATIVE_INFINITY);
    this.#until = new Float64Array(sessions).fill(Number.NaN);
    this.#out = new Uint8Array(sessions);
  }

  get patience(): number {
    return this.settings.patience;
  }

  wait(session: number): number {
    const at = session % this.#sessions;
    const out = this.settings.outShare > 0 ? this.#outFor(at) : 0;
    if (out > 0) this.waited++;
    if (this.settings.sleepsAfter === Number.POSITIVE_INFINITY) return out;
    const awake = session < this.#sessions && this.#sim.now + out <= this.#awake[at]! + this.settings.sleepsAfter;
    // Whoever asks while it wakes waits for what is left of that.
    if (awake) return Math.max(out, this.#awake[at]! - this.#sim.now);
    this.woken++;
    const wakes = this.settings.wakes.sampleNanos(this.#radio);
    if (session < this.#sessions) this.#awake[at] = this.#sim.now + out + wakes;
    return out + wakes;
  }

  used(session: number): void {
    const at = session % this.#sessions;
    this.#awake[at] = Math.max(this.#awake[at]!, this.#sim.now);
  }

  forgetCounts(): void {
    this.woken = 0;
    this.waited = 0;
  }

  /** ns until a session has coverage; 0 when it has. Times with and without it are exponential and follow each other. */
  #outFor(at: number): number {
    const { outShare, outFor } = this.settings;
    const now = this.#sim.now;
    const covered = (outFor * (1 - outShare)) / outShare;
    if (Number.isNaN(this.#until[at]!)) {
      this.#out[at] = this.#coverage.chance(outShare) ? 1 : 0;
      this.#until[at] = now + this.#coverage.exponential() * (this.#out[at] === 1 ? outFor : covered);
    }
    while (this.#until[at]! <= now) {
      this.#out[at] = 1 - this.#out[at]!;
      this.#until[at] = this.#until[at]! + this.#coverage.exponential() * (this.#out[at] === 1 ? outFor : covered);
    }
    return this.#out[at] === 1 ? Math.ceil(this.#until[at]! - now) : 0;
  }
}
