/** Faults that come and go: where in its cycle one is, and when it changes next. Times in whole ns since the fault began. */
import { NS_PER_MS } from '../std/units.ts';

/** A time of a parameter (ms) as whole ns, at least one. */
export function nanos(ms: number): number {
  return Math.max(1, Math.round(ms * NS_PER_MS));
}

/** Time since the present cycle of this length began. */
export function within(since: number, cycle: number): number {
  return since - Math.floor(since / cycle) * cycle;
}

/** The first moment at or after `since` that lies `at` into a cycle of this length. */
export function nextAt(since: number, cycle: number, at: number): number {
  return Math.max(0, Math.ceil((since - at) / cycle)) * cycle + at;
}
