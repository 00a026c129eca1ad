/**
 * What the model leaves out, in plain words: the page says it beside what it proves, because a simulation that agrees with theory
 * can still be silent about what matters to somebody. Follows MODEL.md, which states every rule; a limit that falls goes here too.
 */

export interface Limit {
  readonly about: string;
  readonly text: string;
}

export const LIMITS: readonly Limit[] = [
  {
    about: 'The network',
    text: 'Messages are delayed, lost, sent again and, where you set a bandwidth, follow each other on the wire. There is no connection set-up, no TLS, no congestion control, and no packet holds up the one behind it.',
  },
  {
    about: 'Machines',
    text: 'A part has workers, not processors: memory, garbage collection, disks, caches of the processor and noisy neighbours appear only as far as your service times contain them.',
  },
  {
    about: 'Work',
    text: 'How much work a request is, is drawn from the distribution you choose. Others slow it down only by waiting, by sharing a processor where you say so, or by a fault.',
  },
  {
    about: 'Callers',
    text: 'A caller that gives up goes on, and the part it called works on for nobody. People who leave for good, or come back because it was slow, are not there.',
  },
  {
    about: 'Caches',
    text: 'Real keys are held and evicted, but they have one size, and two misses for one key load it twice.',
  },
  {
    about: 'Load balancers',
    text: 'Health checks see copies that are down, hung or cut off, and not those that are slow or give wrong answers. A balancer never retries by itself.',
  },
  {
    about: 'Databases',
    text: 'One leader, replicas that apply its log in order, and a majority that elects. No split brain, no transactions over several keys, no locks, no query plans.',
  },
  {
    about: 'Queues',
    text: 'Messages are stored and handed to one consumer each. There are no partitions, no ordering by key, no disk that fills.',
  },
  {
    about: 'Failures',
    text: 'Faults come when the timeline or you say so. Failures that hang together, human error and slow corruption happen only if you put them there.',
  },
  {
    about: 'Money',
    text: 'Nothing has a price.',
  },
];
