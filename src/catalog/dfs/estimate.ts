/** What may be said beforehand of a distributed file system: its metadata server, its disks, and how long a file takes. */
import type { Estimator } from '../estimate.ts';
import { blocksServed } from '../estimate-blocks.ts';
import { type DfsValues, serversOf, settingsOf } from './parameters.ts';

export const dfsEstimate: Estimator<DfsValues> = {
  send: () => [],
  serve(given, values) {
    const { width } = settingsOf(values);
    const { lookUp, workers, queueLimit, dataNodes, seek, diskRate, networkRate, blockSize } = values;
    const by = { lookUp, workers, queueLimit, servers: serversOf(values), serving: 1, dataNodes, seek, diskRate, networkRate, blockSize };
    return blocksServed(given, { ...by, width, need: 1, asks: 1, writeNeeds: width, direct: true });
  },
};
