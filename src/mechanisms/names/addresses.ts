/**
 * What a name can answer: the addresses behind its links. Every instance at the far end of a link is an address; a far end that
 * chooses its instance itself (a cache, another name) is one. Links that name classes are records of names of their own: classes
 * with the same choice form a group, and each group is resolved by itself. Weights are the links', shared by their instances.
 */
import type { FarEnd } from '../../engine/station.ts';
import type { CheckTarget } from '../detect/health-check.ts';

export interface Address extends CheckTarget {
  readonly node: number;
  /** Set as the call's instance; -1 where the far end chooses. */
  readonly instance: number;
}

export interface AddressList {
  readonly addresses: readonly Address[];
  /** By address: its part of its link's weight. 0: no record names it. */
  readonly weight: Float64Array;
  /** The addresses of each group, in the order of the links. */
  readonly groups: readonly (readonly number[])[];
  /** Group of each class. */
  readonly groupOf: Int32Array;
}

export function addressList(far: readonly FarEnd[], classes: number): AddressList {
  const addresses = far.flatMap(addressesOf);
  const groups: number[][] = [];
  const groupOf = Int32Array.from({ length: classes }, (_, cls) => {
    const links = new Set(far.filter(({ plan }) => plan.classes.length === 0 || plan.classes.includes(cls)).map(({ link }) => link));
    const group = addresses.flatMap(({ link }, a) => (links.has(link) ? [a] : []));
    const known = groups.findIndex((one) => one.join() === group.join());
    return known >= 0 ? known : groups.push(group) - 1;
  });
  const list = { addresses, weight: new Float64Array(addresses.length), groups, groupOf };
  for (const { link, plan } of far) weigh(list, link, plan.weight);
  return list;
}

/** A link's weight is now this. */
export function weigh({ addresses, weight }: Pick<AddressList, 'addresses' | 'weight'>, link: number, total: number): boolean {
  const behind = addresses.reduce((count, one) => count + (one.link === link ? 1 : 0), 0);
  let changed = false;
  addresses.forEach((one, a) => {
    if (one.link !== link) return;
    changed ||= weight[a] !== total / behind;
    weight[a] = total / behind;
  });
  return changed;
}

function addressesOf(f: FarEnd): Address[] {
  const count = f.choosesInstance ? 1 : f.instances;
  return Array.from({ length: count }, (_, i) => ({
    link: f.link,
    node: f.node,
    firstInstance: f.firstInstance + i,
    instances: f.choosesInstance ? f.instances : 1,
    instance: f.choosesInstance ? -1 : f.firstInstance + i,
  }));
}
