// The pump against a worker and a screen of the test's own: who is asked for what, and when.
import { beforeEach, describe, expect, it } from 'vitest';
import { HEADER, layoutOf, RUN_STATES, type RunState } from '../../src/run/frame.ts';
import type { RunShape } from '../../src/worker/protocol.ts';
import { FramePump } from './frames.ts';

const counts = { nodes: 1, instances: 1, links: 0, classes: 1 };
const shape: RunShape = { ...counts, nodeIds: ['a'], linkIds: [], firstInstance: [0], instanceCount: [1], windowMs: 100 };
const layout = layoutOf(counts);

let pulls: { buffer: ArrayBuffer; have: number; at: number | undefined }[];
let screen: (() => void)[];
let now: number;
let states: RunState[];
let pump: FramePump;

beforeEach(() => {
  pulls = [];
  screen = [];
  now = 0;
  states = [];
  pump = new FramePump({
    pull: (buffer, have, at) => pulls.push({ buffer, have, at }),
    nextScreenFrame: (then) => screen.push(then),
    nowMs: () => now,
    onState: (state) => states.push(state),
  });
});

function refresh(): void {
  now += 16;
  for (const then of screen.splice(0)) then();
}

function answer(
  state: RunState,
  { epoch = 1, windows = 0, first = 0, carried = 0, timeMs = 0, presentMs = 0, moment = 0 } = {},
): ArrayBuffer {
  const sent = pulls.at(-1)?.buffer;
  const buffer = sent?.byteLength === layout.length * 8 ? sent : new ArrayBuffer(layout.length * 8);
  const data = new Float64Array(buffer);
  data[HEADER.state] = RUN_STATES.indexOf(state);
  data[HEADER.epoch] = epoch;
  data[HEADER.windows] = windows;
  data[HEADER.firstWindow] = first;
  data[HEADER.carried] = carried;
  data[HEADER.timeMs] = timeMs;
  data[HEADER.presentMs] = presentMs;
  data[HEADER.moment] = moment;
  pump.receive(buffer);
  return buffer;
}

describe('the pump', () => {
  it('pulls at most one frame for each screen frame while a run plays', () => {
    pump.show(shape);
    refresh();
    expect(pulls.length).toBe(1);
    refresh();
    expect(pulls.length).toBe(1);
    for (let i = 0; i < 10; i++) {
      answer('playing');
      refresh();
      refresh();
    }
    expect(pulls.length).toBe(11);
  });

  it('asks for nothing more once the run rests and every window is here', () => {
    pump.show(shape);
    refresh();
    answer('paused', { windows: 70, first: 0, carried: 64 });
    refresh();
    expect(pulls.at(-1)?.have).toBe(64);
    answer('paused', { windows: 70, first: 64, carried: 6 });
    for (let i = 0; i < 20; i++) refresh();
    expect(pulls.length).toBe(2);
    expect(screen.length).toBe(0);
  });

  it('asks for nothing while the screen shows nothing: a hidden page gets no screen frames', () => {
    pump.show(shape);
    refresh();
    answer('playing');
    expect(pulls.length).toBe(1);
    expect(screen.length).toBe(1);
  });

  it('allocates two buffers and then hands them to and fro', () => {
    pump.show(shape);
    refresh();
    const seen = new Set<ArrayBuffer>();
    for (let i = 0; i < 30; i++) {
      seen.add(answer('playing', { timeMs: i }));
      refresh();
    }
    expect(seen.size).toBe(2);
  });

  it('never writes into the frame that is shown', () => {
    pump.show(shape);
    refresh();
    answer('playing', { timeMs: 5 });
    refresh();
    const shown = pump.latest()?.data;
    expect(pulls.at(-1)?.buffer).not.toBe(shown?.buffer);
    expect(shown?.[HEADER.timeMs]).toBe(5);
  });

  it('drops the answer to a question about a design that is gone', () => {
    pump.show(shape);
    refresh();
    pump.suspend();
    answer('playing', { timeMs: 99 });
    pump.show(shape);
    expect(pump.latest()).toBeUndefined();
    expect(states).toEqual([]);
    refresh();
    answer('ready', { epoch: 2 });
    expect(states).toEqual(['ready']);
  });

  it('drops an answer that overtook the loading, even if the shapes are alike', () => {
    pump.show(shape);
    refresh();
    pump.suspend();
    pump.show(shape);
    answer('playing', { timeMs: 99 });
    expect(pump.latest()).toBeUndefined();
  });

  it('tells painters once for each frame and charts at most ten times a second', () => {
    let frames = 0;
    let told = 0;
    pump.frameListeners.add(() => frames++);
    pump.seriesListeners.add(() => told++);
    pump.show(shape);
    refresh();
    for (let i = 0; i < 60; i++) {
      answer('playing', { windows: i + 1, first: i, carried: 1 });
      refresh();
    }
    expect(frames).toBe(60);
    expect(told).toBeLessThanOrEqual(11);
    for (let i = 0; i < 10; i++) refresh();
    expect(pump.series.length).toBe(60);
    expect(screen.length).toBe(0);
  });

  it('goes on after the worker that owed a frame is gone', () => {
    pump.show(shape);
    refresh();
    pump.forget();
    pump.suspend();
    pump.show(shape);
    refresh();
    expect(pulls.length).toBe(2);
    answer('ready', { epoch: 9 });
    expect(states).toEqual(['ready']);
  });
});

describe('looking at the past', () => {
  beforeEach(() => {
    pump.show(shape);
    refresh();
    answer('finished', { timeMs: 9000, presentMs: 9000 });
    refresh();
  });

  it('asks for that moment until it has been executed again, and then rests', () => {
    pump.look(3000);
    refresh();
    expect(pulls.at(-1)?.at).toBe(3000);
    answer('finished', { timeMs: 3000, presentMs: 9000, moment: 1 });
    refresh();
    const asked = pulls.length;
    answer('finished', { timeMs: 3000, presentMs: 9000, moment: 2 });
    for (let i = 0; i < 5; i++) refresh();
    expect(pulls.length).toBe(asked);
  });

  it('shows a run that rests there, or plays, whatever it does at present', () => {
    pump.look(3000);
    refresh();
    answer('finished', { timeMs: 3000, presentMs: 9000, moment: 2 });
    expect(states.at(-1)).toBe('paused');
    pump.look(3016, true);
    refresh();
    answer('finished', { timeMs: 3016, presentMs: 9000, moment: 2 });
    expect(states.at(-1)).toBe('playing');
    pump.look(undefined);
    refresh();
    expect(pulls.at(-1)?.at).toBeUndefined();
    answer('finished', { timeMs: 9000, presentMs: 9000 });
    expect(states.at(-1)).toBe('finished');
  });
});
