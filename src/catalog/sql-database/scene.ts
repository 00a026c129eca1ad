/**
 * The scene of a story about the database: how many callers and instances there are, how far apart they stand, and what is
 * set, built as a simulation without stations. For tests only; who plays on it is in `stage`.
 */
import { History } from '../../engine/history.ts';
import { Link } from '../../engine/link.ts';
import { Sim } from '../../engine/sim.ts';
import type { Distribution } from '../../std/distribution.ts';
import type { ParamBag } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';

export interface Scene {
  /** What differs from constant times: two replicas, read 1, write 2, apply 1, promotion 50, recovery 20, heartbeat 10 × 3. */
  readonly params?: ParamBag;
  /** One-way ms between two database instances (from 1); default 5. Between callers and the database it is 0. */
  readonly apart?: (a: number, b: number) => number;
  readonly callers?: number;
  /** ms; 0: callers wait for ever. */
  readonly timeout?: number;
  readonly seed?: number;
}

export const constant = (value: number): Distribution => ({ type: 'constant', value });

/** Parameters of every scene, unless it says otherwise. */
export const CALM: ParamBag = {
  replicas: 2,
  readTime: constant(1),
  writeTime: constant(2),
  applyTime: constant(1),
  promotion: 50,
  recovery: 20,
  heartbeat: 10,
};

/** Nodes and instances 0 to callers - 1 are callers, each with the link of its number; then comes the database. */
export function simOf(scene: Scene, instances: number): Sim {
  const { callers = 1, timeout = 0, seed = 1, apart = () => 5 } = scene;
  const all = callers + instances;
  const zoneDelay = new Float64Array(all * all);
  for (let a = callers; a < all; a++) {
    for (let b = callers; b < all; b++) zoneDelay[a * all + b] = a === b ? 0 : apart(a - callers + 1, b - callers + 1) * NS_PER_MS;
  }
  const shape = {
    seed,
    nodes: callers + 1,
    links: callers,
    classes: 1,
    bytesUp: new Float64Array(1),
    bytesDown: new Float64Array(1),
    nodeOf: Int32Array.from({ length: all }, (_, i) => Math.min(i, callers)),
    zoneOf: Int32Array.from({ length: all }, (_, i) => i),
    zoneDelay,
    zones: all,
    streamNames: Array.from({ length: callers + 1 }, (_, i) => `node-${i}`),
  };
  const sim = new Sim(shape, new History(1));
  for (let index = 0; index < callers; index++) sim.links.push(linkOf(index, callers, timeout * NS_PER_MS, seed));
  return sim;
}

function linkOf(index: number, to: number, timeout: number, seed: number): Link {
  return new Link({
    index,
    from: index,
    to,
    latency: undefined,
    lastMile: 0,
    loss: 0,
    bandwidth: 0,
    timeout,
    retry: undefined,
    breaker: undefined,
    pool: undefined,
    chooser: undefined,
    sole: -1,
    dataset: 0,
    seed,
    name: `link-${index}`,
  });
}
