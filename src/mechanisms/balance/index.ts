/** THE list of balancing algorithms, by the value that parameters hold. */
import { assert } from '../../std/assert.ts';
import type { Stream } from '../../std/random.ts';
import type { Balancer } from './balancer.ts';
import { ConsistentHash, type Hashing } from './consistent-hash.ts';
import { LeastConnections } from './least-connections.ts';
import { RandomChoice } from './random-choice.ts';
import { RoundRobin } from './round-robin.ts';
import { SessionHash } from './session-hash.ts';
import { SmoothWeighted } from './smooth-weighted.ts';

type Make = (stream: Stream, hashing: (() => Hashing) | undefined) => Balancer;

const BALANCERS: Readonly<Record<string, Make>> = {
  'round-robin': () => new RoundRobin(),
  random: (stream) => new RandomChoice(1, stream),
  'weighted-round-robin': () => new SmoothWeighted(),
  'least-connections': () => new LeastConnections(false),
  'weighted-least-connections': () => new LeastConnections(true),
  'power-of-two': (stream) => new RandomChoice(2, stream),
  'session-hash': () => new SessionHash(),
  'consistent-hash': (_, hashing) => {
    assert(hashing !== undefined, 'a consistent hash has a ring');
    return new ConsistentHash(hashing());
  },
};

/** A new balancer of this name with its own state. Only those that hash on a ring need `hashing`. */
export function newBalancer(name: string, stream: Stream, hashing?: () => Hashing): Balancer {
  const make = BALANCERS[name];
  assert(make !== undefined, `no balancing algorithm ${name}`);
  return make(stream, hashing);
}
