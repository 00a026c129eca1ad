/** What may be said beforehand of an object store: its front servers, its disks, and how long an object takes. */
import type { Estimator } from '../estimate.ts';
import { blocksServed } from '../estimate-blocks.ts';
import { type ObjectValues, settingsOf } from './parameters.ts';

export const objectEstimate: Estimator<ObjectValues> = {
  send: () => [],
  serve(given, values) {
    const { width, need, transfer } = settingsOf(values);
    const { servers, lookUp, workers, queueLimit, dataNodes, seek, diskRate, networkRate, blockSize, spare } = values;
    const asks = Math.min(need + spare, width);
    const by = { lookUp, workers, queueLimit, servers, serving: servers, dataNodes, seek, diskRate, networkRate, blockSize };
    return blocksServed(given, { ...by, width, need, asks, writeNeeds: transfer.writeNeeds, direct: false });
  },
};
