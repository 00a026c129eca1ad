/**
 * A Raft group on trial: a small network with delays, losses, cuts, crashes and hangs, clients that write and read, and a witness who
 * holds everything that happens against what Raft promises (figure 3 of the paper) and reads against linearizability. For tests.
 */
import type { Stream } from '../../../std/random.ts';
import { LEADER } from './member.ts';
import type { Entry, RaftOwner, RaftSettings, Surroundings } from './protocol.ts';
import { Raft } from './raft.ts';

export const KEYS = 3;
const MS = 1e6;

interface Due {
  readonly time: number;
  readonly turn: number;
  readonly act: () => void;
}

/** A network of its own. Times in ns. */
export class SmallWorld implements Surroundings {
  time = 0;
  readonly down: boolean[];
  readonly hung: boolean[];
  /** The side of each member in a cut; messages pass within a side. `oneWay`: only those from side 1 to side 2 do not. */
  side: number[];
  oneWay = false;
  readonly skew: number[];
  loss = 0;
  least = MS;
  jitter = 0;
  handler: (what: number, a: number) => void = () => undefined;
  readonly #luck: Stream;
  readonly #heap: Due[] = [];
  #turn = 0;

  constructor(members: number, luck: Stream) {
    this.down = Array.from({ length: members }, () => false);
    this.hung = Array.from({ length: members }, () => false);
    this.side = Array.from({ length: members }, () => 0);
    this.skew = Array.from({ length: members }, () => 0);
    this.#luck = luck;
  }

  /** Events to come. */
  get pending(): number {
    return this.#heap.length;
  }

  now(): number {
    return this.time;
  }

  wake(delay: number, what: number, a: number): void {
    this.at(this.time + delay, () => this.handler(what, a));
  }

