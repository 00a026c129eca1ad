/**
 * The example of one kind of part: a small system with objectives that it meets and would miss without the part. What "without"
 * means is said with it: the part bypassed (its callers call what it called), other settings, or another kind in its place.
 */
import { assert } from '../../../std/assert.ts';
import type { ParamBag, ParamValue } from '../../../std/parameter.ts';
import type { Design, LinkDoc } from '../../document.ts';
import { read } from '../../read.ts';

export type Without =
  /** The part is taken out; each of its callers calls each of its callees, over the caller's link. */
  | { readonly bypass: string }
  /** Settings of parts or links, by address, as they would be without it. */
  | { readonly set: readonly (readonly [target: string, param: string, value: ParamValue])[] }
  /** Another kind stands in its place, with settings of its own. */
  | { readonly swap: string; readonly for: string; readonly params?: ParamBag }
  /** Each module of a monolith is a service of its own, one calling the next over the network, from zone to zone. */
  | { readonly split: string }
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
    const swapped = design.nodes.map((node) =>
      node.id === without.swap ? { ...node, kind: without.for, params: without.params ?? {} } : node,
    );
    return { ...design, nodes: swapped };
  }
  if ('split' in without) return splitUp(design, without.split);
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

const ZONES = ['a', 'b'] as const;

/** A monolith as a chain of services: the first takes its name, and does what its callers ask for. */
function splitUp(design: Design, id: string): Design {
  const whole = design.nodes.find((node) => node.id === id);
  assert(whole !== undefined, `there is a part ${id}`);
  const { modules, ...params } = whole.params;
  const names = Array.from({ length: Number(modules) }, (_, k) => (k === 0 ? id : `${id}-${k + 1}`));
  const services = names.map((name, k) => ({
    ...whole,
    id: name,
    name,
    kind: 'service',
    params,
    x: whole.x + 260 * k,
    zones: [ZONES[k % 2]!],
  }));
  const steps = names.slice(1).map((to, k) => ({ id: `${names[k]}-${to}`, from: names[k]!, to, params: {} }));
  return { ...design, nodes: [...design.nodes.filter((node) => node.id !== id), ...services], links: [...design.links, ...steps] };
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
