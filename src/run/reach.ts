/** What a fault's target comes down to in a compiled design: nodes, instances, links, or the sides of a cut. */
import type { Reach } from '../faults/fault.ts';
import type { Compiled } from './compile.ts';

export function reachOf(compiled: Compiled, target: string): Reach | undefined {
  const [id, number] = target.split('/');
  const index = compiled.nodeIndex.get(id ?? '');
  const node = index === undefined ? undefined : compiled.nodes[index];
  if (node === undefined) return undefined;
  const all = Array.from({ length: node.instances }, (_, i) => node.firstInstance + i);
  const instances = number === undefined ? all : [node.firstInstance + Number(number) - 1];
  return { nodes: [node.index], instances, links: [], sides: undefined };
}
