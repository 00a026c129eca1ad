/**
 * Compiles a design into a simulation: instances numbered, zones placed, data sets found, links and stations built. The
 * design must have passed `read`. What happens over time (faults, changes) is the agenda's business.
 */

import { kindOf } from '../catalog/index.ts';
import { choosesItsInstance, isFeed, type Kind } from '../catalog/kind.ts';
import type { Design, NodeDoc } from '../design/document.ts';
import { instancesOf, placeOf, runningOf } from '../design/registry.ts';
import { History } from '../engine/history.ts';
import { Sim, type SimShape } from '../engine/sim.ts';
import type { CallPlan, FarEnd, StationContext } from '../engine/station.ts';
import { assert } from '../std/assert.ts';
import { type ParamBag, valuesOf } from '../std/parameter.ts';
import { NS_PER_MS } from '../std/units.ts';
import { compileLink, linkValues } from './compile-links.ts';
import type { LinkValues } from './compile-policies.ts';
import { datasetsOf } from './datasets.ts';
import { mileMs, oneWay, type Place } from './placement.ts';

/** One node of the design with its kind and its place among the instances. */
export interface CompiledNode {
  readonly doc: NodeDoc;
  readonly kind: Kind;
  readonly index: number;
  readonly firstInstance: number;
  readonly instances: number;
  /** Links by index, in document order. */
  readonly outgoing: readonly number[];
  readonly incoming: readonly number[];
  /** Parameters in force; a change during the run replaces them. */
  params: ParamBag;
}

export interface Compiled {
  readonly design: Design;
  readonly sim: Sim;
  readonly nodes: readonly CompiledNode[];
  readonly nodeIndex: ReadonlyMap<string, number>;
  readonly linkIndex: ReadonlyMap<string, number>;
  /** Parameters in force per link. */
  readonly linkParams: ParamBag[];
  /** Place of every instance. */
  readonly places: readonly Place[];
  /** The node that each data set is of. */
  readonly owners: readonly CompiledNode[];
}

export function compile(design: Design): Compiled {
  const nodes = compileNodes(design);
  const places = nodes.flatMap((node) => Array.from({ length: node.instances }, (_, i) => placeOf(node.doc, i)));
  const miles = milesOf(design, nodes);
  const datasets = datasetsOf(
    nodes.map((node) => ({
      role: node.kind.role,
      aside: isAside(node),
      to: node.outgoing.map((l) => targetOf(design, nodes, l)),
      callers: node.incoming.map((l) => sourceOf(design, nodes, l)),
      follows: node.incoming.map((l) => sourceOf(design, nodes, l)).find((i) => isFeed(nodes[i]?.kind, node.kind)) ?? -1,
    })),
  );
  const sim = new Sim(shapeOf(design, nodes, places, miles), new History(datasets.owners.length));
  for (const { doc, firstInstance, instances } of nodes) {
    const runs = runningOf(doc);
    sim.rotation.withhold(firstInstance + runs, instances - runs);
  }
  const nodeIndex = new Map(nodes.map((node) => [node.doc.id, node.index]));
  const values = design.links.map(linkValues);
  design.links.forEach((doc, index) => {
    const from = nodes[nodeIndex.get(doc.from) ?? -1];
    const to = nodes[nodeIndex.get(doc.to) ?? -1];
    assert(from !== undefined && to !== undefined, `link ${doc.id} has both ends`);
    const ends = {
      index,
      from: from.index,
      to: to.index,
      fromSource: from.kind.role === 'source',
      placedMile: miles?.[from.firstInstance] ?? 0,
      kindMile: kindMile(from),
      // A name calls on behalf of whoever asked for it.
      firstCaller: from.kind.resolves ? 0 : from.firstInstance,
      callers: from.kind.resolves ? places.length : from.instances,
      firstTarget: to.firstInstance,
      targets: to.instances,
      chosenElsewhere: from.kind.choosesTarget === true || choosesItsInstance(to.kind, to.doc.params),
      dataset: datasets.of[to.index]!,
    };
    const link = compileLink(doc, values[index]!, ends, sim);
    const apart = from.kind.resolves ? new Set<number>() : distances(from, to, sim);
    if (apart.size === 1) for (const distance of apart) link.isAsFarApart(distance);
    sim.links.push(link);
  });
  for (const node of nodes) {
    const far = node.outgoing.map((l) => farEnd(design, nodes, datasets.of, l, values[l]!));
    const around = { places, sources: Uint8Array.from(nodes, ({ kind }) => (kind.role === 'source' ? 1 : 0)) };
    sim.stations.push(buildStation(design, node, far, datasets.of[node.index]!, sim, around));
  }
  const linkIndex = new Map(design.links.map((doc, i) => [doc.id, i]));
  const owners = datasets.owners.map((i) => nodes[i]!);
  return { design, sim, nodes, nodeIndex, linkIndex, linkParams: design.links.map((doc) => doc.params), places, owners };
}

/** How far apart, in ns, instances of two nodes stand. */
function distances(from: CompiledNode, to: CompiledNode, sim: Sim): ReadonlySet<number> {
  const found = new Set<number>();
  for (let i = 0; i < from.instances; i++) {
    for (let j = 0; j < to.instances; j++) found.add(sim.distance(from.firstInstance + i, to.firstInstance + j));
  }
  return found;
}

