/**
 * Comeback: how instances that were away, were left behind or used to lead come to follow the log in force. A fenced
 * instance serves nothing until it has undone what the log in force lacks; one for which the log reaches back too little
 * copies everything. Who leads is decided in `failover`. Instances are counted from 0 here.
 */
import type { Sim } from '../../engine/sim.ts';
import type { Applier } from './applier.ts';
import type { Copies } from './copies.ts';
import type { ReplicatedLog } from './replicated-log.ts';
import type { Shipping } from './shipping.ts';
import type { Site, Standing } from './standing.ts';

/** Events of the station's own that belong here: `a` names the instance and its stop. */
export const RECOVERED = 34;
export const COPIED = 35;

const PER_INSTANCE = 32;

/** The parts of a replicated store that move when roles do. */
export interface Replicated {
  readonly log: ReplicatedLog;
  readonly copies: Copies;
  readonly standing: Standing;
  readonly shipping: Shipping;
  readonly applier: Applier;
}

export interface ComebackSettings {
  /** ns that an instance needs after a restart, or before it follows a new leader. */
  readonly recovery: number;
  /** ns that a copy of everything takes. */
  readonly copying: number;
  /** Followers are sent the log as it grows; otherwise somebody else brings them what they lack. */
  readonly streaming: boolean;
}

export class Comeback {
  settings: ComebackSettings;
  /** 1: taken out of service until it follows the log in force. */
  readonly fenced: Uint8Array;
  /** 1: it leads on its own, though another was chosen, since nobody could or did fence it. */
  readonly rogue: Uint8Array;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #parts: Replicated;
  readonly #copying: Uint8Array;
  /** Counts each instance's stops: the end of an earlier one is void. */
  readonly #stops: Int32Array;

  constructor(site: Site, parts: Replicated, settings: ComebackSettings) {
    const { count } = parts.copies;
    this.#sim = site.sim;
    this.#node = site.node;
    this.#parts = parts;
    this.settings = settings;
    this.fenced = new Uint8Array(count);
    this.rogue = new Uint8Array(count);
    this.#copying = new Uint8Array(count);
    this.#stops = new Int32Array(count);
  }

  /** Whether an instance takes queries (a hung one keeps them). */
  serves(i: number): boolean {
    const { gone, stopped } = this.#parts.standing;
    return this.fenced[i] === 0 && gone[i] === 0 && stopped[i] === 0;
  }

  /** Its process ended. */
  crash(i: number): void {
    const { standing, shipping, applier } = this.#parts;
    standing.gone[i] = 1;
    this.#unstop(i);
    applier.stop(i);
    if (i === shipping.leader) shipping.breakAll();
    else shipping.break(i);
  }

  /** Its process runs again, with what its disk holds. */
  restart(i: number): void {
    this.#parts.standing.gone[i] = 0;
    this.#stop(i, this.settings.recovery, RECOVERED);
  }

  /** Keeps a follower's connection as it must be, and brings back one that was away. */
  attend(i: number): void {
    const { standing, copies, shipping, log } = this.#parts;
    const near = this.near(i);
    const sent = near && this.#sim.knobs.replicationPaused[this.#node] === 0;
    const streams = sent && this.settings.streaming;
    if (this.#copying[i] === 1 && !sent) this.#unstop(i);
    const stopped = standing.stopped[i] === 1;
    if (!streams || stopped) shipping.disconnect(i);
    if (!near || stopped) return;
    if (copies.outrun(i)) {
      if (sent) this.#takeOut(i, this.settings.copying, COPIED);
    } else if (this.fenced[i] === 1 || copies.diverged(i)) this.#takeOut(i, this.settings.recovery, RECOVERED);
    else {
      if (copies.epoch[i] !== log.epoch) copies.rejoin(i);
      if (streams && !shipping.open(i)) shipping.connect(i);
    }
  }

  /**
   * A stop is over: it follows from here on when the leader can be reached; else a fenced one stays fenced. False when the
   * stop it belongs to is void.
   */
  goOn(what: number, a: number): boolean {
    const i = a % PER_INSTANCE;
    if (this.#stops[i] !== Math.floor(a / PER_INSTANCE)) return false;
    this.#unstop(i);
    const { copies, log, shipping } = this.#parts;
    if (i === shipping.leader || !this.near(i)) return true;
    if (what === COPIED) copies.copy(i, shipping.leader);
    if (copies.outrun(i)) return true;
    if (copies.epoch[i] !== log.epoch) copies.rejoin(i);
    this.fenced[i] = 0;
    return true;
  }

  /** An instance is out of service for so long, ns, and then recovers as after a restart. */
  stopFor(i: number, ns: number): void {
    this.#stop(i, ns, RECOVERED);
  }

  /** A working leader and this instance's process reach each other. */
  near(i: number): boolean {
    const { standing, shipping } = this.#parts;
    const { leader } = shipping;
    return leader >= 0 && standing.fit(leader) && standing.responds(i) && standing.connected(leader, i);
  }

  /** Out of service for so long, to come back as a follower. */
  #takeOut(i: number, ns: number, what: number): void {
    this.fenced[i] = 1;
    this.#parts.shipping.break(i);
    this.#parts.applier.stop(i);
    this.#stop(i, ns, what);
  }

  #stop(i: number, ns: number, what: number): void {
    this.#unstop(i);
    this.#parts.standing.stopped[i] = 1;
    this.#copying[i] = what === COPIED ? 1 : 0;
    this.#sim.wake(this.#node, ns, what, this.#stops[i]! * PER_INSTANCE + i);
  }

  #unstop(i: number): void {
    this.#stops[i] = this.#stops[i]! + 1;
    this.#parts.standing.stopped[i] = 0;
    this.#copying[i] = 0;
  }
}
