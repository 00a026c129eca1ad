/**
 * The command line's pool of runs: threads of Node that each run one design to its end at a time. With one worker no thread
 * is started at all, which is also what tests outside of the bundle use.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Lane, poolOf } from '../run/lanes.ts';
import type { Done, RunPool } from '../run/replications.ts';
import { runJob } from '../run/run-job.ts';
import type { Answer } from './job.thread.ts';

/** Threads are started when there is work; `size` is whole, at least 1. */
export function createThreadPool(size: number = availableParallelism()): RunPool {
  return poolOf(size, size === 1 ? here : startThread);
}

/** A lane without a thread. It gives way before each job, so that progress is shown and other lanes' answers are heard. */
function here(): Lane {
  return {
    run: async (job) => {
      await new Promise((resolve) => setImmediate(resolve));
      return runJob(job, () => performance.now());
    },
    stop: () => {},
  };
}

/** A lane on a thread of its own. It keeps the process alive while it has a job, and not while it waits for one. */
function startThread(): Lane {
  const worker = new Worker(new URL('./job.thread.js', import.meta.url));
  let open: { readonly resolve: (done: Done) => void; readonly reject: (reason: Error) => void } | undefined;
  const settle = (how: (job: NonNullable<typeof open>) => void): void => {
    const job = open;
    open = undefined;
    if (job !== undefined) how(job);
  };
  worker.on('message', (answer: Answer) => {
    worker.unref();
    settle(({ resolve, reject }) => ('done' in answer ? resolve(answer.done) : reject(new Error(answer.broken))));
  });
  worker.on('error', (error) => settle(({ reject }) => reject(error)));
  worker.on('exit', (code) => settle(({ reject }) => reject(new Error(`A thread of the simulation ended with code ${code}.`))));
  return {
    run: (job) =>
      new Promise<Done>((resolve, reject) => {
        open = { resolve, reject };
        worker.ref();
        worker.postMessage(job);
      }),
    stop: () => void worker.terminate(),
  };
}
