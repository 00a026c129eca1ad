/**
 * New things with ids of their own: an empty design, a part, a link, an entry of the timeline. Ids follow from the design
 * alone (the next free number), so the same steps give the same document on every machine. What comes out goes into a
 * command; nothing here changes a design.
 */
import { assert } from '../std/assert.ts';
import { type Design, DOCUMENT_VERSION, type FaultEntry, LIMITS, type LinkDoc, type NodeDoc } from './document.ts';
import { PLAIN_CLASS } from './read/parts.ts';
import { slugOf } from './read/plain-text.ts';
import { PLAIN_SCENARIO } from './read/scenario.ts';
import { CATALOG, type Registry } from './registry.ts';

export function emptyDesign(): Design {
  return {
    version: DOCUMENT_VERSION,
    title: 'Untitled',
    about: '',
    classes: [PLAIN_CLASS],
    nodes: [],
    links: [],
    scenario: PLAIN_SCENARIO,
  };
}

/** A part of a kind at a place (px at zoom 1, top left), named `service`, `service-2`, …. The kind must exist. */
export function newNode(design: Design, kind: string, x: number, y: number, registry: Registry = CATALOG): NodeDoc {
  assert(registry.kindOf(kind) !== undefined, `there is a kind ${kind}`);
  const id = freeId(takenIds(design), kind);
  return { id, kind, name: id, x: Math.round(x), y: Math.round(y), params: {}, region: '', zones: ['a'] };
}

/** A link between two parts; ask `canLink` first. */
export function newLink(design: Design, from: string, to: string): LinkDoc {
  return { id: freeId(takenIds(design), `${from}-${to}`), from, to, params: {} };
}

/** A fault at a moment (ms), lasting as long as such a fault lasts when nobody says otherwise. The fault must exist. */
export function newFault(design: Design, fault: string, target: string, at: number, registry: Registry = CATALOG): FaultEntry {
  const known = registry.faultOf(fault);
  assert(known !== undefined, `there is a fault ${fault}`);
  const taken = new Set(design.scenario.timeline.map((entry) => entry.id));
  return { type: 'fault', id: freeId(taken, fault), at, duration: known.lasts, fault, target, params: {} };
}

/** Ids of nodes and links, which share one name space because the timeline names either. */
export function takenIds({ nodes, links }: Pick<Design, 'nodes' | 'links'>): Set<string> {
  return new Set([...nodes.map((node) => node.id), ...links.map((link) => link.id)]);
}

/** The first of `base`, `base-2`, `base-3`, … that is free. A number at the end of `base` counts on: `db-2` gives `db-3`. */
export function freeId(taken: ReadonlySet<string>, base: string): string {
  const slug = slugOf(base, LIMITS.idLength) || 'part';
  if (!taken.has(slug)) return slug;
  const stem = slug.replace(/-[0-9]{1,6}$/, '');
  for (let n = 2; ; n++) {
    const number = `-${n}`;
    const id = `${stem.slice(0, LIMITS.idLength - number.length)}${number}`;
    if (!taken.has(id)) return id;
  }
}
