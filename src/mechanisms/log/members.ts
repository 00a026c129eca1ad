/**
 * The members of a consumer group: copies of the part at the far end of its link. One that leaves the rotation says so; one that dies
 * is missed when its session is over, or when it comes back with nothing in its memory. Whoever is heard of belongs to the group.
 */
import { UP } from '../../engine/knobs.ts';
import { BOOTING } from '../../engine/rotation.ts';
import type { Sim } from '../../engine/sim.ts';
import type { FarEnd } from '../../engine/station.ts';

export interface Member {
  readonly first: number;
  readonly instances: number;
}

const NEVER = Number.POSITIVE_INFINITY;

export class Members {
  readonly all: readonly Member[];
  readonly #sim: Sim;
  /** 1 when it is not there by the rotation; since when it is silent; 1 when that was too long; 1 when it was down since. */
  readonly #away: Uint8Array;
  readonly #silentSince: Float64Array;
  readonly #expelled: Uint8Array;
  readonly #died: Uint8Array;
  readonly #gone: (member: number) => void;

  /** `changed`: who belongs has changed. `died`: what a member has not committed is forgotten. */
  constructor(sim: Sim, far: FarEnd, changed: () => void, died: (member: number) => void) {
    this.#sim = sim;
    this.all = far.choosesInstance
      ? [{ first: far.firstInstance, instances: far.instances }]
      : Array.from({ length: far.instances }, (_, i) => ({ first: far.firstInstance + i, instances: 1 }));
    this.#away = new Uint8Array(this.all.length);
    this.#silentSince = new Float64Array(this.all.length).fill(NEVER);
    this.#expelled = new Uint8Array(this.all.length);
    this.#died = new Uint8Array(this.all.length);
    this.#gone = died;
    let settled = false;
    this.all.forEach((member, i) => {
      if (member.instances > 1) return;
      sim.rotation.watch(member.first, 1, (_, takes) => {
        this.#away[i] = takes ? 0 : 1;
        // One that drains says goodbye; one that restarts has forgotten what it did.
        if (!takes && sim.rotation.stateOf(member.first) === BOOTING) died(i);
        if (settled) changed();
      });
    });
    settled = true;
  }

  /** Those who belong to the group now. */
  list(): number[] {
    return this.all.flatMap((_, i) => (this.#away[i] === 0 && this.#expelled[i] === 0 ? [i] : []));
  }

  /** Whether its process runs, so that it can be handed records. */
  serves(i: number): boolean {
    const { first, instances } = this.all[i]!;
    for (let k = first; k < first + instances; k++) if (this.#sim.knobs.down[k] === UP) return true;
    return false;
  }

  /** Whether it is to be waited for: it runs, and was not given up. */
  lives(i: number): boolean {
    return this.#expelled[i] === 0 && this.serves(i);
  }

  /** Faults began or ended. Those who fell silent are named to `silent`; true when who belongs has changed. */
  look(silent: (member: number) => void): boolean {
    let changed = false;
    for (let i = 0; i < this.all.length; i++) {
      if (this.#away[i] === 1) {
        this.#silentSince[i] = NEVER;
        this.#expelled[i] = 0;
        this.#died[i] = 0;
        continue;
      }
      if (this.#hears(i)) {
        if (this.#silentSince[i] === NEVER) continue;
        this.#silentSince[i] = NEVER;
        if (this.#expelled[i] === 1 || this.#died[i] === 1) changed = true;
        this.#expelled[i] = 0;
        this.#died[i] = 0;
        continue;
      }
      if (!this.serves(i) && this.#died[i] === 0) {
        this.#died[i] = 1;
        this.#gone(i);
      }
      if (this.#silentSince[i] !== NEVER) continue;
      this.#silentSince[i] = this.#sim.now;
      silent(i);
    }
    return changed;
  }

  /** A session may be over: true when somebody is given up. */
  expire(session: number): boolean {
    let changed = false;
    for (let i = 0; i < this.all.length; i++) {
      if (this.#expelled[i] === 1 || this.#silentSince[i]! + session > this.#sim.now) continue;
      this.#expelled[i] = 1;
      changed = true;
    }
    return changed;
  }

  #hears(i: number): boolean {
    const { first, instances } = this.all[i]!;
    const { down, hung } = this.#sim.knobs;
    for (let k = first; k < first + instances; k++) if (down[k] === UP && hung[k] === 0) return true;
    return false;
  }
}
