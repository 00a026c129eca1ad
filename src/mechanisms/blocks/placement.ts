/**
 * Where the pieces of a group of blocks lie: the data nodes in the order in which a group prefers them. Every group ranks all
 * nodes by a hash of both (rendezvous hashing, Thaler & Ravishankar 1998), so load is even and the loss of one node moves
 * nothing else. With racks told apart, pieces are dealt over them: as few as can be lie in one rack, so that losing a rack
 * loses as little as can be of any group (as HDFS and Ceph's rules do). Pure; nodes count from 0.
 */
import { mix32 } from '../../std/random.ts';

/** @param racks the rack of each node, or one number for all when racks are not told apart. */
export function ranking(group: number, racks: readonly number[]): number[] {
  const order = racks.map((_, node) => ({ node, rank: mix32(mix32(0x9e3779b9, group), node) }));
  order.sort((a, b) => b.rank - a.rank || a.node - b.node);
  return dealt(
    order.map(({ node }) => node),
    racks,
  );
}

/** The same nodes, each time from the rack that was used least so far; among equals in their own order. */
function dealt(nodes: readonly number[], racks: readonly number[]): number[] {
  const used = new Map<number, number>();
  const left = [...nodes];
  const out: number[] = [];
  while (left.length > 0) {
    const fewest = Math.min(...left.map((node) => used.get(racks[node]!) ?? 0));
    const at = left.findIndex((node) => (used.get(racks[node]!) ?? 0) === fewest);
    const node = left.splice(at, 1)[0]!;
    used.set(racks[node]!, fewest + 1);
    out.push(node);
  }
  return out;
}
