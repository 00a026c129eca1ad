/**
 * Edits of what is drawn: adding, removing, moving, renaming and placing parts. Whatever goes takes along what spoke of
 * it: its links, and its entries on the timeline.
 */
import { type Address, type Member, parseAddress, printAddress } from '../address.ts';
import type { Command } from '../command.ts';
import type { ConditionDoc } from '../condition-doc.ts';
import { type Design, LIMITS, type LinkDoc, type TimelineEntry } from '../document.ts';
import { partOf } from '../part-figure.ts';
import { checkGraph } from '../read/graph.ts';
import { Fields, grouped, shown } from '../read/intake.ts';
import { readClass, readCoordinate, readLink, readNode, readPlacement } from '../read/parts.ts';
import { oneLine } from '../read/plain-text.ts';
import { sameValue } from '../read/values.ts';
import { type Editing, mapKept, without } from './editing.ts';
import { untied } from './scenario.ts';

type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;

export function add({ design, registry, intake, classes }: Editing, command: Of<'add'>): Design {
  const brought = (command.classes ?? []).map((raw) => readClass(intake, raw, 'class'));
  for (const { id } of brought) {
    if (classes.has(id)) intake.refuse(id, 'duplicate-id', `There is a request class ${shown(id)} already.`);
  }
  const around = { intake, registry, classes: new Set([...classes, ...brought.map((one) => one.id)]) };
  const nodes = [...design.nodes, ...command.nodes.flatMap((raw) => readNode(around, raw, String(raw.id)) ?? [])];
  const links = [...design.links, ...command.links.flatMap((raw) => readLink(around, raw, `${raw.from}>${raw.to}`) ?? [])];
  capped(intake, design.classes.length + brought.length, LIMITS.classes, 'request classes');
  capped(intake, nodes.length, LIMITS.nodes, 'parts');
  capped(intake, links.length, LIMITS.links, 'links');
  checkGraph(intake, { nodes, links }, registry);
  if (command.nodes.length + command.links.length + brought.length === 0) return design;
  return { ...design, classes: brought.length === 0 ? design.classes : [...design.classes, ...brought], nodes, links };
}

function capped(intake: Editing['intake'], count: number, most: number, things: string): void {
  if (count > most) intake.refuse('', 'too-many', `A design has at most ${grouped(most)} ${things}.`);
}

/** Removing what is not there (any more) is no mistake. */
export function remove({ design }: Editing, command: Of<'remove'>): Design {
  const goneNodes = new Set(command.nodes);
  const named = new Set(command.links);
  const nodes = without(design.nodes, (node) => goneNodes.has(node.id));
  const goneLinks = design.links.filter((link) => named.has(link.id) || goneNodes.has(link.from) || goneNodes.has(link.to));
  const ids = new Set(goneLinks.map((link) => link.id));
  const links = without(design.links, (link) => ids.has(link.id));
  if (nodes === design.nodes && links === design.links) return design;
  const timeline = forget(design.scenario.timeline, goneNodes, goneLinks);
  const { objectives } = design.scenario;
  const left = without(objectives, ({ metric }) => goneNodes.has(partOf(metric)?.node ?? ''));
  const same = timeline === design.scenario.timeline && left === objectives;
  const scenario = same ? design.scenario : { ...design.scenario, timeline, objectives: left };
  return { ...design, nodes, links, scenario };
}

