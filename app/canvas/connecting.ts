/**
 * Drawing a link. One machine for all routes: drag from a port and let go, click a port and then a part, or move an end
 * of a link that is there. The keyboard route is a list of possible targets and ends in `edits.link` as well.
 */
import { linksOut } from '../../src/catalog/kind.ts';
import { canLink } from '../../src/design/can-link.ts';
import { getDesign } from '../state/design-store.ts';
import { getView, setView, subscribeView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { type Draft, getCanvas, setCanvas } from './canvas-store.ts';
import { scene, showExtras, worldAt } from './desk.ts';
import { link, relink } from './edits.ts';
import { curveBetween, curveToPoint } from './shape/curve.ts';
import { contains, inflate, type Point } from './shape/geometry.ts';
import type { SceneNode } from './shape/scene.ts';
import { nameOf } from './words/names.ts';

/** A node takes the end of a link that is this near, px of the screen. */
const NEAR_ENOUGH = 10;
/** A press that moved less than this is a click, px of the screen. */
const CLICK = 5;

let start: Point | undefined;

/** Begins a link at a node. `held`: the button is down, letting go may end it. `page`: where the pointer is. */
export function startLink(from: string, page: Point | undefined, held: boolean): void {
  start = page;
  setCanvas({ draft: { from, moving: undefined, held }, target: undefined, refusal: undefined });
  setView({ tool: { is: 'connect', from } });
  if (!held) announce(`Choose what ${nameOf(getDesign(), from)} should call. Escape gives up.`);
  if (page !== undefined) moveDraft(page);
}

/** Takes one end of a link in hand. */
export function startMovingEnd(id: string, end: 'from' | 'to', page: Point | undefined, held: boolean): void {
  const found = getDesign().links.find((candidate) => candidate.id === id);
  if (found === undefined) return;
  start = page;
  const from = end === 'to' ? found.from : found.to;
  setCanvas({ draft: { from, moving: { link: id, end }, held }, target: undefined, refusal: undefined });
  setView({ tool: { is: 'connect', from } });
}

/** The pointer moved while a link is drawn. */
export function moveDraft(page: Point): void {
  const { draft, target } = getCanvas();
  const fixed = draft === undefined ? undefined : scene.node(draft.from);
  if (draft === undefined || fixed === undefined) return;
  const world = worldAt(page);
  const under = nodeNear(world, fixed);
  const why = under === undefined ? undefined : refusalOf(draft, under.doc.id);
  const rect = under?.rect ?? { ...world, width: 0, height: 0 };
  const backwards = draft.moving?.end === 'from';
  const curve = backwards
    ? curveBetween(rect, fixed.rect)
    : under === undefined
      ? curveToPoint(fixed.rect, world)
      : curveBetween(fixed.rect, rect);
  showExtras({ draft: { curve, refused: why !== undefined } });
  if (target?.id === under?.doc.id) return;
  setCanvas({
    target: under === undefined ? undefined : { id: under.doc.id, refused: why !== undefined },
    refusal: why === undefined ? undefined : { text: why, at: page },
  });
}

/**
 * The button was let go, or clicked a second time. Over a part: link or refuse. Over free paper: offer parts to place.
 * @returns false when nothing ended, because a short press became the first of two clicks.
 */
export function endDraft(page: Point): boolean {
  const { draft } = getCanvas();
  if (draft === undefined) return true;
  if (draft.held && start !== undefined && Math.hypot(page.x - start.x, page.y - start.y) < CLICK) {
    setCanvas({ draft: { ...draft, held: false } });
    return false;
  }
  const fixed = scene.node(draft.from);
  const under = fixed === undefined ? undefined : nodeNear(worldAt(page), fixed);
  stopDraft();
  if (under !== undefined) finishAt(draft, under.doc.id, page);
  else if (draft.moving === undefined) offerParts(draft.from, page);
  return true;
}

/** Ends the draft at a node. */
export function finishAt(draft: Draft, node: string, page: Point): void {
  const { moving } = draft;
  const why = moving === undefined ? link(draft.from, node) : relink(moving.link, moving.end, node);
  if (why !== undefined) refuse(why, page);
}

/** Gives up what is being drawn, without a trace. */
export function stopDraft(): void {
  start = undefined;
  setCanvas({ draft: undefined, target: undefined, refusal: undefined });
  showExtras({ draft: undefined });
  if (getView().tool.is === 'connect') setView({ tool: { is: 'select' } });
}

/** Says in words, at a point of the page and in the live region, why something cannot be. */
export function refuse(text: string, at: Point): void {
  setCanvas({ refusal: { text, at } });
  announce(text);
}

/** Why a draft may not end at a node; undefined when it may. */
function refusalOf({ from, moving }: Draft, node: string): string | undefined {
  const design = getDesign();
  if (moving === undefined) return canLink(design, from, node);
  const old = design.links.find((candidate) => candidate.id === moving.link);
  if (old?.[moving.end] === node) return undefined;
  return moving.end === 'from' ? canLink(design, node, from) : canLink(design, from, node);
}

/** The node at a point, or the nearest edge of one within reach; never the one the link starts from. */
function nodeNear(world: Point, fixed: SceneNode): SceneNode | undefined {
  return scene.nodes.findLast((node) => node !== fixed && contains(inflate(node.rect, NEAR_ENOUGH), world));
}

function offerParts(from: string, page: Point): void {
  const node = scene.node(from);
  if (linksOut(node?.kind)) setCanvas({ menu: { of: { is: 'parts', at: worldAt(page), from }, at: page } });
}

/** Where a node may be linked to, in document order. */
export function targetsOf(from: string): readonly { readonly id: string; readonly name: string }[] {
  const design = getDesign();
  return design.nodes.filter((node) => canLink(design, from, node.id) === undefined).map(({ id, name }) => ({ id, name }));
}

/** Follows the tool when somebody else takes it up or puts it away. @returns a function that ends it. */
export function followTool(): () => void {
  return subscribeView(({ tool }, before) => {
    if (tool === before.tool) return;
    const { draft } = getCanvas();
    if (tool.is === 'connect' && draft === undefined) startLink(tool.from, undefined, false);
    else if (tool.is !== 'connect' && draft !== undefined) stopDraft();
  });
}
