/**
 * What nodes and links are called by screen readers: name, kind, then state in the order in which it matters. The same
 * words serve the summary of the whole diagram.
 */
import { kindOf } from '../../../src/catalog/index.ts';
import { isFeed, onlySteers } from '../../../src/catalog/kind.ts';
import type { Design, LinkDoc, NodeDoc } from '../../../src/design/document.ts';

/** What is known about a node at a moment; figures as they stand on its face. */
export interface NodeNews {
  readonly running: boolean;
  readonly instances: number;
  readonly down: number;
  readonly badge: string;
  readonly utilisation: number;
  readonly waiting: number;
  readonly figures: string;
  /** What is predicted, while nothing runs. */
  readonly expected: string;
}

/** `db, SQL database, 3 instances, up, 82 % busy, 22 waiting, 2 in, 1 out, 3 of 9`. */
export function nodeName(design: Design, node: NodeDoc, news: NodeNews): string {
  const incoming = design.links.filter((link) => link.to === node.id).length;
  const outgoing = design.links.filter((link) => link.from === node.id).length;
  const parts = [node.name, kindOf(node.kind)?.name ?? node.kind];
  if (news.instances > 1) parts.push(`${news.instances} instances`);
  if (news.running) {
    parts.push(news.down === 0 ? 'up' : news.down === news.instances ? 'down' : `${news.down} of ${news.instances} down`);
    if (news.badge !== '' && !news.badge.endsWith('down')) parts.push(news.badge);
    if (news.utilisation >= 0.005) parts.push(`${Math.round(news.utilisation * 100)} % busy`);
    if (news.waiting >= 1) parts.push(`${Math.round(news.waiting)} waiting`);
    if (news.figures !== '') parts.push(news.figures);
  } else if (news.expected !== '') parts.push(news.expected);
  parts.push(`${incoming} in`, `${outgoing} out`);
  if (node.region !== '') parts.push(`region ${node.region}`);
  parts.push(`${design.nodes.indexOf(node) + 1} of ${design.nodes.length}`);
  return parts.join(', ');
}

/** `edge-lb to catalog`; `autoscaler watches or steers app` where no request crosses it, `replica follows db`. */
export function linkName(design: Design, link: LinkDoc): string {
  const from = design.nodes.find(({ id }) => id === link.from);
  if (from !== undefined && onlySteers(kindOf(from.kind))) return `${from.name} watches or steers ${nameOf(design, link.to)}`;
  const to = design.nodes.find(({ id }) => id === link.to);
  if (from !== undefined && to !== undefined && isFeed(kindOf(from.kind), kindOf(to.kind))) return `${to.name} follows ${from.name}`;
  return `${nameOf(design, link.from)} to ${nameOf(design, link.to)}`;
}

export function nameOf(design: Design, id: string): string {
  return design.nodes.find((node) => node.id === id)?.name ?? id;
}

/** One sentence about the whole drawing. */
export function summaryOf(design: Design): string {
  const { nodes, links } = design;
  if (nodes.length === 0) return 'Nothing drawn yet. Choose a part from the list of parts and press Enter to place it.';
  const kinds = new Map<string, number>();
  for (const { kind } of nodes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const list = [...kinds].map(([kind, count]) => `${count} ${kindOf(kind)?.name ?? kind}`).join(', ');
  return `${count(nodes.length, 'part')} (${list}), ${count(links.length, 'link')}.`;
}

export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
