import { describe, expect, it } from 'vitest';
import { emptyDesign } from '../design/fresh.ts';
import { type Lane, poolOf } from './lanes.ts';
import type { Done, Job } from './replications.ts';

const job = (seed: number): Job => ({ design: emptyDesign(), seed });

/** Lanes that do nothing until they are told to: what each was given, and how to end it. */
function stage() {
  const started: { seeds: number[]; stopped: boolean; finish: (done: Done) => void; break: (why: Error) => void }[] = [];
  const startLane = (): Lane => {
    const own = { seeds: [] as number[], stopped: false, finish: (_: Done) => {}, break: (_: Error) => {} };
    started.push(own);
    return {
      run: ({ seed }) =>
        new Promise((resolve, reject) => {
          own.seeds.push(seed);
          own.finish = resolve;
          own.break = reject;
        }),
      stop: () => {
        own.stopped = true;
      },
    };
  };
  return { started, startLane };
}

const done: Done = { ok: false, problems: [] };

describe('a pool', () => {
  it('starts as many lanes as there is work for, at most its size', () => {
    const { started, startLane } = stage();
    const pool = poolOf(2, startLane);
    expect(started).toHaveLength(0);
    for (const seed of [1, 2, 3]) void pool.run(job(seed));
    expect(started.map(({ seeds }) => seeds)).toEqual([[1], [2]]);
  });

  it('gives a lane that is free the next job in line', async () => {
    const { started, startLane } = stage();
    const pool = poolOf(1, startLane);
    const first = pool.run(job(1));
    const second = pool.run(job(2));
    started[0]!.finish(done);
    await first;
    await Promise.resolve();
    expect(started[0]!.seeds).toEqual([1, 2]);
    started[0]!.finish(done);
    expect(await second).toBe(done);
    expect(started).toHaveLength(1);
  });

  it('throws a broken lane away and does the next job in a new one', async () => {
    const { started, startLane } = stage();
    const pool = poolOf(1, startLane);
    const first = pool.run(job(1));
    void pool.run(job(2));
    started[0]!.break(new Error('seed 1'));
    await expect(first).rejects.toThrow('seed 1');
    await Promise.resolve();
    expect(started.map(({ seeds, stopped }) => [seeds, stopped])).toEqual([
      [[1], true],
      [[2], false],
    ]);
  });

  it('refuses what is open with an AbortError when it is closed, and stops its lanes', async () => {
    const { started, startLane } = stage();
    const pool = poolOf(1, startLane);
    const running = pool.run(job(1));
    const waiting = pool.run(job(2));
    pool.close();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(pool.run(job(3))).rejects.toMatchObject({ name: 'AbortError' });
    expect(started.map(({ stopped }) => stopped)).toEqual([true]);
  });
});
