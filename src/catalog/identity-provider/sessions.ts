/**
 * Users as an identity provider knows them: who is logged in, until when a token or a kept answer holds, and who was revoked when.
 * Revocations are the truth, known at once to the store and to no token. For a bounded number of users; the one not seen for longest
 * is forgotten.
 */
import { KeyTable } from '../../mechanisms/cache/key-table.ts';
import { SlotList } from '../../mechanisms/evict/slot-list.ts';
import type { Stream } from '../../std/random.ts';
import { NS_PER_S } from '../../std/units.ts';

/** Users remembered (chosen). */
const MOST_USERS = 160_000;
/** Draws for one who is logged in and not revoked yet, before a revocation hits nobody (chosen). */
const MOST_DRAWS = 20;

export class Sessions {
  /** Users revoked since the warm-up. */
  revoked = 0;
  readonly #copies: number;
  readonly #luck: Stream;
  readonly #table = new KeyTable(MOST_USERS);
  readonly #order = new SlotList(MOST_USERS);
  readonly #users = new Int32Array(MOST_USERS);
  readonly #tokenUntil = new Float64Array(MOST_USERS);
  readonly #revokedAt = new Float64Array(MOST_USERS);
  /** By user and copy: until when the copy takes the issuer's last word. */
  readonly #keptUntil: Float64Array;
  #used = 0;
  /** Revocations a second, and when the next one is due, ns. */
  #rate = 0;
  #due = Infinity;

  constructor(copies: number, luck: Stream) {
    this.#copies = copies;
    this.#luck = luck;
    this.#keptUntil = new Float64Array(MOST_USERS * copies);
  }

  /** Where a user is noted. */
  of(user: number): number {
    const known = this.#table.get(user);
    if (known >= 0) {
      this.#order.remove(known);
      this.#order.append(known);
      return known;
    }
    let slot = this.#used;
    if (slot < MOST_USERS) this.#used++;
    else {
      slot = this.#order.first();
      this.#order.remove(slot);
      this.#table.remove(this.#users[slot]!);
    }
    this.#users[slot] = user;
    this.#tokenUntil[slot] = -1;
    this.#revokedAt[slot] = -1;
    this.#keptUntil.fill(-1, slot * this.#copies, (slot + 1) * this.#copies);
    this.#table.add(user, slot);
    this.#order.append(slot);
    return slot;
  }

  isLoggedIn(slot: number): boolean {
    return this.#tokenUntil[slot]! >= 0;
  }

  logIn(slot: number, until: number): void {
    this.#tokenUntil[slot] = until;
  }

  hasToken(slot: number, now: number): boolean {
    return now < this.#tokenUntil[slot]!;
  }

  keeps(slot: number, copy: number, now: number): boolean {
    return now < this.#keptUntil[slot * this.#copies + copy]!;
  }

  keep(slot: number, copy: number, until: number): void {
    this.#keptUntil[slot * this.#copies + copy] = until;
  }

  /** A copy went down with what it kept. */
  forget(copy: number): void {
    for (let slot = 0; slot < this.#used; slot++) this.#keptUntil[slot * this.#copies + copy] = -1;
  }

  /** When a user was revoked, ns, or −1. */
  revokedAt(slot: number): number {
    return this.#revokedAt[slot]!;
  }

  /** Has so many revoked a second from now on. */
  revoke(rate: number, now: number): void {
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#due = rate > 0 ? now + NS_PER_S / rate : Infinity;
  }

  /** Revokes those who are due: to be asked before anything is decided, since no clock tells. */
  lookUntil(now: number): void {
    while (this.#due <= now) {
      this.#revokeOne(Math.floor(this.#due));
      this.#due += NS_PER_S / this.#rate;
    }
  }

  #revokeOne(at: number): void {
    if (this.#used === 0) return;
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      const slot = this.#luck.below(this.#used);
      if (!this.isLoggedIn(slot) || this.#revokedAt[slot]! >= 0) continue;
      this.#revokedAt[slot] = at;
      this.revoked++;
      return;
    }
  }
}
