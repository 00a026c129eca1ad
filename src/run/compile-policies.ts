/** Compiles what of a link's policy few links have: breakers by copy, hedging, deadline, cancellation, bulkhead, fallback. */
import type { Link, MorePolicy } from '../engine/link.ts';
import type { BreakerSettings } from '../engine/policy/breaker.ts';
import { Bulkhead } from '../engine/policy/bulkhead.ts';
import type { Deadline } from '../engine/policy/deadline.ts';
import { Fallback } from '../engine/policy/fallback.ts';
import { Hedge, type HedgeSettings } from '../engine/policy/hedge.ts';
import { InstanceBreakers } from '../engine/policy/instance-breakers.ts';
import type { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import type { ValuesOf } from '../std/parameter.ts';
import { NS_PER_MS } from '../std/units.ts';

export type LinkValues = ValuesOf<typeof LINK_PARAMETERS>;

/** What the ends of a link need to be known for. */
export interface LinkEnds {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly fromSource: boolean;
  /** What of its callers' last mile is part of how far they stand from everything, ns. */
  readonly placedMile: number;
  /** The last mile of those who send at the near end, one way in ms, where their kind has its own. */
  readonly kindMile: number | undefined;
  readonly firstCaller: number;
  readonly callers: number;
  readonly firstTarget: number;
  readonly targets: number;
  /** The near or the far end chooses the instance itself. */
  readonly chosenElsewhere: boolean;
  readonly dataset: number;
}

/** What of a link's policy stands besides timeout, retries, one breaker and the pool. */
export function morePolicy(values: LinkValues, ends: LinkEnds): MorePolicy {
  const byCopy = values.breaker && values.breakerFor === 'copy';
  return {
    breakers: byCopy ? new InstanceBreakers(breakerSettings(values), ends.firstTarget, ends.targets) : undefined,
    hedge: values.hedge ? new Hedge(hedgeSettings(values)) : undefined,
    deadline: deadlineOf(values),
    cancels: values.cancel,
    bulkhead: values.bulkhead > 0 ? new Bulkhead(values.bulkhead, values.bulkheadQueue, ends.firstCaller, ends.callers) : undefined,
    fallback: values.fallback ? newFallback(values, ends.firstCaller, ends.callers) : undefined,
    firstTarget: ends.firstTarget,
    targets: ends.chosenElsewhere ? 0 : ends.targets,
    allTargets: ends.targets,
    firstCaller: ends.firstCaller,
    callers: ends.callers,
  };
}

/** Applies changed values to a running link: everything but what the specs mark as not live. */
export function configureMore(link: Link, values: LinkValues): void {
  if (!values.breaker) link.breakers = undefined;
  else if (link.breakers !== undefined) link.breakers.settings = breakerSettings(values);
  else if (values.breakerFor === 'copy') link.breakers = new InstanceBreakers(breakerSettings(values), link.firstTarget, link.allTargets);
  if (!values.hedge) link.hedge = undefined;
  else if (link.hedge === undefined) link.hedge = new Hedge(hedgeSettings(values));
  else link.hedge.settings = hedgeSettings(values);
  link.deadline = deadlineOf(values);
  link.cancels = values.cancel;
  if (link.bulkhead !== undefined) link.bulkhead.queue = values.bulkheadQueue;
  if (!values.fallback) link.fallback = undefined;
  else if (link.fallback === undefined) link.fallback = newFallback(values, link.firstCaller, link.callers);
  else link.fallback.settings = { cached: values.fallbackWith === 'cached' };
}

function newFallback(values: LinkValues, firstCaller: number, callers: number): Fallback {
  return new Fallback({ cached: values.fallbackWith === 'cached' }, values.fallbackKept, firstCaller, callers);
}

function hedgeSettings(values: LinkValues): HedgeSettings {
  return {
    delay: Math.round(values.hedgeDelay * NS_PER_MS),
    percentile: values.hedgeAfter === 'percentile' ? values.hedgePercentile : 0,
    budget: values.hedgeBudget,
    cancels: values.hedgeCancel,
  };
}

function deadlineOf(values: LinkValues): Deadline | undefined {
  if (values.deadline === 0 && !values.deadlinePass) return undefined;
  return { budget: Math.round(values.deadline * NS_PER_MS), pass: values.deadlinePass };
}

export function breakerSettings(values: LinkValues): BreakerSettings {
  return {
    rate: values.breakerRate,
    window: values.breakerWindow,
    span: values.breakerOver === 'time' ? Math.round(values.breakerSpan * NS_PER_MS) : 0,
    minimum: values.breakerMinimum,
    open: Math.round(values.breakerOpen * NS_PER_MS),
    probes: values.breakerProbes,
    slow: Math.round(values.breakerSlow * NS_PER_MS),
    slowRate: values.breakerSlowRate,
  };
}
