/**
 * Reading what happens: seed, lengths, timeline and objectives, against the drawing they speak of. An entry that could
 * do nothing (a fault that its target cannot have, a change of something that cannot change) is refused here, so that
 * nothing on the timeline is a label without an effect.
 */
import type { Fault } from '../../faults/fault.ts';
import type { ParamSpecs, ParamValue } from '../../std/parameter.ts';
import { type Covered, parseAddress, printAddress, resolveAddress } from '../address.ts';
import {
  type Design,
  type FaultEntry,
  LIMITS,
  OBJECTIVE_METRICS,
  type ObjectiveDoc,
  type ObjectiveMetric,
  type ScenarioDoc,
  type TimelineEntry,
} from '../document.ts';
import { partFigure, partOf } from '../part-figure.ts';
import { aKind, nodesById } from './graph.ts';
import { type Fields, type Intake, type Range, shown } from './intake.ts';
import type { Surroundings } from './parts.ts';
import { readParams, readValue } from './values.ts';

type Drawing = Pick<Design, 'nodes' | 'links'>;
/** undefined while the drawing itself is wrong: then whether a target exists cannot be asked. */
type MaybeDrawing = Drawing | undefined;

const SEED: Range = { min: 0, max: 4_294_967_295, whole: true, unit: 'count' };
const DURATION: Range = { min: 1, max: LIMITS.durationMs, whole: false, unit: 'ms' };
const MOMENT: Range = { min: 0, max: LIMITS.durationMs, whole: false, unit: 'ms' };
const BOUND: Range = { min: 0, max: 1e12, whole: false, unit: 'count' };

/** The scenario of a new design, without its timeline. */
export const PLAIN_SCENARIO: ScenarioDoc = { seed: 1, durationMs: 60_000, warmupMs: 0, timeline: [], objectives: [] };

export function readScenario(around: Surroundings, raw: unknown, drawing: MaybeDrawing): ScenarioDoc {
  if (raw === undefined) return PLAIN_SCENARIO;
  const fields = around.intake.fields(raw, 'scenario');
  if (fields === undefined) return PLAIN_SCENARIO;
  return {
    ...readLengths(fields, PLAIN_SCENARIO),
    timeline: readTimeline(around, fields, drawing),
    objectives: readObjectives(around, fields, drawing),
  };
}

/** Seed, duration and warm-up; what is not given stays as it was. */
export function readLengths(fields: Fields, before: ScenarioDoc): Pick<ScenarioDoc, 'seed' | 'durationMs' | 'warmupMs'> {
  return {
    seed: fields.number('seed', SEED, before.seed),
    durationMs: fields.number('durationMs', DURATION, before.durationMs),
    warmupMs: fields.number('warmupMs', MOMENT, before.warmupMs),
  };
}

function readTimeline(around: Surroundings, fields: Fields, drawing: MaybeDrawing): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const places = new Map<string, string>();
  fields.list('timeline', LIMITS.timeline, 'timeline entries').forEach((raw, i) => {
    const place = `${fields.at('timeline')}[${i}]`;
    const entry = around.intake.full ? undefined : readEntry(around, raw, place, drawing);
    if (entry === undefined) return;
    unique(around.intake, places, entry.id, place);
    entries.push(entry);
  });
  return inOrder(entries);
}

/** The timeline by moment; what falls on the same moment keeps its order. */
export function inOrder(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  return [...entries].sort((a, b) => a.at - b.at);
}

export function readEntry(around: Surroundings, raw: unknown, place: string, drawing: MaybeDrawing): TimelineEntry | undefined {
  const fields = around.intake.fields(raw, place);
  if (fields === undefined) return undefined;
  const head = { id: fields.id('id', LIMITS.idLength), at: fields.number('at', MOMENT, 0) };
  if (!fields.has('at')) fields.refuse('at', 'missing', 'at is missing: the moment in ms.');
  const type = fields.word('type');
  if (type === 'note') return { type, ...head, text: fields.lines('text', LIMITS.textLength, '') };
  if (type === 'fault') return readFault(around, fields, head, drawing);
  if (type === 'change') return readChange(around, fields, head, drawing);
  if (type !== '') fields.refuse('type', 'unknown-entry', `An entry is a fault, a change or a note; not ${shown(type)}.`);
  return undefined;
}

type Head = Pick<TimelineEntry, 'id' | 'at'>;

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
  const entry = { type: 'fault', ...head, fault: fault.id, target: covered?.text ?? '', params } as const;
  return fields.has('duration') ? { ...entry, duration: fields.number('duration', MOMENT, 0) } : entry;
}

