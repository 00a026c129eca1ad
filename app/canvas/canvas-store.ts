/**
 * What the canvas alone needs to know for a moment: an open menu, a name being typed, a link being drawn, parts being
 * carried, a refusal. Nothing here outlives the gesture; what others may care about is in the view store.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Point } from './shape/geometry.ts';

/** What a menu is about, and where it opens in px of the page. */
export interface MenuAt {
  readonly of:
    | { readonly is: 'node'; readonly id: string }
    | { readonly is: 'link'; readonly id: string }
    | { readonly is: 'pane'; readonly at: Point }
    /** What could be called from here. */
    | { readonly is: 'targets'; readonly from: string }
    /** What could be placed here (world), at the far end of a new link. */
    | { readonly is: 'parts'; readonly at: Point; readonly from: string | undefined };
  readonly at: Point;
  /** Opened by a finger that still lies on the screen: lifting it does not close it. */
  readonly held?: boolean;
}

/** A link being drawn, or an end of one being moved. */
export interface Draft {
  /** The end that stays. */
  readonly from: string;
  /** The link whose end is moved; `end` is the one in the hand. */
  readonly moving: { readonly link: string; readonly end: 'from' | 'to' } | undefined;
  /** Whether the button is held down since the start: then letting go ends it, else the next click does. */
  readonly held: boolean;
}

export interface Refusal {
  readonly text: string;
  /** px of the page. */
  readonly at: Point;
}

export interface CanvasState {
  readonly menu: MenuAt | undefined;
  readonly renaming: string | undefined;
  readonly draft: Draft | undefined;
  /** Node under the end of the draft, and whether the link would be refused there. */
  readonly target: { readonly id: string; readonly refused: boolean } | undefined;
  /** Nodes that follow the pointer until the next click. */
  readonly carried: readonly string[];
  readonly refusal: Refusal | undefined;
  readonly minimap: boolean;
  /** A part is being dragged out of the palette. */
  readonly dragged: string | undefined;
}

const first: CanvasState = {
  menu: undefined,
  renaming: undefined,
  draft: undefined,
  target: undefined,
  carried: [],
  refusal: undefined,
  minimap: false,
  dragged: undefined,
};

const store = createStore<CanvasState>(() => first);

export function useCanvas<T>(select: (state: CanvasState) => T): T {
  return useStore(store, select);
}

export function getCanvas(): CanvasState {
  return store.getState();
}

export function setCanvas(patch: Partial<CanvasState>): void {
  store.setState(patch);
}
