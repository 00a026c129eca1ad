import { describe, expect, it } from 'vitest';
import type { Round } from '../../src/run/experiment.ts';
import type { Report } from '../../src/run/report.ts';
import { comparisonRows, finding, replicationRows, timeLeft } from './rows.ts';
import { stripMarks } from './strip-scale.ts';

/** As much of a report as the tables look at. */
function report(latency: number | null, ok: number, count = 100_000): Report {
  const quantiles = { count, mean: latency, p50: latency, p95: latency, p99: latency, p999: latency };
  const consistency = { staleShare: null, lostAcknowledgedWrites: 0 };
  const cost = { perHour: null, perMillionOk: null };
  return { total: { requests: 100, ok, throughput: ok, latencyMs: quantiles }, consistency, cost } as unknown as Report;
}

/** Rounds of two designs: the second takes so much longer, and answers as many. */
function pairs(...longer: number[]): Round[] {
  return longer.map((more, seed) => ({ seed, reports: [report(10 + seed, 90), report(10 + seed + more, 90)] }));
}

describe('the tables of an experiment', () => {
  it('show what was measured, and leave out what no run measured', () => {
    const rows = replicationRows([10, 12, 14].map((latency, seed) => ({ seed, reports: [report(latency, 90)] })));
    expect(rows.map(({ name }) => name)).toContain('Mean latency');
    expect(rows.map(({ name }) => name)).toContain('p99 latency');
    expect(rows.map(({ name }) => name)).not.toContain('Stale reads');
    const mean = rows.find(({ id }) => id === 'latency.mean');
    expect(mean).toMatchObject({ n: 3, samples: [10, 12, 14], estimate: { mean: '12 ms', half: '5 ms' } });
  });

  it('mark the quantiles that rest on too little', () => {
    const rows = replicationRows([{ seed: 1, reports: [report(10, 90, 3000)] }]);
    expect(rows.filter(({ thin }) => thin).map(({ name }) => name)).toEqual(['p99 latency', 'p99.9 latency']);
  });

  it('say what became worse, what is noise, and what is the same', () => {
    const rows = comparisonRows(pairs(4, 5, 6));
    expect(rows.find(({ id }) => id === 'latency.mean')).toMatchObject({ words: 'worse by 5 ms', tone: 'bad', samples: [4, 5, 6] });
    expect(rows.find(({ id }) => id === 'throughput')).toMatchObject({ words: 'the same in every run', tone: 'quiet' });
    expect(finding(rows)).toBe('Worse: p50, p95, p99, p99.9 and mean latency. The rest differs by no more than noise.');
    expect(finding(comparisonRows(pairs(-4, 5, -6, 4)))).toBe('No figure differs by more than noise.');
  });

  it('say how long it still takes as soon as that can be known', () => {
    expect(timeLeft(1, 10, 500)).toBeUndefined();
    expect(timeLeft(2, 10, 1000)).toBe('about 4 s left');
    expect(timeLeft(2, 1000, 1000)).toBe('about 8 min left');
    expect(timeLeft(10, 10, 1000)).toBeUndefined();
  });
});

describe('a strip', () => {
  it('places every run and the interval between its edges, in order', () => {
    const { dots, bar, mean, zero } = stripMarks({ mean: 20, half: 5, n: 3 }, [10, 20, 30], [0, 100]);
    expect([dots, bar, mean, zero]).toEqual([[0, 50, 100], [25, 75], 50, undefined]);
  });

  it('takes in 0 for differences, and stands in the middle when all runs agree', () => {
    expect(stripMarks({ mean: 30, half: 10, n: 2 }, [20, 40], [0, 100], true)).toMatchObject({ zero: 0, dots: [50, 100], bar: [50, 100] });
    expect(stripMarks({ mean: 7, half: 0, n: 2 }, [7, 7], [0, 100])).toMatchObject({ dots: [50, 50], bar: [50, 50] });
    expect(stripMarks({ mean: 7, half: Number.POSITIVE_INFINITY, n: 1 }, [7], [0, 100]).bar).toBeUndefined();
  });
});
