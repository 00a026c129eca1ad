/** Objectives on a figure of one part: which part and which figure, and what there is to choose from. */
import type { Unit } from '../std/parameter.ts';
import { type Design, type ObjectiveMetric, PART_FIGURES } from './document.ts';
import { CATALOG, type Registry } from './registry.ts';

/** A figure of a part that an objective may be about. */
export interface PartFigure {
  readonly node: string;
  readonly figure: string;
  /** As people read it, with the part's name: `db: lag`. */
  readonly words: string;
  readonly unit: Unit;
}

const EVERY: Readonly<Record<(typeof PART_FIGURES)[number], { readonly label: string; readonly unit: Unit }>> = {
  utilisation: { label: 'utilisation', unit: 'ratio' },
  queue: { label: 'mean queue', unit: 'count' },
  p99: { label: 'p99', unit: 'ms' },
};

/** Node and figure in `part:db.lagMs`; undefined for a metric of the list. */
export function partOf(metric: string): { readonly node: string; readonly figure: string } | undefined {
  const found = /^part:([a-z0-9-]+)\.([A-Za-z0-9]+)$/.exec(metric);
  return found === null ? undefined : { node: found[1] ?? '', figure: found[2] ?? '' };
}

/** The figure that a metric is about; undefined where the design has no such part, or the part no such figure. */
export function partFigure(metric: string, { nodes }: Pick<Design, 'nodes'>, registry: Registry = CATALOG): PartFigure | undefined {
  const part = partOf(metric);
  const node = nodes.find(({ id }) => id === part?.node);
  const kind = node === undefined ? undefined : registry.kindOf(node.kind);
  if (part === undefined || node === undefined || kind === undefined) return undefined;
  const own = kind.figures.find(({ id }) => id === part.figure);
  const common = PART_FIGURES.find((id) => id === part.figure);
  const said = own ?? (common === undefined ? undefined : EVERY[common]);
  if (said === undefined) return undefined;
  const label = said.label.charAt(0).toLowerCase() + said.label.slice(1);
  return { ...part, words: `${node.name}: ${label}`, unit: said.unit };
}

/** All metrics of one part, in the order in which they are offered. */
export function metricsOf(node: string, { nodes }: Pick<Design, 'nodes'>, registry: Registry = CATALOG): readonly ObjectiveMetric[] {
  const kind = registry.kindOf(nodes.find(({ id }) => id === node)?.kind ?? '');
  const own = kind?.figures.map(({ id }) => id) ?? [];
  return [...own, ...PART_FIGURES.filter((id) => !own.includes(id))].map((id): ObjectiveMetric => `part:${node}.${id}`);
}
