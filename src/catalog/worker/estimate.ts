/** What may be said beforehand of a worker: its full batches as one long piece of work; the time in them is left open. */
import { type Distribution, mean } from '../../std/distribution.ts';
import type { Estimator } from '../estimate.ts';
import { plainServer, serverEstimate } from '../estimate-server.ts';

interface WorkerValues {
  readonly concurrency: number;
  readonly batch: number;
  readonly queueLimit: number;
  readonly perBatch: Distribution;
  readonly perMessage: Distribution;
}

const asServer = ({ concurrency, batch, queueLimit, perBatch, perMessage }: WorkerValues) =>
  plainServer({
    work: { type: 'constant', value: mean(perBatch) + batch * mean(perMessage) },
    workers: concurrency * batch,
    queueLimit,
  });

export const workerEstimate: Estimator<WorkerValues> = {
  send: (given, values) => serverEstimate.send(given, asServer(values)),
  serve: (given, values) => {
    const served = serverEstimate.serve(given, asServer(values));
    return { ...served, p99: undefined, doubts: [...served.doubts, { text: 'Batches are taken to be full.', hides: 'time' }] };
  },
};
