/** THE list of faults, in the order in which they are offered. A new fault is one line here and a file beside it. */
import { arbitrary } from './arbitrary.ts';
import { badDeploy } from './bad-deploy.ts';
import { bandwidthCap } from './bandwidth-cap.ts';
import { cacheFlush } from './cache-flush.ts';
import { certificateExpiry } from './certificate-expiry.ts';
import { clockSkew } from './clock-skew.ts';
import { connectionRefusal } from './connection-refusal.ts';
import { cpuSteal } from './cpu-steal.ts';
import { crash } from './crash.ts';
import { dataLoss } from './data-loss.ts';
import { diskFull } from './disk-full.ts';
import { diskLoss } from './disk-loss.ts';
import { duplicate } from './duplicate.ts';
import { errorRate } from './error-rate.ts';
import type { Fault } from './fault.ts';
import { flapping } from './flapping.ts';
import { gcPause } from './gc-pause.ts';
import { hang } from './hang.ts';
import { healthLie } from './health-lie.ts';
import { hotKey } from './hot-key.ts';
import { jitter } from './jitter.ts';
import { killLeader } from './kill-leader.ts';
import { latency } from './latency.ts';
import { linkFlap } from './link-flap.ts';
import { memoryLeak } from './memory-leak.ts';
import { oneWayPartition } from './one-way-partition.ts';
import { packetLoss } from './packet-loss.ts';
import { partition } from './partition.ts';
import { pauseReplication } from './pause-replication.ts';
import { poisonMessage } from './poison-message.ts';
import { poolLeak } from './pool-leak.ts';
import { promotion } from './promotion.ts';
import { quotaCut } from './quota-cut.ts';
import { regionLoss } from './region-loss.ts';
import { reorder } from './reorder.ts';
import { rollingRestart } from './rolling-restart.ts';
import { slow } from './slow.ts';
import { slowDisk } from './slow-disk.ts';
import { trafficFlood } from './traffic-flood.ts';
import { trafficSpike } from './traffic-spike.ts';
import { wrongAnswers } from './wrong-answers.ts';
import { wrongRecord } from './wrong-record.ts';
import { zoneLoss } from './zone-loss.ts';

export const FAULTS: readonly Fault[] = [
  crash,
  hang,
  slow,
  errorRate,
  wrongAnswers,
  arbitrary,
  connectionRefusal,
  flapping,
  gcPause,
  memoryLeak,
  cpuSteal,
  badDeploy,
  rollingRestart,
  healthLie,
  zoneLoss,
  regionLoss,
  latency,
  jitter,
  packetLoss,
  bandwidthCap,
  partition,
  oneWayPartition,
  linkFlap,
  duplicate,
  reorder,
  poolLeak,
  certificateExpiry,
  wrongRecord,
  cacheFlush,
  diskLoss,
  diskFull,
  dataLoss,
  slowDisk,
  clockSkew,
  killLeader,
  promotion,
  pauseReplication,
  poisonMessage,
  trafficSpike,
  trafficFlood,
  hotKey,
  quotaCut,
];

const BY_ID: ReadonlyMap<string, Fault> = new Map(FAULTS.map((fault) => [fault.id, fault]));

/** The fault of this id, or undefined. */
export function faultOf(id: string): Fault | undefined {
  return BY_ID.get(id);
}
