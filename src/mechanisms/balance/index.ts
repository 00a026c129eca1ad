/** THE list of balancing algorithms, by the value that parameters hold. */

import type { Clock } from '../../engine/clock.ts';
import { assert } from '../../std/assert.ts';
import type { Stream } from '../../std/random.ts';
import type { Balancer } from './balancer.ts';
import { ConsistentHash, type Hashing } from './consistent-hash.ts';
import { LeastConnections } from './least-connections.ts';
import { LeastResponseTime } from './least-response-time.ts';
import { RandomChoice } from './random-choice.ts';
import { RoundRobin } from './round-robin.ts';
import { SessionHash } from './session-hash.ts';
import { SmoothWeighted } from './smooth-weighted.ts';

/** What only some algorithms need to know. */
export interface Details {
  readonly hashing?: () => Hashing;
  /** How many targets are drawn, of which the least busy is taken; 2 when absent. */
  readonly choices?: number;
  /** The present moment, and the age in ns at which a response time has faded to 1/e. */
  readonly clock?: Clock;
  readonly window?: number;
}

type Make = (stream: Stream, details: Details) => Balancer;

const BALANCERS: Readonly<Record<string, Make>> = {
  'round-robin': () => new RoundRobin(),
  random: (stream) => new RandomChoice(1, stream),
  'weighted-round-robin': () => new SmoothWeighted(),
  'least-connections': () => new LeastConnections(false),
  'weighted-least-connections': () => new LeastConnections(true),
  'power-of-two': (stream, { choices = 2 }) => new RandomChoice(choices, stream),
  'least-response-time': (_, { clock, window }) => {
    assert(clock !== undefined && window !== undefined, 'response times fade with time');
    return new LeastResponseTime(window, clock);
  },
  'session-hash': () => new SessionHash(),
  'consistent-hash': (_, { hashing }) => {
    assert(hashing !== undefined, 'a consistent hash has a ring');
    return new ConsistentHash(hashing());
  },
};

/** A new balancer of this name with its own state. */
export function newBalancer(name: string, stream: Stream, details: Details = {}): Balancer {
  const make = BALANCERS[name];
  assert(make !== undefined, `no balancing algorithm ${name}`);
  return make(stream, details);
}
