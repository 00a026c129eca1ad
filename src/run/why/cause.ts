/** What an inquiry finds: one mechanism, in words with its numbers, and where it is. */

/** Mechanisms that can be told apart by what is measured. Stable: tests and the post-mortem name them. */
const CAUSES = [
  'name-not-resolved',
  'wrong-record',
  'certificate-expired',
  'zone-lost',
  'down',
  'memory-leak',
  'health-lie',
  'no-leader',
  'cut-off',
  'answers-lost',
  'limit-cut',
  'rate-limited',
  'breaker-open',
  'bad-deploy',
  'errors',
  'pauses',
  'slow-work',
  'slow-copy',
  'locks',
  'many-calls',
  'packet-loss',
  'slow-network',
  'cold-cache',
  'hot-shard',
  'late-scaling',
  'more-load',
  'retry-storm',
  'backlog',
  'pool-full',
  'workers-held',
  'saturated',
  'poison',
  'consumer-lag',
  'short-timeout',
  'stale-reads',
  'lost-writes',
  'refused',
  'long-work',
] as const;
export type CauseId = (typeof CAUSES)[number];

export interface Cause {
  readonly id: CauseId;
  /** What is so, in a few words. */
  readonly title: string;
  /** Why it is so, in numbers. */
  readonly sentences: readonly string[];
  /** The part it is about; undefined for the whole system. */
  readonly nodeId: string | undefined;
  /** The link it is about, where it is one. */
  readonly linkId?: string;
  /** How far down the chain of cause and effect it stands: what lies lower explains what lies higher (see RANK). */
  readonly rank: number;
  /** How much of what is wrong it explains, 0…1, among those of one rank. */
  readonly share: number;
}

/**
 * Ranks: what is gone, cut or turned away explains all else; then what works differently from before or from its siblings; then what is asked
 * of it; then what is too small for it; then what callers do about it.
 */
export const RANK = { gone: 0, changed: 1, asked: 2, small: 3, reaction: 4, background: 5 } as const;
