/** Reading what a run is about: seed, lengths and objectives, against the drawing they speak of; the timeline is read by timeline.ts. */
import { LIMITS, OBJECTIVE_METRICS, type ObjectiveDoc, type ObjectiveMetric, type ScenarioDoc } from '../document.ts';
import { partFigure, partOf } from '../part-figure.ts';
import { type MaybeDrawing, MOMENT } from './entry-parts.ts';
import { type Fields, type Range, shown } from './intake.ts';
import type { Surroundings } from './parts.ts';
import { readTimeline, unique } from './timeline.ts';

const SEED: Range = { min: 0, max: 4_294_967_295, whole: true, unit: 'count' };
const DURATION: Range = { min: 1, max: LIMITS.durationMs, whole: false, unit: 'ms' };
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
