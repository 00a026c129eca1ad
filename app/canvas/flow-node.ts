/**
 * Nodes as the canvas library wants them. Its types stay in this room: a FlowNode is a node of the design with a fixed
 * size and nothing live in it, made anew only when that node, its place or its selection changes.
 */
import type { Node } from '@xyflow/react';
import { kindOf } from '../../src/catalog/index.ts';
import type { NodeDoc } from '../../src/design/document.ts';
import { NODE_HEIGHT, NODE_WIDTH, type Point } from './shape/geometry.ts';

export type FlowNode = Node<{ readonly doc: NodeDoc }, 'part'>;

const MEASURED = { width: NODE_WIDTH, height: NODE_HEIGHT };

/** Keeps flow nodes from one rendering to the next, so that what did not change is not rendered again. */
export class FlowNodes {
  #kept = new Map<string, FlowNode>();

  /** The nodes of a design. `moved`: places during a drag, which are not in the design yet. */
  of(docs: readonly NodeDoc[], selected: ReadonlySet<string>, moved: ReadonlyMap<string, Point>): FlowNode[] {
    const next = new Map<string, FlowNode>();
    for (const doc of docs) {
      const { x, y } = moved.get(doc.id) ?? doc;
      const chosen = selected.has(doc.id);
      const kept = this.#kept.get(doc.id);
      const same =
        kept !== undefined && kept.data.doc === doc && kept.selected === chosen && kept.position.x === x && kept.position.y === y;
      next.set(doc.id, same ? kept : flowNode(doc, { x, y }, chosen));
    }
    this.#kept = next;
    return [...next.values()];
  }
}

function flowNode(doc: NodeDoc, { x, y }: Point, selected: boolean): FlowNode {
  return {
    id: doc.id,
    type: 'part',
    position: { x, y },
    data: { doc },
    selected,
    ariaLabel: `${doc.name}, ${kindOf(doc.kind)?.name ?? doc.kind}`,
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    measured: MEASURED,
    handles: [],
    domAttributes: { 'aria-roledescription': 'part' },
  };
}
