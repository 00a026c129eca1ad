/**
 * Chain replication (R. van Renesse, F. Schneider, OSDI 2004): writes go in at the head and pass from member to member; what the tail
 * has is committed, and word of that goes back up. Every member has all that its successor has, so whoever is lost can be left out: a
 * new head lacks only what nobody was told of, a new tail commits what it has, and before a gap what is missing is sent again. With word
 * of what is committed every member may answer reads (CRAQ, J. Terrace, M. Freedman, 2009). Who belongs to the chain is decided in
 * `membership`. Members are counted from 0.
 */
import type { KeyVersions } from '../key-versions.ts';

/** One write as it passes along. Positions in the chain's order count from 1. */
export interface Link {
  readonly key: number;
  readonly version: number;
  readonly row: number;
  readonly generation: number;
}

export interface ChainSurroundings {
  now(): number;
  wake(delay: number, what: number, a: number): void;
  /** ns that a message sent now takes; -1: it does not pass. */
  way(from: number, to: number): number;
  isAwake(i: number): boolean;
  /** Draws the ns that taking in a record needs at a member. */
  applyTime(i: number): number;
}

export interface ChainOwner {
  /** The tail has it: its caller may be told, from there. */
  committed(tail: number, record: Link): void;
  /** Its head was lost before anybody else had it. */
  dropped(record: Link): void;
}

/** The chain's events. */
const ARRIVES = 0;
const APPLIED = 1;
const WORD = 2;
export const CHAIN_EVENTS = 3;

/** More members than any chain has. */
const MOST_MEMBERS = 64;

interface Message {
  to: number;
  position: number;
  epoch: number;
}

export class Chain {
  /** Members from head to tail. */
  order: readonly number[];
  /** Positions of the last record that each has, of the last one that it knows to be committed. */
  readonly has: number[];
  readonly clean: number[];
  readonly #around: ChainSurroundings;
  readonly #owner: ChainOwner;
  /** What each would answer if all that it has were committed, and what it knows to be. */
  readonly #newest: KeyVersions;
  readonly #sure: KeyVersions;
  #records: Link[] = [];
  /** Position of the last record forgotten; of the last one committed. */
  #base = 0;
  #done = 0;
  /** Positions of the last record sent on by each, and of the last that came to each; when it has taken in what came, ns. */
  readonly #sent: number[];
  readonly #came: number[];
  readonly #freeAt: number[];
  readonly #run: number[];
  #epoch = 0;
  readonly #messages: Message[] = [];
  readonly #free: number[] = [];

  constructor(members: number, around: ChainSurroundings, owner: ChainOwner, newest: KeyVersions, sure: KeyVersions) {
    this.#around = around;
    this.#owner = owner;
    this.#newest = newest;
    this.#sure = sure;
    this.order = Array.from({ length: members }, (_, i) => i);
    const zeros = (): number[] => Array.from({ length: members }, () => 0);
    this.has = zeros();
    this.clean = zeros();
    this.#sent = zeros();
    this.#came = zeros();
    this.#freeAt = zeros();
    this.#run = zeros();
  }

  get head(): number {
    return this.order[0] ?? -1;
  }

  get tail(): number {
    return this.order.at(-1) ?? -1;
  }

  /** Records that the head has and the tail has not. */
  get pending(): number {
    return this.#base + this.#records.length - this.#done;
  }

  /** The head takes in a write. */
  append(record: Link): void {
    const { head } = this;
    this.#records.push(record);
    this.#take(head, this.#base + this.#records.length);
  }

  /** A member has something about this key that it does not know to be committed. */
  isDirty(i: number, key: number): boolean {
    return this.#newest.of(i, key) !== this.#sure.of(i, key);
  }

  /** What a member knows to be committed. */
  version(i: number, key: number): number {
    return this.#sure.of(i, key);
  }

