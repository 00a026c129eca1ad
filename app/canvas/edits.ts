/**
 * What the canvas does to the design, each as one undo step: place, link, move an end, insert into a link, remove, join
 * the neighbours of what is removed, paste. Every route (drag, click, key, menu) ends in one of these. A refusal comes
 * back in words.
 */
import { canLink } from '../../src/design/can-link.ts';
import type { Command } from '../../src/design/command.ts';
import type { LinkDoc, NodeDoc } from '../../src/design/document.ts';
import { newLink, newNode } from '../../src/design/fresh.ts';
import { dispatch, getDesign } from '../state/design-store.ts';
import { getView, setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { scene } from './desk.ts';
import { contains, freePlace, NODE_WIDTH, nodeAround, nodeRect, type Point } from './shape/geometry.ts';
import { nameOf } from './words/names.ts';

let steps = 0;

/** An id that makes several commands one step of undo. */
export function oneStep(name: string): string {
  steps += 1;
  return `canvas-${name}-${steps}`;
}

/** Does all of these as one step. @returns the first refusal in words; what came before it stays done. */
export function doAll(name: string, commands: readonly Command[]): string | undefined {
  const step = oneStep(name);
  for (const command of commands) {
    const problem = dispatch(command, step);
    if (problem !== undefined) return problem.message;
  }
  return undefined;
}

export function select(nodes: readonly string[], links: readonly string[] = []): void {
  setView({ selection: { nodes, links } });
}

/** A new part with its middle at a point, in the region of the room it stands in. */
function partAround(kind: string, middle: Point): NodeDoc {
  const { x, y } = nodeAround(middle);
  const room = scene.rooms.find(({ rect }) => contains(rect, middle));
  return { ...newNode(getDesign(), kind, x, y), region: room?.region ?? '' };
}

/** Places a part with its middle at a point of the world and chooses it. @returns its id, or undefined when refused. */
export function place(kind: string, middle: Point, from?: string): { readonly id?: string; readonly refusal?: string } {
  const step = oneStep('place');
  const node = partAround(kind, middle);
  const problem = dispatch({ do: 'add', nodes: [node], links: [] }, step);
  if (problem !== undefined) return { refusal: problem.message };
  const refusal = from === undefined ? undefined : link(from, node.id, step);
  select([node.id]);
  announce(`${node.name} placed${from !== undefined && refusal === undefined ? `, linked from ${nameOf(getDesign(), from)}` : ''}`);
  return { id: node.id };
}

/**
 * Places a part without a pointer: to the right of the chosen node and linked from it when that is possible, else in
 * the middle of what is in sight.
 */
export function placeBeside(kind: string, middle: Point): { readonly id?: string; readonly refusal?: string } {
  const { nodes } = getDesign();
  const [chosen] = getView().selection.nodes;
  const beside = getView().selection.nodes.length === 1 ? nodes.find((node) => node.id === chosen) : undefined;
  const taken = nodes.map(nodeRect);
  const wanted = beside === undefined ? nodeAround(middle) : { x: beside.x + NODE_WIDTH + 64, y: beside.y };
  const { x, y } = freePlace(wanted, taken);
  const rect = nodeRect({ x, y });
  return place(kind, { x: x + rect.width / 2, y: y + rect.height / 2 }, beside?.id);
}

/** Links two nodes and chooses the link. @returns why not, in words. */
export function link(from: string, to: string, step = oneStep('link')): string | undefined {
  const design = getDesign();
  const problem = canLink(design, from, to);
  if (problem !== undefined) return problem;
  const fresh = newLink(design, from, to);
  const refused = dispatch({ do: 'add', nodes: [], links: [fresh] }, step);
  if (refused !== undefined) return refused.message;
  announce(`${nameOf(design, from)} now calls ${nameOf(design, to)}`);
  return undefined;
}

/** Moves one end of a link to another node; its settings go with it. @returns why not, in words. */
export function relink(id: string, end: 'from' | 'to', node: string): string | undefined {
  const design = getDesign();
  const old = design.links.find((link) => link.id === id);
  if (old === undefined || old[end] === node) return undefined;
  const ends = { from: old.from, to: old.to, [end]: node };
  const problem = canLink(design, ends.from, ends.to);
  if (problem !== undefined) return problem;
  const fresh: LinkDoc = { ...newLink(design, ends.from, ends.to), params: old.params };
  const refusal = doAll('relink', [
    { do: 'remove', nodes: [], links: [id] },
    { do: 'add', nodes: [], links: [fresh] },
  ]);
  if (refusal === undefined) select([], [fresh.id]);
  return refusal;
}

/** Puts a part into a link: A → B becomes A → part → B. @returns why not, in words. */
export function placeOnLink(kind: string, middle: Point, id: string): { readonly id?: string; readonly refusal?: string } {
  const old = getDesign().links.find((link) => link.id === id);
  if (old === undefined) return place(kind, middle);
  const step = oneStep('insert');
  const node = partAround(kind, middle);
  const problem = dispatch({ do: 'add', nodes: [node], links: [] }, step);
  if (problem !== undefined) return { refusal: problem.message };
  select([node.id]);
  const why = canLink(getDesign(), old.from, node.id) ?? canLink(getDesign(), node.id, old.to);
  if (why !== undefined) return { id: node.id, refusal: why };
  const first: LinkDoc = { ...newLink(getDesign(), old.from, node.id), params: old.params };
  dispatch({ do: 'remove', nodes: [], links: [old.id] }, step);
  dispatch({ do: 'add', nodes: [], links: [first] }, step);
  dispatch({ do: 'add', nodes: [], links: [newLink(getDesign(), node.id, old.to)] }, step);
  announce(`${node.name} placed between ${nameOf(getDesign(), old.from)} and ${nameOf(getDesign(), old.to)}`);
  return { id: node.id };
}

/** Removes parts and links. */
export function remove(nodes: readonly string[], links: readonly string[]): void {
  if (nodes.length + links.length === 0) return;
  dispatch({ do: 'remove', nodes, links }, oneStep('remove'));
  select([]);
  announce(nodes.length > 0 ? `${nodes.length === 1 ? 'Part' : `${nodes.length} parts`} removed` : 'Link removed');
}

/** Removes parts and links who called them with whom they called, where that is possible. */
export function removeAndJoin(nodes: readonly string[]): void {
  const { links } = getDesign();
  const gone = new Set(nodes);
  const step = oneStep('join');
  const callers = links.filter((link) => gone.has(link.to) && !gone.has(link.from));
  const called = links.filter((link) => gone.has(link.from) && !gone.has(link.to));
  dispatch({ do: 'remove', nodes, links: [] }, step);
  for (const { from, params } of callers) {
    for (const { to } of called) {
      if (canLink(getDesign(), from, to) !== undefined) continue;
      dispatch({ do: 'add', nodes: [], links: [{ ...newLink(getDesign(), from, to), params }] }, step);
    }
  }
  select([]);
}

/** Whether removing these would leave callers without what they called through them. */
export function joinable(nodes: readonly string[]): boolean {
  const { links } = getDesign();
  return (
    links.some((link) => nodes.includes(link.to) && !nodes.includes(link.from)) &&
    links.some((link) => nodes.includes(link.from) && !nodes.includes(link.to))
  );
}
