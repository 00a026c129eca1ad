/** Advice on where requests go: whether any come, whether they arrive, and whether they come back to where they were. */

import { canLink } from '../can-link.ts';
import type { Fix } from '../command.ts';
import { newLink, newNode } from '../fresh.ts';
import { addressOf, type Drawing, isAside, type Part, type Wire } from './drawing.ts';
import { type Finding, listed, type Rule } from './rule.ts';

/** How far apart a fix places parts, and a distance beyond all others, px (chosen). */
const APART = 260;
const FAR = 1e6;

/** Calls end after so many links, whatever the drawing says (engine/calls). */
const MOST_HOPS = 64;

export const noTraffic: Rule = {
  id: 'no-traffic',
  title: 'Nothing sends requests',
  why: 'Requests begin at a client. Without one, a run shows parts that wait.',
  find: (drawing) => {
    const { parts, sources, design } = drawing;
    if (parts.length > 0 && sources.length === 0)
      return [{ place: '', message: 'Nothing sends requests: add a client and link it to the first part.', ...firstClient(drawing) }];
    if (sources.length === 0 || design.classes.some((one) => one.weight > 0)) return [];
    const commands = design.classes.map((one) => ({ do: 'set-class' as const, class: { ...one, weight: 1 } }));
    return [
      {
        place: '',
        message: 'No requests come: every request class has the weight 0.',
        fix: { label: 'Send all of them alike', commands },
      },
    ];
  },
};

export const idleSource: Rule = {
  id: 'idle-source',
  title: 'A client calls nobody',
  why: 'A client without a link sends nothing.',
  find: (drawing) =>
    drawing.sources
      .filter((part) => part.out.length === 0)
      .map((part) => ({ place: part.doc.id, message: `${part.doc.name} calls nobody: link it to a part.`, ...linkOnward(drawing, part) })),
};

export const unreachable: Rule = {
  id: 'unreachable',
  title: 'A part gets no requests',
  why: 'A part to which no chain of links leads from a client does nothing in a run.',
  find: ({ parts, sources, reached }) =>
    sources.length === 0
      ? []
      : parts
          .filter((part) => !reached.has(part) && part.kind.role !== 'control')
          .map(({ doc }) => ({
            place: doc.id,
            message: `No request reaches ${doc.name}: no chain of links leads to it from a client.`,
            fix: takeAway(doc),
          })),
};

export const idleRelay: Rule = {
  id: 'idle-relay',
  title: 'A balancer or gateway has no targets',
  why: 'What only passes requests on must fail every one of them when there is nobody to pass them to.',
  find: (drawing) => withoutLinks(drawing, 'relay', ({ doc }) => `${doc.name} has no targets: every request that reaches it fails.`),
};

export const idleQueue: Rule = {
  id: 'idle-queue',
  title: 'A queue has no consumers',
  why: 'Messages that nobody takes pile up until the queue is full.',
  find: (drawing) =>
    withoutLinks(drawing, 'broker', ({ doc, values }) => {
      const room = typeof values['capacity'] === 'number' ? `; after ${values['capacity']} messages it is full` : '';
      return `Nobody takes messages from ${doc.name}: link it to a consumer${room}.`;
    }),
};

export const cacheWithoutOrigin: Rule = {
  id: 'cache-without-origin',
  title: 'A cache stands before nothing',
  why: 'A cache holds copies. Beside a store, its callers must call that store too; in front of one, it must be linked to it.',
  find: ({ parts }) =>
    parts
      .filter((part) => part.kind.role === 'cache' && part.in.length > 0 && !hasOrigin(part))
      .map((part) => {
        const callers = listed(part.in.map((wire) => wire.from.doc.name));
        const advice = isAside(part) ? `link ${callers} to the store as well` : 'link it to the store';
        return { place: part.doc.id, message: `${part.doc.name} has nothing to hold copies of: ${advice}.` };
      }),
};

function hasOrigin(cache: Part): boolean {
  const holds = (wire: Wire): boolean => wire.to.kind.role === 'store' || wire.to.kind.role === 'relay' || wire.to.kind.role === 'cache';
  if (cache.out.length > 0) return true;
  return isAside(cache) && cache.in.some((call) => call.from.out.some((wire) => wire.to !== cache && holds(wire)));
}

