/**
 * What a document may speak of: kinds, faults, and the parameters of links. Everything in this room takes it as its last
 * argument, so that tests may bring kinds of their own; the product uses the catalogue.
 */
import { kindOf } from '../catalog/index.ts';
import type { Kind } from '../catalog/kind.ts';
import { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import type { Fault } from '../faults/fault.ts';
import { faultOf } from '../faults/index.ts';
import { type ParamSpecs, valuesOf } from '../std/parameter.ts';
import type { NodeDoc } from './document.ts';

export interface Registry {
  readonly kindOf: (id: string) => Kind | undefined;
  readonly faultOf: (id: string) => Fault | undefined;
  readonly linkParameters: ParamSpecs;
}

/** The registry of this product. */
export const CATALOG: Registry = { kindOf, faultOf, linkParameters: LINK_PARAMETERS };

/** How many instances a node's parameters ask for; 1 for a kind without copies. */
export function instancesOf(node: Pick<NodeDoc, 'kind' | 'params'>, registry: Registry = CATALOG): number {
  const kind = registry.kindOf(node.kind);
  if (kind === undefined) return 1;
  const values = valuesOf(kind.params, node.params);
  if (kind.countInstances !== undefined) return kind.countInstances(values);
  const own = values['instances'];
  return typeof own === 'number' ? own : 1;
}

/** Where instance `i` of a node stands: its zones in turn, within the regions of its kind in turn where it has any. */
export function placeOf(
  node: Pick<NodeDoc, 'kind' | 'params' | 'region' | 'zones'>,
  i: number,
  registry: Registry = CATALOG,
): { readonly region: string; readonly zone: string } {
  const kind = registry.kindOf(node.kind);
  const regions = kind?.regions?.(valuesOf(kind.params, node.params)) ?? [node.region];
  return {
    region: regions[i % regions.length] || node.region,
    zone: node.zones[Math.floor(i / regions.length) % node.zones.length] ?? 'a',
  };
}

/** How many of them run at first; the others are not there until something starts them. */
export function runningOf(node: Pick<NodeDoc, 'kind' | 'params'>, registry: Registry = CATALOG): number {
  const all = instancesOf(node, registry);
  const kind = registry.kindOf(node.kind);
  return kind?.runs === undefined ? all : Math.min(all, kind.runs(valuesOf(kind.params, node.params)));
}
