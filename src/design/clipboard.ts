/**
 * Parts on the clipboard: text that can cross tabs, be mailed and be edited, and that passes the same gate as a document
 * when it comes back. A copy brings along the links between what was copied and the request classes that its settings
 * speak of. A whole document on the clipboard is pasted as its parts.
 */
import type { ParamBag, ParamSpecs } from '../std/parameter.ts';
import { err, ok, type Result } from '../std/result.ts';
import type { Command } from './command.ts';
import { type ClassDoc, type Design, DOCUMENT_VERSION, type NodeDoc, type Problem } from './document.ts';
import { freeId, takenIds } from './fresh.ts';
import { parseJson } from './read/json.ts';
import { openDocument } from './read.ts';
import { CATALOG, type Registry } from './registry.ts';

/** Marks our text among everything else that people copy. */
const MARK = 'parts';
/** A paste without a place stands this far to the right and below what was copied, px: two steps of the canvas grid. */
const BESIDE = 32;

/** These parts and the links between them, as text. */
export function copyParts(design: Design, nodeIds: readonly string[], registry: Registry = CATALOG): string {
  const ids = new Set(nodeIds);
  const nodes = design.nodes.filter((node) => ids.has(node.id));
  const links = design.links.filter((link) => ids.has(link.from) && ids.has(link.to));
  const spoken = classesOf({ nodes, links }, registry);
  const classes = design.classes.filter((one) => spoken.has(one.id));
  return JSON.stringify({ loadbearing: MARK, version: DOCUMENT_VERSION, ...(classes.length > 0 ? { classes } : {}), nodes, links });
}

/** The command that adds what a copied text holds. */
export type Paste = Extract<Command, { do: 'add' }>;

/** What a copied text holds, and the places of what this version does not know and left out. */
export interface Pasted {
  readonly paste: Paste;
  readonly leftOut: readonly string[];
}

/**
 * Reads copied text into the command that adds it to a design, with new ids and free names. `at`: where the top left
 * corner of it goes; undefined: beside the place it was copied from, or the next free one beyond.
 */
export function pasteParts(
  design: Design,
  text: string,
  at: { readonly x: number; readonly y: number } | undefined,
  registry: Registry = CATALOG,
): Result<Pasted, readonly Problem[]> {
  const json = parseJson(text);
  if (!json.ok || !looksLikeParts(json.value)) {
    return refused('not-parts', json.ok || json.error.code === 'not-json' || json.error.code === 'empty' ? NOT_PARTS : json.error.message);
  }
  const opened = openDocument({ ...(json.value as object), loadbearing: undefined, scenario: undefined }, registry);
  if (!opened.ok) return opened;
  const { design: copied, leftOut } = opened.value;
  const { nodes, links } = copied;
  if (nodes.length === 0) return refused('not-parts', NOT_PARTS);
  const taken = takenIds(design);
  const ids = new Map<string, string>();
  for (const node of nodes) ids.set(node.id, take(taken, node.id));
  const names = new Set(design.nodes.map((node) => node.name));
  const by = shift(design, nodes, at);
  const paste: Paste = {
    do: 'add',
    nodes: nodes.map((node) => {
      const id = ids.get(node.id) ?? node.id;
      return { ...node, id, name: freeName(names, node, id), x: node.x + by.x, y: node.y + by.y };
    }),
    links: links.map((link) => {
      const [from, to] = [ids.get(link.from) ?? link.from, ids.get(link.to) ?? link.to];
      return { ...link, id: take(taken, `${from}-${to}`), from, to };
    }),
    classes: missingClasses(design, copied, registry),
  };
  return ok({ paste, leftOut });
}

const NOT_PARTS = 'The clipboard holds no parts of a design.';

function looksLikeParts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return (Object.hasOwn(value, 'loadbearing') && (value as { loadbearing: unknown }).loadbearing === MARK) || Object.hasOwn(value, 'nodes');
}

function take(taken: Set<string>, base: string): string {
  const id = freeId(taken, base);
  taken.add(id);
  return id;
}

/** The same name while nobody has it; else the new id when the name was an id, or the name with the next number. */
function freeName(names: Set<string>, node: NodeDoc, id: string): string {
  const stem = node.name.replace(/ [0-9]{1,6}$/, '');
  let name = node.name;
  for (let n = 2; names.has(name); n++) name = node.name === node.id && !names.has(id) ? id : `${stem} ${n}`;
  names.add(name);
  return name;
}

function shift(
  design: Design,
  nodes: readonly NodeDoc[],
  at: { readonly x: number; readonly y: number } | undefined,
): { x: number; y: number } {
  if (at !== undefined) {
    const left = nodes.reduce((least, node) => Math.min(least, node.x), Number.POSITIVE_INFINITY);
    const top = nodes.reduce((least, node) => Math.min(least, node.y), Number.POSITIVE_INFINITY);
    return { x: Math.round(at.x - left), y: Math.round(at.y - top) };
  }
  const places = new Set(design.nodes.map(({ x, y }) => `${x} ${y}`));
  let by = BESIDE;
  while (nodes.some(({ x, y }) => places.has(`${x + by} ${y + by}`))) by += BESIDE;
  return { x: by, y: by };
}

function missingClasses(design: Design, copied: Design, registry: Registry): readonly ClassDoc[] {
  const there = new Set(design.classes.map((one) => one.id));
  const spoken = classesOf(copied, registry);
  return copied.classes.filter((one) => spoken.has(one.id) && !there.has(one.id));
}

/** The request classes that the settings of parts and links speak of. */
function classesOf({ nodes, links }: Pick<Design, 'nodes' | 'links'>, registry: Registry): Set<string> {
  const spoken = new Set<string>();
  const gather = (specs: ParamSpecs, bag: ParamBag): void => {
    for (const [name, value] of Object.entries(bag)) {
      if (specs[name]?.type === 'classes' && Array.isArray(value)) for (const id of value) spoken.add(String(id));
    }
  };
  for (const node of nodes) gather(registry.kindOf(node.kind)?.params ?? {}, node.params);
  for (const link of links) gather(registry.linkParameters, link.params);
  return spoken;
}

function refused(code: string, message: string): Result<never, readonly Problem[]> {
  return err([{ code, severity: 'error', place: 'clipboard', message }]);
}
