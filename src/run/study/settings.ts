/**
 * The settings of a design that are amounts: numbers of parts and links, and the mean of what is random. Those that mean nothing beside
 * the others (a burst's length without bursts), those that are off, and those of parts that no request reaches are left out.
 */
import { kindOf } from '../../catalog/index.ts';
import type { Design, LinkDoc, NodeDoc } from '../../design/document.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import { type Distribution, mean } from '../../std/distribution.ts';
import { isMeant, type ParamSpecs, type ParamValue, type Unit, valueIn } from '../../std/parameter.ts';

export interface Setting {
  /** `web.workers` or, for a link, `web>db.timeout`. */
  readonly id: string;
  readonly of: 'node' | 'link';
  readonly owner: string;
  readonly param: string;
  /** `Workers of web`. */
  readonly words: string;
  readonly unit: Unit;
  /** The number, or the mean of what is random. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** Settings in document order, parts before links. With `off`, numbers that are 0 too: what is off may be swept on. */
export function settingsOf(design: Design, off = false): readonly Setting[] {
  const reached = reachedIn(design);
  const nodes = design.nodes.filter(({ id }) => reached.has(id));
  const names = new Map(design.nodes.map(({ id, name }) => [id, name || id]));
  const links = design.links.filter(({ from, to }) => reached.has(from) && reached.has(to));
  return [
    ...nodes.flatMap((node) => ofOwner(kindOf(node.kind)?.params ?? {}, node, 'node', names.get(node.id) ?? node.id, node.id, off)),
    ...links.flatMap((link) => {
      const words = `${names.get(link.from)} to ${names.get(link.to)}`;
      return ofOwner(LINK_PARAMETERS, link, 'link', words, `${link.from}>${link.to}`, off);
    }),
  ];
}

function ofOwner(
  specs: ParamSpecs,
  doc: NodeDoc | LinkDoc,
  of: Setting['of'],
  name: string,
  address: string,
  off: boolean,
): readonly Setting[] {
  return Object.entries(specs).flatMap(([param, spec]): Setting[] => {
    if ((spec.type !== 'number' && spec.type !== 'distribution') || !isMeant(specs, doc.params, param)) return [];
    const set = valueIn(specs, doc.params, param);
    const value = spec.type === 'number' ? Number(set) : mean(set as Distribution);
    if (!Number.isFinite(value) || value < 0 || (value === 0 && !(off && spec.type === 'number'))) return [];
    const range = spec.type === 'number' ? { unit: spec.unit, min: spec.min, max: spec.max, whole: spec.whole } : RANDOM;
    const words = `${spec.label.charAt(0).toLowerCase()}${spec.label.slice(1)} of ${name}`;
    return [{ id: `${address}.${param}`, of, owner: doc.id, param, words, value, ...range }];
  });
}

/** Random times are in ms and may be as long as a document allows. */
const RANDOM = { unit: 'ms', min: 0, max: 1e9, whole: false } as const;

/** Parts that some chain of links leads to from a source, and what steers one of them. */
function reachedIn(design: Design): ReadonlySet<string> {
  const reached = new Set(design.nodes.filter(({ kind }) => kindOf(kind)?.role === 'source').map(({ id }) => id));
  for (const id of reached) for (const { from, to } of design.links) if (from === id) reached.add(to);
  return reached;
}

/** The nearest value that the setting may have; undefined when that is the one it has. */
export function allowed({ value, min, max, whole }: Setting, wanted: number): number | undefined {
  const inRange = Math.min(max, Math.max(min, wanted));
  const found = whole ? Math.round(inRange) : Number(inRange.toPrecision(6));
  return found === value ? undefined : found;
}

/** The design with a setting at another value; what is random keeps its form and takes the value as its mean. */
export function withSetting(design: Design, { of, owner, param, value: before }: Setting, value: number): Design {
  const turned = <T extends NodeDoc | LinkDoc>(doc: T, specs: ParamSpecs): T => {
    if (doc.id !== owner) return doc;
    const now = valueIn(specs, doc.params, param);
    const next: ParamValue = typeof now === 'number' ? value : scaled(now as Distribution, value / before);
    return { ...doc, params: { ...doc.params, [param]: next } };
  };
  if (of === 'node') return { ...design, nodes: design.nodes.map((node) => turned(node, kindOf(node.kind)?.params ?? {})) };
  return { ...design, links: design.links.map((link) => turned(link, LINK_PARAMETERS)) };
}

/** A random time, so many times as long. */
function scaled(d: Distribution, by: number): Distribution {
  const times = (x: number): number => Number((x * by).toPrecision(9));
  switch (d.type) {
    case 'constant':
      return { ...d, value: times(d.value) };
    case 'uniform':
      return { ...d, min: times(d.min), max: times(d.max) };
    case 'normal':
      return { ...d, mean: times(d.mean), sd: times(d.sd) };
    case 'exponential':
    case 'gamma':
    case 'lognormal-cv':
      return { ...d, mean: times(d.mean) };
    case 'lognormal':
      return { ...d, p50: times(d.p50), p99: times(d.p99) };
    case 'pareto':
      return { ...d, min: times(d.min), max: times(d.max) };
    case 'mixture':
      return { ...d, parts: d.parts.map((part) => ({ ...part, of: scaled(part.of, by) })) };
    case 'empirical':
      return { ...d, values: d.values.map(times) };
  }
}
