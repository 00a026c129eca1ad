/**
 * A pool out of lanes: each lane does one job at a time, jobs wait in one line, and a lane is started when there is work that
 * no other is free for. Shared by the page's web workers and the command line's threads, which differ only in how a lane is
 * started and stopped.
 */
import type { Done, Job, RunPool } from './replications.ts';

/** One worker as the pool sees it. */
export interface Lane {
  readonly run: (job: Job) => Promise<Done>;
  readonly stop: () => void;
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (done: Done) => void;
  readonly reject: (reason: Error) => void;
}

/** A pool of at most `size` lanes, whole and at least 1. A lane whose job fails is thrown away; the next job gets a new one. */
export function poolOf(size: number, startLane: () => Lane): RunPool {
  const line: Waiting[] = [];
  const busy = new Map<Lane, Waiting>();
  const free: Lane[] = [];
  let closed = false;

  const next = (): void => {
    while (line.length > 0 && !closed && (free.length > 0 || busy.size < size)) {
      const waiting = line.shift() as Waiting;
      const lane = free.pop() ?? startLane();
      busy.set(lane, waiting);
      void work(lane, waiting);
    }
  };

  const work = async (lane: Lane, waiting: Waiting): Promise<void> => {
    try {
      const done = await lane.run(waiting.job);
      if (busy.delete(lane)) free.push(lane);
      waiting.resolve(done);
    } catch (error) {
      if (busy.delete(lane)) lane.stop();
      waiting.reject(error instanceof Error ? error : new Error(String(error)));
    }
    next();
  };

  return {
    size,
    run: (job) =>
      new Promise((resolve, reject) => {
        if (closed) reject(aborted());
        else line.push({ job, resolve, reject });
        next();
      }),
    close: () => {
      closed = true;
      for (const { reject } of [...busy.values(), ...line]) reject(aborted());
      for (const lane of [...busy.keys(), ...free]) lane.stop();
      line.length = 0;
      free.length = 0;
      busy.clear();
    },
  };
}

function aborted(): Error {
  const error = new Error('The pool has been closed.');
  error.name = 'AbortError';
  return error;
}
