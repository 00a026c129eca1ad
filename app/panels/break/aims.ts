/**
 * What a person can aim a fault at from where they stand, and which faults fit there. Pure; it looks only at what kinds and faults
 * declare (targets, abilities, role), never at which kind or fault it is.
 */
import type { Kind } from '../../../src/catalog/kind.ts';
import type { Design } from '../../../src/design/document.ts';
import type { Fault, TargetSort } from '../../../src/faults/fault.ts';
import { partitionOf } from '../../timeline/address.ts';
import { instanceCount, type Subject } from '../subject.ts';

export interface Aim {
  readonly sort: TargetSort;
  /** One entry for each address; several when several parts are selected. */
  readonly addresses: readonly string[];
  readonly label: string;
}

type Drawing = Pick<Design, 'nodes' | 'links'>;
type KindOf = (id: string) => Kind | undefined;

/** The possible aims, the plainest first: the part itself, its instances, its zones and region, a cut around it. */
export function aimsOf(subject: Subject, design: Drawing, kindOf: KindOf): readonly Aim[] {
  switch (subject.is) {
    case 'links':
      return [linkAim(subject.links, design)];
    case 'both':
      return [];
    case 'document':
      return [
        ...placeAims(design.nodes),
        ...pairAims(design.nodes),
        ...(design.nodes.length > 1 ? [{ sort: 'partition', addresses: [], label: 'a cut' } as const] : []),
      ];
    default: {
      const ids = subject.nodes.map((node) => node.id);
      const label = subject.nodes.length === 1 ? (subject.nodes[0]?.name ?? '') : `${subject.nodes.length} parts`;
      const whole: Aim = { sort: 'node', addresses: ids, label: `all of ${label}` };
      const rest = design.nodes.filter((node) => !ids.includes(node.id)).map((node) => node.id);
      const cut: Aim = { sort: 'partition', addresses: [partitionOf(ids, rest)], label: `between ${label} and the rest` };
      return [whole, ...instanceAims(subject.nodes, kindOf), ...placeAims(subject.nodes), ...(rest.length > 0 ? [cut] : [])];
    }
  }
}

function linkAim(links: Drawing['links'], { nodes }: Drawing): Aim {
  const name = (id: string): string => nodes.find((node) => node.id === id)?.name ?? id;
  const [first] = links;
  const label = links.length === 1 && first !== undefined ? `${name(first.from)} to ${name(first.to)}` : `${links.length} links`;
  return { sort: 'link', addresses: links.map(({ from, to }) => `${from}>${to}`), label };
}

function instanceAims(nodes: Drawing['nodes'], kindOf: KindOf): Aim[] {
  const [node, ...others] = nodes;
  if (node === undefined || others.length > 0) return [];
  const count = instanceCount(node, kindOf(node.kind));
  if (count < 2) return [];
  return Array.from({ length: count }, (_, i) => ({
    sort: 'instance',
    addresses: [`${node.id}/${i + 1}`],
    label: `${node.name}/${i + 1}`,
  }));
}

function placeAims(nodes: Drawing['nodes']): Aim[] {
  const { zones, regions } = placesOf(nodes);
  return [
    ...zones.map((zone): Aim => ({ sort: 'zone', addresses: [`zone:${zone}`], label: `zone ${zone}` })),
    ...regions.map((region): Aim => ({ sort: 'region', addresses: [`region:${region}`], label: `region ${region}` })),
  ];
}

/** So many places of a sort are offered in pairs (chosen: ten pairs); beyond, the sides can be drawn. */
const MOST_PAIRED = 5;

/** What lies between each two zones and each two regions. */
function pairAims(nodes: Drawing['nodes']): Aim[] {
  const { zones, regions } = placesOf(nodes);
  const pairs = (sort: 'zone' | 'region', names: readonly string[]): Aim[] =>
    names.slice(0, MOST_PAIRED).flatMap((one, i) =>
      names.slice(i + 1, MOST_PAIRED).map((other): Aim => {
        const addresses = [partitionOf([`${sort}:${one}`], [`${sort}:${other}`])];
        return { sort: 'partition', addresses, label: `between ${sort}s ${one} and ${other}` };
      }),
    );
  return [...pairs('zone', zones), ...pairs('region', regions)];
}

function placesOf(nodes: Drawing['nodes']): { readonly zones: readonly string[]; readonly regions: readonly string[] } {
  return {
    zones: [...new Set(nodes.flatMap((node) => node.zones))].sort(),
    regions: [...new Set(nodes.flatMap((node) => (node.region === '' ? [] : [node.region])))].sort(),
  };
}

/** Whether a person chooses it by name; other cuts are drawn with the fault. */
export function isNamed({ sort, addresses }: Aim): boolean {
  return sort !== 'partition' || /^\{(zone|region):/.test(addresses[0] ?? '');
}

/** Whether a fault means anything for this aim, given the kinds of the parts it would hit (empty for links and places). */
function fits(fault: Fault, aim: Aim, kinds: readonly (Kind | undefined)[]): boolean {
  if (!fault.targets.includes(aim.sort)) return false;
  if (aim.sort !== 'node' && aim.sort !== 'instance') return true;
  const { needs } = fault;
  if (needs !== undefined && !kinds.every((kind) => kind?.abilities.includes(needs))) return false;
  return fault.sources || needs !== undefined || !kinds.some((kind) => kind?.role === 'source');
}

/** The faults that fit at least one aim, each with the aims it fits. */
export function faultsFor(
  faults: readonly Fault[],
  aims: readonly Aim[],
  kinds: readonly (Kind | undefined)[],
): readonly { readonly fault: Fault; readonly aims: readonly Aim[] }[] {
  return faults.flatMap((fault) => {
    const fitting = aims.filter((aim) => fits(fault, aim, kinds));
    return fitting.length === 0 ? [] : [{ fault, aims: fitting }];
  });
}

/** The aim to use for a fault: the chosen one when it fits, else the first that does. */
export function aimFor(fitting: readonly Aim[], chosen: string | undefined): Aim | undefined {
  return fitting.find((aim) => aimKey(aim) === chosen) ?? fitting[0];
}

export const aimKey = (aim: Aim): string => `${aim.sort} ${aim.addresses.join(' ')}`;
