/**
 * A service's plan: for each request class the calls it makes, in steps. Calls of one step start together, steps follow
 * each other. A store behind a cache-aside cache is reached through that cache: look up, else load and fill; a write goes
 * to the store and then drops the entry. Built once from the links; read for every request.
 */
import type { FarEnd } from '../../engine/station.ts';

/** One call of a step. */
export interface PlanCall {
  readonly link: number;
  readonly probability: number;
  readonly count: number;
  /** All of `count` at once instead of one after the other. */
  readonly together: boolean;
  readonly async: boolean;
  /** It takes a lock, which is given back after the last step. */
  readonly locks?: boolean;
  /** Link of the cache that stands before this store, or -1. */
  readonly cache: number;
}

export interface Plan {
  /** Calls of all steps in order, and where each step begins; the last entry is the number of calls. */
  readonly calls: readonly PlanCall[];
  readonly steps: readonly number[];
}

/** The plan for one class from what stands at the far ends of a service's links. */
export function planFor(cls: number, far: readonly FarEnd[]): Plan {
  const used = far.filter((f) => f.plan.classes.length === 0 || f.plan.classes.includes(cls));
  const caches = used.filter((f) => f.role === 'cache' && f.aside);
  const behind = (f: FarEnd) => (f.aside || f.dataset < 0 ? undefined : caches.find((c) => c.dataset === f.dataset));
  const covered = new Set(used.map(behind).map((c) => c?.link));
  const calls = used.filter((f) => !covered.has(f.link)).map((f) => ({ step: f.plan.step, call: callOf(f, behind(f)?.link ?? -1) }));
  calls.sort((x, y) => x.step - y.step || x.call.link - y.call.link);
  const steps: number[] = [];
  calls.forEach((entry, i) => {
    if (i === 0 || entry.step !== calls[i - 1]?.step) steps.push(i);
  });
  return { calls: calls.map((entry) => entry.call), steps: [...steps, calls.length] };
}

function callOf(f: FarEnd, cache: number): PlanCall {
  const { probability, count, together } = f.plan;
  // What came through a cache must come back to be filled in, so nobody can forget such a call.
  // A lock is waited for, and taken once.
  if (f.locks === true) return { link: f.link, probability, count: 1, together: false, async: false, cache: -1, locks: true };
  return { link: f.link, probability, count, together, async: f.plan.async && cache < 0, cache };
}
