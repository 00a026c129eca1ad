/**
 * Snapshot replication: at every interval the leader's whole state is taken and brought to each follower, which has it a while later
 * and nothing newer until the next. Simple, costly for much data, and as old as the interval. It only says when; instances count from 0.
 */
import type { Sim } from '../../engine/sim.ts';
import type { Comeback, Replicated } from './comeback.ts';
import type { Site } from './standing.ts';

/** Events of the station's own that belong here: `a` names the follower and the snapshot. */
export const SNAPSHOT_DUE = 40;
const SNAPSHOT_ARRIVES = 41;

const PER_INSTANCE = 32;

interface Taken {
  readonly versions: Int32Array;
  readonly position: number;
  readonly leader: number;
  readonly epoch: number;
}

export interface SnapshotSettings {
  /** ns from one to the next; 0: none are taken. */
  readonly every: number;
  /** ns that one takes on its way, beside the distance. */
  readonly takes: number;
}

export class Snapshots {
  settings: SnapshotSettings;
  readonly #sim: Sim;
  readonly #site: Site;
  readonly #parts: Replicated;
  readonly #comeback: Comeback;
  readonly #underWay: (Taken | undefined)[];
  readonly #numbers: Int32Array;
  #waiting = false;

  constructor(site: Site, parts: Replicated, comeback: Comeback, settings: SnapshotSettings) {
    this.#sim = site.sim;
    this.#site = site;
    this.#parts = parts;
    this.#comeback = comeback;
    this.settings = settings;
    this.#underWay = Array.from({ length: parts.copies.count }, () => undefined);
    this.#numbers = new Int32Array(parts.copies.count);
    this.schedule();
  }

  /** Waits for the next one, unless it does already or none are wanted. */
  schedule(): void {
    if (this.#waiting || this.settings.every === 0) return;
    this.#waiting = true;
    this.#sim.wake(this.#site.node, this.settings.every, SNAPSHOT_DUE, 0);
  }

  wake(what: number, a: number): boolean {
    if (what === SNAPSHOT_ARRIVES) return this.#arrive(a);
    this.#waiting = false;
    if (this.settings.every > 0) this.#take();
    this.schedule();
    return false;
  }

  #take(): void {
    const { copies, shipping, log } = this.#parts;
    const { leader } = shipping;
    if (leader < 0 || this.#sim.knobs.replicationPaused[this.#site.node] === 1) return;
    const taken = { versions: copies.snapshot(leader), position: copies.applied[leader]!, leader, epoch: log.epoch };
    for (let i = 0; i < copies.count; i++) {
      // One at a time: whoever still waits for the last gets no newer one until that is there.
      if (i === leader || !this.#comeback.near(i) || this.#underWay[i] !== undefined) continue;
      this.#underWay[i] = taken;
      this.#numbers[i]!++;
      const first = this.#site.firstInstance;
      const way = this.settings.takes + this.#sim.apart(first + leader, first + i);
      this.#sim.wake(this.#site.node, way, SNAPSHOT_ARRIVES, this.#numbers[i]! * PER_INSTANCE + i);
    }
  }

  /** It has arrived, unless its follower or the leader was lost meanwhile; true when the follower knows more now. */
  #arrive(a: number): boolean {
    const i = a % PER_INSTANCE;
    const taken = this.#underWay[i];
    if (taken === undefined || Math.floor(a / PER_INSTANCE) !== this.#numbers[i]) return false;
    this.#underWay[i] = undefined;
    const { copies, shipping, standing, log } = this.#parts;
    if (taken.leader !== shipping.leader || taken.epoch !== log.epoch || !standing.fit(i)) return false;
    copies.load(i, taken.versions, taken.position);
    this.#comeback.fenced[i] = 0;
    return true;
  }
}
