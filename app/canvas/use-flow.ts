/**
 * The canvas library, controlled from our stores: nodes come from the design and the selection, drags stay on the scene
 * until they end and then become one command.
 */
import type { NodeChange, OnNodesChange } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { dispatch, useDesign } from '../state/design-store.ts';
import { useView } from '../state/view-store.ts';
import { takeChoices } from './choosing.ts';
import { scene, sceneMoved, showExtras } from './desk.ts';
import { oneStep } from './edits.ts';
import { type FlowNode, FlowNodes } from './flow-node.ts';
import { settleDrag } from './moving.ts';
import type { Point } from './shape/geometry.ts';

const NOWHERE: ReadonlyMap<string, Point> = new Map();

export interface Flow {
  readonly nodes: FlowNode[];
  readonly onNodesChange: OnNodesChange<FlowNode>;
  /** Ctrl held: neither grid nor guides. */
  readonly onNodeDrag: (event: { readonly ctrlKey: boolean }) => void;
  readonly onNodeDragStop: () => void;
}

export function useFlow(): Flow {
  const docs = useDesign((state) => state.design.nodes);
  const chosen = useView((view) => view.selection.nodes);
  const [moved, setMoved] = useState(NOWHERE);
  const going = useRef({ moved: NOWHERE, free: false });
  const kept = useRef(new FlowNodes());
  const nodes = useMemo(() => kept.current.of(docs, new Set(chosen), moved), [docs, chosen, moved]);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]): void => {
    takeChoices(changes);
    const places = placesIn(changes);
    if (places.size === 0) return;
    const settled = settleDrag(places, going.current.free);
    going.current.moved = new Map([...going.current.moved, ...settled.places]);
    setMoved(going.current.moved);
    scene.drag(settled.places);
    showExtras({ guides: settled.guides });
    sceneMoved();
  }, []);

  const onNodeDrag = useCallback((event: { readonly ctrlKey: boolean }): void => {
    going.current.free = event.ctrlKey;
  }, []);

  const onNodeDragStop = useCallback((): void => {
    const to = Object.fromEntries(going.current.moved);
    going.current = { moved: NOWHERE, free: false };
    showExtras({ guides: [] });
    if (Object.keys(to).length > 0) dispatch({ do: 'move', to }, oneStep('move'));
    setMoved(NOWHERE);
  }, []);

  return { nodes, onNodesChange, onNodeDrag, onNodeDragStop };
}

function placesIn(changes: readonly NodeChange<FlowNode>[]): ReadonlyMap<string, Point> {
  const places = new Map<string, Point>();
  for (const change of changes) {
    if (change.type === 'position' && change.dragging === true && change.position !== undefined) places.set(change.id, change.position);
  }
  return places;
}
