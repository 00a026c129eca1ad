/**
 * Locks of a coordination service, as its replicated state: who holds what by which token until when, who waits, and what becomes of a
 * holder whose lease ran out. A holder is a request of a caller; its caller's process renews the lease as long as it lives and is heard.
 */

export interface Holder {
  readonly lock: number;
  /** The request that holds it: its row, the row's generation, and the instance that serves it. */
  readonly parent: number;
  readonly generation: number;
  readonly origin: number;
  readonly token: number;
  /** By the leader's clock. */
  heardAt: number;
}

/** Who waits: the row of the call, and its generation. */
interface Waiter {
  readonly row: number;
  readonly generation: number;
}

class Lock {
  readonly holders: Holder[] = [];
  readonly waiters: Waiter[] = [];
  /** Grows with every change that was made under it. */
  version = 0;
}

type Ending = 'released' | 'lapsed' | 'unknown';

export class Locks {
  readonly #locks = new Map<number, Lock>();
  readonly #holders = new Map<number, Holder>();
  /** Tokens of holders whose lease ran out and who have not been heard of since, by request. */
  readonly #lapsed = new Map<string, number>();
  /** Versions that requests have seen, by request and lock. */
  readonly #seen = new Map<string, number>();
  #tokens = 0;

  waiting(): number {
    let sum = 0;
    for (const lock of this.#locks.values()) sum += lock.waiters.length;
    return sum;
  }

  held(): number {
    return this.#holders.size;
  }

  /** Whether one more may hold a lock. */
  isFree(lock: number, permits: number): boolean {
    return this.#lock(lock).holders.length < permits;
  }

  wait(lock: number, row: number, generation: number): void {
    this.#lock(lock).waiters.push({ row, generation });
  }

  /** The first who waits for a lock, taken out of the line, or undefined. */
  next(lock: number): Waiter | undefined {
    return this.#lock(lock).waiters.shift();
  }

  /** Takes a call out of all lines; false when it stands in none. */
  leave(row: number): boolean {
    for (const { waiters } of this.#locks.values()) {
      const at = waiters.findIndex((waiter) => waiter.row === row);
      if (at < 0) continue;
      waiters.splice(at, 1);
      return true;
    }
    return false;
  }

  /** The first call in a line for which this is true, or -1. */
  firstWaiting(is: (row: number) => boolean): number {
    for (const { waiters } of this.#locks.values()) {
      const found = waiters.find((waiter) => is(waiter.row));
      if (found !== undefined) return found.row;
    }
    return -1;
  }

  grant(lock: number, parent: number, generation: number, origin: number, now: number): Holder {
    const holder: Holder = { lock, parent, generation, origin, token: ++this.#tokens, heardAt: now };
    this.#lock(lock).holders.push(holder);
    this.#holders.set(holder.token, holder);
    return holder;
  }

  /** The holder of a token while it holds, or undefined. */
  holder(token: number): Holder | undefined {
    return this.#holders.get(token);
  }

  /** A lease ran out: its holder does not know yet. */
  lapse(holder: Holder): void {
    this.#take(holder);
    this.#lapsed.set(keyOf(holder.parent, holder.generation, holder.lock), holder.token);
  }

  /** A request gives a lock back, or comes too late for that. */
  release(lock: number, parent: number, generation: number): Ending {
    const holder = this.#lock(lock).holders.find((one) => one.parent === parent && one.generation === generation);
    if (holder === undefined) return this.#lapsed.delete(keyOf(parent, generation, lock)) ? 'lapsed' : 'unknown';
    this.#take(holder);
    return 'released';
  }

  /** A request reads what a lock protects, without holding it. */
  see(lock: number, parent: number, generation: number): void {
    this.#seen.set(keyOf(parent, generation, lock), this.#lock(lock).version);
  }

  /** It writes what it made of that: false when another wrote meanwhile. */
  write(lock: number, parent: number, generation: number): boolean {
    const key = keyOf(parent, generation, lock);
    const fresh = this.#seen.get(key) === this.#lock(lock).version;
    this.#seen.delete(key);
    if (fresh) this.#lock(lock).version++;
    return fresh;
  }

  /** It gives up what it read. */
  forget(lock: number, parent: number, generation: number): void {
    this.#seen.delete(keyOf(parent, generation, lock));
  }

  #take(holder: Holder): void {
    const { holders } = this.#lock(holder.lock);
    holders.splice(holders.indexOf(holder), 1);
    this.#holders.delete(holder.token);
  }

  #lock(lock: number): Lock {
    let found = this.#locks.get(lock);
    if (found === undefined) {
      found = new Lock();
      this.#locks.set(lock, found);
    }
    return found;
  }
}

function keyOf(parent: number, generation: number, lock: number): string {
  return `${parent}.${generation}.${lock}`;
}
