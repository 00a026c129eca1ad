import { describe, expect, it } from 'vitest';
import type { Design } from '../design/document.ts';
import { EXAMPLES } from '../design/examples/index.ts';
import { emptyDesign } from '../design/fresh.ts';
import { interval95 } from '../stats/confidence.ts';
import { Stream } from '../std/random.ts';
import { differenceTexts, differenceWords, intervalTexts } from './experiment/compare.ts';
import { ENOUGH_BEYOND, FIGURES, type Figure, figureNamed } from './experiment/figures.ts';
import { differenceOf, intervalOf, isThin, LEAST_ROUNDS, precisionOf, type Round, runRounds, samplesOf, seedAt } from './experiment.ts';
import { poolOf } from './lanes.ts';
import type { RunPool } from './replications.ts';
import type { Report } from './report.ts';
import { runJob } from './run-job.ts';

const throughput = FIGURES.find(({ id }) => id === 'throughput') as Figure;
const p99 = FIGURES.find(({ id }) => id === 'latency.p99') as Figure;

/** A report that says nothing but its seed and its throughput. */
function reportWith(seed: number, value: number): Report {
  return { seed, total: { throughput: value }, consistency: {} } as unknown as Report;
}

/** A pool whose runs answer in an order of their own, each after a few turns, with a throughput drawn by seed (and title, for pairs). */
function drawn(draw: (seed: number, title: string) => number, size = 3): RunPool {
  return {
    size,
    run: async ({ design, seed }) => {
      for (let turn = 0; turn < (seed * 7) % 5; turn++) await Promise.resolve();
      return { ok: true, report: reportWith(seed, draw(seed, design.title)) };
    },
    close: () => {},
  };
}

const normal = (seed: number): number => 10 + new Stream(seed, 'normal').normal();

function designAt(seed: number, title = ''): Design {
  const empty = emptyDesign();
  return { ...empty, title, scenario: { ...empty.scenario, seed } };
}

async function roundsOf(...args: Parameters<typeof runRounds>): Promise<readonly Round[]> {
  const result = await runRounds(...args);
  if (!result.ok) throw new Error('refused');
  return result.value.rounds;
}

const LAWS: readonly [name: string, mean: number, runs: number, draw: (stream: Stream) => number][] = [
  ['normal', 10, 5, (stream) => 10 + 3 * stream.normal()],
  ['uniform', 0.5, 10, (stream) => stream.uniform()],
  ['exponential, which is skew and needs more runs', 1, 200, (stream) => stream.exponential()],
];

