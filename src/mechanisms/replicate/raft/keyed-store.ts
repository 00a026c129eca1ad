/**
 * A store of keys kept by a Raft group: calls that write become entries, the version of a write is made when its entry is committed, and
 * every member holds the versions that it has applied. Who serves a call, and how long its own work takes, is its station's business.
 */
import { CALLER_HOLDS, GENERATION, KEY, THERE, VERSION, WRITE } from '../../../engine/requests.ts';
import type { Sim } from '../../../engine/sim.ts';
import { Stream } from '../../../std/random.ts';
import { KeyVersions } from '../key-versions.ts';
import type { Site } from '../standing.ts';
import { InSim } from './in-sim.ts';
import type { Entry, RaftOwner, RaftSettings } from './protocol.ts';
import { Raft } from './raft.ts';

/** The station's side. */
export interface StoreCalls {
  /** What a call asked for is done; its version stands in its row. */
  done(row: number): void;
  /** Its leader leads no more; what it wrote may survive all the same. */
  undecided(row: number): void;
  /** A version that came from another group is held by a majority of this one. */
  takenOver?(key: number): void;
  /** An instance leads its group no more. */
  deposed?(instance: number): void;
}

/** What an entry, or a question, stands for besides a call that waits: a part of a write over several shards. */
export interface Note {
  /** The version that its key gets, where it is made already when a majority holds the entry; else one is made then. */
  version?(): number;
  /** A majority holds the entry: whether its key gets a version. */
  agreed(): boolean;
  /** The leader has it in its state; for a question, has all in its state that was agreed on before. */
  applied(): void;
}

/** In place of a call's row: nobody waits. */
const TAKEN_OVER = -2;
const NOTED = -3;

export interface Group extends Site {
  readonly members: number;
  readonly dataset: number;
  /** What the station's wakes begin with that are the group's events; and the name of its random streams. */
  readonly wakes: number;
  readonly name: string;
}

export class KeyedStore implements RaftOwner {
  readonly raft: Raft;
  /** Confirmed writes that a new leader did not have; how often leadership went to another member. */
  lostWrites = 0;
  failovers = 0;
  readonly #sim: Sim;
  readonly #group: Group;
  readonly #calls: StoreCalls;
  readonly #held: KeyVersions;
  #last = -1;
  /** Calls that wait at a member, by row: their generation. */
  readonly #waiting: readonly Map<number, number>[];
  /** Versions that a caller was told of, by entry: only those can be lost to anybody. */
  readonly #told = new WeakSet<Entry>();
  /** Undefined until there is one. */
  #notes: WeakMap<Entry, Note> | undefined;
  /** Questions that wait at a leader, by ticket below 0. */
  readonly #questions = new Map<number, Note>();

  constructor(group: Group, settings: RaftSettings, calls: StoreCalls) {
    const { sim, node, firstInstance, members, wakes, name } = group;
    this.#sim = sim;
    this.#group = group;
    this.#calls = calls;
    this.#held = new KeyVersions(members);
    this.#waiting = Array.from({ length: members }, () => new Map());
    const elections = new Stream(sim.shape.seed, `${name}/elections`);
    this.raft = new Raft(members, new InSim(sim, node, firstInstance, wakes, name), settings, elections, this);
  }

  /** A member that leads takes in a write; `done` follows, perhaps at once. */
  write(row: number, i: number, note?: Note): void {
    const { ints } = this.#sim.requests;
    const generation = ints[row + GENERATION]!;
    this.#waiting[i]!.set(row, generation);
    const index = this.raft.propose(i, ints[row + KEY]!, row, generation);
    if (note !== undefined) this.#remember(i, index, note);
    this.raft.settle(i);
  }

  /** A member that leads has the group agree on a note, about a key or about none (-1). */
  note(i: number, key: number, note: Note): void {
    this.#remember(i, this.raft.propose(i, key, NOTED, 0), note);
    this.raft.settle(i);
  }

  /** A member that leads hears, through the note, when it knows all that was agreed on by now; not, if it is deposed before. */
  learn(i: number, ticket: number, note: Note): void {
    if (this.raft.reads.ask(i, -1 - ticket, 0)) note.applied();
    else this.#questions.set(-1 - ticket, note);
  }

  /** The leader takes in a version that another group made. */
  takeOver(key: number, version: number): void {
    const leader = this.raft.leader();
    if (leader < 0) return;
    this.raft.propose(leader, key, TAKEN_OVER, 0, version);
    this.raft.settle(leader);
  }

  /** A member that leads answers a read once it knows that it still does. */
  read(row: number, i: number): void {
    const generation = this.#sim.requests.ints[row + GENERATION]!;
    this.#waiting[i]!.set(row, generation);
    if (this.raft.reads.ask(i, row, generation)) this.readable(i, row, generation);
  }

