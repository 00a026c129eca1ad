/** Everything the canvas can do by name, for the palette of commands, the shortcut sheet, the menus and the key handler. */
import { linksOut } from '../../src/catalog/kind.ts';
import { type Action, registerActions } from '../state/actions.ts';
import { getDesign } from '../state/design-store.ts';
import { getView, setView } from '../state/view-store.ts';
import { getCanvas, setCanvas } from './canvas-store.ts';
import { chooseAll, chooseNothing, chooseOthers } from './choosing.ts';
import { copyByMenu, cutByMenu, duplicate, pasteByMenu } from './clipboard.ts';
import { startLink } from './connecting.ts';
import { fitView, pageAt, scene, viewNow, zoomTo } from './desk.ts';
import { joinable, remove, removeAndJoin } from './edits.ts';
import { alignChosen, carry, nudge, packChosen, spreadChosen } from './moving.ts';
import type { Alignment } from './shape/arrange.ts';
import { tidy } from './tidying.ts';

/** One press of + or − changes the zoom by this factor. */
const ZOOM_STEP = 1.25;
/** A nudge with Shift goes this many times further. */
export const FAR_NUDGE = 5;

const parts = (): number => getView().selection.nodes.length;
const anyPart = (): true | string => parts() > 0 || 'Choose a part first.';
const onePart = (): true | string => parts() === 1 || 'Choose one part first.';
const twoParts = (): true | string => parts() > 1 || 'Choose two or more parts first.';
const threeParts = (): true | string => parts() > 2 || 'Choose three or more parts first.';
const anything = (): true | string => parts() + getView().selection.links.length > 0 || 'Choose a part or a link first.';
const drawn = (): true | string => getDesign().nodes.length > 0 || 'The canvas is empty.';

const EDIT: readonly Action[] = [
  { id: 'edit.find-part', label: 'Place a part…', group: 'Edit', keys: ['N', '/'], run: searchParts },
  { id: 'edit.link', label: 'Link to…', group: 'Edit', keys: ['C'], run: listTargets, enabled: mayCall },
  { id: 'edit.link-pointer', label: 'Link by clicking', group: 'Edit', keys: ['L'], run: linkByClick, enabled: mayCall },
  {
    id: 'edit.rename',
    label: 'Rename',
    group: 'Edit',
    keys: ['F2'],
    run: () => setCanvas({ renaming: getView().selection.nodes[0] }),
    enabled: onePart,
  },
  { id: 'edit.copy', label: 'Copy', group: 'Edit', keys: ['Mod+C'], run: copyByMenu, enabled: anyPart },
  { id: 'edit.cut', label: 'Cut', group: 'Edit', keys: ['Mod+X'], run: cutByMenu, enabled: anyPart },
  { id: 'edit.paste', label: 'Paste', group: 'Edit', keys: ['Mod+V'], run: () => void pasteByMenu() },
  { id: 'edit.duplicate', label: 'Duplicate', group: 'Edit', keys: ['Mod+D'], run: duplicate, enabled: anyPart },
  { id: 'edit.delete', label: 'Delete', group: 'Edit', keys: ['Delete', 'Backspace'], run: removeChosen, enabled: anything },
  {
    id: 'edit.delete-join',
    label: 'Delete and join neighbours',
    group: 'Edit',
    keys: ['Shift+Delete'],
    run: () => removeAndJoin(getView().selection.nodes),
    enabled: () => joinable(getView().selection.nodes) || 'Nothing passes through it that could be joined.',
  },
  { id: 'edit.select-all', label: 'Select all', group: 'Edit', keys: ['Mod+A'], run: chooseAll, enabled: drawn },
  { id: 'edit.select-none', label: 'Select nothing', group: 'Edit', run: chooseNothing },
  { id: 'edit.select-others', label: 'Select the others', group: 'Edit', keys: ['Mod+Shift+I'], run: chooseOthers, enabled: drawn },
  { id: 'edit.move', label: 'Move by clicking', group: 'Edit', keys: ['M'], run: carry, enabled: anyPart },
];

const NUDGES: readonly Action[] = (
  [
    ['left', 'ArrowLeft', -1, 0],
    ['right', 'ArrowRight', 1, 0],
    ['up', 'ArrowUp', 0, -1],
    ['down', 'ArrowDown', 0, 1],
  ] as const
).map(([to, key, columns, rows]) => ({
  id: `edit.nudge-${to}`,
  label: `Nudge ${to}`,
  group: 'Edit',
  keys: [key],
  run: () => nudge(columns, rows),
  enabled: anyPart,
}));

