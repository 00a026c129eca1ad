/**
 * What a fault's target comes down to in a compiled design: nodes, instances, links, and the sides of a cut. A target that
 * is no cut itself stands on one side of a cut from everything else; a node's links are all that touch it.
 */
import { type Covered, parseAddress, resolveAddress } from '../design/address.ts';
import type { Fault, Reach } from '../faults/fault.ts';
import type { Compiled } from './compile.ts';

/** The reach of a fault at a target; undefined when the target no longer exists. Sources are spared unless the fault hits them too. */
export function reachOf(compiled: Compiled, fault: Fault, target: string): Reach | undefined {
  const address = parseAddress(target);
  if (!address.ok) return undefined;
  const covered = resolveAddress(address.value, compiled.design);
  if (!covered.ok) return undefined;
  if (address.value.is === 'class') return classReach(compiled, address.value.class);
  const nodes = covered.value.nodes.flatMap((id) => compiled.nodeIndex.get(id) ?? []);
  const hit = fault.sources ? nodes : nodes.filter((n) => compiled.nodes[n]?.kind.role !== 'source');
  const instances = idsOf(compiled, covered.value.instances).filter((i) => hit.includes(compiled.sim.shape.nodeOf[i]!));
  const sides = sidesOf(compiled, covered.value, instances);
  const links = linksOf(compiled, covered.value, hit);
  if (covered.value.sort === 'link') return { nodes: hit, instances, links, sides };
  if (covered.value.sort === 'partition') return { nodes: hit, instances, links, sides, between: true };
  const leadsIn = (l: number): boolean => !hit.includes(compiled.sim.links[l]!.from);
  return { nodes: hit, instances, links, inward: new Set(links.filter(leadsIn)), sides };
}

function classReach({ design }: Compiled, id: string): Reach | undefined {
  const cls = design.classes.findIndex((one) => one.id === id);
  return cls < 0 ? undefined : { nodes: [], instances: [], links: [], sides: undefined, classes: [cls] };
}

function idsOf(compiled: Compiled, refs: Covered['instances']): number[] {
  return refs.flatMap((ref) => {
    const node = compiled.nodes[compiled.nodeIndex.get(ref.node) ?? -1];
    return node !== undefined && ref.instance < node.instances ? [node.firstInstance + ref.instance] : [];
  });
}

function linksOf(compiled: Compiled, covered: Covered, nodes: readonly number[]): number[] {
  if (covered.sort === 'link') return covered.links.flatMap((id) => compiled.linkIndex.get(id) ?? []);
  const touching = nodes.flatMap((n) => [...compiled.nodes[n]!.outgoing, ...compiled.nodes[n]!.incoming]);
  return [...new Set(touching)].sort((a, b) => a - b);
}

function sidesOf(compiled: Compiled, covered: Covered, instances: readonly number[]): Uint8Array | undefined {
  if (covered.sort === 'link') return undefined;
  if (covered.sides === undefined) return sidesFrom(compiled, instances);
  const sides = new Uint8Array(compiled.sim.shape.nodeOf.length);
  covered.sides.forEach((side, k) => {
    for (const i of idsOf(compiled, side)) sides[i] = k + 1;
  });
  return sides;
}

/** The sides of a cut between some instances and everything else; without any, nothing is cut. */
export function sidesFrom(compiled: Compiled, instances: readonly number[]): Uint8Array {
  const sides = new Uint8Array(compiled.sim.shape.nodeOf.length);
  sides.fill(2);
  for (const i of instances) sides[i] = 1;
  return sides;
}
