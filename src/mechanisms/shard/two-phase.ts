/**
 * Two-phase commit over shards (Gray 1978; Bernstein, Hadzilacos and Goodman 1987, ch. 7): a write that touches several shards is led by
 * the leader of its own key's shard. It asks the others to prepare; each locks its key, does its work and votes. When all have voted yes
 * the write is committed at home, which is the decision, and the others hear of it and let go. A part whose key is locked votes no, so
 * nobody waits while holding a lock. A leader that dies before it has decided, or cannot be heard, leaves the others in doubt: they may
 * neither commit nor let go until its shard has a leader again, which finds the decision in its log or gives the write up.
 * Whose data is written, and what work takes, is the station's business. Instances are ids of the simulation.
 */
import { CONFLICT, NO_LEADER, TIMED_OUT } from '../../engine/outcome.ts';
import { GENERATION, KEY } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';

export interface TwoPhaseSettings {
  /** Shards that such a write touches, its own included. */
  readonly touches: number;
  /** Keys among which those of the other shards are sought. */
  readonly keys: number;
  /** ns after which a leader that lacks a vote gives the write up. */
  readonly patience: number;
}

/** The station's side. */
export interface Sharding {
  shardOf(key: number): number;
  shards(): number;
  /** The instance that leads a shard; -1: none. */
  leaderOf(shard: number): number;
  /** The newest version of a key that the leader of its shard holds. */
  version(shard: number, key: number): number;
  isOn(row: number, generation: number): boolean;
  /** Sends a call's question, or a vote against it, from one instance to another. */
  ask(row: number, generation: number, from: number, to: number): void;
  refuse(row: number, generation: number, from: number, to: number): void;
  /** A call's part at an instance is done as work; false when there is no room. */
  work(row: number, generation: number, instance: number, asker: number): boolean;
  commit(row: number, instance: number): void;
  fail(row: number, reason: number): void;
  /** The key that a call waited for is free. */
  resume(row: number, instance: number): void;
}

interface Part {
  readonly shard: number;
  readonly key: number;
  locked: boolean;
}

const PREPARING = 0;
const COMMITTING = 1;
const ENDING = 2;

interface Transaction {
  readonly number: number;
  readonly row: number;
  readonly generation: number;
  readonly instance: number;
  readonly shard: number;
  /** Its own first. */
  readonly parts: readonly Part[];
  /** What its own key had before. */
  readonly before: number;
  votes: number;
  phase: number;
  /** Its leader is gone, or a part cannot be told. */
  doubt: boolean;
  /** Its shard had a leader at the last look. */
  led: boolean;
}

interface Waiter {
  readonly row: number;
  readonly generation: number;
  readonly instance: number;
}

/** Wakes: `a` is a transaction's number and one of these, or the part that hears of the decision. */
const EXPIRES = 0;
const LOOK = 1;
const TOLD = 2;
const PER_TRANSACTION = 32;
/** ns between two looks for a leader, or for a way to a part (chosen). */
const LOOK_AGAIN = 50e6;

export class TwoPhase {
  settings: TwoPhaseSettings;
  /** Writes over several shards that were given up, since the warm-up. */
  aborted = 0;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #wakes: number;
  readonly #owner: Sharding;
  readonly #open = new Map<number, Transaction>();
  readonly #byRow = new Map<number, Transaction>();
  readonly #locks = new Map<number, Transaction>();
  readonly #waiting = new Map<number, Waiter[]>();
  #last = 0;

  constructor(sim: Sim, node: number, wakes: number, settings: TwoPhaseSettings, owner: Sharding) {
    this.#sim = sim;
    this.#node = node;
    this.#wakes = wakes;
    this.settings = settings;
    this.#owner = owner;
  }

