/** Stories of the distributed file system: where calls go, what the loss of machines does, and how it is made good. */
import { describe, expect, it } from 'vitest';
import { change, cls, constant, fault, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** Metadata 1 ms, positioning 4 ms, a byte each µs: 6,000 bytes take 6 ms. Machines stand 0.15 ms apart. */
const CALM: ParamBag = {
  dataNodes: 4,
  lookUp: constant(1),
  seek: constant(4),
  diskRate: 1_000_000,
  networkRate: 100_000_000_000,
  stored: 128_000,
  patience: 50,
  suspicion: 150,
  deadAfter: 300,
  repairRate: 1_000_000,
  takeover: 50,
  loading: 80,
};
const READ = cls('read', { bytesDown: 6000 });
const WRITE = cls('write', { write: true, bytesUp: 6000 });

function run(more: ParamBag, options: StoryOptions, users: ParamBag = {}) {
  const told = story(
    [
      node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, ...users }),
      { ...node('files', 'dfs', { ...CALM, ...more }), zones: ['a', 'b'] },
    ],
    [link('users', 'files', { timeout: 0 })],
    { classes: [READ], ...options },
  );
  return told;
}
type Told = ReturnType<typeof run>;
/** How long requests took, to a tenth of a ms, or why they failed. */
const ends = (told: Told) =>
  told.log('users').map((line) => {
    const [, , outcome, ms, ...why] = line.replace(':', '').split(' ');
    return outcome === 'ok' ? `${Math.round(10 * Number(ms)) / 10}` : `${outcome} ${why.join(' ').replace(' at files', '')}`;
  });
const figures = (told: Told) => told.report.nodes['files']?.figures ?? {};

describe('a file', () => {
  it('is read from the nearest data node after the metadata server said where it is', () => {
    const near = run({ copies: 4 }, { ms: 350 });
    expect(ends(near)).toEqual(['11.3', '11.3', '11.3']);
    expect(near.visits('files')).toEqual(['files/1', 'files/1', 'files/1']);
  });

  it('of several blocks is read block by block', () => {
    expect(ends(run({ copies: 4, blockSize: 2000 }, { ms: 150 }))).toEqual(['19.9']);
  });

  it('is written through a pipeline of as many nodes as there are copies', () => {
    const one = run({ copies: 1 }, { ms: 150, classes: [WRITE] });
    const three = run({ copies: 3 }, { ms: 150, classes: [WRITE] });
    // The disks write at the same time; the way is longer, there and back.
    expect(Number(ends(three)[0]) - Number(ends(one)[0])).toBeGreaterThan(0.5);
    expect(Number(ends(three)[0])).toBeLessThan(14);
  });

  it('waits for the disk while others use it', () => {
    const busy = (patience: number) => run({ copies: 1, dataNodes: 1, patience }, { ms: 1050 }, { rate: 200 });
    // 10 ms of the disk for each, of which one comes every 5 ms.
    const told = busy(10_000);
    expect(Number(ends(told)[9])).toBeGreaterThan(50);
    expect(figures(told)['disks']).toBeGreaterThan(0.95);
    // A line that is too long is not waited for, whether anything has failed or not.
    expect(Number(ends(busy(50))[9])).toBeNaN();
  });

  it('is read by the version that the metadata server has: never an old one', () => {
    const both = run({ standby: false }, { ms: 5000, classes: [READ, WRITE] }, { rate: 100, keys: 20 });
    expect(both.report.consistency.staleReads).toBe(0);
    expect(both.report.consistency.reads).toBeGreaterThan(100);
  });
});

describe('a data node', () => {
  it('that is down is asked once more by who does not know, and not again once it is suspected', () => {
    const told = run({ copies: 4 }, { ms: 650, timeline: [fault('crash', 'files/3', 150, 10_000)] });
    expect(told.report.total.ok).toBe(6);
    // Asked in vain (a refusal comes back at once), then another is.
    const slow = ends(told).filter((ms) => Number(ms) > 11.4).length;
    expect(slow).toBeLessThanOrEqual(2);
  });

  it('that hangs costs who asks it their patience', () => {
    const told = run({ copies: 2, dataNodes: 2 }, { ms: 650, timeline: [fault('hang', 'files/3', 150, 10_000)] });
    expect(ends(told).filter((ms) => Number(ms) > 60 && Number(ms) < 63)).toHaveLength(1);
    expect(told.report.total.ok).toBe(6);
  });

  it('that is lost takes nothing with it while there are copies, which are made anew', () => {
    const timeline = [fault('crash', 'files/3', 150, 10_000)];
    const told = run({}, { ms: 480, timeline });
    expect(figures(told)['thin']).toBeGreaterThan(0.5);
    const later = run({}, { ms: 1500, timeline });
    // 128 kB at 1 MB/s, four at a time.
    expect(figures(later)).toMatchObject({ thin: 0, dark: 0 });
    expect(figures(later)['repaired']).toBeCloseTo(128_000, -1);
    expect(figures(run({ repairRate: 0 }, { ms: 1500, timeline }))['thin']).toBeGreaterThan(0.5);
  });

  it('that comes back in time is not replaced, and gets what it missed', () => {
    const timeline = [fault('crash', 'files/3', 150, 200)];
    expect(figures(run({}, { ms: 900, timeline }))).toMatchObject({ repaired: 0, thin: 0 });
    const written = run({ copies: 4 }, { ms: 900, timeline, classes: [WRITE] });
    expect(figures(written)['thin']).toBe(0);
    // Writes at 200 and 300 missed it: each 6,000 bytes to one group.
    expect(figures(written)['repaired']).toBeCloseTo(12_000, -1);
  });

  it('is the only one that has some files when each has one copy', () => {
    const told = run({ copies: 1 }, { ms: 5000, timeline: [fault('crash', 'files/3', 1000, 10_000)] }, { keys: 1000, rate: 100 });
    const failed = 1 - told.report.total.ok / told.report.total.requests;
    expect(failed).toBeGreaterThan(0.12);
    expect(failed).toBeLessThan(0.28);
    expect(Object.keys(told.report.total.causes)).toEqual(['no healthy target at files']);
  });
});