/** The timeline without what spoke of parts that are gone. A cut goes on between those that are left on its two sides. */
function forget(timeline: readonly TimelineEntry[], nodes: ReadonlySet<string>, links: readonly LinkDoc[]): readonly TimelineEntry[] {
  const linkIds = new Set(links.map((link) => link.id));
  const pairs = new Set(links.map((link) => `${link.from}>${link.to}`));
  const left = (target: string): string | undefined => {
    const address = parseAddress(target);
    const found = address.ok ? remaining(address.value, nodes, pairs) : undefined;
    return found === undefined ? undefined : printAddress(found);
  };
  const gone = (condition: Pick<ConditionDoc, 'metric'> | undefined): boolean => nodes.has(partOf(condition?.metric ?? '')?.node ?? '');
  const kept = mapKept<TimelineEntry | undefined>(timeline, (entry) => {
    if (entry === undefined || ('when' in entry && gone(entry.when))) return undefined;
    if (entry.type === 'change') return nodes.has(entry.target) || linkIds.has(entry.target) ? undefined : entry;
    if (entry.type === 'chaos') {
      const targets = entry.targets.flatMap((target) => left(target) ?? []);
      return targets.length === 0 ? undefined : targets.join() === entry.targets.join() ? entry : { ...entry, targets };
    }
    if (entry.type === 'probe') {
      const hypothesis = entry.hypothesis.filter((one) => !gone(one));
      return hypothesis.length === 0 ? undefined : hypothesis.length === entry.hypothesis.length ? entry : { ...entry, hypothesis };
    }
    if (entry.type !== 'fault' && entry.type !== 'wear') return entry;
    const target = left(entry.target);
    if (target === undefined) return undefined;
    return target === entry.target ? entry : { ...entry, target };
  });
  return kept === timeline ? timeline : untied(kept.filter((entry) => entry !== undefined));
}

function remaining(address: Address, nodes: ReadonlySet<string>, pairs: ReadonlySet<string>): Address | undefined {
  const stays = (member: Member): boolean => !('node' in member && nodes.has(member.node));
  if (address.is === 'link') return pairs.has(`${address.from}>${address.to}`) ? undefined : address;
  if (address.is !== 'partition') return stays(address) ? address : undefined;
  const [left, right] = [address.sides[0].filter(stays), address.sides[1].filter(stays)];
  return left.length === 0 || right.length === 0 ? undefined : { is: 'partition', sides: [left, right] };
}

/** A part that is not there (any more) cannot be moved, which is no mistake either: a drag may outlive what it drags. */
export function move({ design, intake }: Editing, command: Of<'move'>): Design {
  const nodes = mapKept(design.nodes, (node) => {
    const to = Object.hasOwn(command.to, node.id) ? command.to[node.id] : undefined;
    if (to === undefined) return node;
    const fields = new Fields(intake, to, node.id);
    const [x, y] = [readCoordinate(fields, 'x'), readCoordinate(fields, 'y')];
    return x === node.x && y === node.y ? node : { ...node, x, y };
  });
  return nodes === design.nodes ? design : { ...design, nodes };
}

export function rename(at: Editing, command: Of<'rename'>): Design {
  const { design, intake } = at;
  const name = oneLine(command.name, LIMITS.nameLength);
  if (name === '') intake.refuse(command.node, 'missing', 'A name needs at least one character.');
  if (!known(at, [command.node])) return design;
  const nodes = mapKept(design.nodes, (node) => (node.id === command.node && node.name !== name ? { ...node, name } : node));
  return nodes === design.nodes ? design : { ...design, nodes };
}

export function place(at: Editing, command: Of<'place'>): Design {
  const { design, intake } = at;
  if (!known(at, command.nodes)) return design;
  const ids = new Set(command.nodes);
  const placement = readPlacement(intake, new Fields(intake, command, command.nodes[0] ?? ''));
  const nodes = mapKept(design.nodes, (node) => {
    if (!ids.has(node.id)) return node;
    return sameValue({ region: node.region, zones: node.zones }, placement) ? node : { ...node, ...placement };
  });
  return nodes === design.nodes ? design : { ...design, nodes };
}

/** Whether all these parts are there; refuses when one is not. */
function known({ design, intake }: Editing, ids: readonly string[]): boolean {
  const there = new Set(design.nodes.map((node) => node.id));
  const missing = ids.find((id) => !there.has(id));
  if (missing !== undefined) intake.refuse(missing, 'unknown-part', `There is no part ${shown(missing)}.`);
  return missing === undefined;
}
