/** Who calls a part and whom it calls: its links by direction, and how many parts stand further up and down. Pure. */
import type { Design, LinkDoc } from '../../src/design/document.ts';

export interface Neighbour {
  readonly link: LinkDoc;
  readonly id: string;
  readonly name: string;
}

export interface Neighbours {
  /** Upstream: parts that call this one, and how many more lead to it over others. */
  readonly callers: readonly Neighbour[];
  readonly furtherUp: number;
  /** Downstream: parts that it calls, and how many more it reaches through them. */
  readonly called: readonly Neighbour[];
  readonly furtherDown: number;
}

export function neighboursOf({ nodes, links }: Pick<Design, 'nodes' | 'links'>, id: string): Neighbours {
  const near = (link: LinkDoc, other: string): Neighbour => ({
    link,
    id: other,
    name: nodes.find((node) => node.id === other)?.name || other,
  });
  const callers = links.filter(({ to }) => to === id).map((link) => near(link, link.from));
  const called = links.filter(({ from }) => from === id).map((link) => near(link, link.to));
  const further = (direct: readonly Neighbour[], step: (at: string) => readonly string[]): number => {
    const seen = new Set([id]);
    const ahead = [id];
    for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
      for (const next of step(at)) {
        if (seen.has(next)) continue;
        seen.add(next);
        ahead.push(next);
      }
    }
    return seen.size - 1 - new Set(direct.map((one) => one.id).filter((one) => one !== id)).size;
  };
  return {
    callers,
    furtherUp: further(callers, (at) => links.filter(({ to }) => to === at).map(({ from }) => from)),
    called,
    furtherDown: further(called, (at) => links.filter(({ from }) => from === at).map(({ to }) => to)),
  };
}
