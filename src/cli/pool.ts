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

function startThread(): Lane {
  const worker = new Worker(new URL('./job.thread.js', import.meta.url));
  // A pool that has nothing to do must not keep the process alive.
  worker.unref();
  return {
    run: (job) =>
      new Promise<Done>((resolve, reject) => {
        const settle = (finish: () => void): void => {
          worker.removeAllListeners();
          worker.unref();
          finish();
        };
        worker.on('message', (answer: Answer) =>
          settle(() => ('done' in answer ? resolve(answer.done) : reject(new Error(answer.broken)))),
        );
        worker.on('error', (error) => settle(() => reject(error)));
        worker.on('exit', (code) => settle(() => reject(new Error(`A thread of the simulation ended with code ${code}.`))));
        worker.ref();
        worker.postMessage(job);
      }),
    stop: () => void worker.terminate(),
  };
}
