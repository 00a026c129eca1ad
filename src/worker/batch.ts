/** The entry of one worker of a run pool: runs the jobs it is given to their end, one after the other. It shows nothing on the way. */
import { expose } from 'comlink';
import type { Done, Job } from '../run/replications.ts';
import { runJob } from '../run/run-job.ts';

/** The worker's face, through comlink. */
export interface BatchService {
  run(job: Job): Done;
}

const service: BatchService = { run: (job) => runJob(job, () => performance.now()) };

expose(service);