  /** Keys that are locked by writes of which nobody can be told how they ended. */
  inDoubt(): number {
    let sum = 0;
    for (const tx of this.#open.values()) if (tx.doubt) for (const part of tx.parts) sum += part.locked ? 1 : 0;
    return sum;
  }

  /** Whether a key is locked, so that it cannot move. */
  holds(key: number): boolean {
    return this.#locks.has(key);
  }

  /** A write whose own work is done: whether it is taken care of here, because its key is locked or it touches several shards. */
  takes(row: number, instance: number, spans: boolean): boolean {
    const { ints } = this.#sim.requests;
    const key = ints[row + KEY]!;
    const generation = ints[row + GENERATION]!;
    if (this.#locks.has(key)) {
      const line = this.#waiting.get(key) ?? [];
      line.push({ row, generation, instance });
      this.#waiting.set(key, line);
      return true;
    }
    const parts = spans ? this.#partsOf(key) : [];
    if (parts.length < 2) return false;
    const { shard } = parts[0]!;
    const number = ++this.#last;
    const before = this.#owner.version(shard, key);
    const tx = { number, row, generation, instance, shard, parts, before, votes: 1, phase: PREPARING, doubt: false, led: false };
    this.#open.set(number, tx);
    this.#byRow.set(row, tx);
    this.#lock(tx, parts[0]!);
    for (const part of parts.slice(1)) {
      const leader = this.#owner.leaderOf(part.shard);
      if (leader < 0) {
        this.#abort(tx, NO_LEADER);
        return true;
      }
      this.#owner.ask(row, generation, instance, leader);
    }
    this.#wake(this.settings.patience, tx, EXPIRES);
    return true;
  }

  /** The question has come to an instance that leads a shard. */
  asked(row: number, generation: number, instance: number, shard: number): void {
    const tx = this.#of(row, generation);
    const part = tx?.parts.find((one) => one.shard === shard);
    if (tx?.phase !== PREPARING || part === undefined) return;
    if (this.#locks.has(part.key)) this.#owner.refuse(row, generation, instance, tx.instance);
    else {
      this.#lock(tx, part);
      if (!this.#owner.work(row, generation, instance, tx.instance)) this.#owner.refuse(row, generation, instance, tx.instance);
    }
  }

  /** A vote has come back. */
  voted(row: number, generation: number, yes: boolean): void {
    const tx = this.#of(row, generation);
    if (tx?.phase !== PREPARING || tx.doubt) return;
    if (!yes) this.#abort(tx, CONFLICT);
    else if (++tx.votes === tx.parts.length) {
      tx.phase = COMMITTING;
      this.#owner.commit(row, tx.instance);
    }
  }

  /** The write of a call is safe: if it was one of these, the others hear of it. */
  committed(row: number): void {
    const tx = this.#byRow.get(row);
    if (tx?.phase !== COMMITTING || tx.doubt) return;
    this.#end(tx);
  }

  /** Its leader gave up leading: whether the decision stands is for the next one to see. */
  undecided(row: number): void {
    const tx = this.#byRow.get(row);
    if (tx !== undefined && tx.phase !== ENDING) this.#leaveInDoubt(tx);
  }

  crash(instance: number): void {
    for (const tx of [...this.#open.values()]) if (tx.instance === instance && tx.phase !== ENDING) this.#leaveInDoubt(tx);
  }

  event(a: number): void {
    const tx = this.#open.get(Math.floor(a / PER_TRANSACTION));
    if (tx === undefined) return;
    const what = a % PER_TRANSACTION;
    if (what === LOOK) this.#look(tx);
    else if (what >= TOLD) this.#letGo(tx, tx.parts[what - TOLD]!);
    else if (tx.phase === PREPARING && !tx.doubt) this.#abort(tx, TIMED_OUT);
  }

  /** Its own key, and the next ones that belong to other shards, one of each. */
  #partsOf(key: number): Part[] {
    const { keys, touches } = this.settings;
    const parts: Part[] = [{ shard: this.#owner.shardOf(key), key, locked: false }];
    const most = Math.min(touches, this.#owner.shards());
    for (let d = 1; d < keys && parts.length < most; d++) {
      const other = (key + d) % keys;
      const shard = this.#owner.shardOf(other);
      if (!parts.some((part) => part.shard === shard)) parts.push({ shard, key: other, locked: false });
    }
    return parts;
  }

  #of(row: number, generation: number): Transaction | undefined {
    const tx = this.#byRow.get(row);
    return tx?.generation === generation ? tx : undefined;
  }

  #lock(tx: Transaction, part: Part): void {
    part.locked = true;
    this.#locks.set(part.key, tx);
  }

  #abort(tx: Transaction, reason: number): void {
    this.aborted++;
    this.#end(tx);
    if (this.#owner.isOn(tx.row, tx.generation)) this.#owner.fail(tx.row, reason);
  }

  /** Nobody leads it any more; its row may be somebody else's soon. */
  #leaveInDoubt(tx: Transaction): void {
    this.#byRow.delete(tx.row);
    tx.doubt = true;
    this.#wake(LOOK_AGAIN, tx, LOOK);
  }

  /** It is decided: its own key is free, and the others are told. */
  #end(tx: Transaction): void {
    this.#byRow.delete(tx.row);
    tx.phase = ENDING;
    this.#tell(tx);
  }

  #tell(tx: Transaction): void {
    const from = this.#owner.leaderOf(tx.shard);
    let untold = false;
    tx.parts.forEach((part, k) => {
      if (!part.locked) return;
      const to = this.#owner.leaderOf(part.shard);
      if (part.shard === tx.shard) this.#letGo(tx, part);
      else if (from < 0 || to < 0 || this.#sim.knobs.parted(from, to)) untold = true;
      else this.#wake(this.#sim.distance(from, to), tx, TOLD + k);
    });
    tx.doubt = untold;
    if (untold) this.#wake(LOOK_AGAIN, tx, LOOK);
    this.#forget(tx);
  }

  #look(tx: Transaction): void {
    if (tx.phase !== ENDING) {
      const led = this.#owner.leaderOf(tx.shard) >= 0;
      // One that has just begun to lead first takes in its own log.
      if (!led || !tx.led) {
        tx.led = led;
        this.#wake(LOOK_AGAIN, tx, LOOK);
        return;
      }
      const { key } = tx.parts[0]!;
      if (tx.phase !== COMMITTING || this.#owner.version(tx.shard, key) <= tx.before) this.aborted++;
      tx.phase = ENDING;
    }
    this.#tell(tx);
  }

  #letGo(tx: Transaction, part: Part): void {
    if (!part.locked) return;
    part.locked = false;
    this.#locks.delete(part.key);
    const line = this.#waiting.get(part.key) ?? [];
    this.#waiting.delete(part.key);
    for (const { row, generation, instance } of line) if (this.#owner.isOn(row, generation)) this.#owner.resume(row, instance);
    this.#forget(tx);
  }

  #forget(tx: Transaction): void {
    if (tx.phase === ENDING && !tx.parts.some(({ locked }) => locked)) this.#open.delete(tx.number);
  }

  #wake(ns: number, tx: Transaction, what: number): void {
    this.#sim.wake(this.#node, ns, this.#wakes, tx.number * PER_TRANSACTION + what);
  }
}
