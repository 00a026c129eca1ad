/**
 * Quorums under random faults: crashes, a cut, pauses and losses over random sizes, times and settings. What holds, precisely. With
 * R + W > N, strict, and clocks that agree, the store is a regular register for each key: a read returns no less than the newest
 * write that had been acknowledged when it began. Where old copies are repaired before the answer and any two sets of readers share
 * a copy (2 R > N), no read returns less than one that ended before it began. What is compared becomes alike once all has healed.
 * And that each of these has to be asked for: without its condition the same schedules break it.
 *
 * RANDOM_COUNT as in random.test.ts: a tenth as many schedules are run here.
 */
import { describe, expect, it } from 'vitest';
import { diverging, drawScene, inversions, play, SIGNS } from '../../mechanisms/replicate/quorum/random-schedule.ts';
import type { Scene } from '../../mechanisms/replicate/quorum/stage.ts';
import { Stream } from '../../std/random.ts';

const given = process.env['RANDOM_COUNT'];
const COUNT = given === undefined ? 200 : Math.max(1, Math.floor(Number(given) / 10));
const FIRST = Number(process.env['RANDOM_SEED'] ?? 1);
/** Of weaker settings a few are enough to see them fail. */
const FEW = 30;

function sum(count: number, meets: boolean, more: Partial<Scene>) {
  const found = { reads: 0, writes: 0, failed: 0, stale: 0, back: 0, diverging: 0, bad: [] as number[] };
  for (let seed = FIRST; seed < FIRST + count; seed++) {
    const chance = new Stream(seed, 'schedule');
    const drawn = drawScene(chance, meets, more);
    const stage = play(drawn, chance, seed);
    const stale = stage.told.filter((one) => one.stale).length;
    const guarded = drawn.scene.readRepair === 'sync' && 2 * drawn.r > drawn.copies;
    const back = meets && !guarded ? 0 : inversions(stage);
    const apart = diverging(stage);
    found.reads += stage.told.filter((one) => !one.write && one.version >= 0).length;
    found.writes += stage.told.filter((one) => one.write && one.version >= 0).length;
    found.failed += stage.told.filter((one) => one.version < 0).length;
    found.stale += stale;
    found.back += back;
    found.diverging += apart;
    if (stale + back + apart > 0) found.bad.push(seed);
  }
  return found;
}

describe('a strict quorum', { timeout: 3_600_000 }, () => {
  it('is a regular register under random faults, never goes back where it repairs first, and becomes alike', () => {
    const found = sum(COUNT, true, {});
    const { reads, writes, failed, ...broken } = found;
    console.info(`${COUNT} schedules from seed ${FIRST}: ${reads} reads, ${writes} writes, ${failed} failed calls`);
    expect(broken).toEqual({ stale: 0, back: 0, diverging: 0, bad: [] });
    expect(Math.min(reads, writes, failed)).toBeGreaterThan(COUNT);
  });

  it('keeps to it with version vectors', () => {
    const found = sum(Math.ceil(COUNT / 5), true, { versions: 'vectors' });
    expect([found.stale, found.diverging, found.bad]).toEqual([0, 0, []]);
  });
});

describe('weaker settings', () => {
  it('let reads miss finished writes: R + W of N at most, and a sloppy quorum', () => {
    expect(sum(FEW, false, {}).stale).toBeGreaterThan(0);
    expect(sum(FEW, true, { sloppy: true, handoff: true, copies: 3, instances: 6, r: 2, w: 2, writeTo: 'all' }).stale).toBeGreaterThan(0);
  });

  it('let a later read see less than an earlier one', () => {
    let back = 0;
    for (let seed = 1; seed <= FEW; seed++) {
      const chance = new Stream(seed, 'schedule');
      back += inversions(play(drawScene(chance, true, { readRepair: 'none', copies: 3, instances: 3, r: 2, w: 2 }), chance, seed));
    }
    expect(back).toBeGreaterThan(0);
  });

  it('leave copies that differ when nobody compares them', () => {
    const more = { antiEntropy: { every: 0, ranges: 4, perKey: 0 }, members: SIGNS };
    expect(sum(FEW, true, { readRepair: 'none', handoff: false, more }).diverging).toBeGreaterThan(0);
  });
});
