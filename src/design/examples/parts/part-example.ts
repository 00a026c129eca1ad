/**
 * The example of one kind of part: a small system with objectives that it meets and would miss without the part. What "without"
 * means is said with it: the part bypassed (its callers call what it called), other settings, or another kind in its place.
 */
import { assert } from '../../../std/assert.ts';
import type { ParamValue } from '../../../std/parameter.ts';
import type { Design, LinkDoc } from '../../document.ts';
import { read } from '../../read.ts';

export type Without =
  /** The part is taken out; each of its callers calls each of its callees, over the caller's link. */
  | { readonly bypass: string }
  /** Settings of parts or links, by address, as they would be without it. */
  | { readonly set: readonly (readonly [target: string, param: string, value: ParamValue])[] }
  /** Another kind stands in its place, with its own defaults. */
  | { readonly swap: string; readonly for: string }
  /** The part and all its links are taken out. */
  | { readonly remove: string };

export interface PartExample {
  /** The name of its file, and the kind that it is about. */
  readonly id: string;
  readonly kind: string;
  readonly design: Design;
  readonly watch: string;
  readonly without: Without;
}

export function partExample(id: string, kind: string, document: unknown, without: Without): PartExample {
  const design = read(document);
  assert(design.ok, `the example ${id} can be read`);
  return { id, kind, design: design.value, watch: design.value.about, without };
}

/** The same system without the part. */
export function withoutPart({ design, without }: PartExample): Design {
  if ('set' in without) return changed(design, without.set);
  if ('swap' in without) {
    const swapped = design.nodes.map((node) => (node.id === without.swap ? { ...node, kind: without.for, params: {} } : node));
    return { ...design, nodes: swapped };
  }
  const id = 'bypass' in without ? without.bypass : without.remove;
  const apart = design.links.filter((link) => link.from !== id && link.to !== id);
  const joined = 'bypass' in without ? bypassing(design.links, id) : [];
  const timeline = design.scenario.timeline.filter((entry) => !('target' in entry) || entry.target.split('/')[0] !== id);
  return {
    ...design,
    nodes: design.nodes.filter((node) => node.id !== id),
    links: [...apart, ...joined],
    scenario: { ...design.scenario, timeline },
  };
}

function bypassing(links: readonly LinkDoc[], id: string): LinkDoc[] {
  const out = links.filter((link) => link.from === id);
  return links
    .filter((link) => link.to === id)
    .flatMap((link) => out.map((next) => ({ ...link, id: `${link.from}-${next.to}`, to: next.to })))
    .filter((link) => !links.some((one) => one.from === link.from && one.to === link.to));
}

function changed(design: Design, changes: readonly (readonly [string, string, ParamValue])[]): Design {
  const set = <T extends { readonly id: string; readonly params: object }>(one: T): T => {
    const own = changes.filter(([target]) => target === one.id).map(([, param, value]) => [param, value]);
    return own.length === 0 ? one : { ...one, params: { ...one.params, ...Object.fromEntries(own) } };
  };
  return { ...design, nodes: design.nodes.map(set), links: design.links.map(set) };
}
