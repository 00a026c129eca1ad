/** THE list of labs, in the order in which they are offered. */
import type { Lab } from './lab.ts';
import { lostWrites } from './lost-writes.ts';
import { retryStorm } from './retry-storm.ts';
import { slowReplica } from './slow-replica.ts';

export const LABS: readonly Lab[] = [slowReplica, retryStorm, lostWrites];

/** The lab of this id, or undefined. */
export function labOf(id: string): Lab | undefined {
  return LABS.find((lab) => lab.id === id);
}
