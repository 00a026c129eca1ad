/**
 * Probabilistically bounded staleness (Bailis, Venkataraman, Franklin, Hellerstein, Stoica 2012), the part in closed form.
 *
 * For quorums drawn at random and writes that reach W replicas only (no spreading afterwards, no repair): an upper bound
 * for stores that do spread. Time-bounded staleness has no closed form for general delays and is simulated.
 */

/** The chance that R random replicas all miss the W that hold one write: C(N−W, R) / C(N, R). 0 when R + W > N. */
export function missProbability(replicas: number, reads: number, writes: number): number {
  let product = 1;
  for (let i = 0; i < reads; i++) product *= Math.max(0, replicas - writes - i) / (replicas - i);
  return product;
}

/** The chance that a read misses all of the last k versions (section 3.1, equation 2). */
export function kStaleness(replicas: number, reads: number, writes: number, k: number): number {
  const once = missProbability(replicas, reads, writes);
  let product = 1;
  for (let i = 0; i < k; i++) product *= once;
  return product;
}
