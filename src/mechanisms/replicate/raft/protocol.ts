/**
 * What the parts of a Raft group share: entries, settings, what a group stands in, and what it tells whoever owns it. Members are
 * counted from 0. The protocol itself is in `raft`, `elections`, `replication`, `disk` and `reads`; each has the section of the paper
 * it follows (D. Ongaro, J. Ousterhout, "In search of an understandable consensus algorithm", 2014, and Ongaro's thesis).
 */

/** One entry of the log. Two logs that hold the same object at an index hold the same entry there. */
export interface Entry {
  readonly term: number;
  /** The key that it writes; -1: a leader's own entry, which says nothing. */
  readonly key: number;
  /** The call that waits for it, if its caller still does. */
  readonly row: number;
  readonly generation: number;
  /** The version that it made when it was first committed; 0: it was not yet. */
  version: number;
}

export interface RaftSettings {
  /** ns between heartbeats of a leader; a follower waits for one between `least` and `most` ns. */
  readonly heartbeat: number;
  readonly least: number;
  readonly most: number;
  /** Entries in one message, and messages on their way to one follower, at most. */
  readonly batch: number;
  readonly window: number;
  /** Who would stand for election asks first whether it could win, and members that hear a leader turn others away. */
  readonly preVote: boolean;
  /** A leader that hears no majority for `most` ns leads no more. */
  readonly stepsDown: boolean;
  /** ns that a leader may answer reads by itself after it last heard from a majority; 0: it asks for each. */
  readonly lease: number;
  /** What must be on disk is waited for; off: it gets there every `flush` ns, and a crash takes what came after. */
  readonly fsync: boolean;
  /** Draws the ns that one write to disk takes at a member. */
  readonly diskTime: (i: number) => number;
  readonly flush: number;
  /** Applied entries after which a member saves its state and forgets the log up to `kept` entries before; 0: never. */
  readonly snapshotEvery: number;
  readonly kept: number;
  /** ns that a saved state takes besides the way. */
  readonly transfer: number;
}

/** Settings of a group that does no more than elect a leader and count entries. */
export const PLAIN = {
  batch: Number.POSITIVE_INFINITY,
  window: Number.POSITIVE_INFINITY,
  preVote: false,
  stepsDown: false,
  lease: 0,
  fsync: true,
  diskTime: (): number => 0,
  flush: 0,
  snapshotEvery: 0,
  kept: 0,
  transfer: 0,
} as const;

/** Network, clocks and machines around a group. */
export interface Surroundings {
  /** The present moment, ns. */
  now(): number;
  /** Has the group's `event(what, a)` called after so many ns. */
  wake(delay: number, what: number, a: number): void;
  /** ns that a message sent now takes from one member to another; -1: it gets lost. */
  way(from: number, to: number): number;
  isUp(i: number): boolean;
  /** Up, and not hung. */
  isAwake(i: number): boolean;
  /** What a member's own clock says, ns. */
  clock(i: number): number;
}

/** State of a member as it was saved: everything up to `index`. */
export interface Snapshot {
  readonly index: number;
  readonly term: number;
  readonly data: Int32Array;
}

/** What becomes of it. */
export interface RaftOwner {
  /** An entry is held by a majority, for the first time. */
  committed(index: number, entry: Entry): void;
  /** A member applies an entry that it knows to be committed. */
  applied?(i: number, entry: Entry): void;
  /** A member ceased to lead: what it had not committed is undecided. Its process may have died. */
  deposed(i: number): void;
  elected?(i: number): void;
  /** A read that waited at a leader may be answered from its state now. */
  readable?(i: number, ticket: number, generation: number): void;
  /** The state of a member, to be kept; and a state to go on from (undefined: from nothing). */
  save?(i: number): Int32Array;
  load?(i: number, data: Int32Array | undefined): void;
  /** A new leader lacks entries that were committed once. Never, while disks keep what they are given. */
  lost?(leader: number, entries: readonly Entry[]): void;
}
