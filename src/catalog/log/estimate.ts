/**
 * What every group that reads a log would get, and how long a record would take to be safe: the wait for the batch that is being
 * written, its own batch, and the way of its copies. How far readers are behind is not foretold.
 */
import { mean, variance } from '../../std/distribution.ts';
import { waitForRound } from '../../theory/rounds.ts';
import type { Doubt, Estimator, Given } from '../estimate.ts';
import { fanOut } from '../estimate-fan-out.ts';
import type { LogValues } from './parameters.ts';

/** From this share of what a batch may hold, or of a broker's batches at a time, records wait in ways that are not reckoned with (chosen). */
const FEW = 0.3;
/** From this share of the time in which a partition is written to, waiting for more is not reckoned with (chosen). */
const SELDOM = 0.2;

/** ms from one broker to the farthest of so many copies, whichever leads. */
function farthest({ instances, between }: Given, copies: number): number {
  let sum = 0;
  for (let i = 0; i < instances; i++) {
    const ways = Array.from({ length: instances }, (_, j) => (j === i ? 0 : between(i, j))).sort((a, b) => a - b);
    sum += ways[Math.min(copies, instances) - 1] ?? 0;
  }
  return sum / instances;
}

interface Partitions {
  /** Records a ms of each, and bytes of one. */
  readonly rate: number;
  readonly bytes: number;
  readonly partitions: number;
}

function partitionsOf({ rates, classes }: Given, { topics, partitions }: LogValues): Partitions {
  const all = rates.reduce((sum, one) => sum + one, 0);
  const count = partitions * (topics === 'class' ? Math.max(1, rates.filter((one) => one > 0).length) : 1);
  const bytes = rates.reduce((sum, one, cls) => sum + one * (classes[cls]?.bytesUp ?? 0), 0);
  return { rate: all / 1000 / count, bytes: all > 0 ? bytes / all : 0, partitions: count };
}

function doubtsOf(given: Given, values: LogValues, { rate, bytes, partitions }: Partitions, writing: number): Doubt[] {
  const doubts: Doubt[] = [];
  const batch = (1 + rate * (writing + values.linger)) * bytes;
  const busyAtBroker = (rate * writing * partitions) / given.instances;
  if (batch > FEW * values.batchBytes || busyAtBroker > FEW * values.parallel) {
    doubts.push({ text: 'Batches are full or wait for their broker: how long records wait for that is not foretold.', hides: 'time' });
  } else if (values.linger > 0 && rate * writing > SELDOM) {
    doubts.push({ text: 'Batches are written while others wait for more: how long records wait for that is not foretold.', hides: 'time' });
  }
  return doubts;
}

/** How much of what its partitions can write is asked of them, full batches one after the other in each: from 1 on the rest is turned away. */
function loadOf(
  given: Given,
  { rate, bytes, partitions }: Partitions,
  { batchBytes, batchTime, partitionRate, parallel }: LogValues,
): number {
  if (rate === 0) return 0;
  const records = bytes > 0 ? Math.max(1, Math.floor(batchBytes / bytes)) : Number.POSITIVE_INFINITY;
  const writing = mean(batchTime) / records + (bytes / partitionRate) * 1000;
  const atOnce = Math.min(1, (given.instances * parallel) / partitions);
  return (rate * writing) / atOnce;
}

export const logEstimate: Estimator<LogValues> = {
  send: (given) => fanOut(given, false),
  serve(given, values) {
    const of = partitionsOf(given, values);
    const copying = (of.bytes / values.partitionRate) * 1000;
    const writing = mean(values.batchTime) + copying;
    // The first record of a batch waits for more as long as may be, the others half as long on average.
    const inLinger = of.rate * values.linger;
    const gathering = (values.linger * (1 + inLinger / 2)) / (1 + inLinger);
    // What comes to each partition in turn comes almost evenly, so seldom while a round goes on.
    const rate = values.partitioning === 'turn' && of.rate * writing < SELDOM ? 0 : of.rate;
    let time = gathering + writing + (values.linger > 0 ? 0 : waitForRound(rate, writing, variance(values.batchTime)));
    if (values.acks === 'all' && values.replication > 1 && given.instances > 1) {
      const round = 2 * farthest(given, values.replication) + copying;
      time += round + waitForRound(rate, round, 0);
    }
    if (values.acks === 'none') time = 0;
    const load = loadOf(given, of, values);
    return {
      mean: new Float64Array(given.classes.length).fill(time),
      variance: new Float64Array(given.classes.length).fill(values.acks === 'none' ? 0 : variance(values.batchTime)),
      utilisation: Number.NaN,
      wait: Number.NaN,
      resources: [{ name: 'writes of its partitions', load }],
      accepted: load > 1 ? 1 / load : 1,
      scv: given.inflowScv,
      miss: 0,
      missed: undefined,
      p99: undefined,
      doubts: values.acks === 'none' ? [] : doubtsOf(given, values, of, writing),
      figures: {},
    };
  },
};
