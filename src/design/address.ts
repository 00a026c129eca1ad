/**
 * Addresses: how a fault's target is written, and what it comes down to in a design. `db` is a node, `db/2` its second
 * instance, `leader:db` whichever of its instances leads at the time, `lb>app` a link, `class:buy` requests of a class, `zone:a` and `region:eu` whatever stands there, `{a,b/2,zone:x}|{c}` a cut between two sides.
 * Reading is one pass over the text; nothing here knows faults.
 */
import { err, ok, type Result } from '../std/result.ts';
import type { Design, NodeDoc, Problem } from './document.ts';
import { type NodesById, nodesById } from './read/graph.ts';
import { grouped, shown } from './read/intake.ts';
import { CATALOG, instancesOf, placeOf, type Registry } from './registry.ts';

/** What can stand on one side of a cut. */
export type Member =
  | { readonly is: 'node'; readonly node: string }
  /** `instance` counts from 1, as people do. */
  | { readonly is: 'instance'; readonly node: string; readonly instance: number }
  /** The instance that leads when the fault begins, if one does. */
  | { readonly is: 'leader'; readonly node: string }
  /** Requests of one class, wherever they come from. */
  | { readonly is: 'class'; readonly class: string }
  | { readonly is: 'zone'; readonly zone: string }
  | { readonly is: 'region'; readonly region: string };

export type Address =
  | Member
  | { readonly is: 'link'; readonly from: string; readonly to: string }
  | { readonly is: 'partition'; readonly sides: readonly [readonly Member[], readonly Member[]] };

/** One instance of a design; `instance` counts from 0. */
export interface InstanceRef {
  readonly node: string;
  readonly instance: number;
}

/** What an address covers. Lists are in the order of the document, each thing once. */
export interface Covered {
  readonly sort: Address['is'];
  /** Nodes of which at least one instance is covered. */
  readonly nodes: readonly string[];
  readonly instances: readonly InstanceRef[];
  readonly links: readonly string[];
  /** The two sides of a cut; undefined for anything else. What stands on neither side is cut off from nobody. */
  readonly sides: readonly [readonly InstanceRef[], readonly InstanceRef[]] | undefined;
}

type Drawing = Pick<Design, 'nodes' | 'links'>;

/** Longer addresses are not looked into; a cut that names every one of 2,000 nodes is shorter. */
const MAX_LENGTH = 100_000;
const ID = /^[a-z0-9-]{1,40}$/;
const SAMPLES = { zone: 'a', region: 'a', leader: 'db', class: 'checkout' } as const;

/** Reads an address without asking whether what it names exists. */
export function parseAddress(text: string): Result<Address, Problem> {
  if (text.length > MAX_LENGTH) return bad(text, `An address has at most ${grouped(MAX_LENGTH)} characters.`);
  const clean = text.trim();
  if (clean.startsWith('{')) return parsePartition(clean);
  const arrow = clean.indexOf('>');
  if (arrow < 0) return parseMember(clean);
  const [from, to] = [clean.slice(0, arrow).trim(), clean.slice(arrow + 1).trim()];
  if (!ID.test(from) || !ID.test(to)) return bad(text, `${shown(clean)} names no link; write it as lb>app.`);
  return ok({ is: 'link', from, to });
}

function parsePartition(text: string): Result<Address, Problem> {
  const sides = text.split('|').map((side) => side.trim());
  const [left, right] = sides;
  if (left === undefined || right === undefined || sides.length !== 2) return bad(text, 'A cut has two sides: {a,b}|{c}.');
  const a = parseSide(left);
  if (!a.ok) return a;
  const b = parseSide(right);
  if (!b.ok) return b;
  const names = namesOf(a.value);
  const both = b.value.map(printAddress).find((name) => names.has(name));
  return both === undefined ? ok({ is: 'partition', sides: [a.value, b.value] }) : bad(text, `${both} stands on both sides of the cut.`);
}

function parseSide(text: string): Result<readonly Member[], Problem> {
  if (!text.startsWith('{') || !text.endsWith('}'))
    return bad(text, `Each side of a cut stands in braces, as in {a,b}|{c}; ${shown(text)} does not.`);
  const members: Member[] = [];
  for (const word of text.slice(1, -1).split(',')) {
    const member = parseMember(word.trim());
    if (!member.ok) return member;
    if (member.value.is === 'class') return bad(text, 'Requests stand nowhere, so a class is on no side of a cut.');
    if (member.value.is === 'leader')
      return bad(text, 'Who leads changes, so it cannot stand on a side of a cut; aim the cut at leader:db itself.');
    members.push(member.value);
  }
  return ok(members);
}

