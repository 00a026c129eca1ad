/** What a log is told by its parameters; times in ns, sizes in bytes. */
export type Acks = 'none' | 'leader' | 'all';

export interface LogSettings {
  /** When a producer is told that its record is safe: at once, when the leader has written it, when all copies in sync hold it. */
  readonly acks: Acks;
  /** With `all`: copies in sync that there must be. */
  readonly minInSync: number;
  /** A copy that is not in sync may lead when none other is there. */
  readonly unclean: boolean;
  /** A follower that was not caught up for so long is no longer in sync. */
  readonly replicaLag: number;
  /** A broker that the controllers have not heard of for so long leads nothing. */
  readonly session: number;
  /** Bytes a ns that one partition is written and copied at. */
  readonly rate: number;
  /** Records are kept for so long, and so many bytes of them a partition; Infinity: for ever, all. */
  readonly keepTime: number;
  readonly keepBytes: number;
  /** Or only the newest of each key is: ns between two looks at it, 0 for never; and records younger than so much stay, ns. */
  readonly compactEvery: number;
  readonly compactAfter: number;
}

/** The station's own events that belong to a log, by number. */
export const ASK = 16;
export const ANSWER = 17;
export const ASK_AGAIN = 18;
export const FENCE = 20;
export const LEARN = 21;
export const CHANGE = 22;
export const LAGS = 23;
export const WRITTEN = 24;
export const LINGER = 25;
export const COMPACT = 26;
/** From here on events are those of consumer groups. */
export const GROUP_EVENTS = 32;
