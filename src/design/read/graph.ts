/**
 * What must hold between the parts of a design: ids used once, links that lead from a part that calls to a part that
 * takes calls, one link in each direction, and no more of anything than the engine bears. Going round in circles is
 * allowed; the engine ends such calls and the advice names them.
 */
import { isFeed } from '../../catalog/kind.ts';
import { type Design, LIMITS, type LinkDoc, type NodeDoc } from '../document.ts';
import { instancesOf, type Registry } from '../registry.ts';
import { grouped, type Intake, shown } from './intake.ts';

/** Nodes by id, for repeated questions about the same drawing. */
export type NodesById = ReadonlyMap<string, NodeDoc>;

/** Remembered per list: designs never change in place, and a timeline asks a thousand times about the same nodes. */
export function nodesById(nodes: readonly NodeDoc[]): NodesById {
  const known = indexes.get(nodes);
  if (known !== undefined) return known;
  const made = new Map(nodes.map((node) => [node.id, node]));
  indexes.set(nodes, made);
  return made;
}

const indexes = new WeakMap<readonly NodeDoc[], NodesById>();

/** Why no link may lead from one part to another, whatever other links there are; undefined when it may. */
export function wrongEnds(nodes: NodesById, from: string, to: string, registry: Registry): Refusal | undefined {
  const [a, b] = [nodes.get(from), nodes.get(to)];
  if (a === undefined) return { code: 'dangling-link', end: 'from', message: `The link starts at ${shown(from)}, which is not there.` };
  if (b === undefined) return { code: 'dangling-link', end: 'to', message: `The link leads to ${shown(to)}, which is not there.` };
  if (from === to) return { code: 'self-link', end: 'to', message: `${a.name} cannot call itself.` };
  const [caller, callee] = [registry.kindOf(a.kind), registry.kindOf(b.kind)];
  if (isFeed(caller, callee)) return undefined;
  if (caller?.links.out === false && caller.feeds === true) {
    const message = `${a.name} makes no calls: it is ${aKind(caller.name)}. A read replica may follow it.`;
    return { code: 'makes-no-calls', end: 'from', message };
  }
  if (caller?.links.out === false) {
    return { code: 'makes-no-calls', end: 'from', message: `${a.name} makes no calls: it is ${aKind(caller.name)}.` };
  }
  if (callee?.links.in === false) {
    return { code: 'takes-no-calls', end: 'to', message: `Nothing can call ${b.name}: it is ${aKind(callee.name)}.` };
  }
  return undefined;
}

export interface Refusal {
  readonly code: string;
  readonly end: 'from' | 'to';
  readonly message: string;
}

/** Why a part cannot follow one more; undefined when the link makes it follow nobody, or nobody else. */
export function followsTwo(
  nodes: NodesById,
  links: readonly Pick<LinkDoc, 'from' | 'to'>[],
  from: string,
  to: string,
  registry: Registry,
): Refusal | undefined {
  const kindOf = (id: string) => registry.kindOf(nodes.get(id)?.kind ?? '');
  const callee = kindOf(to);
  if (!isFeed(kindOf(from), callee)) return undefined;
  const other = links.find((link) => link.to === to && link.from !== from && isFeed(kindOf(link.from), callee));
  if (other === undefined) return undefined;
  const message = `${nodes.get(to)?.name ?? to} follows ${nodes.get(other.from)?.name ?? other.from} already, and can follow one part only.`;
  return { code: 'follows-two', end: 'to', message };
}

/** A kind in the middle of a sentence: "a load balancer", "a SQL database", "an API gateway". */
export function aKind(name: string): string {
  const plain = /^[A-Z][a-z]/.test(name) ? name[0]?.toLowerCase() + name.slice(1) : name;
  return `${/^[aeio]/i.test(plain) ? 'an' : 'a'} ${plain}`;
}

/** Judges nodes and links together. Ids that could not be read are '' and were refused already. */
export function checkGraph(intake: Intake, { nodes, links }: Pick<Design, 'nodes' | 'links'>, registry: Registry): void {
  const ids = new Map<string, string>();
  nodes.forEach((node, i) => {
    checkId(intake, ids, node.id, `nodes[${i}]`);
  });
  links.forEach((link, i) => {
    checkId(intake, ids, link.id, `links[${i}]`);
  });
  checkLinks(intake, nodesById(nodes), links, registry);
  checkInstances(intake, nodes, registry);
}

/** That a link is there already. */
export function twice(nodes: NodesById, { from, to }: Pick<LinkDoc, 'from' | 'to'>): string {
  return `${nodes.get(from)?.name ?? from} calls ${nodes.get(to)?.name ?? to} already.`;
}

/** Nodes and links share their ids, because a change on the timeline names either. */
function checkId(intake: Intake, seen: Map<string, string>, id: string, place: string): void {
  const before = seen.get(id);
  if (before !== undefined) intake.refuse(`${place}.id`, 'duplicate-id', `The id "${id}" is taken by ${before}.`);
  else if (id !== '') seen.set(id, place);
}

function checkLinks(intake: Intake, byId: NodesById, links: readonly LinkDoc[], registry: Registry): void {
  const pairs = new Set<string>();
  links.forEach((link, i) => {
    if (intake.full) return;
    const wrong = wrongEnds(byId, link.from, link.to, registry) ?? followsTwo(byId, links.slice(0, i), link.from, link.to, registry);
    // A node whose id could not be read may be the missing end.
    if (wrong !== undefined && !(wrong.code === 'dangling-link' && byId.has('')))
      intake.refuse(`links[${i}].${wrong.end}`, wrong.code, wrong.message);
    const pair = `${link.from}>${link.to}`;
    if (pairs.has(pair)) intake.refuse(`links[${i}]`, 'duplicate-link', twice(byId, link));
    pairs.add(pair);
  });
}

export function checkInstances(intake: Intake, nodes: readonly NodeDoc[], registry: Registry): void {
  let total = 0;
  nodes.forEach((node, i) => {
    const count = instancesOf(node, registry);
    total += count;
    if (count > LIMITS.instances) {
      intake.refuse(
        `nodes[${i}].params`,
        'too-many-instances',
        `${node.name} would have ${grouped(count)} instances; at most ${LIMITS.instances}.`,
      );
    }
  });
  if (total > LIMITS.totalInstances) {
    const message = `All parts together have ${grouped(total)} instances; at most ${grouped(LIMITS.totalInstances)} can run.`;
    intake.refuse('nodes', 'too-many-instances', message);
  }
}
