// Live changes: what is sent, what is recorded, and what is in force meanwhile.
import { describe, expect, it } from 'vitest';
import type { Design, TimelineEntry } from '../../src/design/document.ts';
import { emptyDesign } from '../../src/design/fresh.ts';
import type { ParamSpec } from '../../src/std/parameter.ts';
import { designInForce, lapsedChanges, type Pending } from './in-force.ts';
import { freshId, isLive, LiveChanges } from './live.ts';

const node = { id: 'app', kind: 'service', name: 'app', x: 0, y: 0, params: { workers: 4 }, region: '', zones: ['a'] };
const withTimeline = (timeline: readonly TimelineEntry[]): Design => {
  const design = emptyDesign();
  return { ...design, nodes: [node], scenario: { ...design.scenario, timeline } };
};
const change = (at: number, value: number): TimelineEntry => ({ type: 'change', id: `c${at}`, at, target: 'app', param: 'workers', value });

/** A simulation that stamps entries with 10 ms more each time, when it is let. */
function bench() {
  const waiting: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const recorded: { entry: TimelineEntry; gesture: string | undefined }[] = [];
  const sent: unknown[] = [];
  let pending: Pending = new Map();
  const live = new LiveChanges({
    inject: (entry) =>
      new Promise((resolve) => {
        sent.push(entry.type === 'change' && entry.value);
        waiting.push(() => resolve({ ...entry, at: recorded.length * 10 } as TimelineEntry));
      }),
    record: (entry, gesture) => recorded.push({ entry, gesture }),
    design: emptyDesign,
    onPending: (now) => {
      pending = now;
    },
    later: (then) => timers.push(then),
  });
  const settle = async (): Promise<void> => {
    for (const then of waiting.splice(0)) then();
    for (let i = 0; i < 5; i++) await Promise.resolve();
    for (const then of timers.splice(0)) then();
  };
  return { live, sent, recorded, settle, pending: () => pending.get('app')?.get('workers') };
}

describe('live changes', () => {
  it('come back stamped and are recorded with their gesture', async () => {
    const { live, recorded, settle } = bench();
    live.turn('app', 'workers', 8, 'drag-1');
    await settle();
    expect(recorded.map(({ entry, gesture }) => [entry.type === 'change' && entry.value, gesture])).toEqual([[8, 'drag-1']]);
  });

  it('send one value at a time and the newest last, however fast the slider moves', async () => {
    const { live, sent, settle } = bench();
    for (let value = 1; value <= 50; value++) live.turn('app', 'workers', value, 'drag');
    expect(sent).toEqual([1]);
    await settle();
    await settle();
    await settle();
    expect(sent).toEqual([1, 50]);
  });

  it('are in force on screen while they are on their way, and no longer', async () => {
    const { live, settle, pending } = bench();
    live.turn('app', 'workers', 8, undefined);
    expect(pending()).toBe(8);
    await settle();
    expect(pending()).toBeUndefined();
  });

  it('are meant for live parameters only', () => {
    const command = { do: 'set-param', of: 'node', ids: ['app'], param: 'workers', value: 8 } as const;
    expect(isLive(command, () => ({ live: true }) as ParamSpec)).toBe(true);
    expect(isLive(command, () => ({ live: false }) as ParamSpec)).toBe(false);
    expect(isLive(command, () => undefined)).toBe(false);
    expect(isLive({ do: 'rename', node: 'app', name: 'x' }, () => ({ live: true }) as ParamSpec)).toBe(false);
  });

  it('get ids that nobody has', () => {
    const taken = { ...change(1, 1), id: 'stall-2' };
    expect([freshId([taken], 'stall'), freshId([taken], 'stall')]).toEqual(['stall', 'stall-3']);
  });
});

describe('the design in force', () => {
  it('is the drawing with the changes up to now laid over, the latest winning', () => {
    const design = withTimeline([change(300, 16), change(100, 8)]);
    const at = (ms: number): unknown => designInForce(design, ms).nodes[0]?.params['workers'];
    expect([at(0), at(100), at(299), at(300)]).toEqual([4, 8, 8, 16]);
    expect([0, 100, 300].map((ms) => lapsedChanges(design.scenario.timeline, ms))).toEqual([0, 1, 2]);
  });

  it('is the same object while nothing is laid over', () => {
    const design = withTimeline([change(300, 16)]);
    expect(designInForce(design, 0)).toBe(design);
  });
});
