/**
 * Failover of a primary with replicas: who leads, how its loss is noticed and who takes over. As a failover manager does it
 * (Patroni, Orchestrator): heartbeats to the leader; when it is dead, hangs or is cut off from most of the others for long
 * enough, it is fenced, and the reachable instance with the longest log is promoted once it has applied what it received.
 * What the new leader lacks is lost. A cut-off leader is fenced before anybody else is chosen (it holds a lease that ends
 * by then), so two never lead at once. Instances are counted from 0 here.
 */
import type { Sim } from '../../engine/sim.ts';
import { suspectedAt } from '../detect/heartbeat.ts';
import { COPIED, Comeback, type ComebackSettings, RECOVERED, type Replicated } from './comeback.ts';
import type { Site } from './standing.ts';

/** Events of the station's own that belong here. */
export const SUSPECTED = 32;
const PROMOTED = 33;

export interface FailoverSettings extends ComebackSettings {
  /** Another instance may take over by itself. */
  readonly automatic: boolean;
  /** A leader that was replaced is kept from serving. */
  readonly fencing: boolean;
  /** ns; how often the leader is asked, and how many beats in a row it may miss. */
  readonly heartbeat: number;
  readonly misses: number;
  /** ns from choosing an instance until it leads, if it has applied everything by then. */
  readonly promotion: number;
}

/** What the store does about it. */
export interface FailoverListener {
  /** It leads no more, though its process may run: what waits there ends. */
  steppedDown(i: number): void;
  /** It led on its own beside the one that was chosen, which has just found it: what it wrote alone is given up. */
  found(i: number): void;
  /** It leads now; records in the log from position `first` on were dropped by it, if there are any. */
  began(i: number, first: number): void;
  /** Something about standing or roles may have changed. */
  reviewed(): void;
}

export class Failover {
  /** How often another instance has taken over. */
  count = 0;
  readonly comeback: Comeback;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #parts: Replicated;
  readonly #listener: FailoverListener;
  #settings: FailoverSettings;
  /** Who led last, whoever leads now. */
  #last = 0;
  #promoting = -1;
  /** Whom somebody wants to lead, until it does; -1: nobody in particular. */
  #wanted = -1;
  #promotionDue = false;
  #watching = false;
  /** Count promotions begun and watches armed: what belongs to earlier ones is void. */
  #promotions = 0;
  #watches = 0;

  constructor(site: Site, parts: Replicated, settings: FailoverSettings, listener: FailoverListener) {
    this.#sim = site.sim;
    this.#node = site.node;
    this.#parts = parts;
    this.#listener = listener;
    this.#settings = settings;
    this.comeback = new Comeback(site, parts, settings);
  }

  /** Who is about to lead; -1: nobody. */
  get promoting(): number {
    return this.#promoting;
  }

  /** For what begins from now on. */
  configure(settings: FailoverSettings): void {
    this.#settings = settings;
    this.comeback.settings = settings;
  }

