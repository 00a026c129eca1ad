/**
 * A design as the rules of advice see it: parts with their kind and the values in force, wires between them, and who can
 * be reached from where traffic begins. Everything is looked up once; rules only read.
 */
import { isFeed, type Kind } from '../../catalog/kind.ts';
import { checkDistribution, type Distribution, mean } from '../../std/distribution.ts';
import { type ParamSpecs, type ParamValue, valuesOf } from '../../std/parameter.ts';
import type { Design, LinkDoc, NodeDoc } from '../document.ts';
import { instancesOf, type Registry } from '../registry.ts';

type Values = Readonly<Record<string, ParamValue>>;

export interface Part {
  readonly doc: NodeDoc;
  readonly kind: Kind;
  readonly values: Values;
  readonly instances: number;
  /** Links that leave and enter it, in document order. */
  readonly out: readonly Wire[];
  readonly in: readonly Wire[];
}

export interface Wire {
  readonly doc: LinkDoc;
  readonly values: Values;
  readonly from: Part;
  readonly to: Part;
  /** The caller waits for the answer. */
  readonly waits: boolean;
}

export interface Drawing {
  readonly design: Design;
  readonly registry: Registry;
  readonly parts: readonly Part[];
  readonly wires: readonly Wire[];
  readonly sources: readonly Part[];
  /** Parts that some chain of links leads to from a source, sources included. */
  readonly reached: ReadonlySet<Part>;
  /** Reached parts, each after all that it calls, but for links that close a circle. */
  readonly calleesFirst: readonly Part[];
}

export function drawingOf(design: Design, registry: Registry): Drawing {
  const parts = new Map<string, Part & { readonly out: Wire[]; readonly in: Wire[] }>();
  for (const doc of design.nodes) {
    const kind = registry.kindOf(doc.kind);
    if (kind === undefined) continue;
    parts.set(doc.id, { doc, kind, values: settings(kind.params, doc), instances: instancesOf(doc, registry), out: [], in: [] });
  }
  const wires: Wire[] = [];
  for (const doc of design.links) {
    const [from, to] = [parts.get(doc.from), parts.get(doc.to)];
    // What watches, steers or is followed sends no requests: its links are none of the requests' ways.
    if (from === undefined || to === undefined || from.kind.role === 'control' || isFeed(from.kind, to.kind)) continue;
    const values = settings(registry.linkParameters, doc);
    const wire: Wire = { doc, values, from, to, waits: values['async'] !== true };
    wires.push(wire);
    from.out.push(wire);
    to.in.push(wire);
  }
  const all = [...parts.values()];
  const sources = all.filter((part) => part.kind.role === 'source');
  return { design, registry, parts: all, wires, sources, reached: reachedFrom(sources), calleesFirst: calleesFirst(sources) };
}

function settings(specs: ParamSpecs, doc: NodeDoc | LinkDoc): Values {
  return valuesOf(specs, doc.params) as Values;
}

function reachedFrom(sources: readonly Part[]): ReadonlySet<Part> {
  const reached = new Set(sources);
  // A set is walked in the order of insertion, and what is added on the way is walked too.
  for (const part of reached) for (const wire of part.out) reached.add(wire.to);
  return reached;
}

/** Depth first with a stack of its own: a chain of 2,000 parts is deeper than the engine's stack may be. */
function calleesFirst(sources: readonly Part[]): readonly Part[] {
  const order: Part[] = [];
  const seen = new Set<Part>();
  for (const source of sources) {
    const stack: { readonly part: Part; next: number }[] = seen.has(source) ? [] : [{ part: source, next: 0 }];
    seen.add(source);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = top.part.out[top.next++]?.to;
      if (to === undefined) {
        order.push(top.part);
        stack.pop();
      } else if (!seen.has(to)) {
        seen.add(to);
        stack.push({ part: to, next: 0 });
      }
    }
  }
  return order;
}

/** A setting as a number; `otherwise` when the thing has no such setting. */
export function numberIn(values: Values, name: string, otherwise = 0): number {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return typeof value === 'number' ? value : otherwise;
}

/** A setting as a list of class ids; empty when the thing has no such setting. */
export function classesIn(values: Values): readonly string[] {
  const value = Object.hasOwn(values, 'classes') ? values['classes'] : undefined;
  return Array.isArray(value) ? value : [];
}

/** Whether a wire is for calls of a class. */
export function carries({ values }: Wire, id: string): boolean {
  const classes = classesIn(values);
  return classes.length === 0 || classes.includes(id);
}

/** Settings that hold how long an instance works on a request by itself. */
const WORK = ['work', 'time'] as const;

/** Mean time (ms) that an instance works on a request by itself; undefined where that is not a setting. */
export function meanWork({ kind, values }: Part): number | undefined {
  const name = WORK.find((one) => kind.params[one]?.type === 'distribution');
  if (name === undefined) return undefined;
  const work = values[name] as Distribution;
  return checkDistribution(work) === undefined ? mean(work) : undefined;
}

/** Requests that all instances together work on at a time; undefined where the notion does not apply. */
export function slotsOf({ kind, values, instances }: Part): number | undefined {
  const each = kind.slots?.(values as never) ?? 0;
  return each > 0 ? each * instances : undefined;
}

/** A wire as an address. */
export function addressOf(wire: Wire): string {
  return `${wire.doc.from}>${wire.doc.to}`;
}

/** Whether callers look things up in this cache beside the store, instead of through it. */
export function isAside({ kind, values }: Part): boolean {
  return kind.aside?.(values as never) ?? false;
}
