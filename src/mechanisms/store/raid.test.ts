import { describe, expect, it } from 'vitest';
import { disksOf, type Level, reading, survives, usable, writing } from './raid.ts';

const none = (disks: number) => new Uint8Array(disks);
const lost = (disks: number, ...which: number[]) => {
  const failed = new Uint8Array(disks);
  for (const d of which) failed[d] = 1;
  return failed;
};
const LEVELS: readonly Level[] = ['0', '1', '5', '6', '10'];

describe('a RAID level', () => {
  it.each([
    ['0', 1],
    ['1', 4],
    ['5', 4],
    ['6', 6],
    ['10', 2],
  ] as const)('%s makes %d operations of one small write', (level, operations) => {
    const disks = 4;
    for (let block = 0; block < 24; block++) {
      const { read, write } = writing(level, block, none(disks));
      expect(read.length + write.length).toBe(operations);
      expect(new Set(write).size).toBe(write.length);
    }
  });

  it('needs so many disks and gives so much of their space to data', () => {
    expect(LEVELS.map((level) => disksOf(level, 1))).toEqual([1, 2, 3, 4, 4]);
    expect(disksOf('10', 5)).toBe(6);
    expect(LEVELS.map((level) => usable(level, 4))).toEqual([1, 0.25, 0.75, 0.5, 0.5]);
  });

  it('survives the loss of none, of all but one, of one, of two, of one in each pair', () => {
    const outcome = (...which: number[]) => LEVELS.map((level) => survives(level, lost(4, ...which)));
    expect(outcome()).toEqual([true, true, true, true, true]);
    expect(outcome(1)).toEqual([false, true, true, true, true]);
    expect(outcome(1, 2)).toEqual([false, true, false, true, true]);
    expect(outcome(0, 1)).toEqual([false, true, false, true, false]);
    expect(outcome(0, 1, 2)).toEqual([false, true, false, false, false]);
  });

  it.each(['5', '6'] as const)('%s spreads data and parity evenly over all disks', (level) => {
    const [reads, writes] = [new Int32Array(5), new Int32Array(5)];
    for (let block = 0; block < 60; block++) {
      for (const d of reading(level, block, none(5)).disks) reads[d]!++;
      for (const d of writing(level, block, none(5)).write) writes[d]!++;
    }
    expect(new Set(reads).size).toBe(1);
    expect(new Set(writes).size).toBe(1);
  });

  it('reads a lost block from all the others, and nothing from a disk that is gone', () => {
    const failed = lost(4, 2);
    for (let block = 0; block < 24; block++) {
      for (const level of ['1', '5', '6', '10'] as const) {
        const { disks, any } = reading(level, block, failed);
        expect(disks).not.toContain(2);
        expect(any || disks.length === 1 || disks.length === (level === '5' ? 3 : 2)).toBe(true);
        const { read, write } = writing(level, block, failed);
        expect([...read, ...write]).not.toContain(2);
        expect(write.length).toBeGreaterThan(0);
      }
    }
    expect(() => reading('0', 2, failed)).toThrow('once a disk is lost');
  });
});
