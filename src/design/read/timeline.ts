/**
 * Reading the timeline, against the drawing it speaks of. An entry that could do nothing (a fault that its target cannot have, a
 * change of something that cannot change, a size that cannot grow) is refused here, so that nothing on the timeline is a label
 * without an effect. What begins after something else is given its moment by `settled`.
 */
import type { Fault } from '../../faults/fault.ts';
import type { ParamSpecs, ParamValue } from '../../std/parameter.ts';
import { type FaultEntry, LIMITS, type Repeat, type TimelineEntry } from '../document.ts';
import { settled } from '../schedule.ts';
import {
  type Drawing,
  type Head,
  type MaybeDrawing,
  MOMENT,
  misfit,
  readBeginning,
  readDuration,
  readTarget,
  readTraits,
  SPAN,
} from './entry-parts.ts';
import { type Fields, type Intake, type Range, shown } from './intake.ts';
import type { Surroundings } from './parts.ts';
import { readChaos, readProbe, readStop, readWear } from './trials.ts';
import { readParams, readValue } from './values.ts';

const TIMES: Range = { min: 2, max: LIMITS.repeats, whole: true, unit: 'count' };

export function readTimeline(around: Surroundings, fields: Fields, drawing: MaybeDrawing): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const places = new Map<string, string>();
  fields.list('timeline', LIMITS.timeline, 'timeline entries').forEach((raw, i) => {
    const place = `${fields.at('timeline')}[${i}]`;
    const entry = around.intake.full ? undefined : readEntry(around, raw, place, drawing);
    if (entry === undefined) return;
    unique(around.intake, places, entry.id, place);
    entries.push(entry);
  });
  return inOrder(around.intake, entries, (id) => places.get(id) ?? '');
}

/** The timeline by moment, what begins after another included; what falls on the same moment keeps its order. */
export function inOrder(intake: Intake, entries: readonly TimelineEntry[], placeOf: (id: string) => string): readonly TimelineEntry[] {
  for (const entry of entries) {
    if (entry.type !== 'probe' || entry.of === undefined || entries.some(({ id }) => id === entry.of)) continue;
    intake.refuse(`${placeOf(entry.id)}.of`, 'unknown-entry', `There is no entry ${shown(entry.of)} to watch.`);
  }
  const order = settled(entries);
  if (order.ok) return order.value;
  intake.refuse(`${placeOf(order.error.place)}.after`, order.error.code, order.error.message);
  return entries;
}

export function readEntry(around: Surroundings, raw: unknown, place: string, drawing: MaybeDrawing): TimelineEntry | undefined {
  const fields = around.intake.fields(raw, place);
  if (fields === undefined) return undefined;
  const head: Head = { id: fields.id('id', LIMITS.idLength), at: fields.number('at', MOMENT, 0), ...readTraits(fields) };
  if (!fields.has('at')) fields.refuse('at', 'missing', 'at is missing: the moment in ms.');
  const type = fields.word('type');
  switch (type) {
    case 'note':
      return { type, ...head, text: fields.lines('text', LIMITS.textLength, '') };
    case 'fault':
      return readFault(around, fields, head, drawing);
    case 'change':
      return readChange(around, fields, head, drawing);
    case 'chaos':
      return readChaos(around, fields, head, drawing);
    case 'wear':
      return readWear(around, fields, head, drawing);
    case 'stop':
      return readStop(around, fields, head, drawing);
    case 'probe':
      return readProbe(around, fields, head, drawing);
    default:
      if (type !== '') fields.refuse('type', 'unknown-entry', `An entry is one of ${TYPES}; not ${shown(type)}.`);
      return undefined;
  }
}

const TYPES = 'fault, change, note, chaos, wear, stop, probe';

