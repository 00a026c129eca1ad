/**
 * Raft: instances elect a leader by majority and agree on a log (D. Ongaro, J. Ousterhout, "In search of an understandable consensus
 * algorithm", 2014). A follower that hears nothing for a time of its own stands for election in the next term; each grants one vote a
 * term, and only to a log that is no older than its own. The leader's heartbeats carry its log; what a majority holds is committed.
 * Terms, votes and logs outlive a crash. Messages take the distance between instances and do not pass cuts.
 *
 * What entries say is their owner's business; here they are counted. Left out: snapshots, changes of membership, pre-votes.
 */
import { UP } from '../../engine/knobs.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Stream } from '../../std/random.ts';

export interface RaftSettings {
  /** ns between heartbeats of a leader; a follower waits for one between `least` and `most` ns. */
  readonly heartbeat: number;
  readonly least: number;
  readonly most: number;
}

export interface RaftOwner {
  /** An entry (by index) is held by a majority. */
  committed(index: number): void;
  /** An instance ceased to lead: what it had not committed is lost for its callers. */
  deposed(instance: number): void;
}

const FOLLOWER = 0;
const CANDIDATE = 1;
const LEADER = 2;

const TIMER = 0;
const MESSAGE = 1;
const BEAT_TIMER = 2;

const ASK = 0;
const GRANT = 1;
const APPEND = 2;
const ACKNOWLEDGE = 3;

interface Message {
  sort: number;
  from: number;
  to: number;
  term: number;
  last: number;
  lastTerm: number;
}

class Member {
  role = FOLLOWER;
  term = 0;
  votedFor = -1;
  votes = 0;
  /** Index and term of the last entry in its log. */
  last = 0;
  lastTerm = 0;
  /** When its patience ends, ns. */
  deadline = Number.POSITIVE_INFINITY;
  /** When its timer goes off, at its deadline or before; then it looks. One timer, however often a heartbeat moves the deadline. */
  alarm = Number.POSITIVE_INFINITY;
  /** As leader: when it sends its next heartbeat, and what each member is known to hold. */
  beatAt = Number.POSITIVE_INFINITY;
  held: number[] = [];
}

export class Raft {
  settings: RaftSettings;
  readonly #sim: Sim;
  readonly #node: number;
  readonly #first: number;
  readonly #members: readonly Member[];
  readonly #stream: Stream;
  readonly #wakes: number;
  readonly #owner: RaftOwner;
  readonly #messages: Message[] = [];
  readonly #free: number[] = [];
  #committed = 0;
  elections = 0;

  constructor(
    sim: Sim,
    place: { readonly node: number; readonly firstInstance: number; readonly instances: number },
    settings: RaftSettings,
    stream: Stream,
    wakes: number,
    owner: RaftOwner,
  ) {
    this.#sim = sim;
    this.#node = place.node;
    this.#first = place.firstInstance;
    this.settings = settings;
    this.#stream = stream;
    this.#wakes = wakes;
    this.#owner = owner;
    this.#members = Array.from({ length: place.instances }, () => new Member());
  }

  start(): void {
    for (let i = 0; i < this.#members.length; i++) this.#wait(i);
  }

  /** The member that leads the newest term, or -1. */
  leader(): number {
    let best = -1;
    this.#members.forEach((member, i) => {
      if (member.role === LEADER && this.#isUp(i) && (best < 0 || member.term > this.#members[best]!.term)) best = i;
    });
    return best;
  }

  leads(i: number): boolean {
    return this.#members[i]!.role === LEADER;
  }

  termOf(i: number): number {
    return this.#members[i]!.term;
  }

  /** The leader appends an entry: its index, of which the owner hears when it is committed. */
  propose(i: number): number {
    const member = this.#members[i]!;
    member.last++;
    member.lastTerm = member.term;
    const index = member.last;
    this.#replicate(i);
    return index;
  }

  /** What is left to do for an entry that was proposed: nothing else may hold it, as with one member. */
  settle(i: number): void {
    this.#commit(this.#members[i]!, i);
  }

  event(what: number, a: number): void {
    const sort = what - this.#wakes;
    if (sort === MESSAGE) this.#receive(a);
    else if (sort === TIMER) this.#tired(a);
    else this.#beat(a);
  }

  /** A process died: who led leads no more. What is on its disk stays. */
  crash(i: number): void {
    const member = this.#members[i]!;
    if (member.role === LEADER) this.#owner.deposed(this.#first + i);
    member.role = FOLLOWER;
    member.deadline = Number.POSITIVE_INFINITY;
    member.beatAt = Number.POSITIVE_INFINITY;
  }

  restart(i: number): void {
    this.#wait(i);
  }

  #wait(i: number): void {
    const { least, most } = this.settings;
    const ns = least + Math.floor(this.#stream.uniform() * (most - least));
    const member = this.#members[i]!;
    member.deadline = this.#sim.now + ns;
    if (member.alarm > member.deadline) this.#setAlarm(i, member.deadline);
  }

