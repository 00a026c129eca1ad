/**
 * The canvas: an architecture drawing that can be edited and breathes while it runs. It only puts together what stands
 * beside it: the canvas library for view and drag, painted surfaces below and above the nodes, one hook for each kind of
 * interaction.
 */
import '@xyflow/react/dist/base.css';
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { type FocusEvent, type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useDesign } from '../state/design-store.ts';
import { useView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import styles from './Canvas.module.css';
import { CanvasMenu } from './CanvasMenu.tsx';
import { registerCanvasActions } from './canvas-actions.ts';
import { useCanvas } from './canvas-store.ts';
import { chooseNode } from './choosing.ts';
import { listenToClipboard } from './clipboard.ts';
import { followTool } from './connecting.ts';
import { FARTHEST, focusCanvas, mountDesk, NEAREST, reveal, scene, stage, viewCentre } from './desk.ts';
import type { FlowNode } from './flow-node.ts';
import { Ghost } from './Ghost.tsx';
import { Legend } from './Legend.tsx';
import { LinkButtons, LinkGrips } from './LinkButtons.tsx';
import { NodeFace } from './NodeFace.tsx';
import { FAR, NEAR } from './paint/face-paint.ts';
import { Refusal } from './Refusal.tsx';
import type { Point } from './shape/geometry.ts';
import { useBeginnings } from './use-beginnings.ts';
import { nodeIdOf, useCanvasKeys } from './use-canvas-keys.ts';
import { pointerPlace, useCanvasPointer } from './use-canvas-pointer.ts';
import { useFlow } from './use-flow.ts';
import { useSpokenNames } from './use-spoken-names.ts';
import { useStage } from './use-stage.ts';
import { summaryOf } from './words/names.ts';
import { ZoomBar } from './ZoomBar.tsx';

const NODE_TYPES = { part: NodeFace };
/** Beyond this many nodes only those in sight are on the page. */
const MANY = 100;
/** Distance of the dots on the paper, px of the world: they stay apart on the screen. */
const PAPER = { near: 20, mid: 40, far: 100 } as const;

export function Canvas() {
  return (
    <ReactFlowProvider>
      <Board />
    </ReactFlowProvider>
  );
}

/** Keys with which the canvas is left once it has let go; any other takes the keyboard back. */
const STEPS_OUT: ReadonlySet<string> = new Set(['Tab', 'Shift', 'Escape']);

/** Everything about the library that never changes. */
const SETTINGS = {
  nodeTypes: NODE_TYPES,
  minZoom: FARTHEST,
  maxZoom: NEAREST,
  nodesConnectable: false,
  multiSelectionKeyCode: ['Shift', 'Control', 'Meta'],
  selectionMode: SelectionMode.Partial,
  selectionKeyCode: 'Shift',
  deleteKeyCode: null,
  panActivationKeyCode: null,
  disableKeyboardA11y: true,
  zoomOnDoubleClick: false,
  elevateNodesOnSelect: false,
  nodeDragThreshold: 2,
  nodeClickDistance: 3,
  paneClickDistance: 3,
  attributionPosition: 'top-right',
} satisfies ReactFlowProps<FlowNode>;

function Board() {
  const host = useRef<HTMLElement>(null);
  const flow = useReactFlow<FlowNode>();
  const lod = useStore(({ transform: [, , zoom] }) => lodAt(zoom));
  const { nodes, ...drag } = useFlow();
  const [leaving, setLeaving] = useState(false);
  const letGo = useCallback(() => {
    focusCanvas();
    setLeaving(true);
    announce('Tab leaves the drawing.');
  }, []);
  const onKey = useCanvasKeys(letGo);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (leaving && !STEPS_OUT.has(event.key)) setLeaving(false);
    onKey(event);
  };
  const pointer = useCanvasPointer();
  const free = useFreeHands();
  useEffect(() => (host.current === null ? undefined : mountDesk(flow, host.current)), [flow]);
  useEffect(registerCanvasActions, []);
  useEffect(followTool, []);
  useEffect(() => listenToClipboard(() => host.current?.contains(document.activeElement) === true, pastingPlace), []);
  useSpokenNames(host);
  useBeginnings();

  return (
    <section
      ref={host}
      aria-label="Drawing"
      data-canvas=""
      data-lod={lod}
      data-tool={free ? 'select' : 'busy'}
      className={styles['canvas']}
      onKeyDown={onKeyDown}
      onFocus={chooseFocused}
      onBlur={() => leaving && setLeaving(false)}
      {...pointer}
    >
      <ReactFlow<FlowNode>
        {...SETTINGS}
        {...drag}
        aria-label="Canvas"
        aria-describedby="canvas-summary"
        data-region-focus=""
        tabIndex={0}
        nodes={nodes}
        nodesDraggable={free}
        elementsSelectable={free}
        nodesFocusable={!leaving}
        onlyRenderVisibleElements={nodes.length > MANY}
        onSelectionDragStop={drag.onNodeDragStop}
        onMove={(_, view) => stage.look(view)}
        onInit={({ getViewport }) => stage.look(getViewport())}
      >
        <Background variant={BackgroundVariant.Dots} gap={PAPER[lod]} size={lod === 'far' ? 4 : 1.4} />
        <Paintings host={host} />
        <LinkButtons reachable={!leaving} />
        <LinkGrips />
        <Legend />
        <ZoomBar />
      </ReactFlow>
      <Summary />
      <CanvasMenu />
      <Ghost />
      <Refusal />
    </section>
  );
}

/** The painted surfaces: lines and dots behind the nodes, what lives on their faces before them. */
function Paintings({ host }: { readonly host: RefObject<HTMLElement | null> }) {
  const [links, dots, faces] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)];
  useStage({ host, links, dots, faces });
  return (
    <>
      <div className={styles['below']} aria-hidden="true">
        <canvas ref={links} />
        <canvas ref={dots} />
      </div>
      <div className={styles['above']} aria-hidden="true">
        <canvas ref={faces} />
      </div>
    </>
  );
}

/** Whether the next press is not claimed by a tool. */
function useFreeHands(): boolean {
  const idle = useView((view) => view.tool.is === 'select');
  const carrying = useCanvas((state) => state.carried.length > 0);
  return idle && !carrying;
}

function lodAt(zoom: number): keyof typeof PAPER {
  return zoom < FAR ? 'far' : zoom < NEAR ? 'mid' : 'near';
}

/** What is pasted comes to stand under the pointer, or in the middle of what is in sight. */
function pastingPlace(): Point {
  return pointerPlace.world ?? viewCentre();
}

/** A node that got the focus by the keyboard is chosen and brought into sight. */
function chooseFocused({ target }: FocusEvent<HTMLElement>): void {
  const node = scene.node(nodeIdOf(target) ?? '');
  if (node === undefined || !target.matches('.react-flow__node:focus-visible')) return;
  reveal(node.rect);
  chooseNode(node.doc.id, false);
}

/** What the drawing as a whole is, for those who hear it. */
function Summary() {
  const words = useDesign((state) => summaryOf(state.design));
  return (
    <p id="canvas-summary" className={styles['unseen']}>
      {words} Tab goes from part to part, C links the chosen one, the menu key offers the rest.
    </p>
  );
}
