/** What a new fault can be aimed at from the timeline, where nothing need be selected: every part, link, zone and region. Pure. */
import type { Kind } from '../../src/catalog/kind.ts';
import type { Design } from '../../src/design/document.ts';
import type { Fault } from '../../src/faults/fault.ts';
import { type Aim, aimsOf, faultsFor } from '../panels/break/aims.ts';
import { addressWords, sortOf } from './address.ts';

export interface Target {
  readonly address: string;
  readonly label: string;
}

/** A fault that fits a target, with the address it is aimed at: a cut goes around the part. */
export interface FittingFault {
  readonly fault: Fault;
  readonly address: string;
}

type Drawing = Pick<Design, 'nodes' | 'links'> & Partial<Pick<Design, 'classes'>>;
type KindOf = (id: string) => Kind | undefined;

/** Everything that can be named, parts first. */
export function targetsOf(design: Drawing, kindOf: KindOf): readonly Target[] {
  const parts = design.nodes.map(({ id, name }) => ({ address: id, label: name }));
  const links = design.links.map(({ from, to }) => ({ address: `${from}>${to}`, label: addressWords(design, `${from}>${to}`) }));
  const places = aimsOf({ is: 'document' }, design, kindOf).flatMap(({ addresses: [address], label }) =>
    address === undefined ? [] : [{ address, label }],
  );
  const leaders = design.nodes
    .filter(({ kind }) => kindOf(kind)?.abilities.includes('leader'))
    .map(({ id }) => ({ address: `leader:${id}`, label: addressWords(design, `leader:${id}`) }));
  const { classes = [] } = design;
  const kinds = classes.length > 1 ? classes.map(({ id, name }) => ({ address: `class:${id}`, label: `${name} requests` })) : [];
  return [...parts, ...leaders, ...links, ...places, ...kinds];
}

/** The faults that fit one target. */
export function faultsAt(address: string, design: Drawing, faults: readonly Fault[], kindOf: KindOf): readonly FittingFault[] {
  if (address.startsWith('class:')) return faults.filter(({ byClass }) => byClass === true).map((fault) => ({ fault, address }));
  if (address.startsWith('leader:')) return faultsAtLeader(address, design, faults, kindOf);
  const nodes = design.nodes.filter((node) => node.id === address);
  const kinds = nodes.map((node) => kindOf(node.kind));
  const aims: readonly Aim[] =
    nodes.length > 0
      ? aimsOf({ is: 'nodes', nodes, kinds, specs: {} }, design, kindOf).filter(({ sort }) => sort === 'node' || sort === 'partition')
      : [{ sort: sortOf(address), addresses: [address], label: '' }];
  return faultsFor(faults, aims, kinds).map(({ fault, aims: fit }) => ({ fault, address: fit[0]?.addresses[0] ?? address }));
}

/** What may hit one instance, whichever leads. */
function faultsAtLeader(address: string, design: Drawing, faults: readonly Fault[], kindOf: KindOf): readonly FittingFault[] {
  const node = design.nodes.find(({ id }) => `leader:${id}` === address);
  const aims: readonly Aim[] = [{ sort: 'instance', addresses: [address], label: '' }];
  return node === undefined ? [] : faultsFor(faults, aims, [kindOf(node.kind)]).map(({ fault }) => ({ fault, address }));
}
