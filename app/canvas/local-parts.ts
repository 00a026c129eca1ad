/** A stand-in for design/apply's canLink and design/fresh until they land. */
import { kindOf } from '../../src/catalog/index.ts';
import type { Design, LinkDoc, NodeDoc, Problem } from '../../src/design/document.ts';
import { err, ok, type Result } from '../../src/std/result.ts';

export function canLink(design: Design, from: string, to: string): Problem | undefined {
  const problem = (code: string, message: string): Problem => ({ code, severity: 'error', place: `${from}>${to}`, message });
  const [a, b] = [from, to].map((id) => design.nodes.find((node) => node.id === id));
  if (a === undefined || b === undefined) return problem('dangling-link', 'There is nothing at that end.');
  if (a === b) return problem('self-link', 'A part cannot call itself.');
  if (design.links.some((link) => link.from === from && link.to === to))
    return problem('double-link', `${a.name} already calls ${b.name}.`);
  if (kindOf(a.kind)?.links.out === false) return problem('no-out', `${a.name} calls nothing.`);
  if (kindOf(b.kind)?.links.in === false) return problem('no-in', `Nothing can call ${b.name}: a client only sends.`);
  return undefined;
}

function fresh(taken: readonly string[], base: string): string {
  for (let i = 1; ; i++) {
    const id = i === 1 ? base : `${base}-${i}`;
    if (!taken.includes(id)) return id;
  }
}

export function freshNode(design: Design, kind: string, at: { x: number; y: number }): NodeDoc {
  const id = fresh(
    design.nodes.map((node) => node.id),
    kind,
  );
  return { id, kind, name: id, x: at.x, y: at.y, params: {}, region: '', zones: ['a'] };
}

export function freshLink(design: Design, from: string, to: string): LinkDoc {
  return {
    id: fresh(
      design.links.map((link) => link.id),
      `${from}-${to}`.slice(0, 36),
    ),
    from,
    to,
    params: {},
  };
}

export function copyParts(design: Design, ids: readonly string[]): string {
  const nodes = design.nodes.filter((node) => ids.includes(node.id));
  const links = design.links.filter((link) => ids.includes(link.from) && ids.includes(link.to));
  return JSON.stringify({ loadbearing: 'parts', nodes, links });
}

export function pasteParts(design: Design, text: string): Result<{ nodes: NodeDoc[]; links: LinkDoc[] }, Problem> {
  try {
    const parts = JSON.parse(text) as { nodes: NodeDoc[]; links: LinkDoc[] };
    const ids = design.nodes.map((node) => node.id);
    const names = new Map<string, string>();
    const nodes = parts.nodes.map((node) => {
      const id = fresh(ids, node.id);
      ids.push(id);
      names.set(node.id, id);
      return { ...node, id, name: id };
    });
    const links = parts.links.map((link) => ({
      ...link,
      id: `${link.id}-${ids.length}`,
      from: names.get(link.from) ?? '',
      to: names.get(link.to) ?? '',
    }));
    return ok({ nodes, links });
  } catch {
    return err({ code: 'foreign', severity: 'error', place: 'clipboard', message: 'The clipboard holds no parts of a drawing.' });
  }
}
