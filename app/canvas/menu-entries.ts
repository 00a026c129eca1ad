/**
 * What the menus of the canvas offer for a node, a link or the paper. Entries name actions or edits; they do nothing of
 * their own. Faults come from the registry, filtered by what each one declares.
 */
import { KINDS, kindOf } from '../../src/catalog/index.ts';
import { mayLink } from '../../src/catalog/kind.ts';
import type { LinkDoc, NodeDoc } from '../../src/design/document.ts';
import { LINK_PARAMETERS, NETWORK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import type { Fault } from '../../src/faults/fault.ts';
import { FAULTS } from '../../src/faults/index.ts';
import { type Aim, aimsOf, faultsFor } from '../panels/break/aims.ts';
import { subjectOf } from '../panels/subject.ts';
import { getActions, runAction } from '../state/actions.ts';
import { getDesign } from '../state/design-store.ts';
import { injectFault } from '../state/run-store.ts';
import { getView } from '../state/view-store.ts';
import { getCanvas, type MenuAt, setCanvas } from './canvas-store.ts';
import { finishAt, startMovingEnd, targetsOf } from './connecting.ts';
import { pageAt, scene } from './desk.ts';
import { placeOnLink } from './edits.ts';
import type { PointEntry } from './PointMenu.tsx';
import { canPassOn, placeLinked } from './placing.ts';
import { middleOfLink } from './shape/scene.ts';
import { linkName, nameOf } from './words/names.ts';

export interface MenuContent {
  readonly title: string;
  readonly entries: readonly PointEntry[];
}

/** The menu for what it was opened on; undefined when that is gone. */
export function menuFor({ of, at }: MenuAt): MenuContent | undefined {
  const design = getDesign();
  switch (of.is) {
    case 'node': {
      const node = design.nodes.find((candidate) => candidate.id === of.id);
      return node === undefined ? undefined : nodeMenu(node);
    }
    case 'link': {
      const link = design.links.find((candidate) => candidate.id === of.id);
      return link === undefined ? undefined : { title: linkName(design, link), entries: linkEntries(link) };
    }
    case 'pane':
      return { title: 'Canvas', entries: paneEntries(of.at) };
    case 'targets': {
      const targets = targetsOf(of.from);
      const draft = { from: of.from, moving: undefined, held: false };
      const entries = targets.map(({ id, name }) => ({ id, label: name, run: () => finishAt(draft, id, at) }));
      return { title: `${nameOf(design, of.from)} calls`, entries: entries.length > 0 ? entries : [nobody(of.from)] };
    }
    default:
      return { title: of.from === undefined ? 'Place' : `${nameOf(design, of.from)} calls a new`, entries: partEntries(of.at, of.from) };
  }
}

function nobody(from: string): PointEntry {
  return {
    id: 'nobody',
    label: 'Nothing to call yet',
    blocked: `There is nothing that ${nameOf(getDesign(), from)} could call. Place a part first.`,
  };
}

/** An action of the registry as a menu entry. */
function action(id: string, apart = false): PointEntry {
  const found = getActions().find((candidate) => candidate.id === id);
  const enabled = found?.enabled?.() ?? true;
  return {
    id,
    label: found?.label ?? id,
    keys: found?.keys?.[0],
    blocked: enabled === true ? undefined : enabled,
    apart,
    run: () => void runAction(id),
  };
}

function nodeMenu(node: NodeDoc): MenuContent {
  const chosen = getView().selection.nodes.length;
  if (chosen > 1) {
    const arrange = ['left', 'centre', 'right', 'top', 'middle', 'bottom'].map((how) => action(`arrange.${how}`));
    const spread = ['across', 'down', 'row', 'column'].map((how, i) => action(`arrange.${how}`, i === 0));
    const entries = [
      { id: 'arrange', label: 'Arrange', entries: [...arrange, ...spread, action('arrange.tidy', true)] },
      ...['edit.move', 'edit.duplicate', 'edit.copy', 'edit.cut'].map((id, i) => action(id, i === 0)),
      ...['edit.delete', 'edit.delete-join'].map((id, i) => action(id, i === 0)),
    ];
    return { title: `${chosen} parts`, entries };
  }
  const entries = [
    action('edit.link'),
    action('edit.rename'),
    ...breakEntries(node),
    ...['edit.move', 'edit.duplicate', 'edit.copy', 'edit.cut'].map((id, i) => action(id, i === 0)),
    ...['edit.delete', 'edit.delete-join'].map((id, i) => action(id, i === 0)),
  ];
  return { title: node.name, entries };
}

/** Faults on the whole part, and on one of its instances. */
function breakEntries(node: NodeDoc): readonly PointEntry[] {
  const kinds = [kindOf(node.kind)];
  const subject = subjectOf(
    getDesign(),
    { nodes: [node.id], links: [] },
    {
      kindOf,
      linkSpecs: LINK_PARAMETERS,
      networkSpecs: NETWORK_PARAMETERS,
    },
  );
  const aims = aimsOf(subject, getDesign(), kindOf);
  const of = (aim: Aim | undefined): readonly PointEntry[] =>
    aim === undefined ? [] : faultsFor(FAULTS, [aim], kinds).map(({ fault }) => faultEntry(fault, aim.addresses[0] ?? ''));
  const whole = of(aims.find((aim) => aim.sort === 'node'));
  const instances = aims.filter((aim) => aim.sort === 'instance');
  const entries: PointEntry[] = [];
  if (whole.length > 0) entries.push({ id: 'break', label: 'Break…', entries: whole, apart: true });
  if (instances.length > 1) {
    const single = instances.slice(0, MOST_INSTANCES).map((aim) => ({ id: aim.label, label: aim.label, entries: of(aim) }));
    entries.push({ id: 'break-one', label: `Break one of ${instances.length}…`, entries: single });
  }
  return entries;
}

/** Longer lists are for the inspector. */
const MOST_INSTANCES = 16;

function faultEntry(fault: Fault, address: string): PointEntry {
  const lasts = fault.lasts > 0 ? fault.lasts : undefined;
  return { id: fault.id, label: fault.name, hint: fault.summary, run: () => void injectFault(fault.id, address, {}, lasts) };
}

function linkEntries(link: LinkDoc): readonly PointEntry[] {
  const address = `${link.from}>${link.to}`;
  const faults = FAULTS.filter((fault) => fault.targets.includes('link')).map((fault) => faultEntry(fault, address));
  const line = scene.link(link.id);
  const middle = line === undefined ? { x: 0, y: 0 } : middleOfLink(line);
  const parts = KINDS.filter(({ id }) => canPassOn(id)).map(({ id, name, summary }) => ({
    id: `insert-${id}`,
    label: name,
    hint: summary,
    run: () => void placeOnLink(id, middle, link.id),
  }));
  return [
    { id: 'break', label: 'Break…', entries: faults, ...(faults.length === 0 && { blocked: 'No fault aims at links.' }) },
    { id: 'insert', label: 'Insert a part', entries: parts, apart: true },
    { id: 'move-from', label: 'Move its start…', run: () => startMovingEnd(link.id, 'from', pageAt(middle), false) },
    { id: 'move-to', label: 'Move its end…', run: () => startMovingEnd(link.id, 'to', pageAt(middle), false) },
    action('edit.delete', true),
  ];
}

function paneEntries(at: { readonly x: number; readonly y: number }): readonly PointEntry[] {
  return [
    { id: 'place', label: 'Place', entries: partEntries(at, undefined) },
    action('edit.paste'),
    action('edit.select-all', true),
    action('arrange.tidy'),
    action('view.fit', true),
    action('view.minimap'),
  ];
}

function partEntries(at: { readonly x: number; readonly y: number }, from: string | undefined): readonly PointEntry[] {
  const caller = kindOf(scene.node(from ?? '')?.doc.kind ?? '');
  return KINDS.filter((kind) => caller === undefined || mayLink(caller, kind)).map(({ id, name, summary }) => ({
    id,
    label: name,
    hint: summary,
    run: () => placeLinked(id, at, from),
  }));
}

export function closeMenu(): void {
  if (getCanvas().menu?.held !== true) setCanvas({ menu: undefined });
}
