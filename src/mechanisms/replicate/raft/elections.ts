/**
 * Elections of a Raft group (section 5.2): who hears no leader for a time of its own stands in the next term; each grants one vote a
 * term, and only to a log that is no older than its own (5.4.1). With pre-votes it asks first whether it could win, so that one that
 * was cut off does not disturb the others when it comes back (thesis, 9.6); with these, or with leases, a member that hears a leader
 * turns others away (thesis, 4.2.3 and 6.4).
 */
import type { Stream } from '../../../std/random.ts';
import type { Disk } from './disk.ts';
import { CANDIDATE, LEADER, type Member } from './member.ts';
import { ASK, GRANT, type Message, type Post, PRE_ASK, PRE_GRANT } from './post.ts';
import type { RaftSettings, Surroundings } from './protocol.ts';

const NEVER = Number.POSITIVE_INFINITY;

export interface Electorate {
  readonly members: readonly Member[];
  readonly around: Surroundings;
  readonly post: Post;
  readonly disk: Disk;
  readonly settings: RaftSettings;
  /** A member was elected. */
  lead(i: number): void;
  isMajority(count: number): boolean;
}

export class Elections {
  /** How often somebody stood. */
  count = 0;
  readonly #group: Electorate;
  readonly #stream: Stream;
  readonly #timer: number;

  /** `timer`: the group's event by which a member's timer goes off. */
  constructor(group: Electorate, stream: Stream, timer: number) {
    this.#group = group;
    this.#stream = stream;
    this.#timer = timer;
  }

  /** A member's patience begins anew. */
  wait(i: number): void {
    const { least, most } = this.#group.settings;
    const ns = least + Math.floor(this.#stream.uniform() * (most - least));
    const member = this.#group.members[i]!;
    member.deadline = this.#group.around.now() + ns;
    if (member.alarm > member.deadline) this.#setAlarm(i, member.deadline);
  }

  /** Its timer went off: it stands for election if its patience has ended, unless it leads, or stands still. */
  timer(i: number): void {
    const { around, settings } = this.#group;
    const member = this.#group.members[i]!;
    if (around.now() !== member.alarm) return;
    member.alarm = NEVER;
    if (member.deadline === NEVER || member.role === LEADER) return;
    if (around.now() < member.deadline) {
      this.#setAlarm(i, member.deadline);
      return;
    }
    this.wait(i);
    if (!around.isAwake(i)) return;
    member.leader = -1;
    if (settings.preVote) this.#canvass(i);
    else this.#stand(i);
  }

  /** What asks and grants say; those of other terms have been seen to. */
  receive(message: Message): void {
    const { to, from, sort } = message;
    const member = this.#group.members[to]!;
    if (sort === ASK) this.#vote(to, message);
    else if (sort === PRE_ASK) this.#promise(to, message);
    else if (sort === PRE_GRANT) {
      if (member.promisedTerm !== message.term || message.term !== member.term + 1 || member.role === LEADER) return;
      member.promised |= 1 << from;
      if (this.#group.isMajority(bits(member.promised))) this.#stand(to);
    } else {
      if (member.role !== CANDIDATE) return;
      member.votes |= 1 << from;
      if (this.#group.isMajority(bits(member.votes))) this.#group.lead(to);
    }
  }

  #setAlarm(i: number, time: number): void {
    this.#group.members[i]!.alarm = time;
    this.#group.around.wake(time - this.#group.around.now(), this.#timer, i);
  }

  #canvass(i: number): void {
    const member = this.#group.members[i]!;
    member.promised = 1 << i;
    member.promisedTerm = member.term + 1;
    if (this.#group.isMajority(1)) this.#stand(i);
    else this.#ask(PRE_ASK, i, member.promisedTerm);
  }

  #stand(i: number): void {
    const member = this.#group.members[i]!;
    member.term++;
    member.role = CANDIDATE;
    member.votedFor = i;
    member.votes = 1 << i;
    member.promisedTerm = 0;
    this.count++;
    this.#group.disk.changed(i);
    this.#ask(ASK, i, member.term);
    if (this.#group.isMajority(1)) this.#group.lead(i);
  }

  #ask(sort: number, from: number, term: number): void {
    const { members, post, disk } = this.#group;
    const { log } = members[from]!;
    for (let to = 0; to < members.length; to++) {
      if (to === from) continue;
      const number = post.write(sort, from, to, term);
      post.at(number).index = log.last;
      post.at(number).indexTerm = log.lastTerm;
      disk.sendAfter(from, number);
    }
  }

  #vote(i: number, { from, index, indexTerm }: Message): void {
    const member = this.#group.members[i]!;
    if (!member.log.isNoNewerThan(index, indexTerm) || (member.votedFor !== -1 && member.votedFor !== from)) return;
    member.votedFor = from;
    this.wait(i);
    this.#group.disk.changed(i);
    this.#group.disk.sendAfter(i, this.#group.post.write(GRANT, i, from, member.term));
  }

  /** Whether it would vote so, without a vote. */
  #promise(i: number, { from, term, index, indexTerm }: Message): void {
    const member = this.#group.members[i]!;
    if (term <= member.term || !member.log.isNoNewerThan(index, indexTerm) || this.hears(i)) return;
    this.#group.post.send(this.#group.post.write(PRE_GRANT, i, from, term));
  }

  /** It leads, or heard a leader not long ago, and so does not help another to lead. */
  hears(i: number): boolean {
    const { settings, around } = this.#group;
    if (!settings.preVote && settings.lease === 0) return false;
    const member = this.#group.members[i]!;
    return member.role === LEADER || around.now() < member.heardAt + settings.least;
  }
}

/** How many bits are set. */
function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}
