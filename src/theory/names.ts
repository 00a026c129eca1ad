/**
 * How often a resolver knows the answer: a name asked for by Poisson questions at `rate` whose answer lives for `ttl` from when it
 * was fetched. One question in 1 + rate·ttl fetches it, which for a busy name is the rule 1 − 1/(R·T) of operators (Hubert,
 * powerdns.org 2017). Not for answers that callers keep themselves: those ask a different question.
 */
import { ttlHitRatio } from './ttl.ts';

/** Questions at `rate` in all, shared evenly by so many resolvers; the same unit of time in both. */
export function resolverHitRatio(rate: number, ttl: number, resolvers: number): number {
  return ttlHitRatio(rate / resolvers, ttl);
}
