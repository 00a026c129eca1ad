/**
 * Two-phase commit over shards (Gray 1978; Bernstein, Hadzilacos and Goodman 1987, ch. 7), each of which keeps its part by agreement of
 * its members (Corbett et al., Spanner, 2012, 4.2). A write that touches several shards is led by the leader of its own key's shard. It
 * asks the leaders of the others to prepare: each locks its key, does its work, has its group hold that it is prepared, and votes. When
 * all have voted yes the write is committed at home, which is the decision, and the others are told to write and let go. A part whose key
 * is locked waits for a write that began before its own, and votes no to one that began after it: so no circle of them waits. What is not found to be decided is given up (presumed abort, Mohan and
 * Lindsay 1983). One that is prepared and hears nothing may neither write nor let go: it is in doubt, and asks the shard of the decision
 * again and again; whoever leads that answers from what its group has agreed on. A read of a key that is prepared cannot know either
 * whether the write came before it, so it waits (4.1.3 of Spanner), or returns what was there before. Messages go over a mesh, with its losses and cuts.
 * Whose calls these are, and what work takes, is the station's business. Instances are ids of the simulation.
 */
import { UP } from '../../engine/knobs.ts';
import { CONFLICT, NO_LEADER, TIMED_OUT } from '../../engine/outcome.ts';
import { GENERATION, KEY } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import { Sampler } from '../../std/distribution.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { Mesh, type MeshOwner, type Message } from '../replicate/mesh.ts';
import type { Site } from '../replicate/standing.ts';
import { KeyWaits, STANDS_STILL } from './key-waits.ts';
import { Locks } from './locks.ts';
import type { Sharding, TwoPhaseSettings } from './sharding.ts';
import { COMMITTING, ENDED, FREE, OVER, type Part, PREPARED, PREPARING, partsOf, type Transaction, WORKING } from './transaction.ts';

/** What messages say. */
const [PREPARE, YES, NO, ASK, COMMIT, ABORT] = [0, 1, 2, 3, 4, 5];
/** A ticket is a transaction's number times this, and the place of a part in it; 0 is its own. */
const PER_TRANSACTION = 32;
/** In place of a ticket: reads that waited go on. */
const READS_GO_ON = 0;

export class TwoPhase implements MeshOwner {
  readonly mesh: Mesh;
  /** Calls that wait for keys. */
  readonly waits: KeyWaits;
  /** Writes over several shards that were decided, and that were given up, since the warm-up. */
  committed = 0;
  aborted = 0;
  readonly #sim: Sim;
  readonly #site: Site;
  readonly #wakes: number;
  readonly #owner: Sharding;
  #settings: TwoPhaseSettings;
  readonly #locks = new Locks();
  /** Those of which some key is locked, or whose leader has not ended them; by number, and by the row of their call while led. */
  readonly #open = new Map<number, Transaction>();
  readonly #led = new Map<number, Transaction>();
  #last = 0;

