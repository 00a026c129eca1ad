/**
 * Copy, cut, paste, duplicate. Parts travel as text, so they cross tabs and can be mailed; what comes in passes the same
 * gate as a file or a link. Keys use the browser's own copy and paste events, which ask nobody for permission; the menu
 * and the palette ask for the clipboard and fall back on what was copied here.
 */
import { copyParts, type Paste, pasteParts } from '../../src/design/clipboard.ts';
import { problemWords } from '../../src/design/read.ts';
import { dispatch, getDesign } from '../state/design-store.ts';
import { showLeftOut } from '../state/documents.ts';
import { getView, setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { viewCentre } from './desk.ts';
import { oneStep, remove, select } from './edits.ts';
import type { Places } from './shape/arrange.ts';
import { boundsOf, centreOf, nodeRect, type Point, snap } from './shape/geometry.ts';
import { count } from './words/names.ts';

let kept = '';

/** The chosen parts as text; '' when there are none. */
export function copyChosen(): string {
  const { nodes } = getView().selection;
  if (nodes.length === 0) return '';
  kept = copyParts(getDesign(), nodes);
  announce(`${count(nodes.length, 'part')} copied`);
  return kept;
}

/** Copies without a browser event: from a menu or the palette. */
export function copyByMenu(): void {
  const text = copyChosen();
  if (text !== '') void navigator.clipboard?.writeText(text).catch(() => undefined);
}

export function cutByMenu(): void {
  copyByMenu();
  remove(getView().selection.nodes, getView().selection.links);
}

/** Pastes without a browser event. */
export async function pasteByMenu(at: Point = viewCentre()): Promise<void> {
  const text = await navigator.clipboard?.readText().catch(() => kept);
  pasteText(text === undefined || text === '' ? kept : text, at);
}

/** Brings in parts from text, their middle at a point of the world; without one, beside where they came from. */
export function pasteText(text: string, at: Point | undefined): void {
  const pasted = pasteParts(getDesign(), text, undefined);
  if (!pasted.ok) {
    refuse(problemWords(pasted.error));
    return;
  }
  const { paste, leftOut } = pasted.value;
  const problem = dispatch(at === undefined ? paste : centred(paste, at), oneStep('paste'));
  if (problem !== undefined) {
    refuse(problem.message);
    return;
  }
  const { nodes } = paste;
  showLeftOut(text, 'The parts are pasted, but not all of what was said of them.', leftOut);
  select(nodes.map(({ id }) => id));
  announce(`${count(nodes.length, 'part')} pasted`);
}

function refuse(words = 'That could not be pasted.'): void {
  setView({ notice: { text: words, tone: 'bad' } });
}

/** The same parts with their middle at a point, on the grid. */
function centred(paste: Paste, at: Point): Paste {
  const bounds = boundsOf(paste.nodes.map(nodeRect));
  if (bounds === undefined) return paste;
  const middle = centreOf(bounds);
  const to = snap({ x: bounds.x + at.x - middle.x, y: bounds.y + at.y - middle.y });
  return { ...paste, nodes: paste.nodes.map((node) => ({ ...node, x: node.x + to.x - bounds.x, y: node.y + to.y - bounds.y })) };
}

/** Copies of these parts at these places. */
export function duplicateTo(places: Places): void {
  const bounds = boundsOf(Object.values(places).map(nodeRect));
  if (bounds !== undefined) pasteText(copyParts(getDesign(), Object.keys(places)), centreOf(bounds));
}

/** A second one of everything chosen, a little beside it. */
export function duplicate(): void {
  const { nodes } = getView().selection;
  if (nodes.length > 0) pasteText(copyParts(getDesign(), nodes), undefined);
}

/**
 * Listens to the browser's copy, cut and paste while the canvas has the keyboard. `pointer`: where the pointer is on the
 * canvas, in the world. @returns a function that ends it.
 */
export function listenToClipboard(here: () => boolean, pointer: () => Point): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const copy = (event: ClipboardEvent): void => {
    if (!here() || getView().selection.nodes.length === 0) return;
    event.clipboardData?.setData('text/plain', copyChosen());
    event.preventDefault();
    if (event.type === 'cut') remove(getView().selection.nodes, getView().selection.links);
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!here() || text === '') return;
    event.preventDefault();
    pasteText(text, pointer());
  };
  document.addEventListener('copy', copy, { signal });
  document.addEventListener('cut', copy, { signal });
  document.addEventListener('paste', paste, { signal });
  return () => stop.abort();
}
