/**
 * The canvas library, controlled from our stores: nodes come from the design and the selection, drags stay on the scene
 * until they end and then become one command.
 */
import type { NodeChange, OnNodesChange } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { dispatch, getDesign, useDesign } from '../state/design-store.ts';
import { useView } from '../state/view-store.ts';
import { takeChoices } from './choosing.ts';
import { duplicateTo } from './clipboard.ts';
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
  /** Alt held: copies are put down, and what was dragged stays where it was. */
  readonly onNodeDragStop: (event: { readonly altKey?: boolean }) => void;
}

export function useFlow(): Flow {
  const docs = useDesign((state) => state.design.nodes);
  const chosen = useView((view) => view.selection.nodes);
  const [moved, setMoved] = useState(NOWHERE);
  const hand = useRef(new Hand(setMoved));
  const kept = useRef(new FlowNodes());
  const nodes = useMemo(() => kept.current.of(docs, new Set(chosen), moved), [docs, chosen, moved]);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]): void => {
    takeChoices(changes);
    hand.current.move(changes);
  }, []);
  const onNodeDrag = useCallback((event: { readonly ctrlKey: boolean }): void => {
    hand.current.free = event.ctrlKey;
  }, []);
  const onNodeDragStop = useCallback((event: { readonly altKey?: boolean }): void => hand.current.letGo(event.altKey === true), []);
  return { nodes, onNodesChange, onNodeDrag, onNodeDragStop };
}

/** What is being dragged. A mouse may move ten times between two screen frames; the drawing follows once. */
class Hand {
  free = false;
  #moved = new Map<string, Point>();
  #next = new Map<string, Point>();
  #frame = 0;
  readonly #show: (moved: ReadonlyMap<string, Point>) => void;

  constructor(show: (moved: ReadonlyMap<string, Point>) => void) {
    this.#show = show;
  }

  move(changes: readonly NodeChange<FlowNode>[]): void {
    for (const change of changes) {
      if (change.type === 'position' && change.dragging === true && change.position !== undefined)
        this.#next.set(change.id, change.position);
    }
    if (this.#next.size > 0 && this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#settle());
  }

  /** The drag is over: where everything stands becomes one command. */
  letGo(copies: boolean): void {
    if (this.#next.size > 0) this.#settle();
    const to = Object.fromEntries(this.#moved);
    this.#moved = new Map();
    this.free = false;
    showExtras({ guides: [] });
    if (Object.keys(to).length > 0) {
      if (copies) duplicateTo(to);
      else dispatch({ do: 'move', to }, oneStep('move'));
    }
    // Copies, or a refusal: what was dragged goes back to where the design has it.
    scene.follow(getDesign());
    sceneMoved();
    this.#show(NOWHERE);
  }

  #settle(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { places, guides } = settleDrag(this.#next, this.free);
    this.#next = new Map();
    this.#moved = new Map([...this.#moved, ...places]);
    this.#show(this.#moved);
    scene.drag(places);
    showExtras({ guides });
    sceneMoved();
  }
}
