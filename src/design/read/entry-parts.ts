/** What entries of the timeline have in common, and whether what they aim at can be hit. */
import type { Fault } from '../../faults/fault.ts';
import { type Covered, parseAddress, printAddress, resolveAddress } from '../address.ts';
import { type Beginning, type Design, type EntryTraits, LIMITS, type TimelineEntry } from '../document.ts';
import { readCondition } from './condition.ts';
import { aKind, nodesById } from './graph.ts';
import { type Fields, type Range, shown } from './intake.ts';
import type { Surroundings } from './parts.ts';

export type Drawing = Pick<Design, 'nodes' | 'links'>;
/** undefined while the drawing itself is wrong: then whether a target exists cannot be asked. */
export type MaybeDrawing = Drawing | undefined;

export const MOMENT: Range = { min: 0, max: LIMITS.durationMs, whole: false, unit: 'ms' };
export const SPAN: Range = { ...MOMENT, min: 1 };
export type Head = Pick<TimelineEntry, 'id' | 'at'> & EntryTraits;

export function readTraits(fields: Fields): EntryTraits {
  const muted = fields.flag('muted', false);
  const group = fields.line('group', LIMITS.nameLength, '');
  return { ...(muted && { muted }), ...(group !== '' && { group }) };
}

/** When something begins other than at its moment. */
export function readBeginning(around: Surroundings, fields: Fields, drawing: MaybeDrawing): Beginning {
  const after = fields.has('after') ? around.intake.fields(fields.raw('after'), fields.at('after')) : undefined;
  const when = fields.has('when') ? readCondition(around, fields.raw('when'), fields.at('when'), drawing) : undefined;
  return {
    ...(after !== undefined && { after: { entry: after.id('entry', LIMITS.idLength), offset: after.number('offset', MOMENT, 0) } }),
    ...(when !== undefined && { when }),
  };
}

/** How long it lasts, where it does not last to the end. */
export function readDuration(fields: Fields, range: Range = MOMENT): { readonly duration?: number } {
  return fields.has('duration') ? { duration: fields.number('duration', range, range.min) } : {};
}

export function readTarget(around: Surroundings, fields: Fields, drawing: MaybeDrawing): { text: string; covered: Covered } | undefined {
  const text = fields.word('target');
  if (text === '' && !fields.has('target')) return undefined;
  const address = parseAddress(text);
  if (!address.ok) {
    fields.refuse('target', address.error.code, address.error.message);
    return undefined;
  }
  if (address.value.is === 'class' && !around.classes.has(address.value.class)) {
    fields.refuse('target', 'unknown-class', `There is no request class ${shown(address.value.class)}.`);
    return undefined;
  }
  if (drawing === undefined) return undefined;
  const covered = resolveAddress(address.value, drawing, around.registry);
  if (covered.ok) return { text: printAddress(address.value), covered: covered.value };
  fields.refuse('target', covered.error.code, covered.error.message);
  return undefined;
}

const SORTS: Readonly<Record<Covered['sort'], string>> = {
  node: 'a part',
  instance: 'an instance',
  link: 'a link',
  zone: 'a zone',
  region: 'a region',
  partition: 'what lies between two sides such as {a}|{b}',
  leader: 'the leader of a part',
  class: 'a class of requests',
};

/** Whether a fault may aim at a sort of target: at whoever leads, where it may aim at one instance. */
function aimsAt(fault: Fault, sort: Covered['sort']): boolean {
  if (sort === 'class') return fault.byClass === true;
  return fault.targets.some((target) => target === sort || (target === 'instance' && sort === 'leader'));
}

/** Why a fault cannot strike what a target covers, in a sentence; undefined when it can. */
export function misfit(fault: Fault, covered: Covered, drawing: Drawing, { registry }: Pick<Surroundings, 'registry'>): string | undefined {
  if (!aimsAt(fault, covered.sort)) {
    return `${fault.name} aims at ${fault.targets.map((sort) => SORTS[sort]).join(' or ')}, not at ${SORTS[covered.sort]}.`;
  }
  if (covered.sort !== 'node' && covered.sort !== 'instance' && covered.sort !== 'leader') return undefined;
  const byId = nodesById(drawing.nodes);
  for (const id of covered.nodes) {
    const node = byId.get(id);
    const kind = node === undefined ? undefined : registry.kindOf(node.kind);
    if (node === undefined || kind === undefined) continue;
    const lacks = fault.needs !== undefined && !kind.abilities.includes(fault.needs);
    if (covered.sort === 'leader' && !kind.abilities.includes('leader')) return `Nobody leads at ${node.name}, ${aKind(kind.name)}.`;
    if (lacks || (kind.role === 'source' && !fault.sources)) return `${fault.name} cannot happen to ${node.name}, ${aKind(kind.name)}.`;
  }
  return undefined;
}
