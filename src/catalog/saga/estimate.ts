/** What may be said beforehand of a saga: its steps one after the other, as long as none fails; what undoing costs is left open. */
import { type Distribution, mean } from '../../std/distribution.ts';
import type { Estimator, Given } from '../estimate.ts';
import { plainServer, serverEstimate } from '../estimate-server.ts';

interface SagaFigures {
  readonly style: string;
  readonly answer: string;
  readonly concurrency: number;
  readonly queueLimit: number;
  readonly logTime: Distribution;
}

const atOnce = ({ style, answer }: SagaFigures): boolean => style === 'events' || answer === 'accepted';

/** The same links as steps that follow each other, each called once; nobody waits for them where a saga is answered at once. */
function inTurn(given: Given, values: SagaFigures): Given {
  const far = given.far.map((f, i) => ({
    ...f,
    plan: { ...f.plan, step: i + 1, count: 1, together: false, probability: 1, async: atOnce(values) },
  }));
  return { ...given, far };
}

/** A saga as a server: it writes down each move, holding its place as long as somebody waits. */
function asServer(given: Given, values: SagaFigures) {
  const moves = atOnce(values) ? 1 : given.far.length + 1;
  const work: Distribution = { type: 'constant', value: moves * mean(values.logTime) };
  return plainServer({ work, workers: values.concurrency, queueLimit: values.queueLimit });
}

export const sagaEstimate: Estimator<SagaFigures> = {
  send: (given, values) => serverEstimate.send(inTurn(given, values), asServer(given, values)),
  serve: (given, values) => {
    const served = serverEstimate.serve(inTurn(given, values), asServer(given, values));
    return { ...served, p99: undefined, doubts: [...served.doubts, { text: 'No step is taken to fail.', hides: 'none' }] };
  },
};
