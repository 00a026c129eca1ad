/**
 * The desk: the one canvas of the page as interactions see it. It holds the scene and the stage, turns px of the page into
 * places of the world and back, and moves the view. Mounted by the canvas; before that every question has a calm answer.
 */
import type { ReactFlowInstance } from '@xyflow/react';
import type { FlowNode } from './flow-node.ts';
import { type Extras, Stage } from './paint/stage.ts';
import { centreOf, inflate, type Point, type Rect, toScreen, toWorld, type Viewport } from './shape/geometry.ts';
import { Scene } from './shape/scene.ts';

export const NEAREST = 4;
export const FARTHEST = 0.1;
/** Room left around what is fitted into view, px of the screen; more below, where legend and zoom bar stand. */
const MARGIN = { side: 40, top: 44, bottom: 60 };
/** Duration of a moved view, ms; none under reduced motion. */
const GLIDE_MS = 160;

export const scene = new Scene();
export const stage = new Stage(scene);

interface Mounted {
  readonly flow: ReactFlowInstance<FlowNode>;
  readonly element: HTMLElement;
}

let mounted: Mounted | undefined;
let still = false;

/** Puts the desk in place. @returns a function that takes it away again. */
export function mountDesk(flow: ReactFlowInstance<FlowNode>, element: HTMLElement): () => void {
  mounted = { flow, element };
  return () => {
    mounted = undefined;
  };
}

/** Changes what is shown beside the scene: what is chosen, a link being drawn, guides. */
export function showExtras(patch: Partial<Extras>): void {
  stage.extras = { ...stage.extras, ...patch };
  stage.repaint();
}

/** Under reduced motion the view jumps. */
export function setStill(reduced: boolean): void {
  still = reduced;
  stage.still = reduced;
  stage.repaint();
}

export function viewNow(): Viewport {
  return mounted?.flow.getViewport() ?? { x: 0, y: 0, zoom: 1 };
}

/** The place of the world under a point of the page. */
export function worldAt(page: Point): Point {
  const box = mounted?.element.getBoundingClientRect();
  return toWorld(viewNow(), { x: page.x - (box?.left ?? 0), y: page.y - (box?.top ?? 0) });
}

/** Where a place of the world is on the page. */
export function pageAt(world: Point): Point {
  const box = mounted?.element.getBoundingClientRect();
  const { x, y } = toScreen(viewNow(), world);
  return { x: x + (box?.left ?? 0), y: y + (box?.top ?? 0) };
}

/** Whether a point of the page lies on the canvas and nothing else covers it. */
export function onCanvas(page: Point): boolean {
  if (mounted === undefined) return false;
  const hit = document.elementFromPoint(page.x, page.y);
  return hit !== null && mounted.element.contains(hit);
}

/** The part of the world in sight. */
export function inSight(): Rect {
  const box = mounted?.element.getBoundingClientRect();
  const { x, y, zoom } = viewNow();
  return { x: -x / zoom, y: -y / zoom, width: (box?.width ?? 0) / zoom, height: (box?.height ?? 0) / zoom };
}

/** The middle of what is in sight. */
export function viewCentre(): Point {
  return centreOf(inSight());
}

/** Brings a box of the world into view as large as it goes, but no larger than life. */
export function fitView(rect: Rect | undefined): void {
  const box = mounted?.element.getBoundingClientRect();
  if (rect === undefined || box === undefined || box.width === 0) return;
  const wide = Math.max(40, box.width - 2 * MARGIN.side);
  const tall = Math.max(40, box.height - MARGIN.top - MARGIN.bottom);
  const zoom = Math.max(FARTHEST, Math.min(1, wide / rect.width, tall / rect.height));
  const x = box.width / 2 - (rect.x + rect.width / 2) * zoom;
  const y = MARGIN.top + tall / 2 - (rect.y + rect.height / 2) * zoom;
  moveTo({ x, y, zoom });
}

/** Changes the zoom about the middle of the canvas. */
export function zoomTo(zoom: number): void {
  const box = mounted?.element.getBoundingClientRect();
  if (box === undefined) return;
  const view = viewNow();
  const next = Math.min(NEAREST, Math.max(FARTHEST, zoom));
  const [cx, cy] = [box.width / 2, box.height / 2];
  const keep = (middle: number, offset: number): number => middle - ((middle - offset) * next) / view.zoom;
  moveTo({ x: keep(cx, view.x), y: keep(cy, view.y), zoom: next });
}

/** Moves the view just so far that a box is in sight. */
export function reveal(rect: Rect): void {
  const sight = inSight();
  const view = viewNow();
  const wanted = inflate(rect, 24 / view.zoom);
  const push = (low: number, size: number, from: number, length: number): number =>
    low < from ? from - low : low + size > from + length ? from + length - low - size : 0;
  const dx = push(wanted.x, wanted.width, sight.x, sight.width);
  const dy = push(wanted.y, wanted.height, sight.y, sight.height);
  if (dx !== 0 || dy !== 0) moveTo({ x: view.x + dx * view.zoom, y: view.y + dy * view.zoom, zoom: view.zoom });
}

/** Whether anything drawn is in sight; true for an empty drawing. */
export function anythingInSight(): boolean {
  return scene.nodes.length === 0 || scene.nodes.some((node) => node.seen);
}

/** The element of a node, or of the canvas itself. */
export function nodeElement(node?: string): HTMLElement | undefined {
  const within = mounted?.element;
  const inner = node === undefined ? null : within?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(node)}"]`);
  return inner ?? within?.querySelector<HTMLElement>('.react-flow') ?? undefined;
}

/** Gives the keyboard to the canvas, or to a node on it. */
export function focusCanvas(node?: string): void {
  nodeElement(node)?.focus({ preventScroll: true });
}

const movers = new Set<() => void>();

/** Calls back after anything on the scene moved. @returns a function that ends it. */
export function onMoved(listener: () => void): () => void {
  movers.add(listener);
  return () => movers.delete(listener);
}

/** The scene moved: paints it and tells who stands on it. */
export function sceneMoved(): void {
  stage.repaint();
  for (const listener of movers) listener();
}

function moveTo(view: Viewport): void {
  void mounted?.flow.setViewport(view, still ? {} : { duration: GLIDE_MS });
}
