/**
 * Copy, cut, paste, duplicate. Parts travel as text, so they cross tabs and can be mailed; what comes in passes the same
 * gate as a file or a link. Keys use the browser's own copy and paste events, which ask nobody for permission; the menu
 * and the palette ask for the clipboard and fall back on what was copied here.
 */
import { getDesign } from '../state/design-store.ts';
import { getView, setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { viewCentre } from './desk.ts';
import { doAll, remove, select } from './edits.ts';
import { copyParts, pasteParts } from './local-parts.ts';
import { boundsOf, centreOf, GRID, nodeRect, type Point } from './shape/geometry.ts';
import { count } from './words/names.ts';

/** Duplicates stand this far beside what they copy, px. */
const BESIDE = 6 * GRID;

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

/** Brings in parts from text, their middle at a point of the world. */
export function pasteText(text: string, at: Point): void {
  const pasted = pasteParts(getDesign(), text);
  if (!pasted.ok) {
    setView({ notice: { text: pasted.error.message, tone: 'bad' } });
    return;
  }
  const { nodes, links } = pasted.value;
  const bounds = boundsOf(nodes.map(nodeRect));
  if (bounds === undefined) return;
  const middle = centreOf(bounds);
  const by = { x: snapped(at.x - middle.x), y: snapped(at.y - middle.y) };
  const moved = nodes.map((node) => ({ ...node, x: node.x + by.x, y: node.y + by.y }));
  const refusal = doAll('paste', [{ do: 'add', nodes: moved, links }]);
  if (refusal !== undefined) setView({ notice: { text: refusal, tone: 'bad' } });
  else {
    select(moved.map(({ id }) => id));
    announce(`${count(moved.length, 'part')} pasted`);
  }
}

/** A second one of everything chosen, a little beside it. */
export function duplicate(): void {
  const { nodes } = getView().selection;
  const bounds = boundsOf(getDesign().nodes.flatMap((node) => (nodes.includes(node.id) ? [nodeRect(node)] : [])));
  if (bounds === undefined) return;
  const { x, y } = centreOf(bounds);
  pasteText(copyParts(getDesign(), nodes), { x: x + BESIDE, y: y + BESIDE });
}

function snapped(value: number): number {
  return Math.round(value / GRID) * GRID;
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
