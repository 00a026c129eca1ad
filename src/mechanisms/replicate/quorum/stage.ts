/** A stage for stories about a quorum store: its protocol alone on a tiny network. For tests only. */
import { type Distribution, Sampler } from '../../../std/distribution.ts';
import { NS_PER_MS } from '../../../std/units.ts';
import { keyOf, TinyNetwork } from '../tiny-network.ts';
import type { QuorumSettings } from './coordinator.ts';
import type { Versions } from './holdings.ts';
import { KeyRing } from './key-ring.ts';
import { Quorum, type StoreSettings } from './quorum.ts';

export interface Scene extends Partial<QuorumSettings> {
  /** Instances, all copies unless `copies` says fewer; region of each, default all in one. */
  readonly instances?: number;
  readonly copies?: number;
  /** The last so many instances hold nothing and only coordinate. */
  readonly gateways?: number;
  readonly regions?: readonly string[];
  readonly r?: number;
  readonly w?: number;
  readonly versions?: Versions;
  /** One way between two instances, ms; default 1. */
  readonly apart?: (a: number, b: number) => number;
  readonly read?: Distribution;
  readonly write?: Distribution;
  readonly delay?: Distribution;
  readonly loss?: number;
  readonly more?: Partial<StoreSettings>;
  readonly seed?: number;
}

const constant = (value: number): Distribution => ({ type: 'constant', value });
const ms = (value: number): number => value * NS_PER_MS;

export class Stage extends TinyNetwork {
  readonly quorum: Quorum;
  readonly #all: number;

  constructor(scene: Scene = {}) {
    const regions = scene.regions ?? Array.from({ length: scene.instances ?? 3 }, () => '');
    super(regions.length, scene.apart ?? (() => 1), scene.seed ?? 1);
    this.#all = regions.length;
    const ring = new KeyRing(
      regions,
      regions.map((_, i) => i < regions.length - (scene.gateways ?? 0)),
      scene.copies ?? regions.length - (scene.gateways ?? 0),
    );
    const quorum = new Quorum(this.site, ring, 0, scene.versions ?? 'clock', settingsOf(scene));
    this.quorum = quorum;
    this.begin({
      start: () => quorum.start(),
      begin: (row, i) => quorum.coordinator.begin(row, i),
      wake: (what, a) => quorum.wake(what, a),
      crash: (i) => quorum.crash(i),
      restart: (i) => quorum.restart(i),
      turned: () => quorum.turned(),
    });
  }

  /** What every instance holds of a key, as versions. */
  held(key: string): number[] {
    return Array.from({ length: this.#all }, (_, i) => this.quorum.parts.holdings.get(i, keyOf(key)).version);
  }
}

function settingsOf(scene: Scene): StoreSettings {
  const { r = 2, w = 2, read = constant(1), write = constant(1), delay = constant(0), loss = 0, more = {} } = scene;
  return {
    quorum: {
      reads: scene.reads ?? [{ level: 'count', count: r }],
      deletes: scene.deletes ?? [],
      writes: scene.writes ?? [{ level: 'count', count: w }],
      sloppy: scene.sloppy ?? false,
      handoff: scene.handoff ?? false,
      writeTo: scene.writeTo ?? 'all',
      readFrom: scene.readFrom ?? 'nearest',
      readRepair: scene.readRepair ?? 'none',
      repairChance: scene.repairChance ?? 0,
      speculate: scene.speculate ?? 0,
      siblings: scene.siblings ?? 'keep',
      context: scene.context ?? 'coordinator',
      timeout: scene.timeout ?? ms(100),
    },
    mesh: { delay: new Sampler(delay, NS_PER_MS), loss },
    work: { workers: 100, queueLimit: 1000, read: new Sampler(read, NS_PER_MS), write: new Sampler(write, NS_PER_MS) },
    // Signs of life every 10 ms to all, suspected after 35.
    members: { spread: 'heartbeat', rule: 'timeout', timeout: ms(35), phi: 8, interval: ms(10) },
    hints: { limit: 1000, durable: true, every: ms(1000) },
    antiEntropy: { every: 0, ranges: 8, perKey: 0 },
    grace: Number.POSITIVE_INFINITY,
    ...more,
  };
}
