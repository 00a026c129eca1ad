/**
 * What a call asks for, as its row says it: what it takes over from the call on whose behalf it is made, what a further attempt
 * takes over from the one before, and operations on data sets, of which the history takes in how they began and ended.
 */
import type { History } from './history.ts';
import { FIRST_RESEND } from './link.ts';
import { OK } from './outcome.ts';
import {
  ASKED,
  ATTEMPT,
  BACKED_OFF,
  CALLER_HOLDS,
  CLASS,
  DATASET,
  EXPECTED,
  FILL,
  FLAGS,
  GENERATION,
  HOPS,
  INHERITED,
  INVALIDATE,
  KEY,
  KNOWN,
  LINK,
  MARKS,
  MISS,
  OPERATION,
  ORIGIN,
  OUTCOME,
  PARENT,
  PARENT_GENERATION,
  RESEND_WAIT,
  type Requests,
  SESSION,
  STALE,
  STARTED,
  TAG,
  TELL,
  VERSION,
  WRITE,
} from './requests.ts';

/** An operation begins: what a read must at least return is known now. */
export function beginOperation(r: Requests, history: History, row: number): void {
  const { ints } = r;
  const flags = ints[row + FLAGS]!;
  if ((flags & (FILL | INVALIDATE)) !== 0) ints[row + FLAGS] = flags & ~OPERATION;
  else if ((flags & WRITE) === 0) ints[row + EXPECTED] = history.newest(ints[row + DATASET]!, ints[row + KEY]!);
}

/** An operation is over and succeeded: the history takes it in; a stale answer is marked. */
export function endOperation(r: Requests, history: History, row: number, now: number): void {
  const { ints } = r;
  const dataset = ints[row + DATASET]!;
  const key = ints[row + KEY]!;
  const version = ints[row + VERSION]!;
  const flags = ints[row + FLAGS]!;
  if ((flags & WRITE) !== 0) {
    if (version > 0) history.acknowledge(dataset, key, version, now);
  } else if ((flags & MISS) === 0) {
    const stale = history.observe(dataset, key, version, ints[row + EXPECTED]!, r.times[(row >> 1) + STARTED]!);
    if (stale) ints[row + FLAGS] = flags | STALE;
  }
}

/** Makes a fresh row the first attempt at a call: a source's own (`parent` -1) or on behalf of the call in another row. */
export function openRow(r: Requests, row: number, parent: number, dataset: number): void {
  const { ints, times } = r;
  ints[row + PARENT] = parent;
  ints[row + ATTEMPT] = 1;
  ints[row + TAG] = 0;
  ints[row + EXPECTED] = 0;
  times[(row >> 1) + BACKED_OFF] = 0;
  times[(row >> 1) + RESEND_WAIT] = FIRST_RESEND;
  if (parent < 0) {
    ints[row + HOPS] = 0;
    ints[row + DATASET] = dataset;
    ints[row + FLAGS] = CALLER_HOLDS | (dataset >= 0 ? OPERATION : 0);
    return;
  }
  const inner = ints[parent + DATASET]!;
  const asked = ints[parent + FLAGS]! & INHERITED;
  ints[row + PARENT_GENERATION] = ints[parent + GENERATION]!;
  ints[row + CLASS] = ints[parent + CLASS]!;
  ints[row + KEY] = ints[parent + KEY]!;
  ints[row + SESSION] = ints[parent + SESSION]!;
  ints[row + HOPS] = ints[parent + HOPS]! + 1;
  ints[row + DATASET] = inner >= 0 ? inner : dataset;
  ints[row + FLAGS] = CALLER_HOLDS | asked | (inner < 0 && dataset >= 0 ? OPERATION : 0);
  if ((asked & (FILL | TELL)) === 0) return;
  if ((asked & FILL) !== 0) ints[row + VERSION] = ints[parent + VERSION]!;
  ints[row + KNOWN] = ints[parent + KNOWN]!;
}

/** Fields of a call that its next attempt asks for again. */
const KEPT = [LINK, ORIGIN, PARENT, PARENT_GENERATION, CLASS, KEY, SESSION, HOPS, DATASET, EXPECTED, TAG] as const;

/** Makes a fresh row the next attempt at the call in another. */
export function copyAsked(r: Requests, row: number, next: number): void {
  const { ints, times } = r;
  for (let i = 0; i < KEPT.length; i++) ints[next + KEPT[i]!] = ints[row + KEPT[i]!]!;
  times[(next >> 1) + STARTED] = times[(row >> 1) + STARTED]!;
  times[(next >> 1) + RESEND_WAIT] = FIRST_RESEND;
  ints[next + ATTEMPT] = ints[row + ATTEMPT]! + 1;
  const flags = ints[row + FLAGS]! & ASKED;
  ints[next + FLAGS] = CALLER_HOLDS | flags;
  if ((flags & FILL) !== 0) ints[next + VERSION] = ints[row + VERSION]!;
  if ((flags & TELL) !== 0) ints[next + KNOWN] = ints[row + KNOWN]!;
}

/** What a call tells the one on whose behalf it was made: its marks and, where that is wanted, which version it read. */
export function tellParent(r: Requests, parent: number, row: number): void {
  const { ints } = r;
  const flags = ints[row + FLAGS]!;
  ints[parent + FLAGS] = ints[parent + FLAGS]! | (flags & MARKS);
  const read = (flags & (TELL | FILL | INVALIDATE | MISS)) === TELL;
  if (read && ints[row + OUTCOME] === OK) ints[parent + VERSION] = ints[row + VERSION]!;
}
