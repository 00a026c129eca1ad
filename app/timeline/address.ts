/**
 * Addresses in words, and what they touch. An address names what a fault is aimed at: `db`, `db/2`, `lb>app`, `zone:a`, `region:eu`,
 * `{a,b}|{c/2}`. Reading them strictly is the document's business; here an unknown one is shown as it stands.
 */
import type { Design, NodeDoc, TimelineEntry } from '../../src/design/document.ts';
import type { TargetSort } from '../../src/faults/fault.ts';

type Drawing = Pick<Design, 'nodes' | 'links'>;

/** What an entry of the timeline is aimed at; none where it is about the whole run. */
export function targetsIn(entry: TimelineEntry): readonly string[] {
  if (entry.type === 'chaos') return entry.targets;
  return 'target' in entry ? [entry.target] : [];
}

export function sortOf(address: string): TargetSort {
  if (address.startsWith('{')) return 'partition';
  if (address.startsWith('zone:')) return 'zone';
  if (address.startsWith('region:')) return 'region';
  // Whoever leads is one instance; which one, the run alone knows.
  if (address.startsWith('leader:')) return 'instance';
  if (address.includes('>')) return 'link';
  return address.includes('/') ? 'instance' : 'node';
}

/** Node or instance ids on the two sides of a partition. */
export function sidesOf(address: string): readonly [readonly string[], readonly string[]] {
  const match = /^\{([^{}|]*)\}\|\{([^{}|]*)\}$/.exec(address);
  return [split(match?.[1]), split(match?.[2])];
}

const split = (text: string | undefined): string[] => (text ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));

export function partitionOf(left: readonly string[], right: readonly string[]): string {
  return `{${left.join(',')}}|{${right.join(',')}}`;
}

/** The address as people call the thing: names instead of ids. */
export function addressWords({ nodes }: Drawing, address: string): string {
  if (address.startsWith('class:')) return `${address.slice('class:'.length)} requests`;
  const name = (id: string): string => nameOf(nodes, id);
  switch (sortOf(address)) {
    case 'zone':
      return `zone ${address.slice('zone:'.length)}`;
    case 'region':
      return `region ${address.slice('region:'.length)}`;
    case 'link':
      return address.split('>').map(name).join(' to ');
    case 'partition':
      return sidesOf(address)
        .map((side) => sideWords(side, nodes))
        .join(' | '); // prettier-ignore
    default:
      return name(address);
  }
}

/** The longer side of a cut through many parts is "the rest". */
function sideWords(side: readonly string[], nodes: readonly NodeDoc[]): string {
  if (side.length > 3 && side.length >= nodes.length / 2) return 'the rest';
  return side.map((id) => nameOf(nodes, id)).join(', ');
}

function nameOf(nodes: readonly NodeDoc[], address: string): string {
  if (/^(zone|region):/.test(address)) return address.replace(':', ' ');
  if (address.startsWith('leader:')) return `the leader of ${nameOf(nodes, address.slice('leader:'.length))}`;
  const [id = '', instance] = address.split('/');
  const name = nodes.find((node) => node.id === id)?.name || id;
  return instance === undefined ? name : `${name}/${instance}`;
}

/** The parts and links to select when somebody asks what an address means. */
export function selectionOf(
  { nodes, links }: Drawing,
  address: string,
): { readonly nodes: readonly string[]; readonly links: readonly string[] } {
  const [from, to] = address.split('>');
  switch (sortOf(address)) {
    case 'link':
      return { nodes: [], links: links.filter((link) => link.from === from && link.to === to).map((link) => link.id) };
    default:
      return { nodes: nodes.filter((node) => touchesNode(address, node)).map((node) => node.id), links: [] };
  }
}

/** Whether an address names a node, one of its instances, or a place where some of it stands. */
export function touchesNode(address: string, node: Pick<NodeDoc, 'id' | 'zones' | 'region'>): boolean {
  if (address.startsWith('class:')) return false;
  switch (sortOf(address)) {
    case 'zone':
      return node.zones.includes(address.slice('zone:'.length));
    case 'region':
      return node.region === address.slice('region:'.length);
    case 'partition':
      return sidesOf(address).some((side) => side.some((member) => touchesNode(member, node)));
    case 'link':
      return false;
    default:
      return address.replace(/^leader:/, '').split('/')[0] === node.id;
  }
}

export function touchesLink(address: string, link: { readonly from: string; readonly to: string }): boolean {
  return address === `${link.from}>${link.to}`;
}
