/**
 * The loop that keeps an outage alive when its trigger is gone (Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021): what
 * sources offer is as before, what the part gets is not, and what makes the difference is the failing itself.
 */
import { faultOf } from '../../faults/index.ts';
import type { Struck } from '../story-report.ts';
import { backlogLoop } from './backlog.ts';
import { amplificationOf, attemptsOf, type Scene } from './scene.ts';

export interface Loop {
  readonly sort: 'retries' | 'cold cache' | 'backlog';
  /** The part that stays overloaded. */
  readonly nodeId: string;
  /** The steps, each the cause of the next, the last of the first. */
  readonly steps: readonly string[];
  readonly sentences: readonly string[];
  /** Everything on the timeline that could have started it had ended before most of this time. */
  readonly outlives: boolean;
}

/** Attempts for each call from which retries are a load of their own, and the share of failures that makes them (chosen). */
const AMPLIFIED = 1.3;
export const FAILING = 0.05;
/** What sources offer is as before within this factor. */
const SAME = 1.25;
export const FULL = 0.85;

export function loopOf(scene: Scene): Loop | undefined {
  const outlives = triggersAreOver(scene);
  return retryLoop(scene, outlives) ?? (outlives ? (cacheLoop(scene) ?? backlogLoop(scene)) : undefined);
}

/** Faults that were at work before or in this time have ended before its second half began; there was at least one. */
function triggersAreOver(scene: Scene): boolean {
  const half = (scene.now.fromMs + scene.now.toMs) / 2;
  const struck = struckIn(scene);
  return struck.length > 0 && struck.every((one) => endOf(one) <= half);
}

/** Faults that had struck by the end of the stretch, those of one moment among them, which leave no time in which they are at work. */
export function struckIn({ now, design }: Scene): readonly Struck[] {
  const known = new Set(now.struck.map(({ entry }) => entry));
  const moments = design.scenario.timeline.flatMap((entry): readonly Struck[] => {
    if (entry.type !== 'fault' || entry.muted === true || known.has(entry.id) || faultOf(entry.fault)?.lasts !== 0 || entry.at >= now.toMs)
      return [];
    return [{ entry: entry.id, fault: entry.fault, target: entry.target, fromMs: entry.at, toMs: entry.at }];
  });
  return [...now.struck, ...moments].sort((a, b) => a.fromMs - b.fromMs);
}

/** When a fault ended, ms; one of a moment at once. */
export function endOf({ fault, fromMs, toMs }: Struck): number {
  return faultOf(fault)?.lasts === 0 ? fromMs : (toMs ?? Number.POSITIVE_INFINITY);
}

function retryLoop(scene: Scene, outlives: boolean): Loop | undefined {
  const { facts, words } = scene;
  const total = scene.now.report.total;
  if (scene.failed < FAILING * total.requests) return undefined;
  const amplified = facts.connections.filter((one) => one.report.calls > 0 && amplificationOf(one) >= AMPLIFIED);
  const hit = amplified
    .map(({ link }) => facts.part(link.to))
    .filter((part) => part !== undefined && part.capacity !== undefined && (part.utilisation >= FULL || part.arriving > part.capacity))
    .sort((a, b) => (b?.utilisation ?? 0) - (a?.utilisation ?? 0))[0];
  if (hit === undefined) return undefined;
  const then = scene.offeredBefore;
  if (then !== undefined && scene.offered > SAME * then) return undefined;
  const into = facts.into(hit.node.id);
  const calls = into.reduce((sum, { report }) => sum + report.calls, 0) / facts.seconds;
  const attempts = into.reduce((sum, one) => sum + attemptsOf(facts, one), 0);
  // Without the retries it would do: else it is too small, whatever its callers do about it.
  if (calls > (hit.capacity ?? 0) && !outlives) return undefined;
  const was = scene.partBefore(hit.node.id);
  const before = was === undefined ? '' : `, ${words.rate(was.arriving)} before`;
  const steps = ['retries', `overload of ${hit.name}`, 'timeouts', 'retries'];
  const share = total.ok / Math.max(1, total.requests);
  return {
    sort: 'retries',
    nodeId: hit.node.id,
    steps,
    outlives,
    sentences: [
      `Sources send ${words.rate(scene.offered)}${then === undefined ? '' : `, as before (${words.rate(then)})`}; tried again, ${words.rate(calls)} of calls to ${hit.name} become ${words.rate(attempts)} of attempts (${words.times(attempts / Math.max(1e-9, calls))})${before}. It can finish ${words.rate(hit.capacity ?? 0)}, and what it finishes comes too late for most who asked: ${words.share(share)} of the requests are answered.`,
      `The loop: ${steps.join(' → ')}.`,
    ],
  };
}

function cacheLoop(scene: Scene): Loop | undefined {
  const { facts, words } = scene;
  for (const part of facts.parts) {
    const now = part.report.figures['hitRatio'];
    const then = scene.partBefore(part.node.id)?.report.figures['hitRatio'];
    if (part.kind.role !== 'cache' || now === null || now === undefined || then === null || then === undefined || then - now < 0.1)
      continue;
    const store = facts.parts
      .filter(({ utilisation, kind }) => utilisation >= FULL && kind.role !== 'source')
      .sort((a, b) => b.utilisation - a.utilisation)[0];
    if (store === undefined || scene.failed < FAILING * scene.now.report.total.requests) continue;
    const steps = [
      `misses in ${part.name}`,
      `overload of ${store.name}`,
      'timeouts',
      `${part.name} is not filled`,
      `misses in ${part.name}`,
    ];
    return {
      sort: 'cold cache',
      nodeId: store.node.id,
      steps,
      outlives: true,
      sentences: [
        `${words.share(now)} of the look-ups in ${part.name} hit, ${words.share(then)} before, and ${store.name} behind it is ${words.share(store.utilisation)} busy: loads that would fill ${part.name} again fail too.`,
        `The loop: ${steps.join(' → ')}.`,
      ],
    };
  }
  return undefined;
}
