/**
 * A capsule as columns (codec `c`): every field of the document has its place. Kinds, faults and parameters travel by
 * name, so those added later need no new codec.
 */
import type { ParamBag } from '../../std/parameter.ts';
import type { Design, NodeDoc, TimelineEntry } from '../document.ts';
import { type Capsule, GRID, ID_AND_NAME_OF_KIND, ID_OF_KIND, ID_OWN, linkId, MIDDLE, naming } from './capsule.ts';
import { ColumnWriter, type Value } from './column-writer.ts';
import { WORDS } from './lexicon.ts';

export function packCapsule({ design, digest, engine }: Capsule): Uint8Array {
  const out = new ColumnWriter(WORDS);
  out.whole(design.version);
  out.whole(digest === undefined ? 0 : 1);
  if (digest !== undefined) out.raw(digestBytes(digest));
  for (const text of [engine, design.title, design.about]) out.text(text);
  out.value(
    design.classes.map(({ id, name, route, write, weight, bytesUp, bytesDown, ...traits }) => {
      for (const text of [id, name, route]) out.text(text);
      const plain = [write, weight, bytesUp, bytesDown];
      // A class that says no more weighs what it always did.
      return Object.keys(traits).length === 0 ? plain : [...plain, traits as { readonly [name: string]: Value }];
    }),
  );
  packNodes(out, design.nodes);
  packLinks(out, design);
  packScenario(out, design);
  if (design.prices !== undefined) out.value(design.prices);
  return out.finish();
}

function packNodes(out: ColumnWriter, nodes: readonly NodeDoc[]): void {
  out.whole(nodes.length);
  out.column(nodes.map((node) => out.word(node.kind)));
  out.column(nodes.map((node) => out.word([node.region, ...node.zones].join())));
  const named = nodes.map(naming);
  out.column(named.map(({ way }) => way));
  out.column(named.filter(({ way }) => way >= ID_OF_KIND).map(({ number }) => number));
  nodes.forEach((node, i) => {
    const way = named[i]?.way ?? ID_OWN;
    if (way !== ID_AND_NAME_OF_KIND) out.text(node.name);
    if (way === ID_OWN) out.text(node.id);
  });
  out.column(nodes.map((node) => Math.round(node.x / GRID) + MIDDLE));
  out.column(nodes.map((node) => Math.round(node.y / GRID) + MIDDLE));
  packBags(out, nodes);
}

function packLinks(out: ColumnWriter, { nodes, links }: Design): void {
  const places = new Map(nodes.map((node, i) => [node.id, i]));
  const place = (id: string): number => places.get(id) ?? 0;
  out.whole(links.length);
  out.column(links.map((link) => place(link.from)));
  out.column(links.map((link) => place(link.to)));
  const own = links.map((link) => (link.id === linkId(link.from, link.to) ? 0 : 1));
  out.column(own);
  links.forEach((link, i) => {
    if (own[i] === 1) out.text(link.id);
  });
  packBags(out, links);
}

function packBags(out: ColumnWriter, things: readonly { readonly params: ParamBag }[]): void {
  const bags = things.map(({ params }) => params as { readonly [name: string]: Value });
  out.column(bags.map((bag) => out.shapeOf(bag)));
  for (const bag of bags) out.fields(bag);
}

function packScenario(out: ColumnWriter, { scenario }: Design): void {
  out.value(scenario.seed);
  out.value(scenario.durationMs);
  out.value(scenario.warmupMs);
  out.whole(scenario.timeline.length);
  for (const entry of scenario.timeline) packEntry(out, entry);
  out.whole(scenario.objectives.length);
  for (const { id, metric, bound, value, class: of } of scenario.objectives) {
    out.text(id);
    out.value({ metric, most: bound === 'most', value });
    out.text(of);
  }
}

/** An entry of any type: what it says in few words as a record, its free text or its target beside it. */
function packEntry(out: ColumnWriter, entry: TimelineEntry): void {
  const { id, type, at, ...rest } = entry;
  const { text, target, ...others } = rest as typeof rest & { readonly text?: string; readonly target?: string };
  // The order of the fields is that of the first links: entries that say no more weigh what they always did.
  const { duration, param, fault, ...more } = others as Partial<Record<string, Value>>;
  const first = Object.entries({ duration, fault, param }).filter(([, value]) => value !== undefined);
  out.text(id);
  out.value({
    type,
    at,
    ...(Object.fromEntries(first) as { readonly [name: string]: Value }),
    ...(more as { readonly [name: string]: Value }),
  });
  out.text(text ?? target ?? '');
}

function digestBytes(digest: string): Uint8Array {
  return Uint8Array.from({ length: 8 }, (_, i) => Number.parseInt(digest.slice(2 * i, 2 * i + 2), 16));
}
