/**
 * Replication of a Raft group's log (section 5.3): the leader sends entries with the one before them, a follower takes them if it has
 * that one and cuts off what contradicts; what a majority holds is committed, if it is of the leader's own term (5.4.2). Who lags behind
 * what the leader still has gets its saved state (section 7). Several messages may be on their way to a follower at once.
 */
import type { Disk } from './disk.ts';
import type { Elections } from './elections.ts';
import { FOLLOWER, LEADER, type Member } from './member.ts';
import { ACKNOWLEDGE, APPEND, INSTALL, type Message, type Post, REFUSE } from './post.ts';
import type { RaftOwner, RaftSettings, Surroundings } from './protocol.ts';

export interface Replicated {
  readonly members: readonly Member[];
  readonly around: Surroundings;
  readonly post: Post;
  readonly disk: Disk;
  readonly elections: Elections;
  readonly owner: RaftOwner;
  readonly settings: RaftSettings;
  /** An entry of a member's log is known to be committed. */
  observe(i: number, index: number): void;
}

export class Replication {
  readonly #group: Replicated;
  readonly #sorted: Float64Array;

  constructor(group: Replicated, members: number) {
    this.#group = group;
    this.#sorted = new Float64Array(members);
  }

  /** A member begins to lead: it takes the others' logs to be as long as its own until they say otherwise. */
  begin(i: number): void {
    const { members, around } = this.#group;
    const member = members[i]!;
    const now = around.now();
    member.next = members.map(() => member.log.last + 1);
    member.match = members.map(() => 0);
    member.flying = members.map(() => 0);
    member.answeredAt = members.map(() => now);
    member.probing = members.map(() => false);
    member.installing = members.map(() => Number.NEGATIVE_INFINITY);
    member.answered = members.map(() => 0);
  }

  append(i: number, key: number, row: number, generation: number, version = 0): number {
    const member = this.#group.members[i]!;
    member.log.append({ term: member.term, key, row, generation, version });
    this.#group.disk.changed(i);
    return member.log.last;
  }

  /** Sends what the others were not sent yet; a heartbeat goes to those for whom there is nothing. */
  ship(i: number, beat: boolean): void {
    for (let to = 0; to < this.#group.members.length; to++) if (to !== i) this.#feed(i, to, beat);
  }

  /** A follower's answer reached its leader. */
  answered(i: number, { from, sort, index, refused, round }: Message): void {
    const member = this.#group.members[i]!;
    member.answeredAt[from] = this.#group.around.now();
    member.answered[from] = Math.max(member.answered[from]!, round);
    if (sort === ACKNOWLEDGE) {
      member.flying[from] = Math.max(0, member.flying[from]! - 1);
      member.match[from] = Math.max(member.match[from]!, index);
      member.next[from] = Math.max(member.next[from]!, index + 1);
      if (index >= member.next[from]! - 1) member.probing[from] = false;
      this.commit(i);
    } else this.#goBack(member, from, index, refused);
    if (member.role === LEADER) this.#feed(i, from, false);
  }

  /** Entries that a majority holds are committed, in order. */
  commit(i: number): void {
    const member = this.#group.members[i]!;
    if (member.role !== LEADER) return;
    member.match[i] = this.#group.disk.holds(i);
    const index = this.middle(member.match);
    if (index <= member.commit || member.log.termAt(index) !== member.term) return;
    this.#advance(i, index);
  }

  /** Entries from a leader. */
  receive(i: number, message: Message): void {
    const { disk, post } = this.#group;
    const { from, index, indexTerm, entries, commit, round } = message;
    const member = this.#heed(i, from);
    const { log } = member;
    const fits = index <= log.base || log.termAt(index) === indexTerm;
    const known = fits ? index + entries.length : log.before(index);
    const number = post.write(fits ? ACKNOWLEDGE : REFUSE, i, from, member.term);
    post.at(number).index = known;
    post.at(number).refused = index;
    post.at(number).round = round;
    if (fits) this.#take(i, index, message.entries);
    if (!fits || (known <= disk.holds(i) && member.syncedTerm === member.term)) post.send(number);
    else disk.sendAfter(i, number);
    if (fits && Math.min(commit, known) > member.commit) this.#advance(i, Math.min(commit, known));
  }

  /** A saved state from a leader. */
  install(i: number, { from, snapshot, round }: Message): void {
    const { post, owner, disk } = this.#group;
    if (snapshot === undefined) return;
    const member = this.#heed(i, from);
    if (snapshot.index > member.commit) {
      if (member.log.termAt(snapshot.index) === snapshot.term) member.log.forget(snapshot.index);
      else {
        member.log.restart(snapshot.index, snapshot.term);
        member.synced = snapshot.index;
        member.target = snapshot.index;
      }
      member.synced = Math.max(member.synced, snapshot.index);
      member.saved = snapshot;
      member.commit = snapshot.index;
      member.applied = snapshot.index;
      owner.load?.(i, snapshot.data);
    }
    const number = post.write(ACKNOWLEDGE, i, from, member.term);
    post.at(number).index = snapshot.index;
    post.at(number).round = round;
    disk.sendAfter(i, number);
  }

  /** A follower lacks the entry before those sent: it is tried with an earlier one, unless the refusal is of a message long answered. */
  #goBack(member: Member, to: number, known: number, refused: number): void {
    if (member.probing[to]! ? refused !== member.next[to]! - 1 : refused < member.match[to]!) return;
    member.probing[to] = true;
    member.flying[to] = 0;
    member.match[to] = Math.min(member.match[to]!, known);
    member.next[to] = Math.min(refused, known + 1);
  }

