import { describe, expect, it } from 'vitest';
import type { Design } from '../../design/document.ts';
import { Stream } from '../../std/random.ts';
import { poolOf } from '../lanes.ts';
import type { WindowMeans } from '../replications.ts';
import { runJob } from '../run-job.ts';
import { findWarmup, meanOfOneRun, warmupOf } from './warmup.ts';

/** Windows of half a second with these means, of ten answers each. */
function curve(latencyMs: readonly number[]): WindowMeans {
  return { windowMs: 500, latencyMs, samples: latencyMs.map((mean) => (Number.isNaN(mean) ? 0 : 10)) };
}

/** A curve that rises to 100 over its first 40 windows, with noise. */
function rising(seed: number, windows = 200): WindowMeans {
  const stream = new Stream(seed, 'rising');
  return curve(Array.from({ length: windows }, (_, i) => Math.min(1, i / 40) * 100 + 5 * stream.normal()));
}

const pool = poolOf(1, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));

/** One worker with exponential work of 10 ms at 95 requests a second: it takes a while to fill its queue. */
const busy: Design = {
  version: 1,
  title: 'busy',
  about: '',
  classes: [{ id: 'get', name: 'Get', route: '/', write: false, weight: 1, bytesUp: 500, bytesDown: 500 }],
  nodes: [
    { id: 'users', kind: 'client', name: 'users', x: 0, y: 0, params: { rate: 95 }, region: '', zones: ['a'] },
    {
      id: 'app',
      kind: 'service',
      name: 'app',
      x: 0,
      y: 0,
      params: { workers: 1, queueLimit: 10_000, work: { type: 'exponential', mean: 10 } },
      region: '',
      zones: ['a'],
    },
  ],
  links: [{ id: 'users-app', from: 'users', to: 'app', params: {} }],
  scenario: { seed: 1, durationMs: 60_000, warmupMs: 0, timeline: [], objectives: [] },
};

describe('warm-up', () => {
  it('is found where a curve has stopped rising', () => {
    const found = warmupOf([rising(1), rising(2), rising(3)]);
    expect(found).toMatchObject({ ok: true });
    expect(found.ok && found.value).toBeGreaterThanOrEqual(17_500);
    expect(found.ok && found.value).toBeLessThanOrEqual(35_000);
  });

  it('is none where nothing rises, give or take what noise looks like', () => {
    const flat = curve(Array.from({ length: 200 }, () => 7));
    expect(warmupOf([flat])).toEqual({ ok: true, value: 0 });
  });

  it('counts windows in which nothing was answered as time all the same', () => {
    const late = curve([...Array.from({ length: 20 }, () => Number.NaN), ...rising(4).latencyMs]);
    const [found, shifted] = [warmupOf([rising(4)]), warmupOf([late])];
    expect(shifted.ok && found.ok && shifted.value - found.value).toBe(10_000);
  });

  it('says when the run is too short, and when nothing was answered', () => {
    expect(warmupOf([curve(Array.from({ length: 40 }, (_, i) => i))])).toMatchObject({ error: /too short/ });
    expect(warmupOf([curve([Number.NaN])])).toMatchObject({ error: /Nothing was answered/ });
    expect(warmupOf([])).toMatchObject({ ok: false });
  });

  it('of a busy queue is found by pilot runs, the same each time', async () => {
    const found = await findWarmup(busy, pool);
    expect(found.ok && found.value).toBeGreaterThan(0);
    expect(await findWarmup(busy, pool)).toEqual(found);
  });

  it('does not take a fault for it', async () => {
    const crash = { type: 'fault', id: 'x', at: 20_000, duration: 20_000, fault: 'crash', target: 'app', params: {} } as const;
    const calm = { ...busy, nodes: busy.nodes.map((n) => (n.id === 'users' ? { ...n, params: { rate: 20 } } : n)) };
    const faulty = { ...calm, scenario: { ...calm.scenario, timeline: [crash] } };
    expect(await findWarmup(faulty, pool)).toEqual(await findWarmup(calm, pool));
  });
});

describe('one long run', () => {
  it('tells its mean by batches, from the end of the warm-up on', () => {
    const { mean, half, n } = meanOfOneRun(rising(5, 2000), 20_000);
    expect(n).toBe(20);
    expect(Math.abs(mean - 100)).toBeLessThan(2 * half);
    expect(meanOfOneRun(rising(5, 30), 0).n).toBe(20);
    expect(meanOfOneRun(rising(5, 10), 0).n).toBe(0);
  });

  it('weighs windows by what was answered in them, and leaves out batches without an answer', () => {
    const uneven = { windowMs: 500, latencyMs: [1, 4, Number.NaN, Number.NaN, 6, 6], samples: [2, 1, 0, 0, 5, 1] };
    expect(meanOfOneRun(uneven, 0, 3)).toMatchObject({ mean: 4, n: 2 });
  });
});
