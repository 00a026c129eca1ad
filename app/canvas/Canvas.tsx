/**
 * The canvas: an architecture drawing that can be edited and breathes while it runs. It only puts together what stands
 * beside it: the canvas library for view and drag, painted surfaces below and above the nodes, one hook for each kind of
 * interaction.
 */
import '@xyflow/react/dist/base.css';
import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import { type FocusEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useDesign } from '../state/design-store.ts';
import { useView } from '../state/view-store.ts';
import styles from './Canvas.module.css';
import { CanvasMenu } from './CanvasMenu.tsx';
import { registerCanvasActions } from './canvas-actions.ts';
import { useCanvas } from './canvas-store.ts';
import { chooseNode } from './choosing.ts';
import { listenToClipboard } from './clipboard.ts';
import { FARTHEST, mountDesk, NEAREST, reveal, scene, stage, viewCentre } from './desk.ts';
import type { FlowNode } from './flow-node.ts';
import { Ghost } from './Ghost.tsx';
import { Legend } from './Legend.tsx';
import { LinkButtons, LinkGrips } from './LinkButtons.tsx';
import { NodeFace } from './NodeFace.tsx';
import { FAR, NEAR } from './paint/face-paint.ts';
import { Refusal } from './Refusal.tsx';
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
const PRESSED_WITH = ['Shift', 'Control', 'Meta'];

export function Canvas() {
  return (
    <ReactFlowProvider>
      <Board />
    </ReactFlowProvider>
  );
}

function Board() {
  const host = useRef<HTMLElement>(null);
  const [links, dots, faces] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)];
  const flow = useReactFlow<FlowNode>();
  const lod = useStore(({ transform: [, , zoom] }) => (zoom < FAR ? 'far' : zoom < NEAR ? 'mid' : 'near'));
  const { nodes, ...drag } = useFlow();
  const [leaving, setLeaving] = useState(false);
  const onKeyDown = useCanvasKeys(useMemo(() => () => setLeaving(true), []));
  const pointer = useCanvasPointer();
  const idle = useView((view) => view.tool.is === 'select');
  const carrying = useCanvas((state) => state.carried.length > 0);
  const free = idle && !carrying;

  useEffect(() => (host.current === null ? undefined : mountDesk(flow, host.current)), [flow]);
  useEffect(registerCanvasActions, []);
  useEffect(
    () =>
      listenToClipboard(
        () => host.current?.contains(document.activeElement) === true,
        () => pointerPlace.world ?? viewCentre(),
      ),
    [],
  );
  useStage({ host, links, dots, faces });
  useSpokenNames(host);
  useBeginnings();

  const onFocus = (event: FocusEvent<HTMLElement>): void => {
    const id = nodeIdOf(event.target);
    const node = scene.node(id ?? '');
    if (node === undefined || !event.target.matches('.react-flow__node:focus-visible')) return;
    reveal(node.rect);
    chooseNode(node.doc.id, false);
  };

  return (
    <section
      ref={host}
      aria-label="Drawing"
      data-canvas=""
      data-lod={lod}
      data-tool={free ? 'select' : 'busy'}
      className={styles['canvas']}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={() => leaving && setLeaving(false)}
      {...pointer}
    >
      <ReactFlow<FlowNode>
        aria-label="Canvas"
        aria-describedby="canvas-summary"
        data-region-focus=""
        tabIndex={0}
        nodes={nodes}
        nodeTypes={NODE_TYPES}
        {...drag}
        onSelectionDragStop={drag.onNodeDragStop}
        onMove={(_, view) => stage.look(view)}
        onInit={({ getViewport }) => stage.look(getViewport())}
        minZoom={FARTHEST}
        maxZoom={NEAREST}
        nodesDraggable={free}
        elementsSelectable={free}
        nodesFocusable={!leaving}
        nodesConnectable={false}
        onlyRenderVisibleElements={nodes.length > MANY}
        multiSelectionKeyCode={PRESSED_WITH}
        selectionKeyCode="Shift"
        deleteKeyCode={null}
        panActivationKeyCode={null}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        elevateNodesOnSelect={false}
        nodeDragThreshold={2}
        nodeClickDistance={3}
        paneClickDistance={3}
        attributionPosition="bottom-center"
      >
        <Background variant={BackgroundVariant.Dots} gap={PAPER[lod]} size={lod === 'far' ? 4 : 1.4} />
        <div className={styles['below']} aria-hidden="true">
          <canvas ref={links} />
          <canvas ref={dots} />
        </div>
        <div className={styles['above']} aria-hidden="true">
          <canvas ref={faces} />
        </div>
        <LinkButtons />
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

/** What the drawing as a whole is, for those who hear it. */
function Summary() {
  const words = useDesign((state) => summaryOf(state.design));
  return (
    <p id="canvas-summary" className={styles['unseen']}>
      {words} Tab goes from part to part, C links the chosen one, the menu key offers the rest.
    </p>
  );
}
