import { describe, expect, it } from 'vitest';
import { read } from '../../design/read.ts';
import { client, drawn, exponential, link, part, service } from '../estimate/small-designs.ts';
import { poolOf } from '../lanes.ts';
import { runJob } from '../run-job.ts';
import { crowdDesign, curveOf, curveWords, loadCurve } from './curve.ts';

const pool = poolOf(2, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));

/** A service of so many workers, each of which does a hundred requests a second. */
function line(workers: number) {
  const design = drawn([client(20), service('app', { workers, ...exponential(10) })], [link('users', 'app')], 6);
  return { ...design, scenario: { ...design.scenario, warmupMs: 500, durationMs: 4000 } };
}

describe('the curve of throughput against users', () => {
  it('is flat for one worker: all contention', { timeout: 30_000 }, async () => {
    const { fit, points } = await loadCurve(line(1), [1, 2, 4, 8], pool);
    expect(points.map(({ users }) => users)).toEqual([1, 2, 4, 8]);
    expect(fit?.alpha).toBeGreaterThan(0.9);
    expect(points[3]?.meanMs).toBeGreaterThan(6 * (points[0]?.meanMs ?? Infinity));
  });

  it('is a line for as many workers as users: neither contention nor coherence', { timeout: 30_000 }, async () => {
    const { fit, points } = await loadCurve(line(8), [1, 2, 4, 8], pool);
    expect(fit?.alpha).toBeLessThan(0.1);
    expect(points[3]?.throughput).toBeGreaterThan(6 * (points[0]?.throughput ?? Infinity));
    expect(points[3]?.meanMs).toBeLessThan(1.3 * (points[0]?.meanMs ?? 0));
  });

  it('divides a crowd as the sources send, and runs without what cannot be a crowd', () => {
    const other = part('mobile', 'mobile-client', { rate: 60 });
    const fleet = part('fleet', 'iot-fleet');
    const links = [link('users', 'app'), link('mobile', 'app'), link('fleet', 'app')];
    const design = drawn([client(20), other, fleet, service('app', {})], links, 20);
    const crowd = crowdDesign(design, 8);
    expect(crowd.nodes.map(({ id, params }) => [id, params['users']])).toEqual([
      ['users', 2],
      ['mobile', 6],
      ['app', undefined],
    ]);
    expect(read(crowd).ok).toBe(true);
    expect(crowdDesign(design, 1).nodes.filter(({ params }) => params['users'] !== undefined)).toHaveLength(1);
  });

  it('tells performance and scalability apart', () => {
    const point = (users: number, throughput: number, meanMs: number) => ({
      users,
      throughput,
      meanMs,
      p99Ms: meanMs,
      availability: 1,
      digest: '',
    });
    const words = curveWords(curveOf([point(1, 100, 10), point(4, 250, 16), point(16, 250, 64)]));
    expect(words).toContain(
      'One user waits 10 ms: that is its performance. 16 at once wait 64 ms, 6.4 times as long: that is how it scales.',
    );
    expect(words).toMatch(/contention [\d.]+ %, coherence [\d.]+ %, top at \d+ users\.$/);
    const down = curveWords(curveOf([point(1, 100, 10), point(4, 250, 16), point(16, 250, 64), { ...point(32, 0, 0), meanMs: null }]));
    expect(down).toBe(`${words} From 32 users on nothing is answered any more.`);
  });
});