export const cycle: Rule = {
  id: 'cycle',
  title: 'Calls can go round in circles',
  why: `A request that comes back to where it was multiplies its own load. The engine ends a call after ${MOST_HOPS} links.`,
  find: (drawing) =>
    circles(drawing).map((circle) => {
      const names = circle.map((wire) => wire.from.doc.name);
      const path = [...names, names[0]].join(' → ');
      const [first, last] = [circle[0], circle.at(-1)];
      return {
        place: first === undefined ? '' : addressOf(first),
        message: `Calls can go round: ${path}. A call ends after ${MOST_HOPS} links.`,
        ...(last !== undefined && {
          fix: {
            label: `Remove the link ${last.from.doc.name} to ${last.to.doc.name}`,
            commands: [{ do: 'remove' as const, nodes: [], links: [last.doc.id] }],
          },
        }),
      };
    }),
};

function withoutLinks(drawing: Drawing, role: Part['kind']['role'], say: (part: Part) => string): Finding[] {
  return drawing.parts
    .filter((part) => part.kind.role === role && part.out.length === 0 && part.kind.links.out)
    .map((part) => ({ place: part.doc.id, message: say(part), ...linkOnward(drawing, part) }));
}

/** Links a part to the nearest one to its right that it may call and that nobody calls yet, or else to the nearest at all. */
function linkOnward({ design, registry, parts }: Drawing, from: Part): { readonly fix?: Fix } {
  const may = parts.filter((to) => to !== from && canLink(design, from.doc.id, to.doc.id, registry) === undefined);
  const far = (to: Part): number =>
    Math.abs(to.doc.x - from.doc.x) + Math.abs(to.doc.y - from.doc.y) + (to.doc.x < from.doc.x ? FAR : 0) + (to.in.length > 0 ? FAR : 0);
  const [to] = may.sort((a, b) => far(a) - far(b));
  if (to === undefined) return {};
  const links = [newLink(design, from.doc.id, to.doc.id)];
  return { fix: { label: `Link it to ${to.doc.name}`, commands: [{ do: 'add', nodes: [], links }] } };
}

/** A client before the leftmost part that nobody calls. */
function firstClient({ design, registry, parts }: Drawing): { readonly fix?: Fix } {
  const [to] = parts.filter((part) => part.kind.links.in && part.in.length === 0).sort((a, b) => a.doc.x - b.doc.x);
  if (to === undefined || registry.kindOf('client') === undefined) return {};
  const client = newNode(design, 'client', to.doc.x - APART, to.doc.y, registry);
  const link = { id: `${client.id}-${to.doc.id}`.slice(0, 40), from: client.id, to: to.doc.id, params: {} };
  return { fix: { label: `Add a client that calls ${to.doc.name}`, commands: [{ do: 'add', nodes: [client], links: [link] }] } };
}

function takeAway({ id, name }: Part['doc']): Fix {
  return { label: `Remove ${name}`, commands: [{ do: 'remove', nodes: [id], links: [] }] };
}

/** One shortest circle through each group of parts that can all call each other, directly or not. */
function circles({ parts }: Drawing): readonly (readonly Wire[])[] {
  const found: Wire[][] = [];
  const done = new Set<Part>();
  for (const part of parts) {
    if (done.has(part)) continue;
    const way = wayBack(part, done);
    if (way === undefined) continue;
    found.push(way);
    // What lies on a circle already named is not named again by another part of the same circle.
    for (const wire of way) done.add(wire.from);
  }
  return found;
}

/** The shortest chain of links from a part back to itself, around parts already named. */
function wayBack(start: Part, around: ReadonlySet<Part>): Wire[] | undefined {
  const by = new Map<Part, Wire>();
  const queue = [start];
  for (const part of queue) {
    for (const wire of part.out) {
      if (wire.to === start) return chain(wire, start, by);
      if (by.has(wire.to) || around.has(wire.to)) continue;
      by.set(wire.to, wire);
      queue.push(wire.to);
    }
  }
  return undefined;
}

function chain(last: Wire, start: Part, by: ReadonlyMap<Part, Wire>): Wire[] {
  const way = [last];
  for (let at = last.from; at !== start; ) {
    const wire = by.get(at);
    if (wire === undefined) break;
    way.unshift(wire);
    at = wire.from;
  }
  return way;
}
