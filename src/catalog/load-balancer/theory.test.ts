/** The balancer against queueing theory, in one moderate run each; src/laws holds the same with confidence intervals. */
import { describe, expect, it } from 'vitest';
import { run } from '../../laws/protocol.ts';
import { constant } from '../../laws/story.ts';
import { design, link, node } from '../../proof/small-design.ts';
import { roundRobinSojourn } from '../../theory/round-robin.ts';

/** Mean time of a request at n servers of one worker each, ρ 0.8, mean work 1 ms, behind this algorithm. */
function sojourn(n: number, algorithm: string, seconds: number): number {
  const nodes = [
    node('users', 'client', { rate: 800 * n, keys: 1, sessions: 1_000_000 }),
    node('lb', 'load-balancer', { algorithm, overhead: constant(0) }),
    node('app', 'service', { instances: n, workers: 1, queueLimit: 1_000_000, work: { type: 'exponential', mean: 1 } }),
  ];
  const { report } = run(design(nodes, [link('users', 'lb'), link('lb', 'app')], seconds + 2, 2));
  return report.total.latencyMs.mean ?? 0;
}

describe('four servers at 80 %', { timeout: 30_000 }, () => {
  it('behind round robin are E4/M/1 queues: 3.2674 (VALIDATION 9), within 2 %', () => {
    const exact = roundRobinSojourn(4, 0.8, 1);
    expect(Math.abs(sojourn(4, 'round-robin', 50) / exact - 1)).toBeLessThan(0.02);
  });

  it('behind random choice are M/M/1 queues: 5, within 5 %', () => {
    expect(Math.abs(sojourn(4, 'random', 60) / 5 - 1)).toBeLessThan(0.05);
  });

  it('rank as theory has it: least connections, then power of two, then round robin, then random', () => {
    const means = ['least-connections', 'power-of-two', 'round-robin', 'random'].map((algorithm) => sojourn(4, algorithm, 12));
    expect(means).toEqual([...means].sort((a, b) => a - b));
    // A join-the-shortest-queue system can do no better than one line for four workers (Erlang C, M/M/4: 1.746).
    expect(means[0]).toBeGreaterThan(1.746);
  });
});