describe('the interval over replications', () => {
  it.each(LAWS)('holds the mean 19 times in 20: %s', async (name, mean, runs, draw) => {
    const tries = 1000;
    let held = 0;
    for (let k = 0; k < tries; k++) {
      const pool = drawn((seed) => draw(new Stream(seed, name)));
      const interval = intervalOf(await roundsOf([designAt(k * runs)], { runs }, pool), throughput);
      if (Math.abs(interval.mean - mean) <= interval.half) held++;
    }
    // Three standard deviations of a binomial law with 1,000 tries and p = 0.95.
    expect(Math.abs(held / tries - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / tries));
  });

  it('is of the runs that measured the figure', async () => {
    const rounds = [1, Number.NaN, 3].map((value, seed): Round => ({ seed, reports: [reportWith(seed, value)] }));
    const figure: Figure = { ...throughput, of: ({ total }) => (Number.isNaN(total.throughput) ? null : total.throughput) };
    expect(intervalOf(rounds, figure)).toMatchObject({ n: 2, mean: 2 });
  });

  it('stops when it is narrow enough, at the same run whatever the pool', async () => {
    const precision = { figure: throughput, share: 0.02 };
    const [one, three, many] = await Promise.all(
      [1, 3, 16].map((size) => roundsOf([designAt(4)], { runs: 1000, precision }, drawn(normal, size))),
    );
    expect(three).toEqual(one);
    expect(many).toEqual(one);
    const { length } = one!;
    expect(length).toBeLessThan(400);
    expect(precisionOf(one!, throughput)).toBeLessThanOrEqual(0.02);
    expect(precisionOf(one!.slice(0, length - 1), throughput)).toBeGreaterThan(0.02);
  });

  it('is not believed before ten runs, and is given up after the most that were allowed', async () => {
    const always = { figure: throughput, share: 1 };
    expect(await roundsOf([designAt(0)], { runs: 50, precision: always }, drawn(normal))).toHaveLength(LEAST_ROUNDS);
    const never = await runRounds([designAt(0)], { runs: 12, precision: { figure: throughput, share: 1e-9 } }, drawn(normal));
    expect(never).toMatchObject({ ok: true, value: { ended: 'all', rounds: { length: 12 } } });
  });

  it('says which quantiles rest on too few samples', () => {
    const report = (count: number) => ({ ...reportWith(1, 1), total: { latencyMs: { count, p99: 9 } } }) as unknown as Report;
    const rounds = (count: number): Round[] => [{ seed: 1, reports: [report(count)] }];
    expect(isThin(rounds(9_000), p99, ENOUGH_BEYOND)).toBe(true);
    expect(isThin(rounds(10_000), p99, ENOUGH_BEYOND)).toBe(false);
    expect(isThin(rounds(10), { ...throughput, of: () => 1 }, ENOUGH_BEYOND)).toBe(false);
  });

  it('tells problems of a design that cannot run, and hears of a pool that was closed', async () => {
    const problems = [{ code: 'no', severity: 'error', place: '', message: 'No.' }] as const;
    const refusing: RunPool = { size: 2, run: async () => ({ ok: false, problems }), close: () => {} };
    expect(await runRounds([designAt(1)], { runs: 3 }, refusing)).toEqual({ ok: false, error: problems });
    const pool = poolOf(2, () => ({ run: () => new Promise(() => {}), stop: () => {} }));
    const running = runRounds([designAt(1)], { runs: 3 }, pool);
    pool.close();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('takes seeds in a row, from the top on again from 0', async () => {
    expect(seedAt(4_294_967_295, 1)).toBe(0);
    const rounds = await roundsOf([designAt(4_294_967_294)], { runs: 3 }, drawn(normal));
    expect(rounds.map(({ seed }) => seed)).toEqual([4_294_967_294, 4_294_967_295, 0]);
  });
});

describe('a paired comparison', () => {
  const pairs = (by: number) => drawn((seed, title) => 50 * normal(seed) + (title === 'B' ? by + new Stream(seed, 'own').normal() : 0));
  const compared = (by: number) => roundsOf([designAt(3, 'A'), designAt(3, 'B')], { runs: 40 }, pairs(by));

  it('sees a small difference through large noise that both share', async () => {
    const rounds = await compared(2);
    const paired = differenceOf(rounds, throughput);
    expect(Math.abs(paired.mean - 2)).toBeLessThan(2 * paired.half);
    expect(paired.half).toBeLessThan(0.5);
    expect(interval95(samplesOf(rounds, throughput)).half).toBeGreaterThan(5);
    expect(differenceWords(paired, throughput, 500)).toMatch(/^better by [12]\.\d+\/s$/);
    expect(differenceWords(paired, { ...throughput, better: 'less' }, 500)).toMatch(/^worse by/);
    expect(differenceWords(paired, { better: undefined, unit: 'count' }, 500)).toMatch(/ more$/);
  });

  it('calls no difference noise 19 times in 20', async () => {
    let noise = 0;
    const tries = 1000;
    for (let k = 0; k < tries; k++) {
      const rounds = await roundsOf([designAt(k * 10, 'A'), designAt(k * 10, 'B')], { runs: 10 }, pairs(0));
      if (differenceWords(differenceOf(rounds, throughput), throughput, 500) === 'within noise') noise++;
    }
    expect(Math.abs(noise / tries - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / tries));
  });

  it('says when the designs do not differ at all, and when there is too little to say', () => {
    expect(differenceWords({ mean: 0, half: 0, n: 5 }, throughput, 9)).toBe('the same in every run');
    expect(differenceWords({ mean: 3, half: Number.POSITIVE_INFINITY, n: 1 }, throughput, 9)).toBe('one pair tells nothing');
    expect(differenceWords({ mean: Number.NaN, half: Number.NaN, n: 0 }, throughput, 9)).toBe('not measured');
    expect(differenceWords({ mean: -0.002, half: 0.001, n: 9 }, { better: 'more', unit: 'ratio' }, 0.9)).toBe('worse by 0.2 points');
  });

  it('is written with no more digits than it knows', () => {
    expect(intervalTexts({ mean: 50.12345, half: 0.34123, n: 9 }, 'ms')).toEqual({ mean: '50.12 ms', half: '0.34 ms' });
    expect(intervalTexts({ mean: 50.12345, half: 12, n: 9 }, 'ms')).toEqual({ mean: '50 ms', half: '12 ms' });
    expect(intervalTexts({ mean: 7, half: Number.POSITIVE_INFINITY, n: 1 }, 'count')).toEqual({ mean: '7', half: undefined });
    expect(intervalTexts({ mean: Number.NaN, half: Number.NaN, n: 0 }, 'ms').mean).toBe('–');
    expect(intervalTexts({ mean: 0.99951234, half: 0.00012, n: 9 }, 'ratio')).toEqual({ mean: '99.951 %', half: '0.012 %' });
    expect(intervalTexts({ mean: 1234.5, half: 21, n: 9 }, 'perSecond')).toEqual({ mean: '1.234k/s', half: '0.021k/s' });
    expect(intervalTexts({ mean: 2.5, half: 0.00034, n: 9 }, 'usd')).toEqual({ mean: '$2.50', half: '$0.00034' });
    expect(intervalTexts({ mean: 1234, half: 5, n: 9 }, 'usd').half).toBe('$0.005k');
    expect(differenceTexts({ mean: -0.002, half: 0.001, n: 9 }, 'ratio', 0.9)).toEqual({ mean: '−0.2 points', half: '0.1' });
    expect(differenceTexts({ mean: -4, half: 1, n: 9 }, 'ms', 100)).toEqual({ mean: '−4 ms', half: '1 ms' });
    expect(differenceTexts({ mean: 0.446, half: 0.18, n: 9 }, 'ms', 25)).toEqual({ mean: '+0.45 ms', half: '0.18 ms' });
    expect(differenceTexts({ mean: -0.0018, half: 0.013, n: 9 }, 'perSecond', 600)).toEqual({ mean: '−0.002/s', half: '0.013/s' });
    expect(differenceTexts({ mean: 3, half: 1, n: 9 }, 'count', 0)).toEqual({ mean: '+3', half: '1' });
  });
});

describe('replications of a real design', () => {
  const tiers = EXAMPLES[0]!.design;
  const short = { ...tiers, scenario: { ...tiers.scenario, durationMs: 4000, warmupMs: 1000, timeline: [] } };
  const pool = (size: number) => poolOf(size, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));

  it('give the same reports for one worker and for three', async () => {
    const [one, three] = await Promise.all([1, 3].map((size) => roundsOf([short], { runs: 4 }, pool(size))));
    expect(three).toEqual(one);
    expect(new Set(one!.map(({ reports }) => reports[0].digest)).size).toBe(4);
  });

  it('share their luck in pairs: the difference is known better than from runs of their own', async () => {
    const faster = {
      ...short,
      nodes: short.nodes.map((node) => (node.id === 'web' ? { ...node, params: { ...node.params, workers: 31 } } : node)),
    };
    const rounds = await roundsOf([short, faster], { runs: 8 }, pool(1));
    const apart = Math.sqrt(intervalOf(rounds, throughput).half ** 2 + intervalOf(rounds, throughput, 1).half ** 2);
    expect(differenceOf(rounds, throughput).half).toBeLessThan(apart / 2);
  });

  it('know any number of a report by its path, and say when there is none', async () => {
    const [round] = await roundsOf([short], { runs: 1 }, pool(1));
    const report = round!.reports[0];
    expect(figureNamed('nodes.web.utilisation', report)?.of(report)).toBeGreaterThan(0);
    expect(figureNamed('nodes.web.waitMs.mean', report)?.unit).toBe('ms');
    expect(figureNamed('latency.p99', report)).toBe(p99);
    expect(figureNamed('nodes.nobody.utilisation', report)).toBeUndefined();
    expect(figureNamed('nodes.web', report)).toBeUndefined();
  });
});
