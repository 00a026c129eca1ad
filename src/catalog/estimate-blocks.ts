/**
 * How busy the servers and disks of a store of blocks would be while all is well, and how long requests would take: the look-up, then
 * block after block, each waiting for as many pieces as it needs. Repairs and lost pieces are not in it.
 */
import { type Distribution, mean } from '../std/distribution.ts';
import { meanOfKth } from '../theory/order-statistics.ts';
import type { Doubt, Given, Served } from './estimate.ts';
import { inflowsOf, stationFigures } from './estimate-station.ts';
import { instancesFrom, longestWait, meanWay, mixed, storeServed, together, type Work } from './estimate-store.ts';

/** How blocks lie and are moved. */
export interface BlocksBy {
  readonly lookUp: Distribution;
  readonly workers: number;
  readonly queueLimit: number;
  /** Servers there are, of which so many answer; the data nodes come after them. */
  readonly servers: number;
  readonly serving: number;
  readonly dataNodes: number;
  readonly seek: Distribution;
  readonly diskRate: number;
  readonly networkRate: number;
  readonly blockSize: number;
  /** Pieces of a block, and how many of them a read needs, asks for, and a write waits for. */
  readonly width: number;
  readonly need: number;
  readonly asks: number;
  readonly writeNeeds: number;
  /** Clients move blocks themselves, writes from node to node; else the server does, to all. */
  readonly direct: boolean;
}

interface Moved {
  /** Bytes of each block's pieces, one entry a block. */
  readonly pieces: readonly number[];
}

function movedBy({ classes }: Given, { blockSize, need }: BlocksBy, cls: number): Moved {
  const { write, bytesUp = 0, bytesDown = 0 } = classes[cls]!;
  const bytes = write ? bytesUp : bytesDown;
  const blocks = Math.max(1, Math.ceil(bytes / blockSize));
  return { pieces: Array.from({ length: blocks }, (_, b) => Math.max(0, Math.min(blockSize, bytes - b * blockSize)) / need) };
}

/** Clients read the nearest copy: with nodes in several places those near many clients work more. */
function directDoubts(given: Given, nodes: readonly number[]): readonly Doubt[] {
  const [first, ...others] = nodes;
  const apart = new Set(others.map((j) => given.between(first!, j))).size > 1;
  if (!apart) return [{ text: 'The way between clients and data nodes is taken to be that from the server.', hides: 'none' }];
  return [
    { text: 'Clients read from the nearest nodes, which work more than the others: how long they take is not foretold.', hides: 'time' },
  ];
}

export function blocksServed(given: Given, by: BlocksBy): Served {
  const front = stationFigures({
    inflows: inflowsOf(given.incoming).map(({ rate, scv }) => ({ rate, scv, spread: { how: 'turns', among: by.serving, counters: 1 } })),
    instances: by.serving,
    workers: by.workers,
    queueLimit: by.queueLimit,
    service: mixed(given.classes.map((_, cls): Work => ({ rate: given.rates[cls]!, time: by.lookUp, besides: 0 }))),
    exponential: by.lookUp.type === 'exponential',
  });
  const onDisk = (bytes: number) => (bytes / by.diskRate) * 1000;
  const works = given.classes.flatMap(({ write }, cls) =>
    movedBy(given, by, cls).pieces.map(
      (bytes): Work => ({
        rate: given.rates[cls]! * front.accepted * (write ? by.width : by.asks),
        time: by.seek,
        besides: onDisk(bytes),
      }),
    ),
  );
  const disks = stationFigures({
    inflows: [{ rate: mixed(works).rate, scv: 1, spread: { how: 'random', among: by.dataNodes, counters: 1 } }],
    instances: by.dataNodes,
    workers: 1,
    queueLimit: 1e9,
    service: mixed(works),
    exponential: false,
  });
  const nodes = instancesFrom(by.servers, by.dataNodes);
  const way = meanWay(given, instancesFrom(0, by.serving), nodes);
  const hop = meanWay(given, nodes, nodes);
  const sending = (bytes: number) => (bytes / by.networkRate) * 1000;
  const timeOf = (cls: number): number => {
    const { write } = given.classes[cls]!;
    let ms = front.wait + mean(by.lookUp);
    for (const bytes of movedBy(given, by, cls).pieces) {
      const pieces = write ? meanOfKth(by.seek, by.writeNeeds, by.width) : meanOfKth(by.seek, by.need, by.asks);
      const passed = write && by.direct ? 2 * (by.width - 1) * hop : 0;
      ms +=
        2 * way +
        passed +
        sending(write && !by.direct ? bytes * by.width : bytes) +
        longestWait(disks.wait, disks.load, write ? by.writeNeeds : by.need) +
        onDisk(bytes) +
        pieces;
    }
    return ms;
  };
  return storeServed(given, timeOf, {
    wait: front.wait,
    accepted: front.accepted,
    resources: [
      { name: 'front', load: front.load },
      { name: 'disks', load: disks.load },
    ],
    doubts: [
      ...front.doubts,
      ...disks.doubts,
      ...together(disks.load, 'Pieces of a block'),
      ...(by.direct ? directDoubts(given, nodes) : []),
    ],
    figures: { disks: Math.min(1, disks.load) },
  });
}
