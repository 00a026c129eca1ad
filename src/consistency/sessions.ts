/**
 * The four session guarantees of Terry et al. (1994), "Session guarantees for weakly consistent replicated data", in the form that Viotti &
 * Vukolić (2016), "Consistency in non-transactional distributed storage systems", section 3.4, give them for registers: in a session,
 * what comes after an operation must not stand before it in the order of the key's versions. An operation comes after another when it
 * began after that one had ended.
 */
import { NOBODY } from '../engine/recording.ts';
import type { Operations } from './operations.ts';
import { sorted } from './order.ts';
import { type Example, type Verdict, verdictOf } from './verdict.ts';

/** A read that follows the session's own write of the key does not return an older version. */
export function readYourWrites(ops: Operations): Verdict {
  return follows(ops, 1, 0);
}

/** Neither does one that follows a read. */
export function monotonicReads(ops: Operations): Verdict {
  return follows(ops, 0, 0);
}

/** A write that follows the session's own write of the key makes a later version. */
export function monotonicWrites(ops: Operations): Verdict {
  return follows(ops, 1, 1);
}

/** So does one that follows a read. */
export function writesFollowReads(ops: Operations): Verdict {
  return follows(ops, 0, 1);
}

/** Operations of one sort that come after operations of another sort, in the same session and about the same key. */
function follows(ops: Operations, first: number, then: number): Verdict {
  const { session, object, write, rank, began, ended } = ops;
  const known = (i: number): boolean => session[i] !== NOBODY;
  const before = sorted(ops, (i) => known(i) && write[i] === first && ended[i]! < Number.POSITIVE_INFINITY, session, object, ended);
  const after = sorted(ops, (i) => known(i) && write[i] === then, session, object, began);
  let [chances, violations] = [0, 0];
  let example: Example | undefined;
  let at = 0;
  let [group, newest] = [-1, -1];
  for (const i of after) {
    const mine = session[i]! * ops.objects + object[i]!;
    if (mine !== group) {
      [group, newest] = [mine, -1];
      while (at < before.length && session[before[at]!]! * ops.objects + object[before[at]!]! < mine) at++;
    }
    for (; at < before.length; at++) {
      const b = before[at]!;
      if (session[b]! * ops.objects + object[b]! !== mine || ended[b]! >= began[i]!) break;
      if (newest < 0 || rank[b]! > rank[newest]!) newest = b;
    }
    if (newest < 0) continue;
    chances++;
    if (rank[i]! >= rank[newest]!) continue;
    violations++;
    if (example === undefined || ended[i]! < ended[example.pair[1]]!) example = { operations: [newest, i], pair: [newest, i] };
  }
  return verdictOf(chances, violations, example);
}
