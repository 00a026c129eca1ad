/** Stores that agree among several members: how long a write takes in a chain, and until three of five disks have it. */
import type { Design } from '../design/document.ts';
import { oneWay } from '../run/placement.ts';
import { NS_PER_MS } from '../std/units.ts';
import { kthOfExponentials } from '../theory/fanout.ts';
import type { ProofCase } from './case.ts';
import { meanLatency } from './read-report.ts';
import { design, exponential, link, node } from './small-design.ts';

const group = 'replication';
const PLACE = { region: '', zone: 'a' };
/** Between two members of one zone, ms. */
const HOP = oneWay(PLACE, PLACE) / NS_PER_MS;
const WORK = 1;
const TAKING_IN = 2;
const MEMBERS = 4;
const DISK = 100;
const CLASSES = [{ id: 'put', name: 'Put', route: '/', write: true, weight: 1, bytesUp: 2000, bytesDown: 100 }];
const constant = (value: number) => ({ type: 'constant', value }) as const;

/** One client who writes to one store in the same zone. */
function written(kind: string, rate: number, store: NonNullable<Parameters<typeof node>[2]>, seconds: number): Design {
  const users = node('writers', 'client', { keys: 1, rate, arrivals: 'even' });
  const parts = [users, node('store', kind, { writeTime: constant(WORK), ...store })];
  return { ...design(parts, [link('writers', 'store')], seconds, 60), classes: CLASSES };
}

const chain: ProofCase = {
  id: 'chain-of-4',
  title: 'A write through a chain of four',
  system: 'Each write takes 1 ms at the head, then 0.15 ms to each of three further members, which take it in for 2 ms each.',
  source: 'van Renesse and Schneider, "Chain replication", OSDI 2004: a write passes every member once',
  notModelled: 'Writes that follow so closely that one waits for another.',
  group,
  replications: 4,
  design: () => written('chain-store', 10, { instances: MEMBERS, applyTime: constant(TAKING_IN) }, 200),
  quantities: [
    {
      name: 'time from asking to answer',
      unit: 'ms',
      exact: WORK + (MEMBERS - 1) * (HOP + TAKING_IN),
      formula: 'work + (n−1)·(hop + taking in)',
      tolerance: 0.0001,
      // It never varies, so the interval has no width but that of rounding.
      approximate: true,
      measure: meanLatency,
    },
  ],
};

const majority: ProofCase = {
  id: 'three-of-five-disks',
  title: 'A write that three of five disks must have',
  system:
    'One write a second; five members of a Raft group need an exponential time of 100 ms each to write it to disk, the leader’s at the same time as the others’.',
  source: 'David and Nagaraja, Order Statistics (3rd ed.), section 2.5 (Rényi): the third of five exponentials',
  notModelled: 'That the leader’s own disk has no way to go; elections.',
  group,
  replications: 10,
  design: () =>
    written(
      'consensus-store',
      1,
      { instances: 5, diskTime: exponential(DISK), heartbeat: 2000, electionLeast: 10_000, electionMost: 20_000 },
      1500,
    ),
  quantities: [
    {
      name: 'mean time from asking to answer',
      unit: 'ms',
      exact: WORK + 2 * HOP + kthOfExponentials(3, 5, DISK),
      formula: 'work + round trip + m·(1/5 + 1/4 + 1/3)',
      tolerance: 0.02,
      // The leader's own disk has no round trip before it, so the formula is a little too long.
      approximate: true,
      measure: meanLatency,
    },
  ],
};

export const GROUPS: readonly ProofCase[] = [chain, majority];
