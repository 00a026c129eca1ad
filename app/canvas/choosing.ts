/** Choosing parts and links. The selection is in the view store; here is how clicks and keys change it. */
import type { NodeChange } from '@xyflow/react';
import { getDesign } from '../state/design-store.ts';
import { getView, setView } from '../state/view-store.ts';
import type { FlowNode } from './flow-node.ts';

/** Takes over what the canvas library says about chosen nodes. */
export function takeChoices(changes: readonly NodeChange<FlowNode>[]): void {
  const { nodes, links } = getView().selection;
  const chosen = new Set(nodes);
  let changed = false;
  for (const change of changes) {
    if (change.type !== 'select' || chosen.has(change.id) === change.selected) continue;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
    changed = true;
  }
  if (changed) setView({ selection: { nodes: [...chosen], links: links.length > 0 && chosen.size > nodes.length ? [] : links } });
}

/** Chooses a link; with `more` it joins or leaves what is chosen already. */
export function chooseLink(id: string, more: boolean): void {
  const { nodes, links } = getView().selection;
  if (!more) setView({ selection: { nodes: [], links: [id] } });
  else setView({ selection: { nodes, links: links.includes(id) ? links.filter((other) => other !== id) : [...links, id] } });
}

/** Chooses a node; with `more` it joins or leaves what is chosen already. */
export function chooseNode(id: string, more: boolean): void {
  const { nodes, links } = getView().selection;
  if (!more) setView({ selection: { nodes: [id], links: [] } });
  else setView({ selection: { nodes: nodes.includes(id) ? nodes.filter((other) => other !== id) : [...nodes, id], links } });
}

export function chooseNothing(): void {
  const { nodes, links } = getView().selection;
  if (nodes.length + links.length > 0) setView({ selection: { nodes: [], links: [] } });
}

export function chooseAll(): void {
  const { nodes, links } = getDesign();
  setView({ selection: { nodes: nodes.map(({ id }) => id), links: links.map(({ id }) => id) } });
}

export function chooseOthers(): void {
  const { nodes } = getView().selection;
  setView({ selection: { nodes: getDesign().nodes.flatMap(({ id }) => (nodes.includes(id) ? [] : [id])), links: [] } });
}

/** What is gone from the design (by an undo, for instance) is no longer chosen. */
export function forgetGone(): void {
  const { nodes, links } = getView().selection;
  const design = getDesign();
  const here = new Set([...design.nodes, ...design.links].map(({ id }) => id));
  const left = { nodes: nodes.filter((id) => here.has(id)), links: links.filter((id) => here.has(id)) };
  if (left.nodes.length + left.links.length < nodes.length + links.length) setView({ selection: left });
}
