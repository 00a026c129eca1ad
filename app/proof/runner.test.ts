import { describe, expect, it } from 'vitest';
import { fewestOf } from '../../src/proof/judge.ts';
import { indexOf, type MadeUpPool, madeUpCase, madeUpPool, madeUpQuantity } from './made-up-case.ts';
import { progressOf } from './progress.ts';
import { isFinal, ProofRunner } from './runner.ts';
import { secondTries } from './second-tries.ts';

const exact = madeUpCase('exact');
const wide = madeUpCase('wide', { replications: 12 });
const CASES = [exact, wide];
const FEWEST = fewestOf(exact);

/** A runner whose clock and pools the spec moves by hand. */
function setUp(size = 2, cases = CASES) {
  const pools: MadeUpPool[] = [];
  const timers: { then: () => void; ms: number }[] = [];
  const clock = { ms: 0 };
  const runner = new ProofRunner(cases, {
    createPool: () => {
      const pool = madeUpPool(size);
      pools.push(pool);
      return pool;
    },
    nowMs: () => clock.ms,
    later: (then, ms) => void timers.push({ then, ms }),
  });
  const pool = () => pools.at(-1)!;
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 8; i++) await Promise.resolve();
    for (const { then } of timers.splice(0).filter(({ ms }) => ms < 500)) then();
  };
  const run = (id: string) => runner.state().runs[id]!;
  /** Answers open jobs, oldest first, until there are none. */
  const answerAll = async (value: (seed: number) => number): Promise<void> => {
    while (pool().open.length > 0) {
      const [{ job, answer }] = pool().open as [(typeof pools)[0]['open'][0]];
      answer(value(job.seed));
      await settle();
    }
  };
  return { runner, pool, pools, settle, run, answerAll, clock, timers };
}

/** Scatters a little around 10, by seed. */
const near = (seed: number): number => 10 + ((seed * 7919) % 11) / 100 - 0.05;
const far = (seed: number): number => ((seed * 7919) % 11) * 5;

