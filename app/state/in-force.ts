/**
 * Values in force: what a parameter is at this moment of the run. A live parameter turned during a run is an entry of
 * the timeline and leaves the drawing as it was, so the inspector shows the drawing with the entries up to now laid over.
 */
import type { ChangeEntry, Design, TimelineEntry } from '../../src/design/document.ts';
import { waits } from '../../src/design/schedule.ts';
import type { ParamBag, ParamValue } from '../../src/std/parameter.ts';

/** Values on their way to the simulation, by target and parameter. */
export type Pending = ReadonlyMap<string, ReadonlyMap<string, ParamValue>>;

export const NOTHING_PENDING: Pending = new Map();

/** How many changes of the timeline lie at or before this moment: the design in force changes only when this does. */
export function lapsedChanges(timeline: readonly TimelineEntry[], atMs: number): number {
  let count = 0;
  for (const entry of timeline) if (entry.type === 'change' && entry.muted !== true && entry.at <= atMs) count++;
  return count;
}

/** Since when changes that wait for something have been in force, ms, by entry. */
type Begun = ReadonlyMap<string, number>;

const NOTHING_BEGUN: Begun = new Map();

/** The design with every parameter as it is at `atMs`. The same object when no change has lapsed and none is pending. */
export function designInForce(design: Design, atMs: number, pending: Pending = NOTHING_PENDING, begun: Begun = NOTHING_BEGUN): Design {
  const over = new Map<string, Record<string, ParamValue>>();
  const lay = (target: string, param: string, value: ParamValue): void => {
    const bag = over.get(target) ?? {};
    bag[param] = value;
    over.set(target, bag);
  };
  for (const { entry, at } of inOrder(design.scenario.timeline, begun)) if (at <= atMs) lay(entry.target, entry.param, entry.value);
  for (const [target, values] of pending) for (const [param, value] of values) lay(target, param, value);
  if (over.size === 0) return design;
  const laid = <T extends { readonly id: string; readonly params: ParamBag }>(thing: T): T => {
    const bag = over.get(thing.id);
    return bag === undefined ? thing : { ...thing, params: { ...thing.params, ...bag } };
  };
  return { ...design, nodes: design.nodes.map(laid), links: design.links.map(laid) };
}

/** Changes with the moments at which they take effect, as far as that is known. */
function inOrder(timeline: readonly TimelineEntry[], begun: Begun) {
  const changes = timeline.filter((entry): entry is ChangeEntry => entry.type === 'change' && entry.muted !== true);
  const timed = changes.map((entry) => ({
    entry,
    at: waits(entry, timeline) ? (begun.get(entry.id) ?? Number.POSITIVE_INFINITY) : entry.at,
  }));
  return timed.sort((a, b) => a.at - b.at);
}
