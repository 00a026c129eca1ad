/** Whether a link may be drawn: asked while a person is still pulling on it, so the answer is the words to show. */
import { type Design, LIMITS } from './document.ts';
import { followsTwo, nodesById, twice, wrongEnds } from './read/graph.ts';
import { grouped } from './read/intake.ts';
import { CATALOG, type Registry } from './registry.ts';

/** Why no new link may lead from one part to another, in a sentence; undefined when one may. */
export function canLink(
  { nodes, links }: Pick<Design, 'nodes' | 'links'>,
  from: string,
  to: string,
  registry: Registry = CATALOG,
): string | undefined {
  const byId = nodesById(nodes);
  const wrong = wrongEnds(byId, from, to, registry) ?? followsTwo(byId, links, from, to, registry);
  if (wrong !== undefined) return wrong.message;
  if (links.some((link) => link.from === from && link.to === to)) return twice(byId, { from, to });
  return links.length >= LIMITS.links ? `A design has at most ${grouped(LIMITS.links)} links.` : undefined;
}
