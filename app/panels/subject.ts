/**
 * What the inspector is about: the selection, resolved against the design. Pure. Several parts are one subject whose parameters are
 * those that all of them have; a value they do not share is "mixed", and setting it sets it for all.
 */
import { isFeed, type Kind, onlySteers } from '../../src/catalog/kind.ts';
import type { Design, LinkDoc, NodeDoc } from '../../src/design/document.ts';
import { isMeant, type ParamBag, type ParamSpec, type ParamSpecs, type ParamValue, valueIn } from '../../src/std/parameter.ts';

export interface NodeSubject {
  readonly is: 'nodes';
  readonly nodes: readonly NodeDoc[];
  /** Kind of each node, in the same order; undefined for one that this build does not know. */
  readonly kinds: readonly (Kind | undefined)[];
  readonly specs: ParamSpecs;
}
export interface LinkSubject {
  readonly is: 'links';
  readonly links: readonly LinkDoc[];
  readonly specs: ParamSpecs;
}
export type Subject =
  | { readonly is: 'document' }
  | NodeSubject
  | LinkSubject
  | { readonly is: 'both'; readonly nodes: readonly NodeDoc[]; readonly links: readonly LinkDoc[] };

/** No request crosses a link that only watches or steers, so it has nothing to set. */
const NO_SPECS: ParamSpecs = {};

export interface Registries {
  readonly kindOf: (id: string) => Kind | undefined;
  readonly linkSpecs: ParamSpecs;
  /** Those of them that count where a link carries no calls but a store's log. */
  readonly networkSpecs: ParamSpecs;
}

/** Ids that are no longer in the design are passed over. */
export function subjectOf(
  design: Pick<Design, 'nodes' | 'links'>,
  selection: { readonly nodes: readonly string[]; readonly links: readonly string[] },
  { kindOf, linkSpecs, networkSpecs }: Registries,
): Subject {
  const nodes = design.nodes.filter((node) => selection.nodes.includes(node.id));
  const links = design.links.filter((link) => selection.links.includes(link.id));
  if (nodes.length > 0 && links.length > 0) return { is: 'both', nodes, links };
  if (links.length > 0) {
    const kindAt = (end: string) => kindOf(design.nodes.find(({ id }) => id === end)?.kind ?? '');
    const steer = links.every((link) => onlySteers(kindAt(link.from)));
    const feed = links.some((link) => isFeed(kindAt(link.from), kindAt(link.to)));
    return { is: 'links', links, specs: steer ? NO_SPECS : feed ? networkSpecs : linkSpecs };
  }
  if (nodes.length === 0) return { is: 'document' };
  const kinds = nodes.map((node) => kindOf(node.kind));
  return { is: 'nodes', nodes, kinds, specs: commonSpecs(kinds.map((kind) => kind?.params ?? {})) };
}

/** The parameters that every one of several spec sets has, in the order of the first, with the narrowest range. */
export function commonSpecs(all: readonly ParamSpecs[]): ParamSpecs {
  const [first, ...others] = all;
  if (first === undefined || others.every((each) => each === first)) return first ?? {};
  const common: Record<string, ParamSpec> = {};
  for (const [name, spec] of Object.entries(first)) {
    const merged = others.reduce<ParamSpec | undefined>((sum, each) => sum && narrow(sum, own(each, name)), spec);
    if (merged !== undefined) common[name] = merged;
  }
  return common;
}

const own = (specs: ParamSpecs, name: string): ParamSpec | undefined => (Object.hasOwn(specs, name) ? specs[name] : undefined);

/** What two specs have in common, or undefined when they mean different things. */
function narrow(a: ParamSpec, b: ParamSpec | undefined): ParamSpec | undefined {
  if (b === undefined || a.type !== b.type || a.label !== b.label) return undefined;
  if (a.type === 'number' && b.type === 'number') {
    if (a.unit !== b.unit) return undefined;
    const [min, max] = [Math.max(a.min, b.min), Math.min(a.max, b.max)];
    return min > max ? undefined : { ...a, min, max, whole: a.whole || b.whole, live: a.live && b.live };
  }
  if (a.type === 'choice' && b.type === 'choice') {
    const options = a.options.filter((option) => b.options.some((other) => other.value === option.value));
    return options.length === 0 ? undefined : { ...a, options, live: a.live && b.live };
  }
  return { ...a, live: a.live && b.live };
}

/** The value of one parameter over several bags. */
export interface SharedValue {
  /** The value of the first. */
  readonly value: ParamValue;
  readonly mixed: boolean;
  /** Whether any of them differs from the default. */
  readonly modified: boolean;
}

export function sharedValue(specs: ParamSpecs, bags: readonly ParamBag[], name: string): SharedValue {
  const values = bags.map((bag) => valueIn(specs, bag, name));
  const value = values[0] ?? valueIn(specs, {}, name);
  return {
    value,
    mixed: values.some((other) => !sameValue(other, value)),
    modified: values.some((other) => !sameValue(other, specs[name]?.default)),
  };
}

/** Values are plain data of a few fields, so their text decides. */
export function sameValue(a: ParamValue | undefined, b: ParamValue | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a parameter means anything for at least one of the bags; what hides its condition hides it too. */
export function isShown(specs: ParamSpecs, bags: readonly ParamBag[], name: string): boolean {
  return bags.length === 0 ? isMeant(specs, {}, name) : bags.some((bag) => isMeant(specs, bag, name));
}

export interface ParamGroup {
  readonly name: string;
  readonly params: readonly string[];
}

/** The shown parameters under their headings, in the order of the specs. `filter` looks into label, help and heading. */
export function groupsOf(specs: ParamSpecs, bags: readonly ParamBag[], filter = ''): readonly ParamGroup[] {
  const wanted = filter.trim().toLowerCase();
  const groups = new Map<string, string[]>();
  for (const [name, spec] of Object.entries(specs)) {
    if (!isShown(specs, bags, name)) continue;
    if (wanted !== '' && ![spec.label, spec.help, spec.group, name].some((text) => text.toLowerCase().includes(wanted))) continue;
    const group = groups.get(spec.group);
    if (group === undefined) groups.set(spec.group, [name]);
    else group.push(name);
  }
  return [...groups].map(([name, params]) => ({ name, params }));
}

/** Instances of a node, as its kind counts them. */
export function instanceCount(node: NodeDoc, kind: Kind | undefined): number {
  if (kind === undefined) return 1;
  const values = Object.fromEntries(Object.keys(kind.params).map((name) => [name, valueIn(kind.params, node.params, name)]));
  const count = kind.countInstances?.(values as never) ?? values['instances'];
  return typeof count === 'number' && count >= 1 ? Math.floor(count) : 1;
}
