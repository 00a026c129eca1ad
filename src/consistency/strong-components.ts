/** Strongly connected components (Tarjan 1972, "Depth-first search and linear graph algorithms"), without recursion: graphs are long. */
import type { Graph } from './sequential.ts';

/** For each place the number of its component, if it has more than one place; else -1. */
export function cyclesOf({ places, at, to }: Graph): Int32Array {
  const [index, low] = [new Int32Array(places).fill(-1), new Int32Array(places)];
  const component = new Int32Array(places).fill(-1);
  const onStack = new Uint8Array(places);
  const stack: number[] = [];
  const [path, edge] = [[] as number[], at.slice()];
  let [count, components] = [0, 0];
  for (let root = 0; root < places; root++) {
    if (index[root] !== -1) continue;
    path.push(root);
    while (path.length > 0) {
      const p = path[path.length - 1]!;
      if (index[p] === -1) {
        index[p] = low[p] = count++;
        stack.push(p);
        onStack[p] = 1;
      }
      if (edge[p]! < at[p + 1]!) {
        const next = to[edge[p]!]!;
        edge[p] = edge[p]! + 1;
        if (index[next] === -1) path.push(next);
        else if (onStack[next] === 1) low[p] = Math.min(low[p]!, index[next]!);
        continue;
      }
      path.pop();
      const above = path[path.length - 1];
      if (above !== undefined) low[above] = Math.min(low[above]!, low[p]!);
      if (low[p] !== index[p]) continue;
      const many = stack[stack.length - 1] !== p;
      for (let member = -1; member !== p; ) {
        member = stack.pop()!;
        onStack[member] = 0;
        component[member] = many ? components : -1;
      }
      if (many) components++;
    }
  }
  return component;
}
