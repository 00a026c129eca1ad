/**
 * Keys that act on the canvas itself and need to know what has the focus. Everything that has a name is an action and is
 * found by the page's key handler; what is handled here goes no further.
 */
import { type KeyboardEvent, useCallback } from 'react';
import { getView } from '../state/view-store.ts';
import { FAR_NUDGE } from './canvas-actions.ts';
import { getCanvas, setCanvas } from './canvas-store.ts';
import { chooseLink, chooseNode, chooseNothing } from './choosing.ts';
import { stopDraft } from './connecting.ts';
import { focusCanvas, pageAt, reveal, scene, viewCentre } from './desk.ts';
import { nudge } from './moving.ts';
import { putBack } from './placing.ts';
import { centreOf, type Point } from './shape/geometry.ts';
import { nextTowards } from './shape/neighbour.ts';

type Direction = readonly [columns: number, rows: number];

const ARROWS: Readonly<Record<string, Direction>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The canvas lets go of the keyboard: called when Escape is pressed and nothing is left to give up. */
export function useCanvasKeys(letGo: () => void): (event: KeyboardEvent) => void {
  return useCallback(
    (event) => {
      const target = event.target as HTMLElement;
      // A menu lies elsewhere on the page, though its keys come through here: what it was chosen with must not walk on.
      if (target.matches('input,textarea') || !event.currentTarget.contains(target)) return;
      if (handled(event, letGo)) {
        event.preventDefault();
        event.stopPropagation();
      } else if ((event.ctrlKey || event.metaKey) && /^[cvx]$/i.test(event.key)) {
        // The browser's own copy and paste come of these, which ask for no permission.
        event.stopPropagation();
      }
    },
    [letGo],
  );
}

function handled(event: KeyboardEvent, letGo: () => void): boolean {
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  const arrow = ARROWS[key];
  if (key === 'Escape') return giveUp(letGo);
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return openMenu(event.target as HTMLElement);
  if (arrow !== undefined && altKey && !ctrlKey && !metaKey) return walk(event.target as HTMLElement, arrow);
  if (arrow !== undefined && !ctrlKey && !metaKey) return push(arrow, shiftKey ? FAR_NUDGE : 1);
  if (key === 'Enter' && !ctrlKey && !metaKey) return enter(event.target as HTMLElement, shiftKey);
  return false;
}

/** Gives up what is in the hand; with empty hands, the choice and the keyboard: Tab then leaves the canvas. */
function giveUp(letGo: () => void): boolean {
  const { draft, carried, menu } = getCanvas();
  const { tool } = getView();
  if (menu !== undefined) return false;
  if (draft !== undefined) stopDraft();
  else if (carried.length > 0) setCanvas({ carried: [] });
  else if (tool.is !== 'select') putBack();
  else {
    chooseNothing();
    letGo();
  }
  return true;
}

function push([columns, rows]: Direction, times: number): boolean {
  if (getView().selection.nodes.length === 0) return false;
  nudge(columns * times, rows * times);
  return true;
}

/** Enter on the canvas goes to a node, on a node chooses it, on the chosen one starts typing its name. */
function enter(target: HTMLElement, more: boolean): boolean {
  const id = nodeIdOf(target);
  if (target.tagName === 'BUTTON') return false;
  if (id === undefined) return walk(target, [1, 0]);
  const { nodes } = getView().selection;
  if (!more && nodes.length === 1 && nodes[0] === id) setCanvas({ renaming: id });
  else chooseNode(id, more);
  return true;
}

/** Goes to the nearest node in a direction. */
function walk(target: HTMLElement, direction: Direction): boolean {
  const from = scene.node(nodeIdOf(target) ?? getView().selection.nodes[0] ?? '');
  const next = nextTowards(
    from?.rect,
    scene.nodes.map(({ rect }) => rect),
    direction,
  );
  const node = next === undefined ? undefined : scene.nodes[next];
  if (node === undefined) return true;
  reveal(node.rect);
  chooseNode(node.doc.id, false);
  // Nodes out of sight come onto the page with the next rendering.
  requestAnimationFrame(() => focusCanvas(node.doc.id));
  return true;
}

/** Opens the menu of what has the focus. */
function openMenu(target: HTMLElement): boolean {
  const node = scene.node(nodeIdOf(target) ?? '');
  const link = target.dataset['link'];
  const box = target.getBoundingClientRect();
  const at: Point = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  if (node !== undefined) {
    if (!getView().selection.nodes.includes(node.doc.id)) chooseNode(node.doc.id, false);
    setCanvas({ menu: { of: { is: 'node', id: node.doc.id }, at } });
  } else if (link !== undefined) {
    chooseLink(link, false);
    setCanvas({ menu: { of: { is: 'link', id: link }, at } });
  } else openChosenMenu();
  return true;
}

/** The focus is on the paper: the menu of the one chosen thing, else of the paper. */
function openChosenMenu(): void {
  const { nodes, links } = getView().selection;
  const node = scene.node(nodes[0] ?? '');
  const [link] = links;
  if (node !== undefined) setCanvas({ menu: { of: { is: 'node', id: node.doc.id }, at: pageAt(centreOf(node.rect)) } });
  else if (link !== undefined) setCanvas({ menu: { of: { is: 'link', id: link }, at: pageAt(viewCentre()) } });
  else setCanvas({ menu: { of: { is: 'pane', at: viewCentre() }, at: pageAt(viewCentre()) } });
}

export function nodeIdOf(target: Element): string | undefined {
  return target.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
}
