/**
 * Raft: a group of members that elect a leader by majority and agree on a log (D. Ongaro, J. Ousterhout, 2014). This joins the parts
 * beside it, each of which can be read alone: elections, replication, disks, reads. It knows neither the simulation nor what entries
 * mean: `Surroundings` gives it network, clocks and machines, `RaftOwner` hears what was decided. Left out: changes of membership.
 */
import type { Stream } from '../../../std/random.ts';
import { Disk } from './disk.ts';
import { Elections } from './elections.ts';
import { FOLLOWER, LEADER, Member } from './member.ts';
import { ACKNOWLEDGE, APPEND, ASK, INSTALL, Post, PRE_ASK, PRE_GRANT, REFUSE } from './post.ts';
import type { Entry, RaftOwner, RaftSettings, Surroundings } from './protocol.ts';
import { Reads } from './reads.ts';
import { Replication } from './replication.ts';

/** The group's events. */
const TIMER = 0;
const MESSAGE = 1;
const BEAT = 2;
const ON_DISK = 3;
/** How many sorts of events a group has. */
export const RAFT_EVENTS = 4;

const NEVER = Number.POSITIVE_INFINITY;

export class Raft {
  settings: RaftSettings;
  readonly members: readonly Member[];
  readonly around: Surroundings;
  readonly owner: RaftOwner;
  readonly post: Post;
  readonly disk: Disk;
  readonly elections: Elections;
  readonly reads: Reads;
  readonly #replication: Replication;
  /** Entries from index `#first` on that were committed, in the order of the log, and told so. */
  #committed: Entry[] = [];
  #first = 1;

  constructor(members: number, around: Surroundings, settings: RaftSettings, stream: Stream, owner: RaftOwner) {
    this.settings = settings;
    this.around = around;
    this.owner = owner;
    this.members = Array.from({ length: members }, () => new Member());
    this.post = new Post(around, MESSAGE);
    this.disk = new Disk(this, ON_DISK);
    this.elections = new Elections(this, stream, TIMER);
    this.#replication = new Replication(this, members);
    this.reads = new Reads(this);
  }

  start(): void {
    for (let i = 0; i < this.members.length; i++) this.elections.wait(i);
  }

  event(what: number, a: number): void {
    if (what === MESSAGE) this.#receive(a);
    else if (what === TIMER) this.elections.timer(a);
    else if (what === BEAT) this.#beat(a);
    else this.disk.event(a);
  }

  // ---- for whoever owns it

  /** The member that is up and leads the newest term, or -1. Nobody in the group knows this; it is for the screen. */
  leader(): number {
    let best = -1;
    this.members.forEach((member, i) => {
      if (member.role === LEADER && this.around.isUp(i) && (best < 0 || member.term > this.members[best]!.term)) best = i;
    });
    return best;
  }

  leads(i: number): boolean {
    return this.members[i]!.role === LEADER;
  }

  termOf(i: number): number {
    return this.members[i]!.term;
  }

  /** Whom a member takes for the leader: itself, or whom it heard last; -1: nobody. */
  leaderFor(i: number): number {
    const member = this.members[i]!;
    return member.role === LEADER ? i : member.leader;
  }

  /** The leader appends an entry and sends it: its index. Follow it with `settle`. A `version` is of an entry that was made elsewhere. */
  propose(i: number, key: number, row: number, generation: number, version = 0): number {
    const index = this.#replication.append(i, key, row, generation, version);
    this.#replication.ship(i, false);
    return index;
  }

  /** What is left to do for an entry that was proposed: nobody else may have to hold it. */
  settle(i: number): void {
    this.#replication.commit(i);
  }

  /** A process died: what its disk holds stays. */
  crash(i: number): void {
    const member = this.members[i]!;
    const led = member.role === LEADER;
    member.role = FOLLOWER;
    member.deadline = NEVER;
    member.beatAt = NEVER;
    member.leader = -1;
    member.promisedTerm = 0;
    this.reads.forget(i);
    this.disk.crash(i);
    if (led) this.owner.deposed(i);
    const { saved } = member;
    member.commit = saved?.index ?? 0;
    member.applied = member.commit;
    this.owner.load?.(i, saved?.data);
  }

  restart(i: number): void {
    this.members[i]!.heardAt = this.around.now();
    this.elections.wait(i);
  }

  /** Entries committed so far. */
  get committed(): number {
    return this.#first + this.#committed.length - 1;
  }

  // ---- for its parts

  isMajority(count: number): boolean {
    return count * 2 > this.members.length;
  }

  middle(values: readonly number[]): number {
    return this.#replication.middle(values);
  }