  /** `wakes`: what the station's wakes begin with that are its own; the first two are the mesh's. */
  constructor(
    site: Site,
    count: number,
    wakes: { readonly mesh: number; readonly own: number },
    settings: TwoPhaseSettings,
    owner: Sharding,
  ) {
    this.#sim = site.sim;
    this.#site = site;
    this.#wakes = wakes.own;
    this.#settings = settings;
    this.#owner = owner;
    this.mesh = new Mesh(site, count, wakes.mesh, { delay: new Sampler({ type: 'constant', value: 0 }, 1), loss: 0 }, this);
    this.waits = new KeyWaits(site.sim, this.#locks, owner, (ns) => site.sim.wake(site.node, ns, wakes.own, READS_GO_ON));
  }

  set settings(next: TwoPhaseSettings) {
    this.#settings = next;
    if (!next.readsWait) this.waits.letReadsGo();
  }

  /** Keys that are locked by parts which are prepared and cannot learn how their write ends. */
  inDoubt(): number {
    let sum = 0;
    for (const tx of this.#open.values()) for (const part of tx.parts) if (part.state === PREPARED && this.#isAlone(tx, part)) sum++;
    return sum;
  }

  forgetCounts(): void {
    this.committed = 0;
    this.aborted = 0;
    this.waits.reads = 0;
    this.waits.waited.clear();
  }

  /** Writes seven figures: in doubt, committed, given up, waiting now, reads that waited, ms that they did on the mean and at p99. */
  figures(out: Float64Array, at: number): void {
    const { waits } = this;
    out[at] = this.inDoubt();
    out[at + 1] = this.committed;
    out[at + 2] = this.aborted;
    out[at + 3] = waits.now();
    out[at + 4] = waits.reads;
    out[at + 5] = waits.waited.mean() / NS_PER_MS;
    out[at + 6] = waits.waited.quantile(0.99) / NS_PER_MS;
  }

  /** Whether a key is locked, so that it cannot move. */
  holds(key: number): boolean {
    return this.#locks.holder(key) !== 0;
  }

  /** A write whose own work is done: whether it is taken care of here, because its key is locked or it touches several shards. */
  takes(row: number, instance: number, spans: boolean): boolean {
    const { ints } = this.#sim.requests;
    const key = ints[row + KEY]!;
    const generation = ints[row + GENERATION]!;
    if (this.#locks.holder(key) !== 0) {
      this.waits.wait(key, row, generation, instance, true);
      return true;
    }
    if (!spans) return false;
    const parts = partsOf(key, this.#settings, this.#owner);
    if (parts.length < 2) return false;
    const tx = { number: ++this.#last, row, generation, instance, parts, phase: PREPARING, decided: false, orphan: false };
    this.#open.set(tx.number, tx);
    this.#led.set(row, tx);
    this.#locks.take(key, tx.number);
    this.#begin(tx);
    return true;
  }

  /**
   * A read whose own work is done: whether it is kept here, until it is known here how the write ends for which its key is prepared. A key
   * of which only the lock is taken is read as it is, since a write that lacks this vote is not decided; nor does the key of the decision
   * itself keep anybody, since it gets its version when the write is decided and before anybody hears of it.
   */
  keeps(row: number, instance: number): boolean {
    if (!this.#settings.readsWait) return false;
    const { ints } = this.#sim.requests;
    const key = ints[row + KEY]!;
    const tx = this.#open.get(this.#locks.holder(key));
    if (tx?.parts.some((part) => part.key === key && part.state === PREPARED) !== true) return false;
    this.waits.wait(key, row, ints[row + GENERATION]!, instance, false);
    return true;
  }

  received(message: Message): void {
    const { sort, op, about } = message;
    const at = this.#site.firstInstance + message.to;
    this.mesh.free(message);
    const tx = this.#open.get(op);
    if (tx === undefined) return;
    const part = tx.parts[about]!;
    if (sort === PREPARE) this.#prepare(tx, part, at);
    else if (sort === COMMIT) this.#write(tx, part, at);
    else if (sort === ABORT) this.#letGo(tx, part);
    else if (sort !== ASK && this.#isLedBy(tx, at)) this.#vote(tx, part, sort === YES);
    else if (sort !== NO) this.#answer(tx, part, at);
  }

  /** The work of a part is done: its group is to hold that it is prepared. */
  worked(ticket: number): void {
    const tx = this.#open.get(Math.floor(ticket / PER_TRANSACTION));
    const part = tx?.parts[ticket % PER_TRANSACTION];
    if (tx === undefined || part?.state !== WORKING) return;
    if (!this.#owner.leads(part.at)) {
      this.#letGo(tx, part);
      return;
    }
    this.#owner.note(part.at, -1, {
      agreed: () => this.#prepared(tx, part),
      applied: () => this.#send(part.state === PREPARED ? YES : NO, tx, part, this.#owner.leaderOf(part.shard), tx.instance),
    });
  }

  /** The leader of a call's shard leads no more: whether its decision stands is for the next one to see. */
  undecided(row: number): void {
    const tx = this.#led.get(row);
    if (tx !== undefined) this.#leave(tx);
  }

  crash(instance: number): void {
    this.mesh.crash(instance - this.#site.firstInstance);
    for (const tx of [...this.#open.values()]) {
      for (const part of tx.parts) {
        if (part.state !== WORKING || part.at !== instance) continue;
        part.state = FREE;
        this.#locks.free(part.key, tx.number);
      }
      if (this.#isLedBy(tx, instance)) this.#leave(tx);
      this.#forget(tx);
    }
  }

  event(ticket: number): void {
    if (ticket === READS_GO_ON) {
      this.waits.goOn();
      return;
    }
    const tx = this.#open.get(Math.floor(ticket / PER_TRANSACTION));
    if (tx === undefined) return;
    const part = tx.parts[ticket % PER_TRANSACTION]!;
    if (part.due !== this.#sim.now) return;
    const at = part === tx.parts[0] ? tx.instance : this.#addressOf(part);
    if (this.#sim.knobs.hung[at] === 1) this.#wake(STANDS_STILL, tx, part);
    else if (part === tx.parts[0]) {
      if (tx.phase === PREPARING) this.#abort(tx, TIMED_OUT);
    } else if (part.state === WORKING) this.#letGo(tx, part);
    else if (part.state === PREPARED) this.#ask(tx, part);
  }

  // ---- at the leader of the write

  #begin(tx: Transaction): void {
    for (const part of tx.parts.slice(1)) {
      part.asked = this.#owner.leaderOf(part.shard);
      if (part.asked < 0) {
        this.#abort(tx, NO_LEADER);
        return;
      }
      this.#send(PREPARE, tx, part, tx.instance, part.asked);
    }
    this.#wake(this.#settings.patience, tx, tx.parts[0]!);
  }

  #vote(tx: Transaction, part: Part, yes: boolean): void {
    if (tx.phase !== PREPARING || part.voted) return;
    const leads = this.#owner.leads(tx.instance);
    if (!yes || !leads) {
      this.#abort(tx, leads ? CONFLICT : NO_LEADER);
      return;
    }
    part.voted = true;
    if (!tx.parts.every(({ voted }, k) => voted || k === 0)) return;
    tx.phase = COMMITTING;
    const [own] = tx.parts;
    const [agreed, applied] = [() => this.#decided(tx), () => this.#tell(tx)];
    this.#owner.decide(tx.row, tx.instance, { agreed, applied, version: () => own.version });
  }

  /** A majority of its shard holds the decision. */
  #decided(tx: Transaction): boolean {
    if (!tx.decided) {
      this.committed++;
      this.#owner.make(tx.parts);
    }
    tx.decided = true;
    return true;
  }

  /** The leader of the shard of the decision has it in its state, and tells the others. */
  #tell(tx: Transaction): void {
    this.#end(tx);
    const leader = this.#owner.leaderOf(tx.parts[0]!.shard);
    if (leader < 0) return;
    for (const part of tx.parts.slice(1)) this.#send(COMMIT, tx, part, leader, this.#addressOf(part));
    this.#forget(tx);
  }

  #abort(tx: Transaction, reason: number): void {
    this.aborted++;
    this.#end(tx);
    for (const part of tx.parts) if (part.asked >= 0) this.#send(ABORT, tx, part, tx.instance, part.asked);
    this.#forget(tx);
    if (this.#owner.isOn(tx.row, tx.generation)) this.#owner.fail(tx.row, reason);
  }

  /** Nobody leads it any more; its row may be somebody else's soon. */
  #leave(tx: Transaction): void {
    tx.orphan = true;
    this.#end(tx);
    this.#forget(tx);
  }

  #end(tx: Transaction): void {
    if (tx.phase === ENDED) return;
    tx.phase = ENDED;
    this.#led.delete(tx.row);
    this.#locks.free(tx.parts[0]!.key, tx.number);
  }

  /** A part asks how its write ended: one that still leads it will tell, another leader looks at what its shard has agreed on. */
  #answer(tx: Transaction, part: Part, at: number): void {
    const { shard } = tx.parts[0]!;
    if (tx.phase !== ENDED && !this.#owner.leads(tx.instance)) this.#leave(tx);
    if (tx.phase !== ENDED || this.#owner.leaderOf(shard) !== at || !this.#owner.leads(at)) return;
    const known = (): void => {
      if (!tx.decided && tx.orphan) {
        tx.orphan = false;
        this.aborted++;
      }
      this.#send(tx.decided ? COMMIT : ABORT, tx, part, at, this.#addressOf(part));
    };
    this.#owner.learn(at, tx.number * PER_TRANSACTION + tx.parts.indexOf(part), { agreed: () => false, applied: known });
  }

  // ---- at the leader of another shard

  #prepare(tx: Transaction, part: Part, at: number): void {
    if (part.state !== FREE) return;
    const { key } = part;
    const holder = this.#locks.holder(key);
    const here = this.#owner.leads(at) && this.#owner.shardOf(key) === part.shard && !this.#owner.moves(key);
    part.at = at;
    if (here && holder !== 0 && holder < tx.number) {
      this.#locks.wait(key, () => {
        // The write may have been given up meanwhile, and be forgotten.
        if (this.#open.has(tx.number) && this.#sim.knobs.down[at] === UP) this.#prepare(tx, part, at);
      });
      return;
    }
    if (!here || holder !== 0 || !this.#owner.work(tx.row, tx.generation, at, tx.number * PER_TRANSACTION + tx.parts.indexOf(part))) {
      part.state = OVER;
      this.#send(NO, tx, part, at, tx.instance);
      return;
    }
    part.state = WORKING;
    this.#locks.take(key, tx.number);
    this.#wake(this.#settings.patience, tx, part);
  }

  /** Its group holds that it is prepared: the lock outlives whoever leads. */
  #prepared(tx: Transaction, part: Part): boolean {
    if (part.state === FREE) {
      // Who had locked it died before; another one may have the key by now.
      part.state = this.#locks.holder(part.key) === 0 ? WORKING : OVER;
      if (part.state === WORKING) this.#locks.take(part.key, tx.number);
    }
    if (part.state !== WORKING) return false;
    part.state = PREPARED;
    this.#open.set(tx.number, tx);
    this.#wake(this.#settings.patience, tx, part);
    return false;
  }

  #ask(tx: Transaction, part: Part): void {
    this.#wake(this.#settings.patience, tx, part);
    const from = this.#owner.leaderOf(part.shard);
    const to = this.#owner.leaderOf(tx.parts[0]!.shard);
    if (from >= 0 && to >= 0) this.#send(ASK, tx, part, from, to);
  }

  /** It hears that the write is decided: its key gets its version, and is free when its group holds that. */
  #write(tx: Transaction, part: Part, at: number): void {
    if (part.state !== PREPARED || !this.#owner.leads(at)) return;
    const agreed = (): boolean => {
      // Told twice, it writes once.
      if (part.state !== PREPARED) return false;
      this.#letGo(tx, part);
      return true;
    };
    this.#owner.note(at, part.key, { agreed, applied: () => undefined, version: () => part.version });
  }

  #letGo(tx: Transaction, part: Part): void {
    part.state = OVER;
    this.#locks.free(part.key, tx.number);
    this.#forget(tx);
  }