  /** A member answers from what it holds, however old. */
  readHere(row: number, i: number): void {
    const { ints } = this.#sim.requests;
    ints[row + VERSION] = this.#held.of(i, ints[row + KEY]!);
    this.#calls.done(row);
  }

  version(i: number, key: number): number {
    return this.#held.of(i, key);
  }

  /** The process of a member died; its calls were ended by the engine. */
  crash(i: number): void {
    this.#waiting[i]!.clear();
    this.raft.crash(i);
  }

  /** Whether a write of this key waits to be decided. */
  isWriting(key: number): boolean {
    const { requests } = this.#sim;
    for (const waiting of this.#waiting) {
      for (const [row, generation] of waiting) {
        if (this.#isOn(row, generation) && requests.has(row, WRITE) && requests.ints[row + KEY] === key) return true;
      }
    }
    return false;
  }

  /** Entries that the slowest member in service has not applied. */
  behind(): number {
    let least = this.raft.committed;
    this.raft.members.forEach((member, i) => {
      if (this.raft.around.isUp(i)) least = Math.min(least, member.applied);
    });
    return this.raft.committed - least;
  }

  // ---- what the group says

  committed(_index: number, entry: Entry): void {
    const note = this.#notes?.get(entry);
    if (note?.agreed() === false) return;
    if (entry.key < 0 || entry.version > 0) return;
    entry.version = note?.version?.() ?? this.#sim.history.make(this.#group.dataset, entry.key);
  }

  applied(i: number, entry: Entry): void {
    if (this.#notes !== undefined && this.raft.leads(i)) this.#notes.get(entry)?.applied();
    // An entry that gives its key no version says nothing of it.
    if (entry.key < 0 || entry.version === 0) return;
    this.#held.set(i, entry.key, entry.version);
    if (entry.row === TAKEN_OVER && this.raft.leads(i)) this.#calls.takenOver?.(entry.key);
    const row = this.#take(i, entry.row, entry.generation);
    if (row < 0) return;
    if (this.#sim.requests.has(row, CALLER_HOLDS)) this.#told.add(entry);
    this.#sim.requests.ints[row + VERSION] = entry.version;
    this.#calls.done(row);
  }

  readable(i: number, ticket: number, generation: number): void {
    if (ticket < 0) {
      const question = this.#questions.get(ticket);
      this.#questions.delete(ticket);
      question?.applied();
      return;
    }
    const row = this.#take(i, ticket, generation);
    if (row >= 0) this.readHere(row, i);
  }

  elected(i: number): void {
    if (this.#last >= 0 && this.#last !== i) this.failovers++;
    this.#last = i;
  }

  deposed(i: number): void {
    const calls = [...this.#waiting[i]!];
    this.#waiting[i]!.clear();
    for (const [row, generation] of calls) if (this.#isOn(row, generation)) this.#calls.undecided(row);
    this.#calls.deposed?.(this.#group.firstInstance + i);
  }

  save(i: number): Int32Array {
    return this.#held.save(i);
  }

  load(i: number, data: Int32Array | undefined): void {
    this.#held.load(i, data);
  }

  lost(leader: number, entries: readonly Entry[]): void {
    this.lostWrites += entries.filter((entry) => this.#told.has(entry)).length;
    const keys = new Set(entries.flatMap((entry) => (entry.key >= 0 ? [entry.key] : [])));
    for (const key of keys) this.#sim.history.lose(this.#group.dataset, key, this.#newest(leader, key));
  }

  // ----

  #remember(i: number, index: number, note: Note): void {
    this.#notes ??= new WeakMap();
    this.#notes.set(this.raft.members[i]!.log.at(index), note);
  }

  /** The last version of a key in a member's state and log. */
  #newest(i: number, key: number): number {
    const member = this.raft.members[i]!;
    let newest = this.#held.of(i, key);
    for (let index = Math.max(member.applied, member.log.base) + 1; index <= member.log.last; index++) {
      const entry = member.log.at(index);
      if (entry.key === key) newest = Math.max(newest, entry.version);
    }
    return newest;
  }

  /** A call that waits at this member, which it does no longer; -1 when it does not, or ended meanwhile. */
  #take(i: number, row: number, generation: number): number {
    if (row < 0 || this.#waiting[i]!.get(row) !== generation) return -1;
    this.#waiting[i]!.delete(row);
    return this.#isOn(row, generation) ? row : -1;
  }

  #isOn(row: number, generation: number): boolean {
    return this.#sim.requests.ints[row + GENERATION] === generation && this.#sim.requests.has(row, THERE);
  }
}
