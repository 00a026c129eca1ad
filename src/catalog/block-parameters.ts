/** What can be set on every store of blocks: its disks, the way to them, and its repairs. */

import type { DiskSettings } from '../mechanisms/blocks/data-nodes.ts';
import type { RepairSettings } from '../mechanisms/blocks/repair.ts';
import type { Distribution } from '../std/distribution.ts';
import { Sampler } from '../std/distribution.ts';
import type { ParamSpecs, ValuesOf } from '../std/parameter.ts';
import { NS_PER_MS, nanosFromMillis } from '../std/units.ts';

const SEEK: Distribution = { type: 'uniform', min: 4, max: 12 };

export const BLOCK_PARAMETERS = {
  blockSize: {
    type: 'number',
    label: 'Block',
    group: 'Data',
    unit: 'bytes',
    min: 1000,
    max: 1_000_000_000,
    default: 128_000_000,
    whole: true,
    live: true,
    source: 'HDFS dfs.blocksize',
    help: 'Larger payloads are cut into blocks of this size, which lie on different nodes and are moved one after the other.',
  },
  stored: {
    type: 'number',
    label: 'Stored on a node',
    group: 'Data',
    unit: 'bytes',
    min: 0,
    max: 1e14,
    default: 1_000_000_000,
    whole: true,
    live: false,
    source: 'chosen: small, so that a repair is seen to its end',
    help: 'Bytes that each data node holds at the beginning: what has to be made anew when it is lost.',
  },
  spread: {
    type: 'flag',
    label: 'Spread over zones',
    group: 'Data',
    default: true,
    live: false,
    source: 'HDFS block placement, Ceph CRUSH',
    help: 'As few pieces of a block as can be lie in one zone (a rack, say), so that losing it loses little of any block.',
  },
  seek: {
    type: 'distribution',
    label: 'Positioning',
    group: 'Disks',
    default: SEEK,
    live: true,
    source: 'seek and rotation of a hard disk, 4–10 ms: Dean, vetoralabs.com',
    help: 'Time until a disk begins to read or write.',
  },
  diskRate: {
    type: 'number',
    label: 'Disk rate',
    group: 'Disks',
    unit: 'bytesPerSecond',
    min: 1000,
    max: 100_000_000_000,
    default: 160_000_000,
    whole: false,
    live: true,
    source: 'chosen: a hard disk, 150–250 MB/s',
    help: 'Bytes that a disk reads or writes in a second, one request at a time.',
  },
  networkRate: {
    type: 'number',
    label: 'Network rate',
    group: 'Disks',
    unit: 'bytesPerSecond',
    min: 1000,
    max: 100_000_000_000,
    default: 1_250_000_000,
    whole: false,
    live: true,
    source: 'chosen: 10 Gb/s',
    help: 'Bytes a second that one transfer gets between a node and whoever reads or writes.',
  },
  patience: {
    type: 'number',
    label: 'Patience',
    group: 'Disks',
    unit: 'ms',
    min: 1,
    max: 600_000,
    default: 2000,
    whole: false,
    live: true,
    source: 'chosen; HDFS clients wait 60 s',
    help: 'A node that says nothing for so long is given up for this request, and another is asked.',
  },
  suspicion: {
    type: 'number',
    label: 'Suspected after',
    group: 'Repair',
    unit: 'ms',
    min: 0,
    max: 3_600_000,
    default: 5000,
    whole: false,
    live: true,
    source: 'chosen; HDFS takes a node for stale after 30 s',
    help: 'From so long after its last sign of life on nothing is asked of a node, until it is back.',
  },
  deadAfter: {
    type: 'number',
    label: 'Given up after',
    group: 'Repair',
    unit: 'ms',
    min: 0,
    max: 86_400_000,
    default: 20_000,
    whole: false,
    live: true,
    source: 'chosen, to be seen; HDFS 10.5 min, Ceph 10 min',
    help: 'A node that was silent for so long is taken for dead: what it held is made anew elsewhere.',
  },
  repairRate: {
    type: 'number',
    label: 'Repair rate',
    group: 'Repair',
    unit: 'bytesPerSecond',
    min: 0,
    max: 100_000_000_000,
    default: 40_000_000,
    whole: false,
    zero: 'no repair',
    live: true,
    source: 'chosen: a quarter of a disk',
    help: 'Bytes a second at which one piece is made anew; faster repairs take more of the disks from requests.',
  },
  repairs: {
    type: 'number',
    label: 'Repairs at a time',
    group: 'Repair',
    unit: 'count',
    min: 1,
    max: 1000,
    default: 4,
    whole: true,
    live: true,
    source: 'chosen; HDFS allows 2 a node',
    help: 'Pieces that are made anew at the same time, in the whole store.',
  },
} as const satisfies ParamSpecs;

export type BlockValues = ValuesOf<typeof BLOCK_PARAMETERS>;

export function diskOf(values: BlockValues): DiskSettings {
  return {
    seek: new Sampler(values.seek, NS_PER_MS),
    bytesPerSecond: values.diskRate,
    parallel: 1,
    patience: nanosFromMillis(values.patience),
  };
}

/** `pieces`: how many pieces of groups lie on a node, on the average. */
export function repairOf(values: BlockValues, pieces: number): RepairSettings {
  return {
    deadAfter: nanosFromMillis(values.deadAfter),
    bytesPerSecond: values.repairRate,
    parallel: values.repairs,
    pieceBytes: values.stored / pieces,
  };
}
