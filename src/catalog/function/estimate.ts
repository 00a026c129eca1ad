/** What may be said beforehand of a function: as of a service with a worker for each call, all of them warm. */
import type { Distribution } from '../../std/distribution.ts';
import type { Estimator } from '../estimate.ts';
import { plainServer, serverEstimate } from '../estimate-server.ts';

interface FunctionValues {
  readonly work: Distribution;
  readonly concurrency: number;
}

const asServer = ({ work, concurrency }: FunctionValues) => plainServer({ work, workers: concurrency, queueLimit: 0 });

export const functionEstimate: Estimator<FunctionValues> = {
  send: (given, values) => serverEstimate.send(given, asServer(values)),
  serve: (given, values) => {
    const served = serverEstimate.serve(given, asServer(values));
    return { ...served, p99: undefined, doubts: [...served.doubts, { text: 'Cold starts are left out of this estimate.', hides: 'none' }] };
  },
};
