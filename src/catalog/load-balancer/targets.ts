/**
 * What a balancer chooses from: every instance at the far ends of its links is a target; a far end that chooses its instance
 * itself (a cache, a database) is one. Which targets may serve a class follows from the links' filters (content routing);
 * classes with the same choice form a group. A balancer of connections cannot look into requests: to it all classes are one.
 * Built once from the links; a link of weight 0 is there and gets nothing until its weight changes.
 */
import type { FarEnd } from '../../engine/station.ts';
import type { CheckTarget } from '../../mechanisms/detect/health-check.ts';

export interface Target extends CheckTarget {
  /** Set as the call's instance; -1 where the far end chooses. */
  readonly instance: number;
  /** 0 for one that gets nothing. */
  readonly weight: number;
  /** Stable under adding other targets: a ring places it by this. */
  readonly name: string;
}

export interface TargetList {
  readonly targets: readonly Target[];
  /** Index of each link's first target, by link. */
  readonly firstOf: ReadonlyMap<number, number>;
  /** Which targets each group may use: 1 or 0 by target. */
  readonly groups: readonly Uint8Array[];
  /** Group of each class, or -1 when no link serves it. */
  readonly groupOf: Int32Array;
}

/** Weights are whole numbers in units of a millionth, so that weighted turns add up exactly. */
const WEIGHT_UNIT = 1_000_000;

export function targetList(far: readonly FarEnd[], classes: number, nameOf: (node: number) => string, byClass = true): TargetList {
  const firstOf = new Map<number, number>();
  const targets: Target[] = [];
  for (const f of far) {
    firstOf.set(f.link, targets.length);
    targets.push(...targetsOf(f, nameOf(f.node)));
  }
  const groups: Uint8Array[] = [];
  const groupOf = Int32Array.from({ length: classes }, (_, cls) => {
    const open = far.filter((f) => !byClass || f.plan.classes.length === 0 || f.plan.classes.includes(cls));
    const links = new Set(open.map((f) => f.link));
    if (links.size === 0) return -1;
    const mask = Uint8Array.from(targets, (t) => (links.has(t.link) ? 1 : 0));
    const known = groups.findIndex((g) => g.every((bit, i) => bit === mask[i]));
    return known >= 0 ? known : groups.push(mask) - 1;
  });
  return { targets, firstOf, groups, groupOf };
}

/** A link's weight as each of the targets behind it has it. */
export function weightOf(weight: number, targets: number): number {
  return weight === 0 ? 0 : Math.max(1, Math.round((weight * WEIGHT_UNIT) / targets));
}

function targetsOf(f: FarEnd, name: string): Target[] {
  const count = f.choosesInstance ? 1 : f.instances;
  const weight = weightOf(f.plan.weight, count);
  return Array.from({ length: count }, (_, i) => ({
    link: f.link,
    firstInstance: f.firstInstance + i,
    instances: f.choosesInstance ? f.instances : 1,
    instance: f.choosesInstance ? -1 : f.firstInstance + i,
    weight,
    name: `${name}/${i + 1}`,
  }));
}
