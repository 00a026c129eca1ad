/**
 * Heartbeats: a watcher asks at every multiple of an interval whether somebody is there, and suspects it after so many
 * unanswered beats in a row. Beats that are answered change nothing, so none is simulated: the moment of suspicion follows
 * from the moment at which answers ceased. Beats are never lost here, so nobody is suspected who can be reached.
 */

/**
 * When somebody who has not answered since `since` is suspected; all in ns, `misses` ≥ 1. A beat at the very moment of the
 * failure goes unanswered, so it takes from (misses - 1) to `misses` intervals. A moment that never comes stays one.
 */
export function suspectedAt(since: number, interval: number, misses: number): number {
  return Number.isFinite(since) ? (Math.ceil(since / interval) + misses - 1) * interval : since;
}
