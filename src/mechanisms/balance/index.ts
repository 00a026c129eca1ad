/** THE list of balancing algorithms, by the value that parameters hold. */
import { assert } from '../../std/assert.ts';
import type { Stream } from '../../std/random.ts';
import type { Balancer } from './balancer.ts';
import { LeastConnections } from './least-connections.ts';
import { RandomChoice } from './random-choice.ts';
import { RoundRobin } from './round-robin.ts';

const BALANCERS: Readonly<Record<string, (stream: Stream) => Balancer>> = {
  'round-robin': () => new RoundRobin(),
  random: (stream) => new RandomChoice(1, stream),
  'power-of-two': (stream) => new RandomChoice(2, stream),
  'least-connections': () => new LeastConnections(),
};

/** A new balancer of this name with its own state. */
export function newBalancer(name: string, stream: Stream): Balancer {
  const make = BALANCERS[name];
  assert(make !== undefined, `no balancing algorithm ${name}`);
  return make(stream);
}