  // ----

  #isLedBy(tx: Transaction, instance: number): boolean {
    return tx.phase !== ENDED && tx.instance === instance;
  }

  /** Whether nobody leads the write, or a cut is between who does, or did, and a part. */
  #isAlone(tx: Transaction, part: Part): boolean {
    return tx.orphan || this.#sim.knobs.parted(tx.instance, this.#addressOf(part));
  }

  #addressOf(part: Part): number {
    const leader = this.#owner.leaderOf(part.shard);
    return leader < 0 ? part.asked : leader;
  }

  #forget(tx: Transaction): void {
    if (tx.phase === ENDED && tx.parts.every(({ state }) => state === FREE || state === OVER)) this.#open.delete(tx.number);
  }

  #send(sort: number, tx: Transaction, part: Part, from: number, to: number): void {
    const message = this.mesh.take(sort, from - this.#site.firstInstance, to - this.#site.firstInstance);
    message.op = tx.number;
    message.about = tx.parts.indexOf(part);
    this.mesh.send(message);
  }

  #wake(ns: number, tx: Transaction, part: Part): void {
    part.due = this.#sim.now + ns;
    this.#sim.wake(this.#site.node, ns, this.#wakes, tx.number * PER_TRANSACTION + tx.parts.indexOf(part));
  }
}