  event(what: number, a: number): void {
    if (what === APPLIED) {
      const i = a % MOST_MEMBERS;
      if (Math.floor(a / MOST_MEMBERS) !== this.#run[i]) return;
      // Who stands still takes nothing in; it is sent again when the member goes on.
      if (!this.#around.isAwake(i)) this.#stop(i);
      else if (this.has[i]! < this.#came[i]!) this.#take(i, this.has[i]! + 1);
      return;
    }
    const { to, position, epoch } = this.#messages[a]!;
    this.#free.push(a);
    if (epoch !== this.#epoch || !this.#around.isAwake(to)) return;
    if (what === WORD) this.#hear(to, position);
    else if (position === this.#came[to]! + 1) this.#receive(to, position);
  }

  /** A process died: it forgets what it had not taken in. */
  crash(i: number): void {
    this.#stop(i);
  }

  /** A member is left out: the others close the gap. */
  leaveOut(i: number): void {
    const wasHead = i === this.head;
    this.order = this.order.filter((member) => member !== i);
    this.#stop(i);
    if (wasHead) this.#cut();
    this.#closeRanks();
  }

  /** A member that was left out comes back behind the tail, with all that the tail has. */
  join(i: number): void {
    const { tail } = this;
    this.#stop(i);
    this.#newest.load(i, this.#newest.save(tail));
    this.#sure.load(i, this.#sure.save(tail));
    this.has[i] = this.has[tail]!;
    this.clean[i] = this.clean[tail]!;
    this.#came[i] = this.has[i]!;
    this.order = [...this.order, i];
    this.#closeRanks();
  }

  /** Messages may have been lost: each sends on what its successor lacks, and the tail says again what is committed. */
  again(): void {
    this.order.forEach((i, k) => {
      const next = this.order[k + 1];
      if (next === undefined || !this.#around.isAwake(i)) return;
      this.#sent[i] = Math.min(this.#came[next]!, this.has[i]!);
      this.#sendOn(i);
    });
    if (this.#around.isAwake(this.tail)) this.#commit(this.tail);
  }

  #stop(i: number): void {
    this.#run[i] = this.#run[i]! + 1;
    this.#came[i] = this.has[i]!;
    this.#freeAt[i] = 0;
  }

  #closeRanks(): void {
    this.#epoch++;
    // What was on its way belongs to the chain before.
    for (const i of this.order) this.#stop(i);
    this.again();
  }

  /** What only the lost head had is gone. */
  #cut(): void {
    const kept = this.has[this.head] ?? this.#base;
    for (const record of this.#records.splice(Math.max(0, kept - this.#base))) this.#owner.dropped(record);
  }

  #receive(i: number, position: number): void {
    this.#came[i] = position;
    const now = this.#around.now();
    const done = Math.max(now, this.#freeAt[i]!) + this.#around.applyTime(i);
    this.#freeAt[i] = done;
    if (done === now) this.#take(i, position);
    else this.#around.wake(done - now, APPLIED, this.#run[i]! * MOST_MEMBERS + i);
  }

  #take(i: number, position: number): void {
    const { key, version } = this.#record(position);
    this.has[i] = position;
    this.#came[i] = Math.max(this.#came[i]!, position);
    this.#newest.set(i, key, version);
    if (i === this.tail) this.#commit(i);
    else this.#sendOn(i);
  }

  #sendOn(i: number): void {
    const next = this.order[this.order.indexOf(i) + 1];
    if (next === undefined) return;
    while (this.#sent[i]! < this.has[i]!) {
      const way = this.#around.way(i, next);
      if (way < 0) return;
      this.#sent[i] = this.#sent[i]! + 1;
      this.#post(way, ARRIVES, next, this.#sent[i]!);
    }
  }

  #commit(tail: number): void {
    const upTo = this.has[tail]!;
    while (this.#done < upTo) {
      this.#done++;
      this.#owner.committed(tail, this.#record(this.#done));
    }
    this.#hear(tail, upTo);
  }

  /** A member learns that everything up to a position is committed, and says so to the one before it. */
  #hear(i: number, position: number): void {
    const upTo = Math.min(position, this.has[i]!);
    while (this.clean[i]! < upTo) {
      this.clean[i] = this.clean[i]! + 1;
      const { key, version } = this.#record(this.clean[i]!);
      this.#sure.set(i, key, version);
    }
    const before = this.order[this.order.indexOf(i) - 1];
    if (before === undefined) {
      this.#forget();
      return;
    }
    const way = this.#around.way(i, before);
    if (way >= 0) this.#post(way, WORD, before, position);
  }

  #post(way: number, what: number, to: number, position: number): void {
    let number = this.#free.pop();
    if (number === undefined) number = this.#messages.push({ to, position, epoch: 0 }) - 1;
    const message = this.#messages[number]!;
    message.to = to;
    message.position = position;
    message.epoch = this.#epoch;
    this.#around.wake(way, what, number);
  }

  #record(position: number): Link {
    return this.#records[position - this.#base - 1]!;
  }

  /** Records that all in the chain know to be committed are not needed any more. */
  #forget(): void {
    let least = Number.POSITIVE_INFINITY;
    for (const i of this.order) least = Math.min(least, this.clean[i]!);
    if (least - this.#base < 1000) return;
    this.#records = this.#records.slice(least - this.#base);
    this.#base = least;
  }
}