function readFault(around: Surroundings, fields: Fields, head: Head, drawing: MaybeDrawing): FaultEntry | undefined {
  const id = fields.word('fault');
  const fault = around.registry.faultOf(id);
  const covered = readTarget(around, fields, drawing);
  if (fault === undefined) {
    if (fields.has('fault')) fields.refuse('fault', 'unknown-fault', `There is no fault called ${shown(id)}.`);
    return undefined;
  }
  const wrong = covered === undefined || drawing === undefined ? undefined : misfit(fault, covered.covered, drawing, around);
  if (wrong !== undefined) fields.refuse('target', 'wrong-target', wrong);
  const bag = fields.has('params') ? around.intake.fields(fields.raw('params'), fields.at('params')) : undefined;
  const params = readParams(bag, fault.params, around.classes);
  const { duration } = readDuration(fields);
  return {
    type: 'fault',
    ...head,
    fault: fault.id,
    target: covered?.text ?? '',
    params,
    ...(duration !== undefined && { duration }),
    ...readSlopes(fields, fault, duration),
    ...readRepeat(around, fields, fault, duration),
    ...readBeginning(around, fields, drawing),
  };
}

/** Over how long a size grows, and over how long it recedes. */
function readSlopes(fields: Fields, fault: Fault, duration: number | undefined): Pick<FaultEntry, 'ramp' | 'fall'> {
  const slopes = (['ramp', 'fall'] as const).filter((name) => fields.has(name));
  for (const name of slopes) {
    if (fault.grows !== undefined) continue;
    const does = name === 'ramp' ? 'grow' : 'recede';
    fields.refuse(name, 'no-size', `${fault.name} has no size that could ${does}: it is there or it is not.`);
  }
  if (fields.has('fall') && duration === undefined)
    fields.refuse('fall', 'never-ends', 'What lasts to the end of the run does not recede; give it a duration.');
  return Object.fromEntries(slopes.map((name) => [name, fields.number(name, SPAN, 1)]));
}

function readRepeat(around: Surroundings, fields: Fields, fault: Fault, duration: number | undefined): { readonly repeat?: Repeat } {
  const inner = fields.has('repeat') ? around.intake.fields(fields.raw('repeat'), fields.at('repeat')) : undefined;
  if (inner === undefined) return {};
  if (!inner.has('every')) inner.refuse('every', 'missing', 'every is missing: ms from one beginning to the next.');
  const every = inner.number('every', SPAN, 1);
  if (duration === undefined && fault.lasts !== 0) {
    fields.refuse('repeat', 'never-ends', 'What lasts to the end of the run cannot come again; give it a duration.');
  } else if (duration !== undefined && duration >= every) {
    inner.refuse('every', 'too-soon', `It lasts ${duration} ms, so it cannot come again after ${every} ms.`);
  }
  return { repeat: inner.has('times') ? { every, times: inner.number('times', TIMES, 2) } : { every } };
}

function readChange(around: Surroundings, fields: Fields, head: Head, drawing: MaybeDrawing): TimelineEntry | undefined {
  const target = fields.word('target');
  const param = fields.word('param');
  if (!fields.has('target') || !fields.has('param') || drawing === undefined) return undefined;
  const specs = specsOf(target, drawing, around);
  if (specs === undefined) {
    fields.refuse('target', 'unknown-target', `There is no part or link ${shown(target)}.`);
    return undefined;
  }
  const spec = Object.hasOwn(specs, param) ? specs[param] : undefined;
  if (spec === undefined) {
    fields.refuse('param', 'unknown-parameter', `${target} has no setting called ${shown(param)}.`);
    return undefined;
  }
  if (!spec.live) fields.refuse('param', 'not-live', `${spec.label} cannot change during a run.`);
  const value = readValue(spec, fields.raw('value'), around.classes);
  if (value.ok) fields.rebuilt('value', value.value);
  else fields.refuse('value', value.error.code, value.error.message);
  const read: ParamValue = value.ok ? value.value : spec.default;
  return { type: 'change', ...head, target, param, value: read, ...readBeginning(around, fields, drawing) };
}

/** The settings of a node or a link by id; undefined when there is no such part. */
function specsOf(target: string, { nodes, links }: Drawing, { registry }: Surroundings): ParamSpecs | undefined {
  const node = nodes.find((one) => one.id === target);
  if (node !== undefined) return registry.kindOf(node.kind)?.params;
  return links.some((one) => one.id === target) ? registry.linkParameters : undefined;
}

export function unique(intake: Intake, places: Map<string, string>, id: string, place: string): void {
  const before = places.get(id);
  if (before !== undefined) intake.refuse(`${place}.id`, 'duplicate-id', `The id "${id}" is taken by ${before}.`);
  else if (id !== '') places.set(id, place);
}
