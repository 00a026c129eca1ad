/** What capacity costs: larger machines against more of them, and copies that are there only for a while. */
import { describe, expect, it } from 'vitest';
import { constant, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

/** A crowd that never thinks: as much is done as can be. */
const crowd = node('users', 'client', { loop: 'closed', users: 64, think: constant(0), keys: 1 });

function full(app: ParamBag) {
  const service = node('app', 'service', { instances: 1, workers: 1000, work: constant(10), queueLimit: 1000, ...app });
  const { report } = story([crowd, service], [link('users', 'app')], { ms: 2000 });
  return { done: report.total.throughput, perHour: report.cost.lines.find((line) => line.node === 'app')?.usdPerHour ?? 0 };
}

describe('the cost', () => {
  it("of a machine twice the size is twice as high; what it does is less than twice where threads get in each other's way, and twice where there are more machines", () => {
    const [small, large] = [full({ cores: 4 }), full({ cores: 8 })];
    expect(large.perHour / small.perHour).toBeCloseTo(2, 6);
    expect(large.done / small.done).toBeCloseTo(2, 1);
    const shared = { contention: 0.02, coherence: 0.0005 };
    const [a, b] = [full({ cores: 4, workers: 4, ...shared }), full({ cores: 64, workers: 64, ...shared })];
    // Sixteen times the price; by the universal scalability law 64 / (1 + 0.02·63 + 0.0005·64·63) over 4 / (1 + 0.02·3 + 0.0005·4·3).
    expect(b.perHour / a.perHour).toBeCloseTo(16, 6);
    const told = 64 / 4.276 / (4 / 1.066);
    expect(b.done / a.done).toBeGreaterThan(told * 0.97);
    expect(b.done / a.done).toBeLessThan(told * 1.01);
    const apart = full({ cores: 4, workers: 4, instances: 16, ...shared });
    expect(apart.done / a.done).toBeGreaterThan(15);
  });

  it('of copies counts the time for which they are there, booting and draining included', () => {
    const service = node('app', 'service', { instances: 1, reserve: 1, work: constant(10) });
    const acts = [{ at: 500, act: (sim: { rotation: { boot: (i: number, ns: number) => void } }) => sim.rotation.boot(2, 100e6) }];
    const { report } = story([crowd, service], [link('users', 'app')], { ms: 2000, acts });
    expect(report.cost.lines.find((line) => line.node === 'app')?.perHour).toBeCloseTo(2 * 1.75, 9);
  });
});