const align = (how: Alignment, label: string, key?: string): Action => ({
  id: `arrange.${how}`,
  label,
  group: 'Arrange',
  ...(key !== undefined && { keys: [key] }),
  run: () => alignChosen(how),
  enabled: twoParts,
});

const ARRANGE: readonly Action[] = [
  align('left', 'Align left edges', 'Mod+Shift+ArrowLeft'),
  align('centre', 'Align in a column'),
  align('right', 'Align right edges', 'Mod+Shift+ArrowRight'),
  align('top', 'Align top edges', 'Mod+Shift+ArrowUp'),
  align('middle', 'Align in a row'),
  align('bottom', 'Align bottom edges', 'Mod+Shift+ArrowDown'),
  { id: 'arrange.across', label: 'Equal gaps across', group: 'Arrange', run: () => spreadChosen('x'), enabled: threeParts },
  { id: 'arrange.down', label: 'Equal gaps down', group: 'Arrange', run: () => spreadChosen('y'), enabled: threeParts },
  { id: 'arrange.row', label: 'Pack across', group: 'Arrange', run: () => packChosen('x'), enabled: twoParts },
  { id: 'arrange.column', label: 'Pack down', group: 'Arrange', run: () => packChosen('y'), enabled: twoParts },
  { id: 'arrange.tidy', label: 'Tidy up the drawing', group: 'Arrange', keys: ['Mod+Shift+L'], run: () => void tidy(), enabled: drawn },
];

const VIEW: readonly Action[] = [
  { id: 'view.fit', label: 'Show everything', group: 'View', keys: ['Shift+1'], run: () => fitView(scene.bounds()), enabled: drawn },
  {
    id: 'view.fit-selection',
    label: 'Show what is chosen',
    group: 'View',
    keys: ['Shift+2'],
    run: () => fitView(scene.bounds(getView().selection.nodes)),
    enabled: anyPart,
  },
  { id: 'view.zoom-life', label: 'Zoom to 100 %', group: 'View', keys: ['Mod+0'], run: () => zoomTo(1) },
  { id: 'view.zoom-in', label: 'Zoom in', group: 'View', keys: ['Mod++', 'Mod+='], run: () => zoomTo(viewNow().zoom * ZOOM_STEP) },
  { id: 'view.zoom-out', label: 'Zoom out', group: 'View', keys: ['Mod+-'], run: () => zoomTo(viewNow().zoom / ZOOM_STEP) },
  {
    id: 'view.estimates',
    label: 'Show or hide estimates before a run',
    group: 'View',
    run: () => setView({ estimates: !getView().estimates }),
  },
  { id: 'view.minimap', label: 'Show or hide the overview map', group: 'View', run: () => setCanvas({ minimap: !getCanvas().minimap }) },
];

/** Registers all of it. @returns a function that takes it out again. */
export function registerCanvasActions(): () => void {
  return registerActions([...EDIT, ...NUDGES, ...ARRANGE, ...VIEW]);
}

function mayCall(): true | string {
  const { nodes, links } = getView().selection;
  const [only] = nodes;
  if (only === undefined || nodes.length > 1 || links.length > 0) return 'Choose one part first.';
  const node = scene.node(only);
  return node?.kind === undefined || linksOut(node.kind) || `${node.doc.name} calls nothing.`;
}

/** The list of what the chosen part may call, beside it. */
function listTargets(): void {
  const node = scene.node(getView().selection.nodes[0] ?? '');
  if (node === undefined) return;
  const { x, y, width } = node.rect;
  setCanvas({ menu: { of: { is: 'targets', from: node.doc.id }, at: pageAt({ x: x + width + 8, y }) } });
}

function linkByClick(): void {
  const [only] = getView().selection.nodes;
  if (only !== undefined) startLink(only, undefined, false);
}

function removeChosen(): void {
  const { nodes, links } = getView().selection;
  remove(nodes, links);
}

/** Leads to the search field of the parts. */
function searchParts(): void {
  setView({ panes: { ...getView().panes, palette: true } });
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-find-part]')?.focus());
}
