/**
 * A design as predictions need it: who calls whom with which parameters, in the order in which requests walk. Built once for
 * a design and then solved at several loads; it compiles no simulation.
 */

import type { Spread } from '../../catalog/estimate.ts';
import { kindOf } from '../../catalog/index.ts';
import { choosesItsInstance, isFeed, type Kind } from '../../catalog/kind.ts';
import type { Design, LinkDoc, NodeDoc } from '../../design/document.ts';
import { placeOf as placed, runningOf } from '../../design/registry.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import type { FarEnd } from '../../engine/station.ts';
import { type ValuesOf, valuesOf } from '../../std/parameter.ts';
import { datasetsOf } from '../datasets.ts';
import { oneWay, type Place } from '../placement.ts';

export type LinkValues = ValuesOf<typeof LINK_PARAMETERS>;

export interface WiredNode {
  readonly doc: NodeDoc;
  readonly kind: Kind;
  readonly values: ReturnType<typeof valuesOf>;
  readonly index: number;
  readonly instances: number;
  /** Links by index. */
  readonly out: number[];
  readonly in: number[];
  far: readonly FarEnd[];
  spreads: readonly Spread[];
}

export interface WiredLink {
  readonly doc: LinkDoc;
  readonly index: number;
  readonly values: LinkValues;
  readonly from: WiredNode;
  readonly to: WiredNode;
}

export interface Wiring {
  readonly design: Design;
  readonly nodes: readonly WiredNode[];
  readonly links: readonly WiredLink[];
  /** Nodes from the sources on: callers before what they call, but for loops. */
  readonly order: readonly WiredNode[];
  /** Some calls come back to where they came from. */
  readonly loops: boolean;
}

export function wire(design: Design): Wiring {
  const nodes: WiredNode[] = [];
  const byId = new Map<string, WiredNode>();
  for (const doc of design.nodes) {
    const kind = kindOf(doc.kind);
    if (kind === undefined) continue;
    const values = valuesOf(kind.params, doc.params);
    const node: WiredNode = { doc, kind, values, index: nodes.length, instances: runningOf(doc), out: [], in: [], far: [], spreads: [] };
    nodes.push(node);
    byId.set(doc.id, node);
  }
  const links: WiredLink[] = [];
  for (const doc of design.links) {
    const [from, to] = [byId.get(doc.from), byId.get(doc.to)];
    if (from === undefined || to === undefined) continue;
    const index = links.length;
    links.push({ doc, index, values: valuesOf(LINK_PARAMETERS, doc.params), from, to });
    // What follows another part is called by it in nothing.
    if (isFeed(from.kind, to.kind)) continue;
    from.out.push(index);
    to.in.push(index);
  }
  describeFarEnds(design, nodes, links);
  const { order, loops } = ordered(nodes, links);
  return { design, nodes, links, order, loops };
}

function describeFarEnds(design: Design, nodes: readonly WiredNode[], links: readonly WiredLink[]): void {
  const aside = nodes.map(({ kind, values }) => kind.aside?.(values) ?? false);
  const { of: datasets } = datasetsOf(
    nodes.map((node) => ({
      role: node.kind.role,
      aside: aside[node.index]!,
      to: node.out.map((l) => links[l]!.to.index),
      callers: node.in.map((l) => links[l]!.from.index),
      follows: links.find(({ from, to }) => to === node && isFeed(from.kind, to.kind))?.from.index ?? -1,
    })),
  );
  const classes = new Map(design.classes.map((one, i) => [one.id, i]));
  const firsts: number[] = [];
  let first = 0;
  for (const node of nodes) {
    firsts.push(first);
    first += node.instances;
  }
  for (const node of nodes) {
    node.far = node.out.map((l): FarEnd => {
      const { to, values } = links[l]!;
      return {
        link: l,
        node: to.index,
        firstInstance: firsts[to.index]!,
        instances: to.instances,
        choosesInstance: choosesItsInstance(to.kind, to.doc.params),
        role: to.kind.role,
        aside: aside[to.index]!,
        dataset: datasets[to.index]!,
        plan: { ...values, classes: values.classes.flatMap((id) => classes.get(id) ?? []) },
      };
    });
    node.spreads = node.out.map((l): Spread => {
      const { values, to } = links[l]!;
      const how =
        values.balance === 'round-robin'
          ? 'turns'
          : values.balance === 'random'
            ? 'random'
            : values.balance === 'power-of-two'
              ? 'two'
              : 'least';
      return { how, among: choosesItsInstance(to.kind, to.doc.params) ? 1 : to.instances, counters: 1 };
    });
  }
}

/** Depth first from the sources, then from whatever they do not reach; the reverse of the order in which nodes are left. */
function ordered(
  nodes: readonly WiredNode[],
  links: readonly WiredLink[],
): { readonly order: readonly WiredNode[]; readonly loops: boolean } {
  const state = new Uint8Array(nodes.length);
  const left: WiredNode[] = [];
  let loops = false;
  const starts = [...nodes.filter((node) => node.kind.estimate?.source !== undefined), ...nodes];
  for (const start of starts) {
    if (state[start.index] !== 0) continue;
    const path: { readonly node: WiredNode; next: number }[] = [{ node: start, next: 0 }];
    state[start.index] = 1;
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const link = top.node.out[top.next++];
      if (link === undefined) {
        state[top.node.index] = 2;
        left.push(top.node);
        path.pop();
        continue;
      }
      const { to } = links[link]!;
      if (state[to.index] === 1) loops = true;
      if (state[to.index] !== 0) continue;
      state[to.index] = 1;
      path.push({ node: to, next: 0 });
    }
  }
  return { order: left.reverse(), loops };
}

/** Where instance `i` of a node stands. */
export function placeOf({ doc }: WiredNode, i: number): Place {
  return placed(doc, i);
}

/** One-way ms from any instance of one node to any of another, on average; `shares`: which of those serve how much. */
export function distance(from: WiredNode, to: WiredNode, shares?: readonly number[]): number {
  const starts = distinct(from, undefined);
  const ends = distinct(to, shares);
  let sum = 0;
  for (const a of starts) for (const b of ends) sum += a.weight * b.weight * (oneWay(a.place, b.place) / 1e6);
  return sum;
}

/** The zones in which a node's instances stand, with their shares. */
function distinct(node: WiredNode, shares: readonly number[] | undefined): { readonly place: Place; readonly weight: number }[] {
  const zones = node.kind.regions === undefined ? Math.min(node.doc.zones.length, node.instances) : node.instances;
  const out = Array.from({ length: Math.max(1, zones) }, (_, i) => ({ place: placeOf(node, i), weight: 0 }));
  for (let i = 0; i < node.instances; i++) out[i % out.length]!.weight += shares === undefined ? 1 / node.instances : (shares[i] ?? 0);
  return out.filter((one) => one.weight > 0);
}
