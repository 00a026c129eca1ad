/**
 * A feed: what a replicated store lets others follow it by. It is the store's own log, with who may be asked for it now and how far
 * that one is; whoever follows (see `following`) keeps its own copies and fetches over a link of its own. A store that follows another
 * has a feed too, of the same log, so that replicas can stand in a chain. Instances are ids of the simulation here.
 */
import type { Station } from '../../engine/station.ts';
import type { ReplicatedLog } from './replicated-log.ts';

/** Somebody who follows. */
export interface Follower {
  /** The log grew, or somebody has received more of it. */
  grew(): void;
  /** Who is asked for the log changed, or may have. */
  changed(): void;
  /** Records in force from this position on were dropped by a change of leader; beyond the end: none. */
  dropped(first: number): void;
  /** All data went back to a copy of long ago: what followers hold is of no use. */
  reset(): void;
  /** The oldest position that it still needs. */
  needed(): number;
}

/** The store's side of it. */
export interface FeedSource {
  /** Whom the `n`th follower asks: an instance that is there and knows the log in force; -1: nobody. */
  ask(n: number): number;
  /** Up to which position that instance could send now. */
  reach(instance: number): number;
  /** Up to which position it has applied, and the version of every key that it holds then. */
  applied(instance: number): number;
  snapshot(instance: number): Int32Array;
}

export class Feed {
  readonly log: ReplicatedLog;
  readonly source: FeedSource;
  /** Share of the keys that do not exist until they are written. */
  absent = 0;
  readonly #followers: Follower[] = [];

  constructor(log: ReplicatedLog, source: FeedSource) {
    this.log = log;
    this.source = source;
  }

  follow(follower: Follower): void {
    this.#followers.push(follower);
  }

  grew(): void {
    for (const follower of this.#followers) follower.grew();
  }

  changed(): void {
    for (const follower of this.#followers) follower.changed();
  }

  dropped(first: number): void {
    for (const follower of this.#followers) follower.dropped(first);
  }

  reset(): void {
    for (const follower of this.#followers) follower.reset();
  }

  /** The oldest position that some follower still needs; Infinity: none. */
  needed(): number {
    let least = Number.POSITIVE_INFINITY;
    for (const follower of this.#followers) least = Math.min(least, follower.needed());
    return least;
  }
}

/** The feed that a station offers; undefined: it has none. */
export function feedOf(station: Station | undefined): Feed | undefined {
  if (station === undefined || !('feed' in station)) return undefined;
  return station.feed instanceof Feed ? station.feed : undefined;
}