  /** When somebody lost now is known to be lost, ns. */
  suspicionOf(since: number): number {
    return suspectedAt(since, this.#settings.heartbeat, this.#settings.misses);
  }

  /** The leader's process was killed and starts again: it gives up leading at once if another may take over. */
  killed(leader: number): void {
    this.comeback.restart(leader);
    if (this.#replaceable()) this.#depose();
    this.review();
  }

  /** Whoever leads cannot any more, and somebody else has to, even where that is not done by itself. */
  giveUp(): void {
    if (this.#parts.shipping.leader >= 0) this.#depose();
    this.review();
  }

  /**
   * Somebody has an instance lead, whoever does now. False when it leads, or cannot. Whoever led is fenced first, or goes on beside it
   * where nothing is fenced.
   */
  promote(i: number): boolean {
    const { shipping, standing, copies } = this.#parts;
    if (i === shipping.leader || this.#wanted >= 0 || !standing.fit(i) || copies.outrun(i) || this.comeback.rogue[i] === 1) return false;
    this.#wanted = i;
    this.#promoting = -1;
    if (shipping.leader >= 0) this.#depose();
    this.review();
    return true;
  }

  /** To be asked whenever instances, network or settings may have changed. */
  review(): void {
    const { copies, applier, shipping } = this.#parts;
    this.#watchLeader();
    if (shipping.leader < 0) this.#elect();
    for (let i = 0; i < copies.count; i++) {
      if (i === shipping.leader) continue;
      if (this.comeback.rogue[i] === 1) {
        if (!this.comeback.near(i)) continue;
        this.comeback.rogue[i] = 0;
        this.comeback.fenced[i] = 1;
        this.#listener.found(i);
      }
      this.comeback.attend(i);
      applier.go(i);
    }
    this.#listener.reviewed();
  }

  /** An instance applied a record: perhaps it was the last one before it may lead. */
  applied(i: number): void {
    if (i === this.#promoting) this.#lead();
  }

  wake(what: number, a: number): void {
    if (what === SUSPECTED) this.#suspect(a);
    else if (what === PROMOTED) {
      if (a !== this.#promotions || this.#promoting < 0) return;
      this.#promotionDue = true;
      this.#lead();
    } else if ((what === RECOVERED || what === COPIED) && this.comeback.goOn(what, a)) this.review();
  }

  #replaceable(): boolean {
    return this.#settings.automatic && this.#parts.copies.count > 1;
  }

  /** Heartbeats: from the first unanswered one on, suspicion is due; it is void once the leader answers again. */
  #watchLeader(): void {
    const { standing, shipping } = this.#parts;
    const { leader } = shipping;
    if (leader < 0 || !this.#replaceable()) return;
    if (standing.fit(leader) && standing.hasHalf(leader)) {
      this.#watching = false;
      this.#watches++;
    } else if (!this.#watching) {
      this.#watching = true;
      const { now } = this.#sim;
      this.#sim.wake(this.#node, this.suspicionOf(now) - now, SUSPECTED, ++this.#watches);
    }
  }

  #suspect(watch: number): void {
    if (!this.#watching || watch !== this.#watches) return;
    this.#depose();
    this.review();
  }

  #depose(): void {
    const { shipping } = this.#parts;
    const old = shipping.leader;
    this.#watching = false;
    shipping.breakAll();
    shipping.leader = -1;
    // Without fencing a leader whose process is well knows nothing of it, and goes on.
    if (!this.#settings.fencing && this.#parts.standing.fit(old)) this.comeback.rogue[old] = 1;
    else this.comeback.fenced[old] = 1;
    this.#listener.steppedDown(old);
  }

  /** Chooses who can lead and has most of the log in force; the first of equals. */
  #elect(): void {
    const { copies, applier, log } = this.#parts;
    if (this.#promoting >= 0 && this.#eligible(this.#promoting)) return;
    this.#promoting = -1;
    let best = this.#wanted >= 0 && this.#fits(this.#wanted) ? this.#wanted : -1;
    if (best < 0)
      for (let i = 0; i < copies.count; i++) if (this.#eligible(i) && (best < 0 || copies.reach(i) > copies.reach(best))) best = i;
    if (best < 0) return;
    this.#promoting = best;
    this.#promotionDue = false;
    // What an earlier change of leader gave up stays lost, even if nobody else is left.
    if (copies.epoch[best] !== log.epoch) copies.rejoin(best);
    this.#sim.wake(this.#node, this.#settings.promotion, PROMOTED, ++this.#promotions);
    applier.go(best);
  }

  #eligible(i: number): boolean {
    return (i === this.#wanted && this.#fits(i)) || (this.#fits(i) && this.#parts.standing.hasMajority(i));
  }

  /** It could lead, whoever agrees. */
  #fits(i: number): boolean {
    const { standing, copies } = this.#parts;
    return standing.fit(i) && !copies.outrun(i) && this.comeback.rogue[i] === 0;
  }

  #lead(): void {
    const { copies, shipping } = this.#parts;
    const i = this.#promoting;
    if (!this.#promotionDue || copies.behind(i)) return;
    this.#promoting = -1;
    this.#wanted = -1;
    const first = copies.lead(i);
    shipping.leader = i;
    this.comeback.fenced[i] = 0;
    if (i !== this.#last) this.count++;
    this.#last = i;
    this.#listener.began(i, first);
    this.review();
  }
}