function readTarget(around: Surroundings, fields: Fields, drawing: MaybeDrawing): { text: string; covered: Covered } | undefined {
  const text = fields.word('target');
  if (text === '' && !fields.has('target')) return undefined;
  const address = parseAddress(text);
  if (!address.ok) {
    fields.refuse('target', address.error.code, address.error.message);
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
  partition: 'a cut such as {a}|{b}',
};

/** Why a fault cannot strike what a target covers, in a sentence; undefined when it can. */
function misfit(fault: Fault, covered: Covered, drawing: Drawing, { registry }: Pick<Surroundings, 'registry'>): string | undefined {
  if (!fault.targets.includes(covered.sort)) {
    return `${fault.name} aims at ${fault.targets.map((sort) => SORTS[sort]).join(' or ')}, not at ${SORTS[covered.sort]}.`;
  }
  if (covered.sort !== 'node' && covered.sort !== 'instance') return undefined;
  const byId = nodesById(drawing.nodes);
  for (const id of covered.nodes) {
    const node = byId.get(id);
    const kind = node === undefined ? undefined : registry.kindOf(node.kind);
    if (node === undefined || kind === undefined) continue;
    const lacks = fault.needs !== undefined && !kind.abilities.includes(fault.needs);
    if (lacks || (kind.role === 'source' && !fault.sources)) return `${fault.name} cannot happen to ${node.name}, ${aKind(kind.name)}.`;
  }
  return undefined;
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
  if (!value.ok) fields.refuse('value', value.error.code, value.error.message);
  const read: ParamValue = value.ok ? value.value : spec.default;
  return { type: 'change', ...head, target, param, value: read };
}

/** The settings of a node or a link by id; undefined when there is no such part. */
function specsOf(target: string, { nodes, links }: Drawing, { registry }: Surroundings): ParamSpecs | undefined {
  const node = nodes.find((one) => one.id === target);
  if (node !== undefined) return registry.kindOf(node.kind)?.params;
  return links.some((one) => one.id === target) ? registry.linkParameters : undefined;
}

function readObjectives(around: Surroundings, fields: Fields, drawing: MaybeDrawing): readonly ObjectiveDoc[] {
  const objectives: ObjectiveDoc[] = [];
  const places = new Map<string, string>();
  fields.list('objectives', LIMITS.objectives, 'objectives').forEach((raw, i) => {
    const place = `${fields.at('objectives')}[${i}]`;
    const objective = readObjective(around, raw, place, drawing);
    if (objective === undefined) return;
    unique(around.intake, places, objective.id, place);
    objectives.push(objective);
  });
  return objectives;
}

export function readObjective(around: Surroundings, raw: unknown, place: string, drawing: MaybeDrawing): ObjectiveDoc | undefined {
  const fields = around.intake.fields(raw, place);
  if (fields === undefined) return undefined;
  const id = fields.id('id', LIMITS.idLength);
  const metric = fields.word('metric');
  const bound = fields.word('bound');
  const known = OBJECTIVE_METRICS.some((one) => one === metric);
  if (!known && partOf(metric) === undefined)
    fields.refuse(
      'metric',
      'unknown-option',
      `The figure must be one of ${OBJECTIVE_METRICS.join(', ')} or part:ID.FIGURE; not ${shown(metric)}.`,
    );
  else if (!known && drawing !== undefined && partFigure(metric, drawing, around.registry) === undefined)
    fields.refuse('metric', 'unknown-figure', `There is no part with the figure ${shown(metric.slice(5))}.`);
  if (bound !== 'most' && bound !== 'least')
    fields.refuse('bound', 'unknown-option', `The bound is "most" or "least", not ${shown(bound)}.`);
  if (!fields.has('value')) fields.refuse('value', 'missing', 'value is missing.');
  const of = fields.has('class') ? fields.word('class') : '';
  if (of !== '' && !around.classes.has(of)) fields.refuse('class', 'unknown-class', `There is no request class ${shown(of)}.`);
  return {
    id,
    metric: metric as ObjectiveMetric,
    bound: bound === 'least' ? 'least' : 'most',
    value: fields.number('value', BOUND, 0),
    class: of,
  };
}

function unique(intake: Intake, places: Map<string, string>, id: string, place: string): void {
  const before = places.get(id);
  if (before !== undefined) intake.refuse(`${place}.id`, 'duplicate-id', `The id "${id}" is taken by ${before}.`);
  else if (id !== '') places.set(id, place);
}
