/** One thread of the command line's pool: runs the jobs it is sent, one after the other, and sends back what came out. */
import { parentPort } from 'node:worker_threads';
import type { Done, Job } from '../run/replications.ts';
import { runJob } from '../run/run-job.ts';

/** What a thread sends back: the run, or in words what broke inside the simulation. */
export type Answer = { readonly done: Done } | { readonly broken: string };

parentPort?.on('message', (job: Job) => parentPort?.postMessage(answer(job)));

function answer(job: Job): Answer {
  try {
    return { done: runJob(job, () => performance.now()) };
  } catch (error) {
    return { broken: error instanceof Error ? error.message : String(error) };
  }
}
