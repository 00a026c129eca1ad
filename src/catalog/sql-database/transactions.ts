/**
 * Transactions of a database: what they lock and when, what they check at their commit, and why they are given up. A transaction is a
 * write with the rows it reads besides (the block of keys around its own), or a read. Locks are each instance's own.
 */
import { CONFLICT, DEADLOCKED, LOCK_TIMED_OUT } from '../../engine/outcome.ts';
import { INSTANCE, KEY, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { StationContext } from '../../engine/station.ts';
import { RowLocks } from '../../mechanisms/store/row-locks.ts';
import { nanosFromMillis } from '../../std/units.ts';
import { DEADLOCK_LOOK, LOCK_EXPIRES } from './events.ts';
import type { SqlValues } from './parameters.ts';

interface Transaction {
  readonly id: number;
  readonly row: number;
  readonly i: number;
  readonly write: boolean;
  /** The row that it writes, or reads, and all in the order in which they are touched. */
  readonly key: number;
  readonly keys: readonly number[];
  /** How often each of them had been changed when it began. */
  readonly seen: readonly number[];
  /** The version that it sees, where it reads as of its beginning. */
  readonly version: number;
  /** Keys touched so far; all work done. */
  step: number;
  ready: boolean;
  waitsSince: number;
}

/** What the station does with a transaction that waited. */
export interface TransactionListener {
  goOn(row: number): void;
  commit(row: number): void;
  abort(row: number, reason: number): void;
}

/** The answer to "what now": its work, nothing yet, its commit, or the reason why it is given up. */
export const WORK = -1;
export const WAIT = -2;
export const COMMIT = -3;

export class Transactions {
  lostUpdates = 0;
  conflicts = 0;
  deadlocks = 0;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #listener: TransactionListener;
  readonly #locks: readonly RowLocks[];
  readonly #byRow = new Map<number, Transaction>();
  readonly #byId = new Map<number, Transaction>();
  /** Commits so far of each key. */
  readonly #changes = new Map<number, number>();
  #values: SqlValues;
  #next = 1;

  constructor(context: StationContext, values: SqlValues, listener: TransactionListener) {
    this.#sim = context.sim;
    this.#node = context.node;
    this.#first = context.firstInstance;
    this.#listener = listener;
    this.#values = values;
    this.#locks = Array.from({ length: context.instances }, () => new RowLocks());
  }

  set values(values: SqlValues) {
    this.#values = values;
  }

  /** Transactions that wait for a lock now. */
  get waiting(): number {
    return this.#locks.reduce((sum, locks) => sum + locks.waiting, 0);
  }

  /** A call begins, as of a version of its key: WORK or WAIT. */
  begin(row: number, version: number): number {
    const r = this.#sim.requests;
    const key = r.ints[row + KEY]!;
    const write = r.has(row, WRITE);
    const keys = write ? this.#rowsOf(key) : [key];
    const tx: Transaction = {
      id: this.#next++,
      row,
      i: r.ints[row + INSTANCE]! - this.#first,
      write,
      key,
      keys,
      seen: keys.map((one) => this.#changed(one)),
      version,
      step: 0,
      ready: false,
      waitsSince: 0,
    };
    this.#byRow.set(row, tx);
    this.#byId.set(tx.id, tx);
    return this.#lockNext(tx);
  }

  /** Parts into which the work of a call falls, with a lock before each. */
  parts(row: number): number {
    return this.#strict ? (this.#byRow.get(row)?.keys.length ?? 1) : 1;
  }

  /** Whether a call has further parts to do: WORK or WAIT; COMMIT: none. */
  next(row: number): number {
    const tx = this.#byRow.get(row);
    if (tx === undefined || !this.#strict || tx.step >= tx.keys.length) return COMMIT;
    return this.#lockNext(tx);
  }

  /** All work of a write is done: COMMIT, WAIT, or why it is given up. */
  finish(row: number): number {
    const tx = this.#byRow.get(row);
    if (tx === undefined || this.#strict) return COMMIT;
    if (this.#values.control === 'locks') {
      tx.ready = true;
      if (!this.#ask(tx, tx.key, true)) return WAIT;
    }
    return this.#check(tx);
  }

  /** The version that a read answers, where it is that of its beginning; -1: the present one. */
  version(row: number): number {
    return this.#values.isolation === 'snapshot' ? (this.#byRow.get(row)?.version ?? -1) : -1;
  }

  /** A write takes effect. */
  committed(row: number): void {
    const tx = this.#byRow.get(row);
    if (tx !== undefined) this.#changes.set(tx.key, this.#changed(tx.key) + 1);
  }

  /** A call is over: what it had locked goes to those who wait. */
  end(row: number): void {
    const tx = this.#byRow.get(row);
    if (tx === undefined) return;
    this.#forget(tx);
    for (const id of this.#locks[tx.i]!.release(tx.id)) this.#granted(id);
  }

  wake(what: number, id: number): void {
    const tx = this.#byId.get(id);
    if (tx === undefined || !this.#locks[tx.i]!.isWaiting(id)) return;
    if (what === LOCK_EXPIRES) {
      if (this.#sim.now - tx.waitsSince >= nanosFromMillis(this.#values.lockTimeout)) this.#listener.abort(tx.row, LOCK_TIMED_OUT);
    } else if (this.#locks[tx.i]!.inCircle(id)) {
      this.deadlocks++;
      this.#listener.abort(tx.row, DEADLOCKED);
    }
  }

  /** An instance went down. */
  clear(i: number): void {
    this.#locks[i]!.clear();
    for (const tx of [...this.#byId.values()]) if (tx.i === i) this.#forget(tx);
  }

  forgetCounts(): void {
    this.lostUpdates = 0;
    this.conflicts = 0;
    this.deadlocks = 0;
  }

  /** Rows are locked from when they are first touched. */
  get #strict(): boolean {
    return this.#values.control === 'locks' && this.#values.isolation === 'serializable';
  }

  /** The block of keys around one's own: its own first, or all in order. */
  #rowsOf(key: number): readonly number[] {
    const { rowsTouched, lockOrder } = this.#values;
    if (rowsTouched === 1) return [key];
    const first = key - (key % rowsTouched);
    const block = Array.from({ length: rowsTouched }, (_, k) => first + k);
    return lockOrder === 'sorted' ? block : [key, ...block.filter((one) => one !== key)];
  }

  #lockNext(tx: Transaction): number {
    if (!this.#strict) return WORK;
    const key = tx.keys[tx.step++]!;
    return this.#ask(tx, key, tx.write && key === tx.key) ? WORK : WAIT;
  }

  #ask(tx: Transaction, key: number, exclusive: boolean): boolean {
    if (this.#locks[tx.i]!.request(tx.id, key, exclusive)) return true;
    const { lockTimeout, deadlockAfter } = this.#values;
    tx.waitsSince = this.#sim.now;
    this.#sim.wake(this.#node, nanosFromMillis(deadlockAfter), DEADLOCK_LOOK, tx.id);
    if (lockTimeout > 0) this.#sim.wake(this.#node, nanosFromMillis(lockTimeout), LOCK_EXPIRES, tx.id);
    return false;
  }

  #granted(id: number): void {
    const tx = this.#byId.get(id);
    if (tx === undefined) return;
    if (!tx.ready) {
      this.#listener.goOn(tx.row);
      return;
    }
    const verdict = this.#check(tx);
    if (verdict === COMMIT) this.#listener.commit(tx.row);
    else this.#listener.abort(tx.row, verdict);
  }

  /** May it commit, with what others have committed since it began? */
  #check(tx: Transaction): number {
    const own = this.#changed(tx.key) !== tx.seen[tx.keys.indexOf(tx.key)];
    const any = own || (this.#values.isolation === 'serializable' && tx.keys.some((key, k) => this.#changed(key) !== tx.seen[k]));
    if (!any) return COMMIT;
    if (this.#values.isolation === 'read-committed') {
      this.lostUpdates++;
      return COMMIT;
    }
    this.conflicts++;
    return CONFLICT;
  }

  #changed(key: number): number {
    return this.#changes.get(key) ?? 0;
  }

  #forget(tx: Transaction): void {
    this.#byRow.delete(tx.row);
    this.#byId.delete(tx.id);
  }
}
