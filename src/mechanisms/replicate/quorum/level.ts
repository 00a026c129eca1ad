/**
 * Consistency levels: how many copies must answer before a call is done. One, a number, a majority of all, all, a majority in the
 * coordinator's own region, or a majority in every region. A level is met or not by how many have answered in each region.
 */
import type { KeyRing } from './key-ring.ts';

export type Level = 'count' | 'one' | 'quorum' | 'all' | 'local-quorum' | 'each-quorum';

const majority = (n: number): number => Math.floor(n / 2) + 1;

/** How many answers a level wants where it does not matter from which region. */
function wanted(level: Level, count: number, ring: KeyRing): number {
  if (level === 'one') return 1;
  if (level === 'all') return ring.total;
  return level === 'count' ? Math.min(count, ring.total) : majority(ring.total);
}

/** Whether so many answers, by region, meet a level for a call that is coordinated in region `home`. */
export function isMet(level: Level, count: number, ring: KeyRing, home: number, got: Int32Array): boolean {
  if (level === 'local-quorum' && ring.copies[home]! > 0) return got[home]! >= majority(ring.copies[home]!);
  if (level === 'each-quorum') {
    for (let r = 0; r < ring.regions; r++) if (ring.copies[r]! > 0 && got[r]! < majority(ring.copies[r]!)) return false;
    return true;
  }
  let all = 0;
  for (let r = 0; r < ring.regions; r++) all += got[r]!;
  return all >= wanted(level, count, ring);
}
