/** THE list of faults, in the order in which they are offered. A new fault is one line here and a file beside it. */
import { cacheFlush } from './cache-flush.ts';
import { crash } from './crash.ts';
import { errorRate } from './error-rate.ts';
import type { Fault } from './fault.ts';
import { hang } from './hang.ts';
import { latency } from './latency.ts';
import { packetLoss } from './packet-loss.ts';
import { partition } from './partition.ts';
import { slow } from './slow.ts';
import { trafficSpike } from './traffic-spike.ts';
import { zoneLoss } from './zone-loss.ts';

export const FAULTS: readonly Fault[] = [crash, hang, slow, errorRate, latency, packetLoss, partition, zoneLoss, trafficSpike, cacheFlush];

const BY_ID: ReadonlyMap<string, Fault> = new Map(FAULTS.map((fault) => [fault.id, fault]));

/** The fault of this id, or undefined. */
export function faultOf(id: string): Fault | undefined {
  return BY_ID.get(id);
}