/** The last mile of a kind of sources that has its own, one way in ms. */
function kindMile({ kind, params }: CompiledNode): number | undefined {
  return kind.lastMile?.(valuesOf(kind.params, params));
}

/**
 * The last mile of every instance, ns, as part of how far it stands from everything: that of a source which calls a name, since a
 * name leads its calls past their own link. Undefined in a design without names.
 */
function milesOf(design: Design, nodes: readonly CompiledNode[]): readonly number[] | undefined {
  if (!nodes.some(({ kind }) => kind.resolves)) return undefined;
  return nodes.flatMap((node) => {
    const named = node.outgoing.find((l) => nodes[targetOf(design, nodes, l)]!.kind.resolves);
    const mile =
      node.kind.role === 'source' && named !== undefined ? mileMs(linkValues(design.links[named]!).access, kindMile(node)) * NS_PER_MS : 0;
    return Array.from({ length: node.instances }, () => mile);
  });
}

function compileNodes(design: Design): CompiledNode[] {
  let first = 0;
  return design.nodes.map((doc, index) => {
    const kind = kindOf(doc.kind);
    assert(kind !== undefined, `kind ${doc.kind} is known`);
    const instances = instancesOf(doc);
    const outgoing = linksWhere(design, (link) => link.from === doc.id);
    const incoming = linksWhere(design, (link) => link.to === doc.id);
    const node: CompiledNode = { doc, kind, index, firstInstance: first, instances, outgoing, incoming, params: doc.params };
    first += instances;
    return node;
  });
}

function linksWhere(design: Design, holds: (link: { from: string; to: string }) => boolean): number[] {
  const found: number[] = [];
  design.links.forEach((link, i) => {
    if (holds(link)) found.push(i);
  });
  return found;
}

function targetOf(design: Design, nodes: readonly CompiledNode[], link: number): number {
  return nodes.findIndex((node) => node.doc.id === design.links[link]!.to);
}

function sourceOf(design: Design, nodes: readonly CompiledNode[], link: number): number {
  return nodes.findIndex((node) => node.doc.id === design.links[link]!.from);
}

function isAside(node: CompiledNode): boolean {
  return node.kind.aside?.(valuesOf(node.kind.params, node.params)) ?? false;
}

function shapeOf(design: Design, nodes: readonly CompiledNode[], places: readonly Place[], miles: readonly number[] | undefined): SimShape {
  const spots = places.map((p, i) => ({ ...p, mile: miles?.[i] ?? 0, name: `${p.region}/${p.zone}/${miles?.[i] ?? 0}` }));
  const names = [...new Set(spots.map(({ name }) => name))];
  const zones = names.map((name) => spots.find((spot) => spot.name === name)).filter((spot) => spot !== undefined);
  return {
    seed: design.scenario.seed,
    nodes: nodes.length,
    links: design.links.length,
    classes: design.classes.length,
    bytesUp: Float64Array.from(design.classes, (c) => c.bytesUp),
    bytesDown: Float64Array.from(design.classes, (c) => c.bytesDown),
    nodeOf: Int32Array.from(nodes.flatMap((node) => Array.from({ length: node.instances }, () => node.index))),
    zoneOf: Int32Array.from(spots, ({ name }) => names.indexOf(name)),
    zoneDelay: Float64Array.from(zones.flatMap((a) => zones.map((b) => oneWay(a, b) + Math.max(a.mile, b.mile)))),
    zones: zones.length,
    passesJunk: Uint8Array.from(nodes, (node) => (node.kind.role === 'relay' ? 1 : 0)),
    streamNames: nodes.map((node) => `node-${node.doc.id}`),
  };
}

function farEnd(design: Design, nodes: readonly CompiledNode[], datasets: Int32Array, link: number, values: LinkValues): FarEnd {
  const node = nodes[targetOf(design, nodes, link)]!;
  return {
    link,
    node: node.index,
    firstInstance: node.firstInstance,
    instances: node.instances,
    choosesInstance: choosesItsInstance(node.kind, node.doc.params),
    role: node.kind.role,
    aside: isAside(node),
    ...(node.kind.locks === true ? { locks: true } : {}),
    slots: node.kind.slots?.(valuesOf(node.kind.params, node.params)) ?? 0,
    dataset: datasets[node.index]!,
    plan: planOf(design, values),
  };
}

function planOf(design: Design, values: LinkValues): CallPlan {
  return {
    step: values.step,
    probability: values.probability,
    count: values.count,
    together: values.together,
    classes: values.classes.map((id) => design.classes.findIndex((c) => c.id === id)).filter((i) => i >= 0),
    async: values.async,
    weight: values.weight,
  };
}

function buildStation(
  design: Design,
  node: CompiledNode,
  far: readonly FarEnd[],
  dataset: number,
  sim: Sim,
  around: Pick<StationContext, 'places' | 'sources'>,
) {
  const context: StationContext = {
    sim,
    node: node.index,
    firstInstance: node.firstInstance,
    instances: node.instances,
    outgoing: node.outgoing,
    incoming: node.incoming,
    classes: design.classes,
    dataset,
    far,
    ...around,
  };
  return node.kind.build(context, valuesOf(node.kind.params, node.params));
}
