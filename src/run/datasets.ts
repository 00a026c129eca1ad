/**
 * Which data set each node's data belongs to: a store has its own, a cache holds copies of its origin's, a relay passes on
 * to whatever single data set lies behind it. A cache-aside cache's origin is the store that its callers also call. A replica has
 * the data of whom it follows.
 */
import type { KindRole } from '../catalog/kind.ts';

export interface DatasetNode {
  readonly role: KindRole;
  readonly aside: boolean;
  /** Indexes of the nodes that its links lead to, in document order. */
  readonly to: readonly number[];
  readonly callers: readonly number[];
  /** Whom it follows; -1: nobody. */
  readonly follows: number;
}

export interface Datasets {
  /** The data set of each node, or -1. */
  readonly of: Int32Array;
  /** The node that each data set is of. */
  readonly owners: readonly number[];
}

export function datasetsOf(nodes: readonly DatasetNode[]): Datasets {
  const of = new Int32Array(nodes.length).fill(-1);
  const owners: number[] = [];
  const roots = nodes.map((_, i) => rootOf(nodes, i));
  nodes.forEach((node, i) => {
    if (node.role === 'store' && roots[i] === i) of[i] = owners.push(i) - 1;
  });
  nodes.forEach((node, i) => {
    if (node.role === 'store') of[i] = of[roots[i]!]!;
  });
  // Relays and reading-through caches may stand in rows: go round until nothing changes.
  for (let changed = true; changed; ) {
    changed = false;
    nodes.forEach((node, i) => {
      if (of[i]! >= 0) return;
      const found = originOf(node, nodes, of);
      if (found < 0) return;
      of[i] = found;
      changed = true;
    });
  }
  return { of, owners };
}

/** The part at the beginning of a row of replicas; of those that follow each other in a circle each is its own. */
function rootOf(nodes: readonly DatasetNode[], i: number): number {
  const seen = new Set([i]);
  let at = i;
  for (let next = nodes[at]!.follows; next >= 0; next = nodes[at]!.follows) {
    if (seen.has(next)) return i;
    seen.add(next);
    at = next;
  }
  return at;
}

function originOf(node: DatasetNode, nodes: readonly DatasetNode[], of: Int32Array): number {
  if (node.role === 'relay') return single(node.to.map((j) => of[j]!));
  if (node.role !== 'cache') return -1;
  const direct = node.to.map((j) => of[j]!).find((d) => d >= 0);
  if (direct !== undefined) return direct;
  if (!node.aside) return -1;
  for (const caller of node.callers) {
    const beside = nodes[caller]!.to.find((j) => nodes[j]!.role !== 'cache' && of[j]! >= 0);
    if (beside !== undefined) return of[beside]!;
  }
  return -1;
}

/** The one value that all have, or -1. */
function single(values: readonly number[]): number {
  const first = values[0];
  return first !== undefined && values.every((v) => v === first) ? first : -1;
}
