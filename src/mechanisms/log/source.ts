/** Which copy of a partition a group reads from, and what it learns when that is another one than before. */
import type { Cluster } from './cluster.ts';
import type { Cursor } from './cursor.ts';
import type { Partition } from './partition.ts';

/**
 * The copy to read from: the one with the newest epoch among those that lead and that a reader (an instance) reaches; -1: none. One that
 * leads only because it has not heard of the leader read from since (an older epoch) is none: it may lack what was done (KIP-320).
 */
export function sourceOf({ site, controllers }: Cluster, partition: Partition, { epoch }: Cursor, reader: number): number {
  const { knobs } = site.sim;
  const { brokers, knownEpoch } = partition;
  let best = -1;
  for (let slot = 0; slot < partition.slots; slot++) {
    if (!partition.leads(slot) || knownEpoch[slot]! < epoch || !controllers.standing.responds(brokers[slot]!)) continue;
    const instance = site.firstInstance + brokers[slot]!;
    if (knobs.parted(instance, reader) || knobs.parted(reader, instance)) continue;
    if (best < 0 || knownEpoch[slot]! > knownEpoch[best]!) best = slot;
  }
  return best;
}

/** A copy is read from now on: when it is another one, what was read beyond where the two differ never was. */
export function readFrom({ copies, knownEpoch }: Partition, cursor: Cursor, source: number): void {
  cursor.epoch = knownEpoch[source]!;
  if (cursor.source === source) return;
  if (cursor.source >= 0) {
    const fork = copies[source]!.fork(copies[cursor.source]!);
    if (fork < cursor.seen) cursor.rewind(fork);
  }
  cursor.source = source;
}
