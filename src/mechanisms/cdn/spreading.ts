/**
 * News of a write on its way to the points of presence: each hears of it after a time of its own. What was fetched before the write
 * and arrives after the news is older than the news and must not be kept; so the newest version heard of is remembered by key.
 */
import { SPAN } from '../../engine/clock.ts';
import type { StationContext } from '../../engine/station.ts';
import type { Sampler } from '../../std/distribution.ts';
import type { Stream } from '../../std/random.ts';

export interface News {
  /** Which point of presence, from 0. */
  readonly at: number;
  readonly key: number;
  readonly version: number;
}

export class Spreading {
  /** Time that news takes, ns. */
  time: Sampler;
  readonly #c: StationContext;
  readonly #luck: Stream;
  readonly #what: number;
  readonly #under = new Map<number, News>();
  readonly #heard: readonly Map<number, number>[];
  #next = 0;

  /** `what`: the station's event code for news that has arrived. */
  constructor(context: StationContext, time: Sampler, luck: Stream, what: number) {
    this.#c = context;
    this.time = time;
    this.#luck = luck;
    this.#what = what;
    this.#heard = Array.from({ length: context.instances }, () => new Map<number, number>());
  }

  send(key: number, version: number): void {
    const { sim, node, instances } = this.#c;
    for (let at = 0; at < instances; at++) {
      this.time.drawNanos(this.#luck, sim.clock, SPAN);
      this.#under.set(this.#next, { at, key, version });
      sim.wake(node, sim.clock[SPAN]!, this.#what, this.#next++);
    }
  }

  /** News has arrived. */
  take(a: number): News | undefined {
    const news = this.#under.get(a);
    if (news === undefined) return undefined;
    this.#under.delete(a);
    const heard = this.#heard[news.at]!;
    heard.set(news.key, Math.max(heard.get(news.key) ?? 0, news.version));
    return news;
  }

  /** Whether a version may be kept there. */
  allows(at: number, key: number, version: number): boolean {
    return version >= (this.#heard[at]!.get(key) ?? 0);
  }
}
