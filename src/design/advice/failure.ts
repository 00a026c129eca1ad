/** Advice on what one failure takes along. */

import type { Fix } from '../command.ts';
import { type Drawing, isAside, numberIn, type Part } from './drawing.ts';
import { listed, type Rule, setting } from './rule.ts';

export const singlePoint: Rule = {
  id: 'single-point',
  title: 'A single point of failure',
  why: 'A part with one instance through which every request must go: while it is down, everything is.',
  find: (drawing) => {
    const needs = needsOf(drawing);
    const needing = new Map<Part, Part[]>();
    for (const source of drawing.sources) {
      for (const part of needs.get(source) ?? []) needing.set(part, [...(needing.get(part) ?? []), source]);
    }
    return [...needing].map(([part, sources]) => ({
      place: part.doc.id,
      message: `${part.doc.name} has one instance, and every request of ${listed(sources.map(({ doc }) => doc.name))} needs it: while it is down, nothing works.`,
      fix: second(part),
    }));
  },
};

/** One copy more, by whichever setting makes copies. */
function second({ doc, kind, values }: Part): Fix | undefined {
  if (kind.params['instances'] !== undefined) return setting('Make it two', 'node', [doc.id], 'instances', 2);
  const replicas = kind.params['replicas'];
  return replicas === undefined ? undefined : setting('Add a replica', 'node', [doc.id], 'replicas', numberIn(values, 'replicas') + 1);
}

type Needs = ReadonlySet<Part>;
const NONE: Needs = new Set();

/**
 * Without which parts of one instance a part cannot answer: itself; of what it calls one after the other, what any of it
 * needs; of what it chooses from, what all of it needs. A link that only some requests use, or whose answer nobody waits
 * for, is not needed, and neither is one that closes a circle.
 */
function needsOf({ calleesFirst }: Drawing): ReadonlyMap<Part, Needs> {
  const needs = new Map<Part, Needs>();
  for (const part of calleesFirst) {
    const below = needsBelow(part, needs);
    const alone = part.instances === 1 && part.kind.role !== 'source';
    needs.set(part, alone ? new Set([part, ...below]) : below);
  }
  return needs;
}

function needsBelow({ kind, out }: Part, needs: ReadonlyMap<Part, Needs>): Needs {
  const called = out.filter((wire) => wire.waits && numberIn(wire.values, 'weight', 1) > 0);
  if (kind.role === 'source' || kind.role === 'relay') return common(called.map((wire) => needs.get(wire.to) ?? NONE));
  if (kind.role !== 'compute') return NONE;
  const always = called.filter((wire) => numberIn(wire.values, 'probability', 1) === 1 && everyClass(wire.values['classes']));
  const sets = always.filter((wire) => !isAside(wire.to)).map((wire) => needs.get(wire.to) ?? NONE);
  const full = sets.filter((set) => set.size > 0);
  // A chain of calls shares one set instead of copying it at every step.
  return full.length > 1 ? new Set(full.flatMap((set) => [...set])) : (full[0] ?? NONE);
}

function everyClass(classes: unknown): boolean {
  return !Array.isArray(classes) || classes.length === 0;
}

function common(sets: readonly Needs[]): Needs {
  const [first, ...rest] = sets;
  return new Set([...(first ?? [])].filter((part) => rest.every((set) => set.has(part))));
}

export const oneZone: Rule = {
  id: 'one-zone',
  title: 'All instances in one zone',
  why: 'Copies guard against the loss of a zone only when they stand in several.',
  find: ({ parts, reached }) => {
    const used = new Set(parts.flatMap(({ doc }) => doc.zones));
    if (used.size < 2) return [];
    return parts
      .filter((part) => part.instances > 1 && part.kind.role !== 'source' && reached.has(part) && standing(part).size === 1)
      .map((part) => ({
        place: part.doc.id,
        message: `All ${part.instances} instances of ${part.doc.name} stand in zone ${[...standing(part)][0]}: spread them over ${listed([...used].sort())}.`,
        fix: {
          label: `Spread it over ${listed([...used].sort())}`,
          commands: [{ do: 'place', nodes: [part.doc.id], region: part.doc.region, zones: [...used].sort() }],
        },
      }));
  },
};

/** Zones in which instances of a part really stand. */
function standing({ doc, instances }: Part): ReadonlySet<string> {
  return new Set(doc.zones.slice(0, instances));
}
