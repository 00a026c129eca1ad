/**
 * A design as nested lists and back: fields by position instead of name, links by the position of their ends, ids left out
 * where they are what they would be anyway. Parameters keep their names, so that kinds and parameters added later need no new
 * form. Going back gives unjudged data for `read`; nothing is trusted, and nothing here throws.
 */
import type { Distribution } from '../../std/distribution.ts';
import type { ParamBag, ParamValue } from '../../std/parameter.ts';
import type { Design, LinkDoc, NodeDoc, TimelineEntry } from '../document.ts';
import type { Packable } from './pack.ts';

/** Marks a value that was an object, since lists are lists of texts otherwise. */
const OBJECT = 0;

export function toTuple(design: Design): Packable {
  const { scenario } = design;
  const index = new Map(design.nodes.map((node, i) => [node.id, i]));
  return [
    design.version,
    design.title,
    design.about,
    design.classes.map((c) => [c.id, c.name === c.id ? 0 : c.name, c.route, c.write, c.weight, c.bytesUp, c.bytesDown]),
    design.nodes.map(nodeTuple),
    design.links.map((link) => linkTuple(link, index)),
    scenario.seed,
    scenario.durationMs,
    scenario.warmupMs,
    scenario.timeline.map(entryTuple),
    scenario.objectives.map((o) => [o.id, o.metric, o.bound === 'most', o.value, o.class]),
  ];
}

function nodeTuple(node: NodeDoc): Packable {
  const fields: Packable[] = [node.id, node.kind, node.name === node.id ? 0 : node.name, node.x, node.y, bagTuple(node.params)];
  if (node.region !== '' || node.zones.join() !== 'a') fields.push(node.region, [...node.zones]);
  return fields;
}

function linkTuple(link: LinkDoc, index: ReadonlyMap<string, number>): Packable {
  const ends = [index.get(link.from) ?? link.from, index.get(link.to) ?? link.to];
  const own = link.id === plainLinkId(link.from, link.to) ? [] : [link.id];
  return [...ends, bagTuple(link.params), ...own];
}

/** The id a link has when nobody gave it another. */
function plainLinkId(from: string, to: string): string {
  return `${from}-${to}`;
}

function entryTuple(entry: TimelineEntry): Packable {
  switch (entry.type) {
    case 'fault':
      return [0, entry.id, entry.at, entry.duration ?? null, entry.fault, entry.target, bagTuple(entry.params)];
    case 'change':
      return [1, entry.id, entry.at, entry.target, entry.param, valueTuple(entry.value)];
    case 'note':
      return [2, entry.id, entry.at, entry.text];
  }
}

function bagTuple(bag: ParamBag): Packable {
  return Object.entries(bag).flatMap(([name, value]) => [name, valueTuple(value)]);
}

function valueTuple(value: ParamValue): Packable {
  if (typeof value !== 'object') return value;
  return Array.isArray(value) ? [...(value as readonly string[])] : objectTuple(value as Distribution);
}

function objectTuple(value: object): Packable {
  const fields = Object.entries(value).flatMap(([name, field]): Packable[] => [name, fieldTuple(field)]);
  return [OBJECT, ...fields];
}

function fieldTuple(field: unknown): Packable {
  if (Array.isArray(field)) return field.map(fieldTuple);
  if (typeof field === 'object' && field !== null) return objectTuple(field);
  return typeof field === 'number' || typeof field === 'string' || typeof field === 'boolean' ? field : null;
}

/** What a tuple says, as a document's data for `read` to judge. */
export function fromTuple(tuple: Packable): unknown {
  const [version, title, about, classes, nodes, links, seed, durationMs, warmupMs, timeline, objectives] = listOf(tuple);
  const ids = listOf(nodes).map((node) => listOf(node)[0]);
  return {
    version,
    title,
    about,
    classes: listOf(classes).map(classFrom),
    nodes: listOf(nodes).map(nodeFrom),
    links: listOf(links).map((link) => linkFrom(link, ids)),
    scenario: {
      seed,
      durationMs,
      warmupMs,
      timeline: listOf(timeline).map(entryFrom),
      objectives: listOf(objectives).map((o) => {
        const [id, metric, most, value, cls] = listOf(o);
        return { id, metric, bound: most === true ? 'most' : 'least', value, class: cls };
      }),
    },
  };
}

function classFrom(tuple: Packable): unknown {
  const [id, name, route, write, weight, bytesUp, bytesDown] = listOf(tuple);
  return { id, name: name === 0 ? id : name, route, write, weight, bytesUp, bytesDown };
}

function nodeFrom(tuple: Packable): unknown {
  const [id, kind, name, x, y, params, region = '', zones = ['a']] = listOf(tuple);
  return { id, kind, name: name === 0 ? id : name, x, y, params: bagFrom(params), region, zones };
}

function linkFrom(tuple: Packable, ids: readonly (Packable | undefined)[]): unknown {
  const [a, b, params, id] = listOf(tuple);
  const from = typeof a === 'number' ? ids[a] : a;
  const to = typeof b === 'number' ? ids[b] : b;
  return { id: id ?? plainLinkId(String(from), String(to)), from, to, params: bagFrom(params) };
}

function entryFrom(tuple: Packable): unknown {
  const [sort, id, at, ...rest] = listOf(tuple);
  if (sort === 0) {
    const [duration, fault, target, params] = rest;
    const lasting = duration === null || duration === undefined ? {} : { duration };
    return { type: 'fault', id, at, ...lasting, fault, target, params: bagFrom(params) };
  }
  if (sort === 1) {
    const [target, param, value] = rest;
    return { type: 'change', id, at, target, param, value: valueFrom(value) };
  }
  return { type: 'note', id, at, text: rest[0] };
}

function bagFrom(tuple: Packable | undefined): unknown {
  return namedFrom(listOf(tuple), 0);
}

/** Names and values in turn, as an object without a prototype. */
function namedFrom(list: readonly Packable[], first: number): unknown {
  const bag: Record<string, unknown> = Object.create(null);
  for (let i = first; i + 1 < list.length; i += 2) {
    const name = list[i];
    if (typeof name === 'string') bag[name] = valueFrom(list[i + 1]);
  }
  return bag;
}

function valueFrom(value: Packable | undefined): unknown {
  if (!Array.isArray(value)) return value;
  const list = value as readonly Packable[];
  return list[0] === OBJECT && list.length % 2 === 1 && typeof list[1] === 'string' ? namedFrom(list, 1) : list.map(valueFrom);
}

function listOf(value: Packable | undefined): readonly Packable[] {
  return Array.isArray(value) ? value : [];
}