describe('the runner', () => {
  it('keeps every worker busy with one replication and takes the seeds that the laws use', async () => {
    const { runner, pool } = setUp(3);
    runner.run(exact);
    expect(pool().open.map(({ job }) => indexOf(exact, job))).toEqual([0, 1, 2]);
    pool().open[1]!.answer(10);
    await Promise.resolve();
    await Promise.resolve();
    expect(pool().open.map(({ job }) => indexOf(exact, job))).toEqual([0, 2, 3]);
  });

  it('goes on until the interval is narrow, whatever it shows, and not below the fewest', async () => {
    const { runner, answerAll, run } = setUp();
    runner.run(exact);
    await answerAll((seed) => near(seed) + 5);
    expect(run('exact')).toMatchObject({ state: 'done', n: FEWEST });
    expect(runner.state().running).toBe(false);
  });

  it('ends with what the case allows when the interval stays wide, and goes on from there when asked again', async () => {
    const { runner, answerAll, run } = setUp();
    runner.run(wide);
    await answerAll(far);
    expect(run('wide')).toMatchObject({ state: 'done', n: 12, limit: 12 });
    const first = run('wide').samples[0];
    runner.run(wide);
    await answerAll(far);
    expect(run('wide')).toMatchObject({ state: 'done', n: 24, limit: 24 });
    expect(run('wide').samples[0]?.slice(0, 12)).toEqual(first);
  });

  it('measures the same with any number of workers and in any order of answers', async () => {
    const results = [];
    for (const [size, pick] of [
      [1, 0],
      [4, 3],
      [4, 1],
    ] as const) {
      const { runner, pool, settle, run } = setUp(size);
      runner.runAll();
      while (pool().open.length > 0) {
        const { job, answer } = pool().open[Math.min(pick, pool().open.length - 1)]!;
        answer(job.seed % 3 === 0 ? far(job.seed) : near(job.seed));
        await settle();
      }
      results.push([run('exact').samples, run('wide').samples, run('exact').n, run('wide').n]);
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('waits for a late replication before it looks at those after it', async () => {
    const { runner, pool, settle, run } = setUp(3);
    runner.run(exact);
    pool().open[2]!.answer(12);
    pool().open[1]!.answer(11);
    await settle();
    expect(run('exact').n).toBe(0);
    pool().open[0]!.answer(10);
    await settle();
    expect(run('exact').samples).toEqual([[10, 11, 12]]);
  });

  it('stops at once, keeps what was measured, and goes on from there', async () => {
    const { runner, pool, pools, settle, run, answerAll } = setUp(1);
    runner.runAll();
    pool().open[0]!.answer(10);
    await settle();
    runner.stop();
    expect(pools[0]?.closed).toBe(true);
    expect(run('exact')).toMatchObject({ state: 'stopped', n: 1 });
    expect(run('wide')).toMatchObject({ state: 'idle', n: 0 });
    await settle();
    expect(runner.state().running).toBe(false);
    runner.run(exact);
    expect(pools).toHaveLength(2);
    expect(indexOf(exact, pool().open[0]!.job)).toBe(1);
    await answerAll(near);
    expect(run('exact').samples[0]?.[0]).toBe(10);
    expect(run('exact').state).toBe('done');
  });

  it('gives back an older result when it is stopped before it has a new one', async () => {
    const { runner, answerAll, run } = setUp();
    runner.run(exact);
    await answerAll(near);
    const before = run('exact');
    runner.setOffset(1000);
    runner.run(exact);
    expect(run('exact').n).toBe(0);
    runner.stop();
    expect(run('exact')).toEqual(before);
  });

  it('adds the offset to every seed, and begins anew under other seeds', async () => {
    const { runner, pool, answerAll, run } = setUp(1);
    runner.run(exact);
    await answerAll(near);
    runner.setOffset(1000);
    expect(runner.state().offset).toBe(1000);
    runner.run(exact);
    expect(indexOf(exact, pool().open[0]!.job)).toBe(1000);
    await answerAll(near);
    expect(run('exact')).toMatchObject({ offset: 1000, n: FEWEST });
  });

  it('runs a single case under seeds of its own, and remembers those under which it did not hold', async () => {
    const { runner, pool, answerAll, run } = setUp(1);
    runner.run(exact);
    await answerAll((seed) => near(seed) + 5);
    expect(run('exact')).toMatchObject({ state: 'done', offset: 0, missed: [] });
    runner.run(exact, 77);
    expect(indexOf(exact, pool().open[0]!.job)).toBe(77);
    expect(runner.state().offset).toBe(0);
    await answerAll(near);
    expect(run('exact')).toMatchObject({ state: 'done', offset: 77, missed: [0] });
    expect(secondTries(runner.state())).toBe('One case was run again because it had not held.');
    expect(isFinal(exact, run('exact'), 0)).toBe(true);
    expect(isFinal(exact, run('exact'), 77)).toBe(false);
    runner.run(exact);
    await answerAll(near);
    expect(run('exact')).toMatchObject({ offset: 0, missed: [] });
    expect(secondTries(runner.state())).toBe('');
  });

  it('runs the rest when some have a final result, and all again when all have', async () => {
    const small = [exact, madeUpCase('other')];
    const { runner, pool, answerAll } = setUp(1, small);
    runner.run(exact);
    await answerAll(near);
    runner.runAll();
    const ids = pool().open.map(({ job }) => indexOf(small[1]!, job));
    expect(ids).toEqual([0]);
    await answerAll(near);
    runner.runAll();
    expect(pool().open.map(({ job }) => indexOf(exact, job))).toEqual([0]);
  });

  it('says why a case failed, and runs the others', async () => {
    const broken = madeUpCase('broken', {
      quantities: [
        madeUpQuantity({
          measure: () => {
            throw new Error('the report has a part app');
          },
        }),
      ],
    });
    const { runner, pool, settle, run, answerAll } = setUp(1, [exact, broken, wide]);
    runner.runAll();
    pool().open[0]!.refuse('This is no design.');
    await settle();
    expect(run('exact')).toMatchObject({ state: 'failed', why: 'This is no design.' });
    pool().open[0]!.answer(1);
    await settle();
    expect(run('broken')).toMatchObject({ state: 'failed', why: 'the report has a part app' });
    pool().open[0]!.fail('A bug in the simulation, seed 5');
    await settle();
    expect(run('wide')).toMatchObject({ state: 'failed', why: 'A bug in the simulation, seed 5' });
    expect(runner.state().running).toBe(false);
    runner.run(exact);
    await answerAll(near);
    expect(run('exact').state).toBe('done');
    expect(run('exact').why).toBeUndefined();
  });

  it('tells listeners once for many answers, and counts the time that it ran', async () => {
    const { runner, pool, settle, clock, timers } = setUp(4);
    let told = 0;
    runner.subscribe(() => told++);
    runner.run(wide);
    const atStart = told;
    for (const { answer } of [...pool().open]) answer(10);
    for (let i = 0; i < 8; i++) await Promise.resolve();
    expect(told).toBe(atStart);
    expect(timers.filter(({ ms }) => ms === 100)).toHaveLength(1);
    clock.ms = 1_500;
    await settle();
    expect(told).toBe(atStart + 1);
    expect(runner.state().spentMs).toBe(1_500);
    clock.ms = 2_000;
    runner.stop();
    clock.ms = 9_000;
    runner.setOffset(3);
    expect(runner.state().spentMs).toBe(2_000);
  });

  it('tells how far it is', async () => {
    const { runner, pool, settle } = setUp(1);
    expect(progressOf(CASES, runner.state())).toEqual({ share: 0, words: '' });
    runner.runAll();
    pool().open[0]!.answer(10);
    await settle();
    const { share, words } = progressOf(CASES, runner.state());
    expect(share).toBeCloseTo(1 / 20 / 2, 10);
    expect(words).toBe('Case exact: 1 of at most 20 replications');
  });
});
