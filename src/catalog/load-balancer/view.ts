/**
 * What one copy of a balancer knows: which targets it takes for healthy, how many of its own calls are open at each, and
 * where its algorithm stands. Copies share nothing, as processes do: with many of them, least connections sees only its own.
 */
import { type Balancer, Targets } from '../../mechanisms/balance/balancer.ts';
import type { TargetList } from './targets.ts';

export class View {
  readonly #list: TargetList;
  readonly #all: Targets;
  /** By group: the healthy targets it may use, and all that it might. */
  readonly #usable: readonly Targets[];
  readonly #possible: readonly Targets[];
  /** By link: its healthy targets, for further attempts over the same link. */
  readonly #ofLink: ReadonlyMap<number, Targets>;
  #balancers: readonly Balancer[] = [];
  /** 1 for targets that are there to be called, and for those that checks believe in. */
  readonly #present: Uint8Array;
  readonly #healthy: Uint8Array;

  constructor(list: TargetList) {
    this.#list = list;
    const count = list.targets.length;
    this.#present = new Uint8Array(count).fill(1);
    this.#healthy = new Uint8Array(count).fill(1);
    this.#all = new Targets(count);
    this.#all.weight.set(list.targets.map((t) => t.weight));
    this.#usable = list.groups.map((mask) => this.#masked(mask));
    this.#possible = list.groups.map((mask) => this.#masked(mask));
    this.#ofLink = new Map(
      [...list.firstOf.keys()].map((link) => [link, this.#masked(list.targets.map((t) => (t.link === link ? 1 : 0)))]),
    );
  }

  /** Begins anew with fresh balancers, one for each group. Calls that are open stay counted. */
  use(make: () => Balancer): void {
    this.#balancers = this.#list.groups.map(make);
  }

  /** The target of the next call of a group, or -1. With `panic`, any when none is healthy. */
  pick(group: number, session: number, key: number, panic: boolean): number {
    const balancer = this.#balancers[group]!;
    const target = balancer.pick(this.#usable[group]!, session, key);
    return target >= 0 || !panic ? target : balancer.pick(this.#possible[group]!, session, key);
  }

  /** The target of a further attempt, which stays on its link. */
  pickOnLink(link: number, group: number, session: number, key: number): number {
    const targets = this.#ofLink.get(link);
    return targets === undefined ? -1 : this.#balancers[group]!.pick(targets, session, key);
  }

  opened(target: number, by: 1 | -1): void {
    this.#all.open[target] = this.#all.open[target]! + by;
  }

  setHealthy(target: number, healthy: boolean): void {
    this.#healthy[target] = healthy ? 1 : 0;
    this.#settle(target);
  }

  /** A target joined or left: what is not there gets nothing, even in panic. */
  setPresent(target: number, present: boolean): void {
    this.#present[target] = present ? 1 : 0;
    this.#list.groups.forEach((mask, g) => {
      this.#possible[g]!.allow(target, present && mask[target] === 1);
    });
    this.#settle(target);
  }

  #settle(target: number): void {
    const usable = this.#healthy[target]! + this.#present[target]! === 2;
    this.#all.allow(target, usable);
    this.#list.groups.forEach((mask, g) => {
      this.#usable[g]!.allow(target, usable && mask[target] === 1);
    });
    this.#ofLink.get(this.#list.targets[target]!.link)?.allow(target, usable);
  }

  /** How many targets it takes for healthy. */
  healthy(): number {
    return this.#all.usable;
  }

  #masked(mask: ArrayLike<number>): Targets {
    const targets = new Targets(this.#all.count, this.#all);
    for (let i = 0; i < targets.count; i++) targets.allow(i, mask[i] === 1);
    return targets;
  }
}
