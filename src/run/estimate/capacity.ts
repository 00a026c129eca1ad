/** How much load a design could take: the factor on all its sources at which the first thing runs out, and what that is. */
import type { Population } from './closed.ts';
import type { Load, Network, Solution } from './network.ts';

export interface Capacity {
  /** What runs out: a part or a link, and which of its means, e.g. `workers`, `connections`. */
  readonly of: 'node' | 'link';
  readonly id: string;
  readonly resource: string;
  /** How much of it is taken at the present load. */
  readonly load: number;
  /** Times the present load at which all of it is taken; below 1 it is overloaded now. */
  readonly factor: number;
  /** Requests a second of all sources at that point. */
  readonly rate: number;
}

interface Scarcest {
  readonly of: 'node' | 'link';
  readonly id: string;
  readonly resource: string;
  readonly load: number;
}

/** Beyond this factor it is no limit that anybody would meet (chosen). */
const MOST_FACTOR = 10_000;
/** How full the scarcest thing is at the factor that is found, and how many loads are tried for it (chosen). */
const FULL = 0.995;
const MOST_TRIES = 14;
/** A part this full makes those wait long who call it (chosen). */
const NEARLY_FULL = 0.85;

/**
 * Undefined when nothing is sent or nothing can run out. A closed crowd is taken at the rate that it has now. Found from
 * below: as soon as one thing is full, whatever waits for it fills up as well, and no longer tells who was first.
 */
export function capacityOf(network: Network, load: Load, { scvs }: Population, now: Solution): Capacity | undefined {
  const total = load.reduce((sum, rate) => sum + rate, 0);
  const present = scarcest(network, now);
  if (total === 0 || present === undefined || present.load * MOST_FACTOR < 1) return undefined;
  let low = { factor: 0, load: 0 };
  let high = Infinity;
  let next = present.load < 1 ? 1 : 1 / present.load;
  let found: { readonly most: Scarcest; readonly solution: Solution } | undefined;
  for (let i = 0; i < MOST_TRIES && high - low.factor > 0.002 * low.factor; i++) {
    const solution = i === 0 && next === 1 ? now : network.solve(scaled(load, next), scvs, true);
    const most = scarcest(network, solution);
    if (most === undefined) break;
    if (most.load < 1) {
      [low, found] = [
        { factor: next, load: most.load },
        { most, solution },
      ];
      if (most.load >= FULL) break;
      // Loads grow in proportion, or faster: this is never far below the limit.
      next = Math.min(MOST_FACTOR, (next * (1 + FULL)) / 2 / most.load);
      if (next >= high) next = (low.factor + high) / 2;
    } else {
      high = next;
      next = low.factor === 0 ? next / Math.max(2, Math.min(most.load, 100)) : (low.factor + high) / 2;
    }
  }
  if (found === undefined) return undefined;
  // The last step is so short that the line through it and nothing hits the limit.
  const factor = low.load > FULL - 0.02 ? low.factor / low.load : low.factor;
  const blamed = behind(network, found.solution, found.most);
  return { ...blamed, load: loadIn(network, now, blamed), factor, rate: factor * total };
}

/** Workers that are held through calls run out because of what they call: that is what to name, however many steps away. */
function behind({ wiring }: Network, { served }: Solution, found: Scarcest): Scarcest {
  let blamed = found;
  for (let steps = 0; steps < wiring.nodes.length && blamed.of === 'node'; steps++) {
    const node = wiring.nodes.find(({ doc }) => doc.id === blamed.id);
    if (node === undefined || served[node.index]?.holds !== true) break;
    const callees = node.out.flatMap((l) => {
      const { to } = wiring.links[l]!;
      return (served[to.index]?.resources ?? []).map(({ name, load }): Scarcest => ({ of: 'node', id: to.doc.id, resource: name, load }));
    });
    const next = callees.reduce<Scarcest | undefined>((most, one) => (one.load > (most?.load ?? NEARLY_FULL) ? one : most), undefined);
    if (next === undefined) break;
    blamed = next;
  }
  return blamed;
}

function scaled(load: Load, factor: number): Load {
  return load.map((rate) => rate * factor);
}

/** What is fullest in a solution. */
function scarcest(network: Network, solution: Solution): Scarcest | undefined {
  let most: Scarcest | undefined;
  const see = (of: Scarcest['of'], id: string, resource: string, load: number): void => {
    if (load > 0 && (most === undefined || load > most.load)) most = { of, id, resource, load };
  };
  for (const node of network.wiring.nodes) {
    for (const { name, load } of solution.served[node.index]?.resources ?? []) see('node', node.doc.id, name, load);
  }
  for (const link of network.wiring.links) {
    see('link', link.doc.id, 'bandwidth', solution.wires[link.index]!);
    see('link', link.doc.id, 'connections', solution.pools[link.index]!);
  }
  return most;
}

function loadIn({ wiring }: Network, solution: Solution, { of, id, resource }: Scarcest): number {
  if (of === 'node') {
    const index = wiring.nodes.findIndex(({ doc }) => doc.id === id);
    return solution.served[index]?.resources.find(({ name }) => name === resource)?.load ?? 0;
  }
  const index = wiring.links.findIndex(({ doc }) => doc.id === id);
  return (resource === 'bandwidth' ? solution.wires : solution.pools)[index] ?? 0;
}
