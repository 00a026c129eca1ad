/** Where a piece of advice points: its place, resolved to what can be selected. Pure. */
import type { Design } from '../../../src/design/document.ts';
import { selectionOf, targetsIn } from '../../timeline/address.ts';

export interface PlaceSelection {
  readonly nodes: readonly string[];
  readonly links: readonly string[];
}

const DOCUMENT: PlaceSelection = { nodes: [], links: [] };

/** A place is a path into the document, an id of a part or entry, or an address; undefined when it points nowhere. */
export function placeSelection(design: Design, place: string): PlaceSelection | undefined {
  const path = /^(?:scenario\.)?(nodes|links|timeline)\[(\d+)\]/.exec(place);
  if (path !== null) return ofPath(design, path[1] ?? '', Number(path[2]));
  if (/^(scenario|classes|objectives)\b/.test(place) && !design.nodes.some((node) => node.id === place)) return DOCUMENT;
  const entry = design.scenario.timeline.find((one) => one.id === place);
  if (entry !== undefined && !design.nodes.some((node) => node.id === place)) return ofTarget(design, entry);
  return somewhere(selectionOf(design, place));
}

function ofPath(design: Design, list: string, index: number): PlaceSelection | undefined {
  if (list === 'timeline') return ofTarget(design, design.scenario.timeline[index]);
  const id = (list === 'nodes' ? design.nodes : design.links)[index]?.id;
  if (id === undefined) return undefined;
  return list === 'nodes' ? { nodes: [id], links: [] } : { nodes: [], links: [id] };
}

function ofTarget(design: Design, entry: Design['scenario']['timeline'][number] | undefined): PlaceSelection | undefined {
  const target = entry === undefined ? undefined : targetsIn(entry)[0];
  if (target === undefined) return undefined;
  if (design.links.some((link) => link.id === target)) return { nodes: [], links: [target] };
  return somewhere(selectionOf(design, target));
}

const somewhere = (found: PlaceSelection): PlaceSelection | undefined => (found.nodes.length + found.links.length > 0 ? found : undefined);
