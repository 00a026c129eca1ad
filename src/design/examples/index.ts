/**
 * THE list of examples, in the order in which they are offered. Each is a document of its own in this folder, named by
 * its id; what to watch in it is told by its description. They are starter menu, documentation and tests at once.
 */
import { assert } from '../../std/assert.ts';
import type { Design } from '../document.ts';
import { read } from '../read.ts';
import batching from './batching.json';
import cacheStampede from './cache-stampede.json';
import chaosExperiment from './chaos-experiment.json';
import failover from './failover.json';
import hotRow from './hot-row.json';
import partition from './partition.json';
import queueLevelling from './queue-levelling.json';
import readReplicas from './read-replicas.json';
import retryStorm from './retry-storm.json';
import sagaCompensates from './saga-compensates.json';
import slowReplica from './slow-replica.json';
import spares from './spares.json';
import splitBrain from './split-brain.json';
import threeTiers from './three-tiers.json';
import uncleanElection from './unclean-election.json';

export interface Example {
  /** The name of its file; stable, because links and lessons name it. */
  readonly id: string;
  readonly design: Design;
  /** What it shows and what to watch, in a sentence or two. */
  readonly watch: string;
}

export const EXAMPLES: readonly Example[] = [
  example('three-tiers', threeTiers),
  example('retry-storm', retryStorm),
  example('slow-replica', slowReplica),
  example('cache-stampede', cacheStampede),
  example('read-replicas', readReplicas),
  example('failover', failover),
  example('spares', spares),
  example('chaos-experiment', chaosExperiment),
  example('split-brain', splitBrain),
  example('hot-row', hotRow),
  example('partition', partition),
  example('queue-levelling', queueLevelling),
  example('batching', batching),
  example('unclean-election', uncleanElection),
  example('saga-compensates', sagaCompensates),
];

/** Examples pass the same gate as anything else; one that does not is a bug of ours, which the tests find first. */
function example(id: string, document: unknown): Example {
  const design = read(document);
  assert(design.ok, `the example ${id} can be read`);
  return { id, design: design.value, watch: design.value.about };
}
