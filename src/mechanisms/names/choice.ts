/**
 * How the servers of a name choose what they answer: which addresses, in which order. They look at their own records, at what
 * their health checks say and at where the asking resolver stands; they never see the load that follows. When no address is
 * healthy all of them are answered, since a wrong check must not take a whole service off the net (as Route 53 does).
 */
import type { StationContext } from '../../engine/station.ts';
import type { Stream } from '../../std/random.ts';
import type { AddressList } from './addresses.ts';

export class NameChoice {
  readonly #c: StationContext;
  readonly #list: AddressList;
  readonly #healthy: Uint8Array;
  readonly #luck: Stream;
  /** By group: answers given so far, for taking turns. */
  readonly #turns: Int32Array;

  constructor(context: StationContext, list: AddressList, healthy: Uint8Array, luck: Stream) {
    this.#c = context;
    this.#list = list;
    this.#healthy = healthy;
    this.#luck = luck;
    this.#turns = new Int32Array(list.groups.length);
  }

  /** The addresses of an answer to a resolver that stands where `origin` does; at most `most`, the best first. Empty: no record. */
  choose(policy: string, group: number, origin: number, most: number): readonly number[] {
    const usable = this.usable(group);
    if (usable.length === 0) return usable;
    if (policy === 'weighted') return [this.#drawn(usable)];
    return this.turned(group, this.#bestOf(policy, usable, origin)).slice(0, most);
  }

  /** Addresses that have a record and look healthy; all that have one when none looks so. */
  usable(group: number): readonly number[] {
    const all = this.#list.groups[group]!.filter((a) => this.#list.weight[a]! > 0);
    const well = all.filter((a) => this.#healthy[a] === 1);
    return well.length > 0 ? well : all;
  }

  /** The same addresses, beginning with another one each time. */
  turned(group: number, best: readonly number[]): readonly number[] {
    const turn = this.#turns[group]!;
    this.#turns[group] = (turn + 1) % 1_000_000;
    const at = turn % best.length;
    return [...best.slice(at), ...best.slice(0, at)];
  }

  /** One-way ns from an instance to the nearest instance behind an address. */
  distance(origin: number, a: number): number {
    const { firstInstance, instances } = this.#list.addresses[a]!;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = firstInstance; i < firstInstance + instances; i++) nearest = Math.min(nearest, this.#c.sim.distance(origin, i));
    return nearest;
  }

  #bestOf(policy: string, usable: readonly number[], origin: number): readonly number[] {
    if (policy === 'latency') {
      const nearest = usable.reduce((least, a) => Math.min(least, this.distance(origin, a)), Number.POSITIVE_INFINITY);
      return usable.filter((a) => this.distance(origin, a) === nearest);
    }
    if (policy === 'geolocation') {
      const here = this.#c.places[origin]?.region ?? '';
      const near = usable.filter((a) => this.#c.places[this.#list.addresses[a]!.firstInstance]?.region === here);
      return near.length > 0 ? near : this.#ofFirstLink(usable);
    }
    return policy === 'failover' ? this.#ofFirstLink(usable) : usable;
  }

  /** Those of the first link that has any; addresses stand in the order of the links. */
  #ofFirstLink(usable: readonly number[]): readonly number[] {
    const { addresses } = this.#list;
    return usable.filter((a) => addresses[a]!.link === addresses[usable[0]!]!.link);
  }

  #drawn(usable: readonly number[]): number {
    const { weight } = this.#list;
    const total = usable.reduce((sum, a) => sum + weight[a]!, 0);
    let left = this.#luck.uniform() * total;
    for (const a of usable) {
      left -= weight[a]!;
      if (left < 0) return a;
    }
    return usable[usable.length - 1]!;
  }
}
