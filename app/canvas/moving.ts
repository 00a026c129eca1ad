/**
 * Moving parts: dragged (with guides, on the grid), nudged by arrow keys, put in line, or picked up and put down by two
 * clicks. A drag is one `move` when it ends; until then only the scene knows.
 */
import { dispatch, getDesign } from '../state/design-store.ts';
import { getView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { getCanvas, setCanvas } from './canvas-store.ts';
import { reveal, scene, viewNow, worldAt } from './desk.ts';
import { doAll, oneStep } from './edits.ts';
import { type Alignment, align, distribute, type Places, shift, space } from './shape/arrange.ts';
import { boundsOf, centreOf, GRID, nodeRect, type Point, snap } from './shape/geometry.ts';
import { type Guided, guided } from './shape/guides.ts';
import { count } from './words/names.ts';

/** Guides pull from this near, px of the screen. */
const PULL = 5;
/** A rest of this long between two key presses begins a new step of undo, ms. */
const REST_MS = 800;
/** Guides are looked for among this many neighbours at most. */
const MOST_NEIGHBOURS = 300;

/** Where dragged nodes come to stand: on a guide where one is near, else on the grid. */
export function settleDrag(places: ReadonlyMap<string, Point>, free: boolean): Guided & { readonly places: ReadonlyMap<string, Point> } {
  const box = boundsOf([...places.values()].map(nodeRect));
  if (box === undefined || free) return { places, place: { x: 0, y: 0 }, guides: [] };
  const others = scene.nodes.filter(({ doc, seen }) => seen && !places.has(doc.id)).slice(0, MOST_NEIGHBOURS);
  const hit = guided(
    box,
    others.map(({ rect }) => rect),
    PULL / viewNow().zoom,
  );
  const onGrid = snap(box);
  const onX = hit.guides.some(({ axis }) => axis === 'x');
  const onY = hit.guides.some(({ axis }) => axis === 'y');
  const by = { x: (onX ? hit.place.x : onGrid.x) - box.x, y: (onY ? hit.place.y : onGrid.y) - box.y };
  const settled = new Map([...places].map(([id, { x, y }]) => [id, { x: Math.round(x + by.x), y: Math.round(y + by.y) }]));
  return { ...hit, places: settled };
}

/** The places of the chosen nodes. */
function chosenPlaces(): Places {
  const chosen = new Set(getView().selection.nodes);
  return Object.fromEntries(getDesign().nodes.flatMap(({ id, x, y }) => (chosen.has(id) ? [[id, { x, y }]] : [])));
}

function moveTo(name: string, to: Places): void {
  if (Object.keys(to).length > 0) doAll(name, [{ do: 'move', to }]);
}

export function alignChosen(how: Alignment): void {
  moveTo('align', align(chosenPlaces(), how));
}

export function spreadChosen(axis: 'x' | 'y'): void {
  moveTo('distribute', distribute(chosenPlaces(), axis));
}

export function packChosen(axis: 'x' | 'y'): void {
  moveTo('space', space(chosenPlaces(), axis));
}

let burst = { step: '', at: Number.NEGATIVE_INFINITY };

/** Moves the chosen nodes by steps of the grid. Presses that follow each other are one step of undo. */
export function nudge(columns: number, rows: number): void {
  const to = shift(chosenPlaces(), { x: columns * GRID, y: rows * GRID });
  const moved = Object.keys(to).length;
  if (moved === 0) return;
  const now = performance.now();
  burst = { step: now - burst.at > REST_MS ? oneStep('nudge') : burst.step, at: now };
  dispatch({ do: 'move', to }, burst.step);
  const [first] = Object.values(to);
  const bounds = boundsOf(Object.values(to).map(nodeRect));
  if (bounds !== undefined) reveal(bounds);
  announce(moved === 1 ? `at ${first?.x}, ${first?.y}` : `${count(moved, 'part')} moved`);
}

/** Takes the chosen nodes in hand: the next click puts them down. */
export function carry(): void {
  setCanvas({ carried: getView().selection.nodes });
  announce('Click where it should go. Escape leaves it where it is.');
}

/** Puts down what is carried, its middle at a point of the page. */
export function putDown(page: Point): void {
  const { carried } = getCanvas();
  const places = Object.fromEntries(getDesign().nodes.flatMap(({ id, x, y }) => (carried.includes(id) ? [[id, { x, y }]] : [])));
  const bounds = boundsOf(Object.values(places).map(nodeRect));
  setCanvas({ carried: [] });
  if (bounds === undefined) return;
  const middle = centreOf(bounds);
  const world = worldAt(page);
  moveTo('carry', shift(places, { x: world.x - middle.x, y: world.y - middle.y }));
}
