/**
 * Bringing a part onto the canvas. Three routes end here: dragged out of the palette, chosen there and then clicked in
 * place, or placed by the keyboard. A part let go over a link is put into it.
 */
import { kindOf } from '../../src/catalog/index.ts';
import { getView, setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { setCanvas } from './canvas-store.ts';
import { refuse } from './connecting.ts';
import { focusCanvas, inSight, onCanvas, pageAt, reveal, scene, viewNow, worldAt } from './desk.ts';
import { place, placeBeside, placeOnLink } from './edits.ts';
import { centreOf, type Point } from './shape/geometry.ts';

/** A link takes a part that is let go this near, px of the screen. */
const ON_LINK = 14;

/** The next click on the canvas places a part of this kind. */
export function pickUp(kind: string): void {
  setView({ tool: { is: 'place', kind } });
  announce(`${kindOf(kind)?.name ?? kind}: click where it should stand. Escape gives up.`);
}

/** Gives up placing. */
export function putBack(): void {
  setCanvas({ dragged: undefined });
  if (getView().tool.is === 'place') setView({ tool: { is: 'select' } });
}

/** Places a part under a point of the page: into a link there, else on the paper. `again`: keep placing. */
export function placeAt(kind: string, page: Point, again = false): void {
  if (!again) putBack();
  const world = worldAt(page);
  const link = canPassOn(kind) ? scene.linkAt(world, ON_LINK / viewNow().zoom) : undefined;
  const { refusal } = link === undefined ? place(kind, world) : placeOnLink(kind, world, link.doc.id);
  if (refusal !== undefined) refuse(refusal, page);
}

/** A part dragged out of the palette was let go. */
export function dropAt(kind: string, page: Point): void {
  if (onCanvas(page)) placeAt(kind, page);
  else putBack();
}

/** Places a part without a pointer, and links it from the chosen one where that is possible. */
export function placeByKey(kind: string): void {
  const { id, refusal } = placeBeside(kind, centreOf(inSight()));
  const node = id === undefined ? undefined : scene.node(id);
  if (node !== undefined) reveal(node.rect);
  if (refusal !== undefined) refuse(refusal, pageAt(centreOf(inSight())));
}

/** Places a part at the far end of a new link. */
export function placeLinked(kind: string, at: Point, from: string | undefined): void {
  const { id, refusal } = place(kind, at, from);
  if (refusal !== undefined) refuse(refusal, pageAt(at));
  else if (id !== undefined) focusCanvas(id);
}

/** Whether a part of this kind can stand in the middle of a link: called and calling. */
export function canPassOn(kind: string): boolean {
  const links = kindOf(kind)?.links;
  return links?.in === true && links.out === true;
}
