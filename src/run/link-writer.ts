/** Fills the links' part of frames: their rates, and where the machines of their policies stand. It only reads. */

import type { Link } from '../engine/link.ts';
import { OPEN } from '../engine/policy/breaker.ts';
import { MOST_SAVED } from '../engine/policy/retry.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { Compiled } from './compile.ts';
import { type FrameLayout, LINK } from './frame.ts';

/** Rates are taken anew after this much simulated time, ns. */
const ANEW = 200e6;
/** Numbers kept for a link: five counts, then the rates made of them. */
const KEPT = 10;

export class LinkWriter {
  readonly #c: Compiled;
  readonly #layout: FrameLayout;
  readonly #then: Float64Array;
  #since = 0;

  constructor(compiled: Compiled, layout: FrameLayout) {
    this.#c = compiled;
    this.#layout = layout;
    this.#then = new Float64Array(layout.links * KEPT);
  }

  forgetCounters(): void {
    this.#then.fill(0);
    this.#since = this.#c.sim.now;
  }

  /** Rates are those since the last look that was at least 200 ms of simulated time ago. */
  write(out: Float64Array): void {
    const { sim } = this.#c;
    const span = sim.now - this.#since;
    const { linkTimes } = sim.meter;
    for (const link of sim.links) {
      const at = this.#layout.linkAt + link.index * LINK.size;
      const times = linkTimes[link.index]!;
      const then = link.index * KEPT;
      if (span >= ANEW) this.#rates(then, link, span);
      out[at + LINK.rate] = this.#then[then + 5]!;
      out[at + LINK.errorShare] = this.#then[then + 6]!;
      out[at + LINK.retryRate] = this.#then[then + 7]!;
      out[at + LINK.hedgeRate] = link.hedge === undefined ? Number.NaN : this.#then[then + 8]!;
      out[at + LINK.degradedRate] = link.fallback === undefined ? Number.NaN : this.#then[then + 9]!;
      out[at + LINK.p50] = times.count === 0 ? Number.NaN : times.quantile(0.5) / NS_PER_MS;
      out[at + LINK.severed] = this.#severed(link.index) ? 1 : 0;
      out[at + LINK.backlog] = sim.stations[link.from]!.backlog?.(link.to) ?? Number.NaN;
      this.#breaker(out, at, link);
      this.#places(out, at, link);
    }
    if (span >= ANEW) this.#since = sim.now;
  }

  #rates(then: number, link: Link, span: number): void {
    const t = this.#then;
    const counts = [link.attempts, link.failures, link.retries, link.hedges, link.degraded];
    const [tried = 0, failed = 0, retried = 0, hedged = 0, degraded = 0] = counts.map((count, i) => count - t[then + i]!);
    t[then + 5] = (tried / span) * 1e9;
    t[then + 6] = tried > 0 ? Math.min(1, failed / tried) : 0;
    t[then + 7] = (retried / span) * 1e9;
    t[then + 8] = (hedged / span) * 1e9;
    t[then + 9] = (degraded / span) * 1e9;
    t.set(counts, then);
  }

  #breaker(out: Float64Array, at: number, link: Link): void {
    const breaker = link.breaker ?? link.breakers?.worst;
    out[at + LINK.breaker] = breaker?.state ?? 0;
    out[at + LINK.breakerShare] = breaker?.failureShare ?? Number.NaN;
    out[at + LINK.breakerSlow] = breaker?.slowShare ?? Number.NaN;
    const wait = breaker?.state === OPEN ? breaker.opensUntil - this.#c.sim.now : Number.NaN;
    out[at + LINK.breakerWaitMs] = Math.max(0, wait) / NS_PER_MS;
    out[at + LINK.breakersAway] = link.breakers?.away ?? Number.NaN;
  }

  #places(out: Float64Array, at: number, { pool, bulkhead, retry, connections }: Link): void {
    // Without a pool, what its protocol keeps open.
    out[at + LINK.poolUsed] = pool?.used ?? connections?.figures.open ?? 0;
    out[at + LINK.poolSize] = pool?.room ?? 0;
    out[at + LINK.poolWaiting] = pool?.waiting ?? 0;
    out[at + LINK.bulkheadUsed] = bulkhead?.used ?? Number.NaN;
    out[at + LINK.bulkheadSize] = bulkhead?.room ?? Number.NaN;
    out[at + LINK.bulkheadWaiting] = bulkhead?.waiting ?? Number.NaN;
    out[at + LINK.budget] = retry !== undefined && retry.settings.budget > 0 ? retry.saved / MOST_SAVED : Number.NaN;
  }

  /** A link is severed, or all pairs of its ends are parted by a cut. */
  #severed(index: number): boolean {
    const { sim, nodes } = this.#c;
    if (sim.knobs.severed[index] !== 0) return true;
    if (sim.knobs.cuts.length + sim.knobs.oneWay.length === 0) return false;
    const link = sim.links[index]!;
    const [a, b] = [nodes[link.from]!, nodes[link.to]!];
    for (let i = a.firstInstance; i < a.firstInstance + a.instances; i++) {
      for (let j = b.firstInstance; j < b.firstInstance + b.instances; j++)
        if (!sim.knobs.parted(i, j) && !sim.knobs.parted(j, i)) return false;
    }
    return true;
  }
}
