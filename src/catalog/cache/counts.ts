/** What a cache counts since the warm-up. */
export class CacheCounts {
  hits = 0;
  misses = 0;
  /** Look-ups that waited for another's load; fills without a lease in force; loads ahead of an entry's end. */
  coalesced = 0;
  refused = 0;
  refreshed = 0;
  /** Answers older than what had been acknowledged. */
  stale = 0;

  forget(): void {
    this.hits = 0;
    this.misses = 0;
    this.coalesced = 0;
    this.refused = 0;
    this.refreshed = 0;
    this.stale = 0;
  }

  /** Share of look-ups that found their key; NaN before the first. */
  get hitRatio(): number {
    return this.hits / (this.hits + this.misses);
  }
}
