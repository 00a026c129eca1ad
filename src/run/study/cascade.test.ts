import { describe, expect, it } from 'vitest';
import { client, drawn, exponential, link, service } from '../estimate/small-designs.ts';
import { NODE_WINDOW, WINDOW } from '../frame.ts';
import { poolOf } from '../lanes.ts';
import type { RunTrack } from '../replications.ts';
import { runJob } from '../run-job.ts';
import { cascadeOf, stepsOf, stepWords } from './cascade.ts';
import { faultChoices } from './fault-choices.ts';

const pool = poolOf(2, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));

/** Windows of a second of one part, each with the columns that are told; the others are 0. */
function track(windows: readonly Partial<Record<keyof typeof NODE_WINDOW, number>>[]): RunTrack {
  const width = WINDOW.size + NODE_WINDOW.size;
  const data = new Float64Array(width * windows.length);
  windows.forEach((window, row) => {
    data[row * width + WINDOW.endMs] = (row + 1) * 1000;
    for (const [name, value] of Object.entries(window)) data[row * width + WINDOW.size + NODE_WINDOW[name as 'ok']] = value;
  });
  return { windowMs: 1000, width, data, digests: [], end: 'end' };
}

const well = { arrivals: 100, ok: 100, failed: 0, queue: 1, p99: 20 };

describe('a cascade', () => {
  it('has a step for each thing that is otherwise, from when to when, at its worst', () => {
    const struck = track([
      well,
      { ...well, queue: 40 },
      { ...well, queue: 90, p99: 400 },
      { ...well, ok: 20, failed: 80, queue: 60 },
      { ...well, arrivals: 10, ok: 10 },
      well,
    ]);
    expect(stepsOf(['app'], track(Array(6).fill(well)), struck, 1000)).toEqual([
      { node: 'app', symptom: 'waits', fromMs: 0, toMs: 3000, words: '90 wait in its line, 1 otherwise' },
      { node: 'app', symptom: 'slow', fromMs: 1000, toMs: 2000, words: 'p99 400 ms, 20 ms otherwise' },
      { node: 'app', symptom: 'fails', fromMs: 2000, toMs: 3000, words: '80 % of its calls fail' },
      { node: 'app', symptom: 'starves', fromMs: 3000, toMs: 4000, words: '10 % of its calls reach it' },
    ]);
  });

  it('has no step where nothing is otherwise, nor before the strike, and says when it is not over', () => {
    const calm = track(Array(3).fill(well));
    expect(stepsOf(['app'], calm, calm, 0)).toEqual([]);
    expect(stepsOf(['app'], calm, track([{ ...well, queue: 99 }, well, well]), 1000)).toEqual([]);
    expect(stepsOf(['app'], calm, track([well, well, { ...well, queue: 99 }]), 1000)[0]?.toMs).toBe(Infinity);
  });

  it('goes from a store that hangs to its caller and on to the users', { timeout: 60_000 }, async () => {
    const app = service('app', { workers: 10, queueLimit: 20, ...exponential(2) });
    const store = service('store', { workers: 10, ...exponential(5) });
    const design = drawn([client(60), app, store], [link('users', 'app', { timeout: 1000 }), link('app', 'store')], 10);
    const fault = faultChoices(design).find(({ id }) => id === 'hang:store')!;
    const { steps } = await cascadeOf(design, { fault, times: { lastsMs: 4000, afterMs: 1000 } }, pool);
    const first = (node: string, symptom: string) =>
      steps.find((step) => step.node === node && step.symptom === symptom)?.fromMs ?? Infinity;
    expect(first('app', 'waits')).toBeLessThan(first('users', 'fails'));
    expect(first('users', 'fails')).toBeLessThan(3000);
    expect(stepWords(steps.find(({ node }) => node === 'users')!, design)).toMatch(/^users: /);
  });
});
