/**
 * One token bucket for each session, for a bounded number of sessions: when all places are taken, the session that has been
 * silent for longest loses its bucket and starts with a full one when it comes again (as a limiter's shared memory zone does
 * in nginx). For a session that was silent long enough to refill, that changes nothing.
 */
import { KeyTable } from '../cache/key-table.ts';
import { SlotList } from '../evict/slot-list.ts';
import { TokenBuckets } from './token-bucket.ts';

/** Buckets kept (chosen; a zone of 10 MB for nginx's limit_req holds about as many). */
export const MOST_SESSIONS = 160_000;

export class SessionBuckets {
  readonly #buckets: TokenBuckets;
  readonly #table: KeyTable;
  readonly #order: SlotList;
  readonly #sessions: Int32Array;
  #used = 0;

  constructor(rate: number, burst: number, capacity = MOST_SESSIONS) {
    this.#buckets = new TokenBuckets(capacity, rate, burst);
    this.#table = new KeyTable(capacity);
    this.#order = new SlotList(capacity);
    this.#sessions = new Int32Array(capacity);
  }

  /** Takes a token of a session's own bucket; false when it holds none. */
  take(session: number, now: number): boolean {
    return this.#buckets.take(this.#bucketOf(session, now), now);
  }

  configure(rate: number, burst: number, now: number): void {
    this.#buckets.configure(rate, burst, now);
  }

  /** Forgets all sessions. */
  clear(): void {
    this.#table.clear();
    this.#order.clear();
    this.#used = 0;
  }

  #bucketOf(session: number, now: number): number {
    const known = this.#table.get(session);
    if (known >= 0) {
      this.#order.remove(known);
      this.#order.append(known);
      return known;
    }
    let slot = this.#used;
    if (slot < this.#sessions.length) this.#used++;
    else {
      slot = this.#order.first();
      this.#order.remove(slot);
      this.#table.remove(this.#sessions[slot]!);
    }
    this.#sessions[slot] = session;
    this.#table.add(session, slot);
    this.#order.append(slot);
    this.#buckets.fill(slot, now);
    return slot;
  }
}
