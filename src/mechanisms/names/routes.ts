/**
 * Which of several sites that announce one address the network sends a caller to: the nearest of those that it believes to be there.
 * Belief lags: when a site is lost or comes back, routers far away go on as before until the news has reached them (convergence of
 * BGP), and until then what they send to a lost site goes to nobody. Nothing is known here of load or of time to live.
 */
import { SPAN } from '../../engine/clock.ts';
import { UP } from '../../engine/knobs.ts';
import type { StationContext } from '../../engine/station.ts';
import type { Sampler } from '../../std/distribution.ts';
import type { Stream } from '../../std/random.ts';

/** A site: instances that are reached under the address there. */
export interface Site {
  readonly firstInstance: number;
  readonly instances: number;
}

export class Routes {
  /** Time until everybody knows that a site is lost, and that one is there; ns. */
  withdrawal: Sampler;
  announcement: Sampler;
  /** By site: 1 while the network believes that it is there. */
  readonly believed: Uint8Array;
  readonly #c: StationContext;
  readonly #sites: readonly Site[];
  readonly #luck: Stream;
  readonly #what: number;
  readonly #moved: (site: number) => void;
  /** By site: whether it announces itself now, and how often that changed; news of an earlier change is void. */
  readonly #there: Uint8Array;
  readonly #change: Int32Array;

  /** `what`: the station's event code for news. `moved` is told when belief in a site has changed. */
  constructor(
    context: StationContext,
    sites: readonly Site[],
    times: { readonly withdrawal: Sampler; readonly announcement: Sampler },
    luck: Stream,
    what: number,
    moved: (site: number) => void,
  ) {
    this.#c = context;
    this.#sites = sites;
    this.withdrawal = times.withdrawal;
    this.announcement = times.announcement;
    this.#luck = luck;
    this.#what = what;
    this.#moved = moved;
    this.believed = new Uint8Array(sites.length).fill(1);
    this.#there = new Uint8Array(sites.length).fill(1);
    this.#change = new Int32Array(sites.length);
  }

  /** The nearest believed site for a caller, or -1; `allowed`: which may serve it. */
  nearest(origin: number, allowed?: Uint8Array): number {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let s = 0; s < this.#sites.length; s++) {
      if (this.believed[s] === 0 || (allowed !== undefined && allowed[s] === 0)) continue;
      const far = this.#distance(origin, this.#sites[s]!);
      if (far < least) {
        least = far;
        best = s;
      }
    }
    return best;
  }

  /** A site begins or ceases to announce itself; the news travels. */
  set(site: number, there: boolean): void {
    if ((this.#there[site] === 1) === there) return;
    this.#there[site] = there ? 1 : 0;
    const change = (this.#change[site]! + 1) % 1_000_000;
    this.#change[site] = change;
    const { sim, node } = this.#c;
    (there ? this.announcement : this.withdrawal).drawNanos(this.#luck, sim.clock, SPAN);
    sim.wake(node, sim.clock[SPAN]!, this.#what, change * this.#sites.length + site);
  }

  /** News has reached everybody. */
  event(a: number): void {
    const site = a % this.#sites.length;
    if (Math.floor(a / this.#sites.length) !== this.#change[site] || this.believed[site] === this.#there[site]) return;
    this.believed[site] = this.#there[site]!;
    this.#moved(site);
  }

  /** Whether any instance of a site runs. */
  runs(site: number): boolean {
    const { firstInstance, instances } = this.#sites[site]!;
    const { down } = this.#c.sim.knobs;
    for (let i = firstInstance; i < firstInstance + instances; i++) if (down[i] === UP) return true;
    return false;
  }

  #distance(origin: number, { firstInstance, instances }: Site): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = firstInstance; i < firstInstance + instances; i++) least = Math.min(least, this.#c.sim.distance(origin, i));
    return least;
  }
}