  /** A member was elected. */
  lead(i: number): void {
    const member = this.members[i]!;
    member.role = LEADER;
    member.deadline = NEVER;
    member.leader = i;
    this.#checkPast(i);
    this.reads.forget(i);
    this.#replication.begin(i);
    this.owner.elected?.(i);
    // An entry of its own term, by which those of earlier terms are committed too.
    this.#replication.append(i, -1, -1, 0);
    this.#beatNow(i);
    if (this.members.length === 1) this.settle(i);
  }

  sendRound(i: number): void {
    this.reads.begin(i);
    this.#replication.ship(i, true);
  }

  stored(i: number): void {
    this.#replication.commit(i);
    if (this.members[i]!.reads.length > 0) this.reads.heard(i);
  }

  observe(i: number, index: number): void {
    const entry = this.members[i]!.log.at(index);
    const at = index - this.#first;
    if (at < this.#committed.length) {
      if (at < 0 || this.#committed[at] === entry) return;
      this.#loseFrom(i, at);
    }
    this.#committed.push(entry);
    this.owner.committed(index, entry);
    if (this.#committed.length > 2 * this.settings.kept + 1000) this.#trim();
  }

  // ----

  #beat(i: number): void {
    const member = this.members[i]!;
    if (this.around.now() !== member.beatAt || member.role !== LEADER) return;
    if (!this.around.isAwake(i)) this.#nextBeat(i);
    else if (this.settings.stepsDown && !this.#hearsMajority(i)) this.#resign(i);
    else this.#beatNow(i);
  }

  #beatNow(i: number): void {
    this.sendRound(i);
    this.#nextBeat(i);
  }

  #nextBeat(i: number): void {
    this.members[i]!.beatAt = this.around.now() + this.settings.heartbeat;
    this.around.wake(this.settings.heartbeat, BEAT, i);
  }

  #hearsMajority(i: number): boolean {
    const { answeredAt } = this.members[i]!;
    const since = this.around.now() - this.settings.most;
    let count = 0;
    for (let j = 0; j < answeredAt.length; j++) if (j === i || answeredAt[j]! >= since) count++;
    return this.isMajority(count);
  }

  #receive(number: number): void {
    const message = this.post.at(number);
    const { sort, to, term } = message;
    // What it holds is read before the number is used again.
    if (this.around.isAwake(to)) this.#heed(this.members[to]!, sort, to, term, number);
    this.post.drop(number);
  }

  #heed(member: Member, sort: number, to: number, term: number, number: number): void {
    const message = this.post.at(number);
    if (sort === PRE_ASK || sort === PRE_GRANT) {
      this.elections.receive(message);
      return;
    }
    if (term > member.term) {
      if (sort === ASK && this.elections.hears(to)) return;
      this.#follow(to, term);
    }
    if (term < member.term) {
      if (sort === APPEND || sort === INSTALL) this.post.send(this.post.write(REFUSE, to, message.from, member.term));
    } else if (sort === APPEND || sort === INSTALL) {
      if (member.role === LEADER) this.#resign(to);
      if (sort === APPEND) this.#replication.receive(to, message);
      else this.#replication.install(to, message);
    } else if (sort === ACKNOWLEDGE || sort === REFUSE) {
      if (member.role !== LEADER) return;
      this.#replication.answered(to, message);
      this.reads.heard(to);
    } else this.elections.receive(message);
  }

  /** A newer term was heard of. */
  #follow(i: number, term: number): void {
    const member = this.members[i]!;
    member.term = term;
    member.votedFor = -1;
    member.leader = -1;
    this.disk.changed(i);
    if (member.role === LEADER) this.#resign(i);
    else member.role = FOLLOWER;
  }

  /** It leads no more. */
  #resign(i: number): void {
    const member = this.members[i]!;
    member.role = FOLLOWER;
    member.leader = -1;
    member.beatAt = NEVER;
    this.elections.wait(i);
    this.owner.deposed(i);
    this.reads.forget(i);
  }

  /** What was committed and a new leader does not have is lost. */
  #checkPast(i: number): void {
    const { log } = this.members[i]!;
    for (let at = 0; at < this.#committed.length; at++) {
      const index = this.#first + at;
      if (index <= log.base || (index <= log.last && log.at(index) === this.#committed[at])) continue;
      this.#loseFrom(i, at);
      return;
    }
  }

  #loseFrom(i: number, at: number): void {
    const lost = this.#committed.splice(at);
    this.owner.lost?.(i, lost);
  }

  /** Forgets of what was committed what all members have in their saved states. */
  #trim(): void {
    const least = this.members.reduce((sum, { log }) => Math.min(sum, log.base), Number.POSITIVE_INFINITY);
    const count = Math.min(this.#committed.length, least + 1 - this.#first);
    if (count <= 0) return;
    this.#committed = this.#committed.slice(count);
    this.#first += count;
  }
}
