/**
 * The choice of copy on a plain link: the caller's client library spreads calls over all copies of the far end. It has no
 * health check: it goes on calling copies that are down, and is refused. One state serves all copies of the caller.
 */
import type { Chooser } from '../../engine/link.ts';
import { KEY, type Requests, SESSION } from '../../engine/requests.ts';
import type { Balancer } from './balancer.ts';
import { Targets } from './balancer.ts';

export class LinkChooser implements Chooser {
  readonly listens: number;
  readonly #balancer: Balancer;
  readonly #targets: Targets;
  readonly #first: number;
  readonly #requests: Requests;
  /** It goes by a registry's list. */
  #directed = false;

  constructor(balancer: Balancer, firstInstance: number, instances: number, requests: Requests) {
    this.#balancer = balancer;
    this.listens = balancer.counts === true ? 1 : 0;
    this.#targets = new Targets(instances);
    this.#first = firstInstance;
    this.#requests = requests;
  }

  get inTurn(): { next: number } | undefined {
    return this.#targets.usable === this.#targets.count ? this.#balancer.turn : undefined;
  }

  /** Says whether a copy is there to be called; a copy that crashed still is. */
  allow(instance: number, may: boolean): void {
    if (!this.#directed) this.#targets.allow(instance - this.#first, may);
  }

  direct(): void {
    this.#directed = true;
    for (let i = 0; i < this.#targets.count; i++) this.#targets.allow(i, true);
  }

  list(instance: number, listed: boolean): void {
    this.#targets.allow(instance - this.#first, listed);
  }

  choose(row: number): number {
    const i = this.#balancer.pick(this.#targets, this.#requests.ints[row + SESSION]!, this.#requests.ints[row + KEY]!);
    return i < 0 ? -1 : this.#first + i;
  }

  opened(instance: number): void {
    const i = instance - this.#first;
    this.#targets.open[i] = this.#targets.open[i]! + 1;
  }

  closed(instance: number): void {
    const i = instance - this.#first;
    this.#targets.open[i] = this.#targets.open[i]! - 1;
  }
}
