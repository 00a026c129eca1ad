/** A member of a Raft group: what it keeps on disk, what it knows, and what it knows of the others while it leads. */
import { EntryLog } from './entry-log.ts';
import type { Snapshot } from './protocol.ts';

export const FOLLOWER = 0;
export const CANDIDATE = 1;
export const LEADER = 2;

const NEVER = Number.POSITIVE_INFINITY;

/** A read that waits until its leader knows that it led after the read came. */
export interface WaitingRead {
  readonly ticket: number;
  readonly generation: number;
  /** The round of heartbeats that has to be answered by a majority. */
  readonly round: number;
}

export class Member {
  role = FOLLOWER;
  term = 0;
  votedFor = -1;
  votes = 0;
  /** Votes that it could count on, and the term for which it asked. */
  promised = 0;
  promisedTerm = 0;
  readonly log = new EntryLog();
  /** Index of the last entry that it knows to be committed, and of the last one in its state. */
  commit = 0;
  applied = 0;
  saved: Snapshot | undefined = undefined;
  /** Whom it takes for the leader; -1: nobody. When it last heard from one, or started, ns. */
  leader = -1;
  heardAt = Number.NEGATIVE_INFINITY;
  /** When its patience ends, ns. */
  deadline = NEVER;
  /** When its timer goes off, at its deadline or before; then it looks. One timer, however often a heartbeat moves the deadline. */
  alarm = NEVER;

  // ---- as leader
  beatAt = NEVER;
  /** For each member: the next entry to send, the last one known to be there, messages on their way, when it last answered. */
  next: number[] = [];
  match: number[] = [];
  flying: number[] = [];
  answeredAt: number[] = [];
  /** For each member: its log did not fit; one message at a time until it does. */
  probing: boolean[] = [];
  /** For each member: until when (ns) the saved state counts as on its way there. */
  installing: number[] = [];
  /** Rounds of heartbeats: the last one begun, answered by each, answered by a majority; when they began by its own clock. */
  round = 0;
  answered: number[] = [];
  confirmed = 0;
  readonly begun = new Float64Array(64);
  /** By its own clock, ns. */
  leaseUntil = Number.NEGATIVE_INFINITY;
  reads: WaitingRead[] = [];

  // ---- disk
  /** Index of the last entry on disk; term and vote there. */
  synced = 0;
  syncedTerm = 0;
  syncedVote = -1;
  /** What the write under way will have put there. */
  syncing = false;
  target = 0;
  targetTerm = 0;
  targetVote = -1;
  /** There is something that no write has begun with; messages that wait for the write under way, and for the next. */
  dirty = false;
  inSync: number[] = [];
  waiting: number[] = [];
  /** Counts its crashes: writes to disk begun before are void. */
  run = 0;
}
