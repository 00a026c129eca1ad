/**
 * RAID levels (Patterson, Gibson and Katz 1988): which disks of an array a read or a write of a block takes, in two turns where parity
 * must be read before it is written, and which losses an array survives. Pure reckoning; how long a disk takes is `disk-array`.
 */
import { assert } from '../../std/assert.ts';

export type Level = '0' | '1' | '5' | '6' | '10';

/** Disks that a level needs at least. */
const LEAST: Readonly<Record<Level, number>> = { '0': 1, '1': 2, '5': 3, '6': 4, '10': 4 };

/** Disks of an array of this level for which somebody wants so many. */
export function disksOf(level: Level, wanted: number): number {
  const disks = Math.max(LEAST[level], wanted);
  return level === '10' ? disks + (disks % 2) : disks;
}

/** Share of the disks' space that holds data. */
export function usable(level: Level, disks: number): number {
  if (level === '0') return 1;
  if (level === '1') return 1 / disks;
  if (level === '10') return 0.5;
  return (disks - (level === '5' ? 1 : 2)) / disks;
}

/** Whether an array has all its data with these disks failed. */
export function survives(level: Level, failed: ArrayLike<number>): boolean {
  let count = 0;
  for (let d = 0; d < failed.length; d++) count += failed[d]!;
  if (level === '0') return count === 0;
  if (level === '1') return count < failed.length;
  if (level === '5') return count <= 1;
  if (level === '6') return count <= 2;
  for (let d = 0; d < failed.length; d += 2) if (failed[d] === 1 && failed[d + 1] === 1) return false;
  return true;
}

/** Disks of the mirror that a block lies on. */
function mirror(level: Level, block: number, disks: number): number[] {
  if (level === '1') return Array.from({ length: disks }, (_, d) => d);
  const first = (block % (disks / 2)) * 2;
  return [first, first + 1];
}

/** The disk of a block's data, and those of its parities, which move from stripe to stripe. */
function stripe(level: Level, block: number, disks: number): { readonly data: number; readonly parities: readonly number[] } {
  if (level === '0') return { data: block % disks, parities: [] };
  const many = level === '5' ? 1 : 2;
  const across = disks - many;
  const row = Math.floor(block / across) % disks;
  const parities = Array.from({ length: many }, (_, k) => (row + k) % disks);
  return { data: (row + many + (block % across)) % disks, parities };
}

/** Disks that must be read for a block; of a mirror, whichever of these is free first (`any`). */
export function reading(
  level: Level,
  block: number,
  failed: ArrayLike<number>,
): { readonly disks: readonly number[]; readonly any: boolean } {
  const well = (d: number) => failed[d] === 0;
  if (level === '1' || level === '10') return { disks: mirror(level, block, failed.length).filter(well), any: true };
  const { data, parities } = stripe(level, block, failed.length);
  if (well(data)) return { disks: [data], any: false };
  assert(level !== '0', 'a stripe without parity is not read once a disk is lost');
  // Out of all others; with two parities one of them may rest.
  const others = Array.from({ length: failed.length }, (_, d) => d).filter((d) => d !== data && well(d));
  const spare = level === '6' && others.length === failed.length - 1 ? parities[1] : undefined;
  return { disks: others.filter((d) => d !== spare), any: false };
}

/** Disks that are read, and then those that are written, for one block. */
export function writing(
  level: Level,
  block: number,
  failed: ArrayLike<number>,
): { readonly read: readonly number[]; readonly write: readonly number[] } {
  const well = (d: number) => failed[d] === 0;
  if (level === '1' || level === '10') return { read: [], write: mirror(level, block, failed.length).filter(well) };
  const { data, parities } = stripe(level, block, failed.length);
  const write = [data, ...parities].filter(well);
  if (level === '0') return { read: [], write };
  // The old data and parities make the new parities. Without the old data the rest of the stripe is read in its place.
  if (well(data)) return { read: write.length === 1 ? [] : write, write };
  const rest = Array.from({ length: failed.length }, (_, d) => d).filter((d) => d !== data && !parities.includes(d) && well(d));
  return { read: rest, write };
}
