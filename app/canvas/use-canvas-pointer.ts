/**
 * The pointer on the canvas beyond what the canvas library does: tools that take the next click, links under the pointer,
 * menus by the other button or a long press, and where the pointer is for pasting.
 */
import { type MouseEvent, type PointerEvent, useMemo, useRef } from 'react';
import { getView } from '../state/view-store.ts';
import { getCanvas, setCanvas } from './canvas-store.ts';
import { chooseLink, chooseNode } from './choosing.ts';
import { endDraft, moveDraft } from './connecting.ts';
import { scene, showExtras, stage, viewNow, worldAt } from './desk.ts';
import { putDown } from './moving.ts';
import { placeAt } from './placing.ts';
import type { Point } from './shape/geometry.ts';
import { nodeIdOf } from './use-canvas-keys.ts';

/** A link takes the pointer this near, px of the screen. */
const REACH = 9;
/** A finger held still this long opens the menu, ms; it may tremble by so many px. */
const LONG_PRESS_MS = 500;
const TREMBLE = 8;
/** Events of a lifted finger come within this, ms. */
const LIFTING_MS = 400;

type Mouse = MouseEvent<HTMLElement>;

const at = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point => ({ x: clientX, y: clientY });

/** Where the pointer was last on the canvas, in the world; undefined before it came. */
export const pointerPlace: { world: Point | undefined } = { world: undefined };

export interface PointerHandlers {
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: () => void;
  readonly onPointerLeave: () => void;
  readonly onClickCapture: (event: Mouse) => void;
  readonly onDoubleClick: (event: Mouse) => void;
  readonly onContextMenu: (event: Mouse) => void;
}

export function useCanvasPointer(): PointerHandlers {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; at: Point } | undefined>(undefined);
  return useMemo(() => {
    const release = (): void => {
      clearTimeout(press.current?.timer);
      press.current = undefined;
    };
    return {
      onPointerMove: (event) => {
        const page = at(event);
        if (press.current !== undefined && Math.hypot(page.x - press.current.at.x, page.y - press.current.at.y) > TREMBLE) release();
        hover(page, event.target as HTMLElement, event.buttons);
      },
      onPointerDown: (event) => {
        release();
        if (event.pointerType !== 'touch' || !event.isPrimary) return;
        const target = event.target as HTMLElement;
        press.current = { at: at(event), timer: setTimeout(() => openByFinger(target, at(event)), LONG_PRESS_MS) };
      },
      onPointerUp: release,
      onPointerLeave: () => {
        release();
        pointerPlace.world = undefined;
        hoverLink(undefined);
      },
      onClickCapture: (event) => {
        if (toolTakes(at(event), event.shiftKey)) event.stopPropagation();
      },
      onDoubleClick: (event) => {
        const id = nodeIdOf(event.target as HTMLElement);
        if (getView().tool.is !== 'select') return;
        if (id !== undefined) setCanvas({ renaming: id });
        else if (isPaper(event)) setCanvas({ menu: { of: { is: 'parts', at: worldAt(at(event)), from: undefined }, at: at(event) } });
      },
      onContextMenu: (event) => {
        event.preventDefault();
        openMenu(event.target as HTMLElement, at(event));
      },
    };
  }, []);
}

function hover(page: Point, target: HTMLElement, buttons: number): void {
  pointerPlace.world = worldAt(page);
  if (getCanvas().draft !== undefined) moveDraft(page);
  else if (buttons === 0) hoverLink(linkUnder(page, target));
}

let cursorOn: HTMLElement | undefined;

function hoverLink(id: string | undefined): void {
  if (stage.extras.hovered === id) return;
  showExtras({ hovered: id });
  cursorOn ??= document.querySelector<HTMLElement>('[data-canvas]') ?? undefined;
  if (cursorOn !== undefined) cursorOn.dataset['overLink'] = String(id !== undefined);
}

/** The link at a point of the page, unless a node or a control lies over it. */
function linkUnder(page: Point, target: HTMLElement): string | undefined {
  const button = target.closest<HTMLElement>('[data-link]');
  if (button !== null) return button.dataset['link'];
  if (!target.classList.contains('react-flow__pane')) return undefined;
  return scene.linkAt(worldAt(page), REACH / viewNow().zoom)?.doc.id;
}

/** Whether an event is about nothing but the paper. */
function isPaper(event: Mouse): boolean {
  const target = event.target as HTMLElement;
  return target.classList.contains('react-flow__pane') && linkUnder(at(event), target) === undefined;
}

/** Gives a click to the tool in the hand. @returns whether there was one. */
function toolTakes(page: Point, again: boolean): boolean {
  const { draft, carried } = getCanvas();
  const { tool } = getView();
  if (draft !== undefined) endDraft(page);
  else if (carried.length > 0) putDown(page);
  else if (tool.is === 'place') placeAt(tool.kind, page, again);
  else return false;
  return true;
}

/** The finger that opened the menu is lifted a moment later, which must not count as a press beside it. */
function openByFinger(target: HTMLElement, page: Point): void {
  openMenu(target, page);
  const { menu } = getCanvas();
  if (menu === undefined) return;
  setCanvas({ menu: { ...menu, held: true } });
  const lifted = (): void => {
    setTimeout(() => {
      const now = getCanvas().menu;
      if (now !== undefined) setCanvas({ menu: { ...now, held: false } });
    }, LIFTING_MS);
  };
  window.addEventListener('touchend', lifted, { once: true, capture: true });
}

function openMenu(target: HTMLElement, page: Point): void {
  const node = nodeIdOf(target);
  const link = node === undefined ? linkUnder(page, target) : undefined;
  if (target.closest('input,textarea,.react-flow__panel,[data-own-menu]') !== null) return;
  if (node !== undefined) {
    if (!getView().selection.nodes.includes(node)) chooseNode(node, false);
    setCanvas({ menu: { of: { is: 'node', id: node }, at: page } });
  } else if (link !== undefined) {
    chooseLink(link, false);
    setCanvas({ menu: { of: { is: 'link', id: link }, at: page } });
  } else setCanvas({ menu: { of: { is: 'pane', at: worldAt(page) }, at: page } });
}