  way(from: number, to: number): number {
    if (this.parted(from, to) || (this.loss > 0 && this.#luck.uniform() < this.loss)) return -1;
    return this.least + (this.jitter > 0 ? Math.floor(this.#luck.uniform() * this.jitter) : 0);
  }

  parted(from: number, to: number): boolean {
    if (this.oneWay) return this.side[from]! < this.side[to]!;
    return this.side[from] !== this.side[to];
  }

  isUp(i: number): boolean {
    return !this.down[i];
  }

  isAwake(i: number): boolean {
    return !this.down[i] && !this.hung[i];
  }

  clock(i: number): number {
    return this.time + this.skew[i]!;
  }

  at(time: number, act: () => void): void {
    const heap = this.#heap;
    const due = { time, turn: this.#turn++, act };
    let at = heap.length;
    heap.push(due);
    while (at > 0 && isBefore(due, heap[(at - 1) >> 1]!)) {
      heap[at] = heap[(at - 1) >> 1]!;
      at = (at - 1) >> 1;
    }
    heap[at] = due;
  }

  run(until: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.time < until; first = this.#heap[0]) {
      this.#takeFirst();
      this.time = first.time;
      first.act();
    }
    this.time = until;
  }

  #takeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.time < b.time || (a.time === b.time && a.turn < b.turn);
}

/** An operation of a client that is under way at a member. */
interface Asked {
  readonly member: number;
  readonly key: number;
  /** The newest version that anybody had been told of when it began. */
  readonly floor: number;
}

export class Trial implements RaftOwner {
  readonly world: SmallWorld;
  readonly raft: Raft;
  /** What was broken, in words; empty: nothing. */
  readonly broken: string[] = [];
  /** Committed entries in order, reads and writes that were answered, and by whom each term was led. */
  readonly committedEntries: Entry[] = [];
  reads = 0;
  writes = 0;
  staleReads = 0;
  lostWrites = 0;
  readonly ledBy = new Map<number, number>();
  readonly #states: Int32Array[];
  readonly #made = new Int32Array(KEYS);
  readonly #told = new Int32Array(KEYS);
  readonly #open = new Map<number, Asked>();
  #tickets = 0;

  constructor(members: number, settings: RaftSettings, luck: Stream, elections: Stream) {
    this.world = new SmallWorld(members, luck);
    this.#states = Array.from({ length: members }, () => new Int32Array(KEYS));
    this.raft = new Raft(members, this.world, settings, elections, this);
    this.world.handler = (what, a) => this.raft.event(what, a);
    for (const member of this.raft.members) {
      const cut = member.log.cut.bind(member.log);
      member.log.cut = (from) => {
        if (member.role === LEADER) this.broken.push(`leader append-only: a leader cut its log at ${from}`);
        cut(from);
      };
    }
    this.raft.start();
  }

  // ---- what clients do

  /** A client that takes this member for the leader writes; nothing happens when the member does not think so. */
  write(member: number, key: number): boolean {
    if (!this.world.isAwake(member) || !this.raft.leads(member)) return false;
    const ticket = this.#ask(member, key);
    this.raft.propose(member, key, ticket, 0);
    this.raft.settle(member);
    return true;
  }

  /** The same for a read. */
  read(member: number, key: number): void {
    if (!this.world.isAwake(member) || !this.raft.leads(member)) return;
    const ticket = this.#ask(member, key);
    if (this.raft.reads.ask(member, ticket, 0)) this.readable(member, ticket);
  }

  /** Reads what a member holds, asking nobody. */
  readHere(member: number, key: number): void {
    if (this.world.isAwake(member)) this.readable(member, this.#ask(member, key));
  }

  crash(i: number): void {
    if (this.world.down[i]) return;
    this.world.down[i] = true;
    for (const [ticket, asked] of this.#open) if (asked.member === i) this.#open.delete(ticket);
    this.raft.crash(i);
  }

  restart(i: number): void {
    if (!this.world.down[i]) return;
    this.world.down[i] = false;
    this.raft.restart(i);
  }

  // ---- what the group says

  committed(index: number, entry: Entry): void {
    this.committedEntries.length = index - 1;
    this.committedEntries.push(entry);
    if (entry.key >= 0) entry.version = ++this.#made[entry.key]!;
  }

  applied(i: number, entry: Entry): void {
    const index = this.raft.members[i]!.applied;
    if (this.committedEntries[index - 1] !== entry) this.broken.push(`state machine safety: ${i} applied something else at ${index}`);
    if (entry.key < 0) return;
    this.#states[i]![entry.key] = entry.version;
    const asked = this.#open.get(entry.row);
    if (asked?.member !== i) return;
    this.#open.delete(entry.row);
    this.writes++;
    if (entry.version <= asked.floor) this.broken.push(`linearizability: a write made ${entry.version} after ${asked.floor} was known`);
    this.#told[entry.key] = Math.max(this.#told[entry.key]!, entry.version);
  }

  readable(i: number, ticket: number): void {
    const asked = this.#open.get(ticket);
    if (asked === undefined) return;
    this.#open.delete(ticket);
    const version = this.#states[i]![asked.key]!;
    this.reads++;
    if (version < asked.floor) this.staleReads++;
    this.#told[asked.key] = Math.max(this.#told[asked.key]!, version);
  }

  deposed(i: number): void {
    for (const [ticket, asked] of this.#open) if (asked.member === i) this.#open.delete(ticket);
  }

  elected(i: number): void {
    const { term } = this.raft.members[i]!;
    const other = this.ledBy.get(term);
    if (other !== undefined && other !== i) this.broken.push(`election safety: ${other} and ${i} led in term ${term}`);
    this.ledBy.set(term, i);
  }

  save(i: number): Int32Array {
    return this.#states[i]!.slice();
  }

  load(i: number, data: Int32Array | undefined): void {
    this.#states[i] = data?.slice() ?? new Int32Array(KEYS);
  }

  lost(leader: number, entries: readonly Entry[]): void {
    this.lostWrites += entries.filter((entry) => entry.key >= 0).length;
    this.broken.push(`leader completeness: ${leader} lacks ${entries.length} committed entries`);
  }

  // ----

  /** Log matching: where two logs hold an entry of one term, they are the same up to there. */
  compareLogs(): void {
    const { members } = this.raft;
    for (let a = 0; a < members.length; a++) {
      for (let b = 0; b < a; b++) {
        const [x, y] = [members[a]!.log, members[b]!.log];
        let same = false;
        for (let index = Math.min(x.last, y.last); index > Math.max(x.base, y.base); index--) {
          const equal = x.at(index) === y.at(index);
          if ((same || x.termAt(index) === y.termAt(index)) && !equal) this.broken.push(`log matching: ${b} and ${a} differ at ${index}`);
          same ||= equal;
        }
      }
    }
  }

  /** What every member's state holds, as text. */
  states(): string[] {
    return this.#states.map((state) => state.join());
  }

  #ask(member: number, key: number): number {
    const ticket = ++this.#tickets;
    this.#open.set(ticket, { member, key, floor: this.#told[key]! });
    return ticket;
  }
}
