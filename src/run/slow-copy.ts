/** The copy of a part whose work takes much longer than its siblings', by its report alone. */
import type { Part } from './explain-facts.ts';
import type { InstanceReport } from './report.ts';

/** From so many times its siblings' mean work on, with so many pieces of it on both sides (chosen). */
const TIMES = 2;
const SAMPLES = 30;

export interface SlowCopy {
  /** Counts from 1. */
  readonly number: number;
  readonly copy: InstanceReport;
  /** How many times its siblings' mean, and that mean, ms. */
  readonly times: number;
  readonly siblingsMs: number;
}

/** The first such copy; undefined when all are alike or too little was done to tell. */
export function slowCopyOf(part: Part): SlowCopy | undefined {
  const copies = alike(part);
  for (const { copy, number } of copies) {
    const others = copies.filter((other) => other.number !== number).map((other) => other.copy.serviceMs);
    const count = others.reduce((sum, work) => sum + work.count, 0);
    const siblingsMs = others.reduce((sum, work) => sum + work.count * (work.mean ?? 0), 0) / Math.max(1, count);
    if (Math.min(count, copy.serviceMs.count) < SAMPLES || siblingsMs === 0) continue;
    const times = (copy.serviceMs.mean ?? 0) / siblingsMs;
    if (times >= TIMES) return { number, copy, times, siblingsMs };
  }
  return undefined;
}

/** Instances that do the same work, with their numbers. Leaders do other work than replicas, and who led may have changed. */
function alike(part: Part): readonly { readonly copy: InstanceReport; readonly number: number }[] {
  const copies = part.report.instances.map((copy, i) => ({ copy, number: i + 1 }));
  if (!part.kind.abilities.includes('leader')) return copies;
  return (part.report.figures['failovers'] ?? 0) > 0 ? [] : copies.filter(({ number }) => number !== (part.report.figures['leader'] ?? 1));
}