function parseMember(text: string): Result<Member, Problem> {
  if (text === '') return bad(text, 'An address may not be empty.');
  for (const is of ['zone', 'region', 'leader', 'class'] as const) {
    if (!text.startsWith(`${is}:`)) continue;
    const name = text.slice(is.length + 1);
    if (!ID.test(name)) return bad(text, `${shown(text)} names no ${is}; write it as ${is}:${SAMPLES[is]}.`);
    if (is === 'leader') return ok({ is, node: name });
    if (is === 'class') return ok({ is, class: name });
    return ok(is === 'zone' ? { is, zone: name } : { is, region: name });
  }
  const slash = text.indexOf('/');
  const node = slash < 0 ? text : text.slice(0, slash);
  if (!ID.test(node))
    return bad(text, `${shown(text)} is no address; write db, db/2, leader:db, lb>app, class:buy, zone:a, region:eu or {a,b}|{c}.`);
  if (slash < 0) return ok({ is: 'node', node });
  const number = text.slice(slash + 1);
  if (!/^[1-9][0-9]{0,3}$/.test(number)) return bad(text, `${shown(text)} names no instance; they count from 1, as in ${node}/1.`);
  return ok({ is: 'instance', node, instance: Number(number) });
}

/** The text of an address; `parseAddress` gives the same address back. */
export function printAddress(address: Address): string {
  switch (address.is) {
    case 'link':
      return `${address.from}>${address.to}`;
    case 'partition':
      return address.sides.map((side) => `{${side.map(printAddress).join(',')}}`).join('|');
    case 'node':
      return address.node;
    case 'instance':
      return `${address.node}/${address.instance}`;
    case 'leader':
      return `leader:${address.node}`;
    case 'class':
      return `class:${address.class}`;
    case 'zone':
      return `zone:${address.zone}`;
    default:
      return `region:${address.region}`;
  }
}

/**
 * What an address covers in a design. A node, instance or link that is not there is a problem; a zone or region in which
 * nothing stands (yet) covers nothing. In a cut the closer name counts: `{app}|{zone:a}` cuts app off from everything
 * else in zone a.
 */
export function resolveAddress(address: Address, drawing: Drawing, registry: Registry = CATALOG): Result<Covered, Problem> {
  const byId = nodesById(drawing.nodes);
  if (address.is === 'link') return resolveLink(address, drawing, byId);
  if (address.is === 'class') return ok(covered('class', []));
  const sides = address.is === 'partition' ? address.sides : [[address]];
  const missing = sides.flat().flatMap((member) => missingIn(byId, member, registry) ?? [])[0];
  if (missing !== undefined) return err(missing);
  const named = sides.map(namesOf);
  const found = sides.map((): InstanceRef[] => []);
  for (const node of drawing.nodes) {
    const count = named.some((names) => names.size > 0) ? instancesOf(node, registry) : 0;
    for (let instance = 0; instance < count; instance++) {
      const near = named.map((names) => nearness(names, node, instance, registry));
      const side = near.indexOf(Math.max(...near));
      if ((near[side] ?? 0) > 0) found[side]?.push({ node: node.id, instance });
    }
  }
  const [left = [], right = []] = found;
  if (address.is !== 'partition') return ok(covered(address.is, left));
  return ok({ ...covered('partition', [...left, ...right]), sides: [left, right] });
}

/** Why what a member names is not there; undefined when it is, and for zones and regions. */
function missingIn(byId: NodesById, member: Member, registry: Registry): Problem | undefined {
  if (!('node' in member)) return undefined;
  const node = byId.get(member.node);
  const problem = { code: 'unknown-target', severity: 'error', place: printAddress(member) } as const;
  if (node === undefined) return { ...problem, message: `There is no part ${shown(member.node)}.` };
  const count = instancesOf(node, registry);
  if (member.is !== 'instance' || member.instance <= count) return undefined;
  return { ...problem, message: `${node.name} has ${count} instance${count === 1 ? '' : 's'}, no number ${member.instance}.` };
}

function namesOf(members: readonly Member[]): ReadonlySet<string> {
  return new Set(members.map(printAddress));
}

/** How closely a set of names fits one instance: 0 not at all, 1 by its region, 2 by its zone, 3 by its node, 4 by itself. */
function nearness(names: ReadonlySet<string>, node: NodeDoc, instance: number, registry: Registry): number {
  if (names.has(`${node.id}/${instance + 1}`)) return 4;
  if (names.has(node.id) || names.has(`leader:${node.id}`)) return 3;
  const { region, zone } = placeOf(node, instance, registry);
  if (names.has(`zone:${zone}`)) return 2;
  return names.has(`region:${region}`) ? 1 : 0;
}

function resolveLink({ from, to }: Extract<Address, { is: 'link' }>, { links }: Drawing, byId: NodesById): Result<Covered, Problem> {
  for (const id of [from, to]) if (!byId.has(id)) return refused('unknown-target', `${from}>${to}`, `There is no part ${shown(id)}.`);
  const found = links.filter((link) => link.from === from && link.to === to).map((link) => link.id);
  if (found.length === 0) return refused('unknown-target', `${from}>${to}`, `No link leads from ${shown(from)} to ${shown(to)}.`);
  return ok({ sort: 'link', nodes: [], instances: [], links: found, sides: undefined });
}

function covered(sort: Address['is'], instances: readonly InstanceRef[]): Covered {
  return { sort, nodes: [...new Set(instances.map((ref) => ref.node))], instances, links: [], sides: undefined };
}

function bad(place: string, message: string): Result<never, Problem> {
  return refused('bad-target', place, message);
}

function refused(code: string, place: string, message: string): Result<never, Problem> {
  return err({ code, severity: 'error', place: place.slice(0, 200), message });
}