  /** What more than half of the members have reached. */
  middle(values: readonly number[]): number {
    const sorted = this.#sorted;
    for (let k = 0; k < sorted.length; k++) sorted[k] = values[k]!;
    sorted.sort();
    return sorted[Math.floor((sorted.length - 1) / 2)]!;
  }

  /** A member hears from the leader of its term. */
  #heed(i: number, leader: number): Member {
    const member = this.#group.members[i]!;
    member.role = FOLLOWER;
    member.leader = leader;
    member.heardAt = this.#group.around.now();
    this.#group.elections.wait(i);
    return member;
  }

  #feed(i: number, to: number, beat: boolean): void {
    const { settings } = this.#group;
    const member = this.#group.members[i]!;
    if (member.next[to]! <= member.log.base) {
      this.#install(i, to);
      if (beat) this.#send(i, to, 0, 0);
      return;
    }
    // Answers may have been lost, and with them the count of what is on its way.
    if (beat && (member.probing[to]! || member.answeredAt[to]! < this.#group.around.now() - settings.heartbeat)) member.flying[to] = 0;
    let sent = false;
    const window = member.probing[to]! ? 1 : settings.window;
    while (member.next[to]! <= member.log.last && member.flying[to]! < window) {
      const first = member.next[to]!;
      const count = Math.min(settings.batch, member.log.last - first + 1);
      this.#send(i, to, first - 1, count);
      if (!member.probing[to]) member.next[to] = first + count;
      member.flying[to] = member.flying[to]! + 1;
      sent = true;
    }
    if (beat && !sent) this.#send(i, to, member.next[to]! - 1, 0);
  }

  #send(i: number, to: number, index: number, count: number): void {
    const { post } = this.#group;
    const member = this.#group.members[i]!;
    const { log } = member;
    const number = post.write(APPEND, i, to, member.term);
    const message = post.at(number);
    message.index = index;
    message.indexTerm = log.termAt(index);
    message.commit = member.commit;
    message.round = member.round;
    for (let k = 1; k <= count; k++) message.entries.push(log.at(index + k));
    post.send(number);
  }

  /** One saved state at a time; it is sent again when nothing was heard of it for long. */
  #install(i: number, to: number): void {
    const { post, around, settings } = this.#group;
    const member = this.#group.members[i]!;
    if (member.saved === undefined || around.now() < member.installing[to]!) return;
    member.installing[to] = around.now() + settings.transfer + settings.most;
    const number = post.write(INSTALL, i, to, member.term);
    post.at(number).snapshot = member.saved;
    post.at(number).round = member.round;
    post.send(number, settings.transfer);
  }

  /** Takes entries that follow the one at `index`; what contradicts them is cut off. */
  #take(i: number, index: number, entries: Message['entries']): void {
    const member = this.#group.members[i]!;
    const { log } = member;
    let changed = false;
    for (let k = 0; k < entries.length; k++) {
      const at = index + 1 + k;
      if (at <= log.base) continue;
      const entry = entries[k]!;
      if (at <= log.last) {
        if (log.at(at) === entry) continue;
        log.cut(at);
        this.#group.disk.cut(i, at);
        if (at <= member.applied) this.#rebuild(i);
      }
      log.append(entry);
      changed = true;
    }
    if (changed) this.#group.disk.changed(i);
  }

  /** Its state holds what the log in force does not, since some disk lost what it had been given: it goes on from what it saved. */
  #rebuild(i: number): void {
    const member = this.#group.members[i]!;
    const index = Math.min(member.saved?.index ?? 0, member.log.last);
    member.commit = index;
    member.applied = index;
    this.#group.owner.load?.(i, member.saved?.data);
  }

  #advance(i: number, index: number): void {
    const member = this.#group.members[i]!;
    const { owner } = this.#group;
    const leads = member.role === LEADER;
    while (member.commit < index && (member.role === LEADER) === leads) {
      member.commit++;
      this.#group.observe(i, member.commit);
      if (member.applied >= member.commit) continue;
      member.applied++;
      owner.applied?.(i, member.log.at(member.applied));
    }
    this.#save(i);
  }

  /** Saves its state now and then, and forgets the log before. */
  #save(i: number): void {
    const { settings, owner } = this.#group;
    const member = this.#group.members[i]!;
    if (settings.snapshotEvery === 0 || member.applied - (member.saved?.index ?? 0) < settings.snapshotEvery) return;
    const data = owner.save?.(i);
    if (data === undefined) return;
    member.saved = { index: member.applied, term: member.log.termAt(member.applied), data };
    member.synced = Math.max(member.synced, member.applied);
    member.log.forget(Math.max(member.log.base, member.applied - settings.kept));
  }
}
