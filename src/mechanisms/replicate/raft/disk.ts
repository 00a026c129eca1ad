/**
 * The disks of a Raft group. Term, vote and entries have to be on disk before anybody is told of them (figure 2: "updated on stable
 * storage before responding"); one write at a time, and what comes meanwhile goes with the next (group commit). Without fsync nobody
 * waits: the system writes by itself now and then, and a crash takes what came after.
 */
import type { Member } from './member.ts';
import type { Post } from './post.ts';
import type { RaftOwner, RaftSettings, Surroundings } from './protocol.ts';

/** Members in one event's number; more than any group has. */
const MOST_MEMBERS = 64;

export interface DiskUser {
  readonly members: readonly Member[];
  readonly around: Surroundings;
  readonly post: Post;
  readonly owner: RaftOwner;
  readonly settings: RaftSettings;
  /** More of a member's log is on its disk. */
  stored(i: number): void;
}

export class Disk {
  readonly #group: DiskUser;
  readonly #done: number;

  /** `done`: the group's event by which a write to disk ends. */
  constructor(group: DiskUser, done: number) {
    this.#group = group;
    this.#done = done;
  }

  /** Something changed that has to outlive a crash. */
  changed(i: number): void {
    const member = this.#group.members[i]!;
    member.dirty = true;
    if (!member.syncing) this.#begin(i, member);
  }

  /** Sends a message as soon as what was changed before it is on disk. */
  sendAfter(i: number, number: number): void {
    const member = this.#group.members[i]!;
    if (!this.#group.settings.fsync || (!member.dirty && !member.syncing)) this.#group.post.send(number);
    else if (member.dirty) member.waiting.push(number);
    else member.inSync.push(number);
  }

  /** The last entry of which a member may say that it holds it. */
  holds(i: number): number {
    const member = this.#group.members[i]!;
    return this.#group.settings.fsync ? member.synced : member.log.last;
  }

  /** Entries from this index on were cut off. */
  cut(i: number, from: number): void {
    const member = this.#group.members[i]!;
    member.synced = Math.min(member.synced, from - 1);
    member.target = Math.min(member.target, from - 1);
  }

  event(a: number): void {
    const i = a % MOST_MEMBERS;
    const member = this.#group.members[i]!;
    if (!member.syncing || Math.floor(a / MOST_MEMBERS) !== member.run) return;
    const messages = member.inSync;
    this.#finish(member);
    member.inSync = [];
    // What a process that stands still would have sent is lost; its next messages say the same.
    const awake = this.#group.around.isAwake(i);
    for (const number of messages) {
      if (awake) this.#group.post.send(number);
      else this.#group.post.drop(number);
    }
    if (member.dirty) this.#begin(i, member);
    this.#group.stored(i);
  }

  /** The process died: what is not on disk is gone. */
  crash(i: number): void {
    const member = this.#group.members[i]!;
    for (const number of [...member.inSync, ...member.waiting]) this.#group.post.drop(number);
    member.inSync = [];
    member.waiting = [];
    member.run++;
    member.syncing = false;
    member.dirty = false;
    if (member.log.last > member.synced) member.log.cut(member.synced + 1);
    member.term = member.syncedTerm;
    member.votedFor = member.syncedVote;
  }

  #begin(i: number, member: Member): void {
    const { settings, around } = this.#group;
    member.syncing = true;
    member.dirty = false;
    member.target = member.log.last;
    member.targetTerm = member.term;
    member.targetVote = member.votedFor;
    const sent = member.inSync;
    member.inSync = member.waiting;
    member.waiting = sent;
    const ns = settings.fsync ? settings.diskTime(i) : settings.flush;
    if (ns <= 0) this.#finish(member);
    else around.wake(ns, this.#done, member.run * MOST_MEMBERS + i);
  }

  #finish(member: Member): void {
    member.syncing = false;
    member.synced = Math.max(member.target, member.log.base);
    member.syncedTerm = member.targetTerm;
    member.syncedVote = member.targetVote;
  }
}
