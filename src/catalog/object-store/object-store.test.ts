/** Stories of the object store: copies and fragments, what reads wait for, what losses cost. */
import { describe, expect, it } from 'vitest';
import { cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** Front 1 ms, positioning 4 ms, a byte each µs. Machines stand 0.15 ms apart. */
const CALM: ParamBag = {
  servers: 2,
  dataNodes: 5,
  fragments: 3,
  parity: 2,
  lookUp: constant(1),
  seek: constant(4),
  diskRate: 1_000_000,
  networkRate: 100_000_000_000,
  decodeRate: 1_000_000,
  stored: 64_000,
  patience: 50,
  suspicion: 100,
  deadAfter: 300,
  repairRate: 1_000_000,
};
const READ = cls('read', { bytesDown: 6000 });
const WRITE = cls('write', { write: true, bytesUp: 6000 });

const run = (more: ParamBag, options: StoryOptions, users: ParamBag = {}) =>
  story(
    [node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, ...users }), node('blobs', 'object-store', { ...CALM, ...more })],
    [link('users', 'blobs', { timeout: 0 })],
    { classes: [READ], ...options },
  );
type Told = ReturnType<typeof run>;
const times = (told: Told) =>
  told
    .log('users')
    .map((line) => (line.includes(' ok ') ? Math.round(10 * Number(line.split(' ')[3]?.replace(',', ''))) / 10 : Number.NaN));
const figures = (told: Told) => told.report.nodes['blobs']?.figures ?? {};

describe('an object', () => {
  it('is read from any of its copies without being decoded: none of them is parity', () => {
    // Copies take turns.
    const told = run({ protection: 'copies', copies: 3 }, { ms: 950 });
    expect(times(told)).toEqual(new Array(9).fill(11.3));
    expect(figures(told)).toMatchObject({ decoded: 0 });
  });

  it('is read as fragments at the same time, each a part of the bytes', () => {
    // 1 + 0.15 + 4 + 2,000 bytes + 0.15.
    expect(times(run({}, { ms: 350 }))).toEqual([7.3, 7.3, 7.3]);
    expect(times(run({ protection: 'copies' }, { ms: 150 }))).toEqual([11.3]);
  });

  it('is served by any front server in turn', () => {
    expect(run({}, { ms: 350 }).visits('blobs')).toEqual(['blobs/1', 'blobs/2', 'blobs/1']);
    expect(run({}, { ms: 350, timeline: [fault('crash', 'blobs/1', 50, 900)] }).visits('blobs')).toEqual(['blobs/2', 'blobs/2', 'blobs/2']);
  });

  it('is not asked of a front server that is cut off from the data, once that is known', () => {
    const cut = fault('partition', '{blobs/1}|{blobs/3,blobs/4,blobs/5,blobs/6,blobs/7}', 250, 5000);
    const told = run({ suspicion: 300 }, { ms: 1950, timeline: [cut] });
    expect(told.visits('blobs').slice(6)).toEqual(Array.from({ length: 13 }, () => 'blobs/2'));
    expect(told.report.total.requests - told.report.total.ok).toBe(2);
  });

  it('is read as fast as the slowest fragment that it needs; asking for one more leaves the slowest out', () => {
    // Fragments lie on all five nodes; of three that are asked, one may be slow.
    const slow = [fault('slow', 'blobs/4', 0, 10_000, { factor: 10 })];
    const options = { ms: 4000, timeline: slow };
    const share = (more: ParamBag) => times(run(more, options, { keys: 500 })).filter((ms) => ms > 30).length / 39;
    expect(share({})).toBeGreaterThan(0.35);
    expect(share({ spare: 1 })).toBe(0);
    expect(figures(run({ spare: 1 }, { ms: 2000 }))['disks']).toBeGreaterThan(figures(run({}, { ms: 2000 }))['disks'] ?? 1);
  });

  it('is computed from parity when a data fragment is out of reach, which takes its time', () => {
    const told = run({}, { ms: 3000, timeline: [fault('crash', 'blobs/4', 0, 10_000)] }, { keys: 500 });
    // 6,000 bytes at 1 MB/s: 6 ms more.
    expect(times(told).filter((ms) => ms === 13.3).length).toBeGreaterThan(5);
    expect(figures(told)['decoded']).toBeGreaterThan(5);
    expect(told.report.total.ok).toBe(told.report.total.requests);
  });

  it('is written when the data fragments and half of the parity have it', () => {
    // One disk of five is slow: it need not be waited for.
    const timeline = [fault('slow', 'blobs/4', 0, 10_000, { factor: 10 })];
    expect(Math.max(...times(run({ patience: 200 }, { ms: 950, classes: [WRITE], timeline })))).toBe(7.3);
    const two = [...timeline, fault('slow', 'blobs/5', 0, 10_000, { factor: 10 })];
    expect(Math.max(...times(run({ patience: 200 }, { ms: 950, classes: [WRITE], timeline: two })))).toBeGreaterThan(30);
  });

  it('is refused as a write when too few nodes are left to keep it', () => {
    const timeline = ['blobs/3', 'blobs/4'].map((target) => fault('crash', target, 0, 10_000));
    const told = run({ repairRate: 0 }, { ms: 950, classes: [WRITE], timeline });
    expect(told.report.total.causes).toEqual({ 'no healthy target at blobs': 9 });
    const read = run({ repairRate: 0 }, { ms: 950, timeline });
    expect(read.report.total.ok).toBe(9);
  });
});

describe('losses', () => {
  it('of as many fragments as there is parity take nothing; of one more, everything', () => {
    const lost = (count: number) => {
      const timeline = Array.from({ length: count }, (_, i) => fault('disk-loss', `blobs/${3 + i}`, 1000, 0));
      return run({ repairRate: 0 }, { ms: 3000, timeline }, { keys: 100, rate: 20 }).report.total.causes;
    };
    expect(lost(2)).toEqual({});
    expect(lost(3)['data lost at blobs']).toBeGreaterThan(30);
  });

  it('are made good from as many fragments as a read takes', () => {
    const timeline = [fault('disk-loss', 'blobs/3', 100, 0)];
    const told = run({}, { ms: 3000, timeline }, { rate: 1 });
    expect(figures(told)).toMatchObject({ thin: 0, dark: 0 });
    expect(figures(told)['repaired']).toBeCloseTo(64_000, -1);
    // Each byte written anew is three bytes read: more work for the disks than with copies.
    const copies = run({ protection: 'copies' }, { ms: 3000, timeline }, { rate: 1 });
    expect(figures(told)['disks']).toBeGreaterThan(1.4 * (figures(copies)['disks'] ?? 1));
  });

  it('never show as old data: a read after a write sees it', () => {
    const timeline = [fault('crash', 'blobs/3', 500, 400), fault('hang', 'blobs/5', 900, 300), fault('crash', 'blobs/1', 1000, 300)];
    const told = run({}, { ms: 3000, classes: [READ, WRITE], timeline }, { keys: 20, rate: 100 });
    expect(told.report.consistency.staleReads).toBe(0);
    expect(told.report.total.ok).toBeGreaterThan(200);
  });
});