  #setAlarm(i: number, time: number): void {
    this.#members[i]!.alarm = time;
    this.#sim.wake(this.#node, time - this.#sim.now, this.#wakes + TIMER, i);
  }

  /** Its patience ended: it stands for election, unless it leads, or stands still. */
  #tired(i: number): void {
    const member = this.#members[i]!;
    if (this.#sim.now !== member.alarm) return;
    member.alarm = Number.POSITIVE_INFINITY;
    if (member.deadline === Number.POSITIVE_INFINITY || member.role === LEADER) return;
    if (this.#sim.now < member.deadline) {
      this.#setAlarm(i, member.deadline);
      return;
    }
    this.#wait(i);
    if (!this.#isAwake(i)) return;
    member.term++;
    member.role = CANDIDATE;
    member.votedFor = i;
    member.votes = 1;
    this.elections++;
    this.#toOthers(ASK, i);
    if (this.#isMajority(1)) this.#win(i);
  }

  #win(i: number): void {
    const member = this.#members[i]!;
    member.role = LEADER;
    member.deadline = Number.POSITIVE_INFINITY;
    member.held = this.#members.map(() => 0);
    // An entry of its own term, by which those of earlier terms are committed too.
    member.last++;
    member.lastTerm = member.term;
    this.#beatNow(i);
  }

  #beat(i: number): void {
    const member = this.#members[i]!;
    if (this.#sim.now !== member.beatAt || member.role !== LEADER) return;
    if (this.#isAwake(i)) this.#beatNow(i);
    else this.#nextBeat(i);
  }

  #beatNow(i: number): void {
    this.#replicate(i);
    this.#nextBeat(i);
  }

  #nextBeat(i: number): void {
    this.#members[i]!.beatAt = this.#sim.now + this.settings.heartbeat;
    this.#sim.wake(this.#node, this.settings.heartbeat, this.#wakes + BEAT_TIMER, i);
  }

  #replicate(i: number): void {
    this.#members[i]!.held[i] = this.#members[i]!.last;
    this.#toOthers(APPEND, i);
  }

  #toOthers(sort: number, from: number): void {
    for (let to = 0; to < this.#members.length; to++) if (to !== from) this.#send(sort, from, to);
  }

  #send(sort: number, from: number, to: number): void {
    const { knobs } = this.#sim;
    if (knobs.parted(this.#first + from, this.#first + to)) return;
    const { term, last, lastTerm } = this.#members[from]!;
    const number = this.#free.pop() ?? this.#messages.push({ sort, from, to, term, last, lastTerm }) - 1;
    const message = this.#messages[number]!;
    message.sort = sort;
    message.from = from;
    message.to = to;
    message.term = term;
    message.last = last;
    message.lastTerm = lastTerm;
    this.#sim.wake(this.#node, this.#sim.distance(this.#first + from, this.#first + to), this.#wakes + MESSAGE, number);
  }

  #receive(number: number): void {
    const message = this.#messages[number]!;
    const { sort, from, to, term, last, lastTerm } = message;
    this.#free.push(number);
    if (!this.#isAwake(to)) return;
    const member = this.#members[to]!;
    if (term > member.term) this.#follow(to, term);
    if (term < member.term) return;
    if (sort === ASK) this.#vote(to, from, last, lastTerm);
    else if (sort === GRANT) this.#count(to);
    else if (sort === APPEND) this.#append(to, from, last, lastTerm);
    else if (member.role === LEADER) {
      member.held[from] = Math.max(member.held[from]!, last);
      this.#commit(member, to);
    }
  }

  /** A newer term was heard of. */
  #follow(i: number, term: number): void {
    const member = this.#members[i]!;
    const led = member.role === LEADER;
    member.term = term;
    member.votedFor = -1;
    member.role = FOLLOWER;
    if (!led) return;
    member.beatAt = Number.POSITIVE_INFINITY;
    this.#wait(i);
    this.#owner.deposed(this.#first + i);
  }

  #vote(i: number, candidate: number, last: number, lastTerm: number): void {
    const member = this.#members[i]!;
    const newer = lastTerm > member.lastTerm || (lastTerm === member.lastTerm && last >= member.last);
    if (!newer || (member.votedFor !== -1 && member.votedFor !== candidate)) return;
    member.votedFor = candidate;
    this.#wait(i);
    this.#send(GRANT, i, candidate);
  }

  #count(i: number): void {
    const member = this.#members[i]!;
    if (member.role !== CANDIDATE) return;
    member.votes++;
    if (this.#isMajority(member.votes)) this.#win(i);
  }

  #append(i: number, leader: number, last: number, lastTerm: number): void {
    const member = this.#members[i]!;
    member.role = FOLLOWER;
    member.last = last;
    member.lastTerm = lastTerm;
    this.#wait(i);
    this.#send(ACKNOWLEDGE, i, leader);
  }

  /** Entries that a majority holds are committed, in order. */
  #commit(member: Member, leader: number): void {
    const held = [...member.held].sort((a, b) => b - a);
    const index = held[Math.floor(this.#members.length / 2)] ?? 0;
    while (this.#committed < index && this.leads(leader)) {
      this.#committed++;
      this.#owner.committed(this.#committed);
    }
  }

  #isMajority(count: number): boolean {
    return count * 2 > this.#members.length;
  }

  #isUp(i: number): boolean {
    return this.#sim.knobs.down[this.#first + i] === UP;
  }

  #isAwake(i: number): boolean {
    return this.#isUp(i) && this.#sim.knobs.hung[this.#first + i] === 0;
  }
}
