/**
 * Reads at the leader of a Raft group that miss no committed write. The leader begins a round of heartbeats after the read came and
 * answers when a majority has answered the round: so it still led (thesis, 6.4). Reads that come during a round share the next one.
 * With a lease it answers by itself for a time after a round began, since no other can be elected meanwhile, provided that its clock
 * goes as fast as the others' (6.4.1).
 */
import { LEADER, type Member } from './member.ts';
import type { RaftOwner, RaftSettings, Surroundings } from './protocol.ts';

/** Rounds whose beginning is remembered: that many may be unanswered at once before leases are not renewed. */
const REMEMBERED = 64;

export interface Readers {
  readonly members: readonly Member[];
  readonly around: Surroundings;
  readonly owner: RaftOwner;
  readonly settings: RaftSettings;
  /** Sends all others a heartbeat of a new round. */
  sendRound(i: number): void;
  middle(values: readonly number[]): number;
}

export class Reads {
  readonly #group: Readers;

  constructor(group: Readers) {
    this.#group = group;
  }

  /** Whether a leader may answer a read from its state at once; else `readable` follows, unless it is deposed before. */
  ask(i: number, ticket: number, generation: number): boolean {
    const member = this.#group.members[i]!;
    const { settings, around } = this.#group;
    const alone = this.#group.members.length === 1;
    if (this.#knowsAll(member) && (alone || (settings.lease > 0 && around.clock(i) < member.leaseUntil))) return true;
    member.reads.push({ ticket, generation, round: member.round + 1 });
    if (member.confirmed === member.round) this.#group.sendRound(i);
    return false;
  }

  /** A round of heartbeats begins. */
  begin(i: number): void {
    const member = this.#group.members[i]!;
    member.round++;
    member.begun[member.round % REMEMBERED] = this.#group.around.clock(i);
  }

  /** Somebody answered a round, or an entry was committed. */
  heard(i: number): void {
    const member = this.#group.members[i]!;
    if (member.role !== LEADER) return;
    member.answered[i] = member.round;
    const confirmed = this.#group.middle(member.answered);
    if (confirmed > member.confirmed) {
      member.confirmed = confirmed;
      if (member.round - confirmed < REMEMBERED) {
        member.leaseUntil = Math.max(member.leaseUntil, member.begun[confirmed % REMEMBERED]! + this.#group.settings.lease);
      }
    }
    if (member.reads.length > 0) this.#serve(i, member);
  }

  /** A member begins to lead: nothing is known of the others yet. */
  forget(i: number): void {
    const member = this.#group.members[i]!;
    member.reads = [];
    member.confirmed = member.round;
    member.leaseUntil = Number.NEGATIVE_INFINITY;
  }

  #serve(i: number, member: Member): void {
    if (!this.#knowsAll(member)) return;
    let count = 0;
    while (count < member.reads.length && member.reads[count]!.round <= member.confirmed) count++;
    const ready = member.reads.splice(0, count);
    for (const { ticket, generation } of ready) this.#group.owner.readable?.(i, ticket, generation);
    if (member.role === LEADER && member.reads.length > 0 && member.confirmed === member.round) this.#group.sendRound(i);
  }

  /** It has an entry of its own term that is committed, and so all that were before it. */
  #knowsAll({ log, commit, term }: Member): boolean {
    return log.termAt(commit) === term;
  }
}
