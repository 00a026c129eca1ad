/**
 * The time a whole call may take, further attempts and waits included, and whether who is called is told how much of it is
 * left (as gRPC does): then work that nobody can use any more is not begun, and what is called further has no more time.
 */
import { DEADLINE, FLAGS, HAS_DEADLINE, PARENT, type Requests, TELLS_DEADLINE } from '../requests.ts';

export interface Deadline {
  /** ns from the call's beginning; 0: only what is left of the deadline of the call on whose behalf it is made. */
  readonly budget: number;
  /** It is taken from the call on whose behalf this one is made, and passed on. */
  readonly pass: boolean;
}

/** Sets the deadline of a call that begins now, if it has one. */
export function setDeadline(r: Requests, row: number, { budget, pass }: Deadline, now: number): void {
  const { ints, times } = r;
  let at = budget > 0 ? now + budget : Number.POSITIVE_INFINITY;
  const parent = ints[row + PARENT]!;
  if (pass && parent >= 0 && r.has(parent, TELLS_DEADLINE)) at = Math.min(at, times[(parent >> 1) + DEADLINE]!);
  if (at === Number.POSITIVE_INFINITY) return;
  times[(row >> 1) + DEADLINE] = at;
  ints[row + FLAGS] = ints[row + FLAGS]! | HAS_DEADLINE | (pass ? TELLS_DEADLINE : 0);
}

/** Whether a call has a deadline, and it has come. */
export function isPast(r: Requests, row: number, now: number): boolean {
  return r.has(row, HAS_DEADLINE) && now >= r.times[(row >> 1) + DEADLINE]!;
}
