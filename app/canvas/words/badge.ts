/**
 * The badge on the corner of a node: what is wrong with it now, in a few words. Faults come from the timeline (which
 * also holds what was broken by hand during the run); how many instances are down comes from the frame.
 */
import type { FaultEntry, NodeDoc, TimelineEntry } from '../../../src/design/document.ts';
import { faultOf } from '../../../src/faults/index.ts';
import { valuesOf } from '../../../src/std/parameter.ts';
import { sidesOf, sortOf, touchesNode } from '../../timeline/address.ts';

/** Faults that are at work at a moment of the run, in the order of the timeline. */
export function activeFaults(timeline: readonly TimelineEntry[], timeMs: number): readonly FaultEntry[] {
  return timeline.filter((entry): entry is FaultEntry => {
    if (entry.type !== 'fault' || entry.at > timeMs) return false;
    const lasts = entry.duration ?? (faultOf(entry.fault)?.lasts === 0 ? 0 : Number.POSITIVE_INFINITY);
    // A fault of one moment stays on the badge for a second, or nobody would see it.
    return timeMs < entry.at + Math.max(lasts, 1_000);
  });
}

/** The few words of one fault, e.g. `slow ×8`. */
export function faultWords(entry: FaultEntry): string {
  const fault = faultOf(entry.fault);
  return fault === undefined ? entry.fault : fault.badge(valuesOf(fault.params, entry.params));
}

/** How many of a node's instances a partition sets on its first and on its second side; all of them for a whole node. */
export function sidesWithin(node: NodeDoc, target: string, instances: number): readonly [number, number] {
  const [one, other] = sidesOf(target).map((side) => {
    const parts = side.filter((member) => touchesNode(member, node));
    return parts.some((member) => !member.includes('/')) ? instances : parts.length;
  });
  return [one ?? 0, other ?? 0];
}

/** How many instances partitions cut off from the rest of their own node. */
function cutOff(node: NodeDoc, active: readonly FaultEntry[], instances: number): number {
  let most = 0;
  for (const { fault, target } of active) {
    if (sortOf(target) !== 'partition' || faultOf(fault)?.cuts !== true) continue;
    const [one, other] = sidesWithin(node, target, instances);
    if (one < instances && other < instances && one + other > 0) most = Math.max(most, Math.min(one || other, other || one));
  }
  return most;
}

/** Whether a node's badge tells of a fault. What lies between two sides is drawn there, unless the node stands on both. */
function isFelt({ fault, target }: FaultEntry, node: NodeDoc, instances: number): boolean {
  if (sortOf(target) !== 'partition') return touchesNode(target, node);
  const [one, other] = sidesWithin(node, target, instances);
  return one > 0 && other > 0 && faultOf(fault)?.cuts !== true;
}

/**
 * The badge of a node, '' for none. `down` of `instances` instances do not answer now; a fault that says no more than
 * that is told by the count alone.
 */
export function badgeOf(node: NodeDoc, active: readonly FaultEntry[], down: number, instances: number): string {
  const count: string[] =
    down === 0 ? [] : [down === instances ? (instances === 1 ? 'down' : `all ${instances} down`) : `${down} of ${instances} down`];
  const off = cutOff(node, active, instances);
  if (off > 0) count.push(`${off} of ${instances} cut off`);
  const words = active.filter((entry) => isFelt(entry, node, instances)).map(faultWords);
  const more = words.filter((word) => !(word === 'down' && down > 0));
  const all = [...count, ...new Set(more)];
  return all.length <= 2 ? all.join(' · ') : `${all[0]} · ${all.length - 1} more`;
}
