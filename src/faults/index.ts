/** THE list of faults, in the order in which they are offered. A new fault is one line here and a file beside it. */
import { crash } from './crash.ts';
import type { Fault } from './fault.ts';
import { slow } from './slow.ts';

export const FAULTS: readonly Fault[] = [crash, slow];

const BY_ID: ReadonlyMap<string, Fault> = new Map(FAULTS.map((fault) => [fault.id, fault]));

/** The fault of this id, or undefined. */
export function faultOf(id: string): Fault | undefined {
  return BY_ID.get(id);
}
