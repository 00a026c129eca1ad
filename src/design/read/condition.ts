/** Reading conditions, against the drawing they speak of. */
import {
  BOUNDS,
  type Bound,
  CONDITION_METRICS,
  type ConditionDoc,
  type ConditionMetric,
  conditionWords,
  isListed,
} from '../condition-doc.ts';
import { type Design, LIMITS } from '../document.ts';
import { partOf } from '../part-figure.ts';
import { type Range, shown } from './intake.ts';
import type { Surroundings } from './parts.ts';

const VALUE: Range = { min: 0, max: 1e12, whole: false, unit: 'count' };
const FOR: Range = { min: 1, max: LIMITS.durationMs, whole: false, unit: 'ms' };

/** A condition; undefined, with a problem, when it is none. `drawing` undefined: whether its part exists cannot be asked. */
export function readCondition(
  around: Surroundings,
  raw: unknown,
  place: string,
  drawing: Pick<Design, 'nodes'> | undefined,
): ConditionDoc | undefined {
  const fields = around.intake.fields(raw, place);
  if (fields === undefined) return undefined;
  const metric = fields.word('metric');
  if (!isListed(metric) && partOf(metric) === undefined) {
    const all = Object.keys(CONDITION_METRICS).join(', ');
    fields.refuse('metric', 'unknown-option', `The figure must be one of ${all} or part:ID.FIGURE; not ${shown(metric)}.`);
  } else if (drawing !== undefined && conditionWords(metric, drawing, around.registry) === undefined) {
    fields.refuse('metric', 'unknown-figure', `There is no part with the figure ${shown(metric.slice(5))}.`);
  }
  const bound = fields.word('bound');
  if (!Object.hasOwn(BOUNDS, bound)) {
    fields.refuse('bound', 'unknown-option', `The bound is one of ${Object.keys(BOUNDS).join(', ')}; not ${shown(bound)}.`);
  }
  if (!fields.has('value')) fields.refuse('value', 'missing', 'value is missing.');
  const of = fields.has('class') ? fields.word('class') : '';
  if (of !== '' && !around.classes.has(of)) fields.refuse('class', 'unknown-class', `There is no request class ${shown(of)}.`);
  else if (of !== '' && !(isListed(metric) && CONDITION_METRICS[metric].byClass)) {
    fields.refuse('class', 'not-by-class', `${shown(metric)} is not measured by request class.`);
  }
  const read: ConditionDoc = {
    metric: metric as ConditionMetric,
    class: of,
    bound: bound as Bound,
    value: fields.number('value', VALUE, 0),
  };
  return fields.has('for') ? { ...read, for: fields.number('for', FOR, 1) } : read;
}
