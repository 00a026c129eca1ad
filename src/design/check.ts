/**
 * Advice on a design that can be read: what will not do what its drawer probably wants, with the reason and the numbers
 * of this very design. Nothing here forbids anything; a design meant to show a mistake keeps its mistake.
 */
import {
  impatientCaller,
  noTimeout,
  retriesAtOnce,
  retriesInStep,
  retriesMultiply,
  retriesWithoutTimeout,
  timeoutTooShort,
} from './advice/calls.ts';
import { drawingOf } from './advice/drawing.ts';
import { oneZone, singlePoint } from './advice/failure.ts';
import {
  breakerNeverOpens,
  breakerWithoutTimeout,
  budgetWithoutRetries,
  limiterBelowLoad,
  noHealthCheck,
  shortVisibility,
  smallPool,
} from './advice/limits.ts';
import { longQueue, overload, unsentClass } from './advice/load.ts';
import { cacheWithoutOrigin, cycle, idleQueue, idleRelay, idleSource, noTraffic, unreachable } from './advice/paths.ts';
import { closedLoop, lostWrites, oneSynchronous, staleReads, tooFewSamples } from './advice/promises.ts';
import { loneReplica, writesToReplica } from './advice/replicas.ts';
import type { Rule } from './advice/rule.ts';
import { afterTheEnd, emptyTarget, nothingMeasured } from './advice/timeline.ts';
import type { Design, Problem } from './document.ts';
import { CATALOG, type Registry } from './registry.ts';

/** All rules, in the order in which their advice is given: what keeps a run from showing anything comes first. */
export const RULES: readonly Rule[] = [
  noTraffic,
  idleSource,
  unreachable,
  idleRelay,
  idleQueue,
  cacheWithoutOrigin,
  loneReplica,
  writesToReplica,
  nothingMeasured,
  cycle,
  overload,
  singlePoint,
  oneZone,
  timeoutTooShort,
  impatientCaller,
  noTimeout,
  retriesWithoutTimeout,
  retriesAtOnce,
  retriesInStep,
  retriesMultiply,
  breakerWithoutTimeout,
  breakerNeverOpens,
  budgetWithoutRetries,
  smallPool,
  limiterBelowLoad,
  longQueue,
  shortVisibility,
  noHealthCheck,
  oneSynchronous,
  staleReads,
  lostWrites,
  closedLoop,
  tooFewSamples,
  unsentClass,
  afterTheEnd,
  emptyTarget,
];

/** Advice on a design, as warnings; none when there is nothing to remark. The design must have passed `read`. */
export function check(design: Design, registry: Registry = CATALOG): readonly Problem[] {
  const drawing = drawingOf(design, registry);
  return RULES.flatMap((rule) => rule.find(drawing).map((finding) => ({ code: rule.id, severity: 'warning' as const, ...finding })));
}