describe('a disk that is lost', () => {
  it('is filled again from the copies', () => {
    const told = run({}, { ms: 1500, timeline: [fault('disk-loss', 'files/3', 150, 0)] });
    expect(figures(told)).toMatchObject({ thin: 0, dark: 0 });
    expect(told.report.total.ok).toBe(told.report.total.requests);
  });

  it('takes files with it for good that had no other copy, and writes that were confirmed', () => {
    const options = { ms: 8000, classes: [READ, WRITE], timeline: [fault('disk-loss', 'files/3', 4000, 0)] };
    const told = run({ copies: 1, standby: true }, options, { keys: 200, rate: 50 });
    expect(told.report.total.causes['data lost at files']).toBeGreaterThan(5);
    expect(told.report.consistency.lostAcknowledgedWrites).toBeGreaterThan(10);
    expect(run({ copies: 2 }, options, { keys: 200, rate: 50 }).report.consistency.lostAcknowledgedWrites).toBe(0);
  });
});

describe('zones', () => {
  it('are spread over, so that the loss of one leaves a copy of everything', () => {
    const lost = (more: ParamBag) => {
      const options = { ms: 3000, timeline: ['files/3', 'files/5'].map((target) => fault('crash', target, 1000, 5000)) };
      return (
        run({ copies: 2, dataNodes: 4, ...more }, options, { keys: 1000, rate: 50 }).report.total.causes['no healthy target at files'] ?? 0
      );
    };
    expect(lost({})).toBe(0);
    expect(lost({ spread: false })).toBeGreaterThan(5);
  });
});

describe('the metadata server', () => {
  it('is followed by its standby after the takeover', () => {
    const told = run({ copies: 4 }, { ms: 650, timeline: [fault('crash', 'files/1', 190, 10_000)] }, { rate: 20 });
    expect(ends(told).filter((line) => line === 'unavailable no leader')).toHaveLength(1);
    expect(told.visits('files').at(-1)).toBe('files/2');
    expect(figures(told)['takeovers']).toBe(1);
  });

  it('without a standby is out until it is back and has loaded', () => {
    const options = { ms: 650, timeline: [fault('crash', 'files/1', 190, 120)] };
    expect(ends(run({ copies: 4, standby: false }, options)).slice(1, 4)).toEqual([
      'unavailable no leader',
      'unavailable no leader',
      '11.3',
    ]);
  });

  it('that had only a checkpoint to leave loses what was written since', () => {
    const options = { ms: 2000, classes: [WRITE], timeline: [fault('crash', 'files/1', 1100, 10_000)] };
    const lost = (more: ParamBag) => run({ copies: 3, ...more }, options, { rate: 50 }).report.consistency.lostAcknowledgedWrites;
    expect(lost({})).toBe(0);
    const since = lost({ journal: 'checkpoint', checkpoint: 500 });
    expect(since).toBeGreaterThanOrEqual(3);
    expect(since).toBeLessThanOrEqual(6);
  });

  it('is what all calls pass through: with one worker, one after the other', () => {
    const told = run({ copies: 4, workers: 1, lookUp: constant(10) }, { ms: 1000 }, { rate: 200 });
    expect(told.report.nodes['files']?.waitMs.max).toBeGreaterThan(100);
    expect(
      run({ copies: 4, workers: 1, queueLimit: 0, lookUp: constant(10) }, { ms: 1000 }, { rate: 200 }).report.total.causes,
    ).toHaveProperty('queue full at files');
  });
});

describe('settings changed during a run', () => {
  it('take effect at once', () => {
    const told = run({ copies: 4 }, { ms: 350, timeline: [change('files', 'seek', constant(20), 150)] });
    expect(ends(told)).toEqual(['11.3', '27.3', '27.3']);
  });
});
