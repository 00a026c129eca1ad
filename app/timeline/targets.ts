/** What a new fault can be aimed at from the timeline, where nothing need be selected: every part, link, zone and region. Pure. */
import type { Kind } from '../../src/catalog/kind.ts';
import type { Design } from '../../src/design/document.ts';
import type { Fault } from '../../src/faults/fault.ts';
import { type Aim, aimsOf, faultsFor } from '../panels/break/aims.ts';
import { addressWords } from './address.ts';

export interface Target {
  readonly address: string;
  readonly label: string;
  /** Faults that fit, each with the address it is aimed at: a cut goes around the part. */
  readonly faults: readonly { readonly fault: Fault; readonly address: string }[];
}

type Drawing = Pick<Design, 'nodes' | 'links'>;
type KindOf = (id: string) => Kind | undefined;

/** All targets that at least one fault fits, parts first. */
export function targetsOf(design: Drawing, faults: readonly Fault[], kindOf: KindOf): readonly Target[] {
  const parts = design.nodes.map((node): Target => {
    const kinds = [kindOf(node.kind)];
    const aims = aimsOf({ is: 'nodes', nodes: [node], kinds, specs: {} }, design, kindOf).filter(
      ({ sort }) => sort === 'node' || sort === 'partition',
    );
    return { address: node.id, label: node.name, faults: fitting(faults, aims, kinds) };
  });
  const links = design.links.map((link): Target => {
    const address = `${link.from}>${link.to}`;
    const aims = aimsOf({ is: 'links', links: [link], specs: {} }, design, kindOf);
    return { address, label: addressWords(design, address), faults: fitting(faults, aims, []) };
  });
  const places = aimsOf({ is: 'document' }, design, kindOf)
    .filter(({ sort }) => sort === 'zone' || sort === 'region')
    .map((aim): Target => ({ address: aim.addresses[0] ?? '', label: aim.label, faults: fitting(faults, [aim], []) }));
  return [...parts, ...links, ...places].filter((target) => target.faults.length > 0);
}

function fitting(faults: readonly Fault[], aims: readonly Aim[], kinds: readonly (Kind | undefined)[]): Target['faults'] {
  return faultsFor(faults, aims, kinds).map(({ fault, aims: fit }) => ({ fault, address: fit[0]?.addresses[0] ?? '' }));
}
