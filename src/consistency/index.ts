/** The models of consistency that a run is judged by, from the strongest to the weakest: THE list. */
import { causal } from './causal.ts';
import { converged, type Storm } from './converged.ts';
import { linearizable } from './linearizable.ts';
import type { Operations } from './operations.ts';
import { sequential } from './sequential.ts';
import { monotonicReads, monotonicWrites, readYourWrites, writesFollowReads } from './sessions.ts';
import { smaller, type Verdict, verdictOf } from './verdict.ts';
import { weak } from './weak.ts';

export type ModelId =
  | 'linearizable'
  | 'sequential'
  | 'causal'
  | 'session'
  | 'readYourWrites'
  | 'monotonicReads'
  | 'monotonicWrites'
  | 'writesFollowReads'
  | 'eventual'
  | 'weak';

export interface ConsistencyModel {
  readonly id: ModelId;
  readonly name: string;
  /** What it promises, in a plain sentence. */
  readonly promise: string;
  /** What a chance to see it broken is, in the plural. */
  readonly chances: string;
  readonly check: (ops: Operations, around: Around) => Verdict;
}

/** What a checker has to know beyond the operations. */
export interface Around {
  /** When something was broken, ns. */
  readonly storms: readonly Storm[];
  /** ns that count as a while, for eventual convergence. */
  readonly quiet: number;
}

/** The four guarantees together. */
function session(ops: Operations): Verdict {
  const all = [readYourWrites(ops), monotonicReads(ops), monotonicWrites(ops), writesFollowReads(ops)];
  const sum = (of: (one: Verdict) => number): number => all.reduce((total, one) => total + of(one), 0);
  const example = all.reduce<Verdict['example']>((best, one) => smaller(best, one.example, ops.ended), undefined);
  return verdictOf(
    sum((one) => one.chances),
    sum((one) => one.violations),
    example,
  );
}

export const MODELS: readonly ConsistencyModel[] = [
  {
    id: 'linearizable',
    name: 'Linearizable',
    promise: 'Every read returns the newest value acknowledged before it began, as if there were one copy.',
    chances: 'reads after an acknowledged write of the key',
    check: linearizable,
  },
  {
    id: 'sequential',
    name: 'Sequential',
    promise: 'All sessions can agree on one order of everything, though it may lag behind the clock.',
    chances: 'operations after another one of their session',
    check: sequential,
  },
  {
    id: 'causal',
    name: 'Causal',
    promise: 'Whoever has seen something has also seen everything that led to it.',
    chances: 'operations on keys of which something newer or equal was known',
    check: causal,
  },
  {
    id: 'session',
    name: 'Session',
    promise: 'All four guarantees below, for everybody about what they did and saw themselves.',
    chances: 'operations after another one of their session on the key',
    check: session,
  },
  {
    id: 'readYourWrites',
    name: 'Read your writes',
    promise: 'After a session’s own write it never reads an older value.',
    chances: 'reads after a write of their session on the key',
    check: readYourWrites,
  },
  {
    id: 'monotonicReads',
    name: 'Monotonic reads',
    promise: 'What a session reads never goes back in time.',
    chances: 'reads after a read of their session on the key',
    check: monotonicReads,
  },
  {
    id: 'monotonicWrites',
    name: 'Monotonic writes',
    promise: 'A session’s writes take effect in the order in which it made them.',
    chances: 'writes after a write of their session on the key',
    check: monotonicWrites,
  },
  {
    id: 'writesFollowReads',
    name: 'Writes follow reads',
    promise: 'A write comes after what its session had read before.',
    chances: 'writes after a read of their session on the key',
    check: writesFollowReads,
  },
  {
    id: 'eventual',
    name: 'Eventual',
    promise: 'When a key is left alone and nothing is broken, all reads come to agree.',
    chances: 'reads of keys left alone for a while',
    check: (ops, { storms, quiet }) => converged(ops, storms, quiet),
  },
  {
    id: 'weak',
    name: 'Weak',
    promise: 'A read returns something that somebody wrote; nothing more.',
    chances: 'reads',
    check: weak,
  },
];
