/** A condition to be edited: of what, which figure, its bound and value, for how long. */
import { useId } from 'react';
import {
  BOUNDS,
  type Bound,
  CONDITION_METRICS,
  type ConditionDoc,
  type ConditionMetric,
  conditionsOf,
  conditionWords,
  isListed,
} from '../../../src/design/condition-doc.ts';
import type { Design } from '../../../src/design/document.ts';
import { partOf } from '../../../src/design/part-figure.ts';
import { Select } from '../../ui/Select.tsx';
import { NumberRow } from '../NumberRow.tsx';
import styles from './More.module.css';

interface ConditionFieldsProps {
  readonly condition: ConditionDoc;
  readonly design: Design;
  /** What its `for` means here, e.g. `Holds for`. */
  readonly forLabel: string;
  readonly onChange: (condition: ConditionDoc, gesture?: string) => void;
}

export function ConditionFields({ condition, design, forLabel, onChange }: ConditionFieldsProps) {
  const id = useId();
  const part = partOf(condition.metric)?.node ?? '';
  const { unit } = conditionWords(condition.metric, design) ?? { unit: 'count' };
  const setMetric = (metric: ConditionMetric): void => {
    const same = conditionWords(metric, design)?.unit === unit;
    const keepsClass = isListed(metric) && CONDITION_METRICS[metric].byClass;
    const usual = usualOf(metric, design);
    onChange({ ...condition, ...(same ? {} : usual), metric, class: keepsClass ? condition.class : '' });
  };
  const byClass = isListed(condition.metric) && CONDITION_METRICS[condition.metric].byClass;
  return (
    <div className={styles['condition']}>
      <Select
        aria-label="Of what"
        options={[{ value: '', label: 'the whole system' }, ...design.nodes.map((node) => ({ value: node.id, label: node.name }))]}
        value={part}
        onChange={(next) => setMetric(next === '' ? 'latency.p99' : (conditionsOf(next, design)[0] ?? 'latency.p99'))}
      />
      <Select
        aria-label="Figure"
        options={metricsOf(part, design).map((value) => ({ value, label: labelOf(value, design) }))}
        value={condition.metric}
        onChange={setMetric}
      />
      {byClass && design.classes.length > 1 && (
        <Select
          aria-label="Of which requests"
          options={[{ value: '', label: 'all requests' }, ...design.classes.map((one) => ({ value: one.id, label: one.name }))]}
          value={condition.class}
          onChange={(cls) => onChange({ ...condition, class: cls })}
        />
      )}
      <div className={styles['bound']}>
        <Select
          aria-label="Bound"
          options={(Object.keys(BOUNDS) as Bound[]).map((value) => ({
            value,
            label: `${BOUND_WORDS[value]} ${BOUNDS[value]}`,
            help: BOUND_WORDS[value],
          }))}
          shown={BOUNDS[condition.bound]}
          value={condition.bound}
          onChange={(bound) => onChange({ ...condition, bound })}
        />
        <NumberRow
          bare
          label="Value"
          range={{ unit, min: 0, max: unit === 'ratio' ? 1 : 1e9, whole: false }}
          value={condition.value}
          onChange={(value, gesture) => onChange({ ...condition, value }, gesture)}
        />
      </div>
      <NumberRow
        key={id}
        label={forLabel}
        range={{ unit: 'ms', min: 0, max: 3_600_000, whole: false, zero: 'one window' }}
        value={condition.for ?? 0}
        onChange={(ms, gesture) => {
          const { for: _, ...rest } = condition;
          onChange(ms === 0 ? rest : { ...rest, for: ms }, gesture);
        }}
      />
    </div>
  );
}

const BOUND_WORDS: Readonly<Record<Bound, string>> = { above: 'more than', below: 'less than', least: 'at least', most: 'at most' };

function metricsOf(part: string, design: Design): readonly ConditionMetric[] {
  return part === '' ? (Object.keys(CONDITION_METRICS) as ConditionMetric[]) : conditionsOf(part, design);
}

/** Of a part without its name, which stands beside it. */
function labelOf(metric: ConditionMetric, design: Design): string {
  const words = conditionWords(metric, design)?.words ?? metric;
  return isListed(metric) ? words : words.slice(words.indexOf(': ') + 2);
}

/** Bound and value of a metric that was just chosen (chosen: what people alarm on). */
function usualOf(metric: ConditionMetric, design: Design): Pick<ConditionDoc, 'bound' | 'value'> {
  const unit = conditionWords(metric, design)?.unit ?? 'count';
  if (metric === 'availability') return { bound: 'below', value: 0.99 };
  if (metric.endsWith('.up')) return { bound: 'below', value: 1 };
  return { bound: 'above', value: unit === 'ms' ? 500 : unit === 'ratio' ? 0.5 : unit === 'perSecond' ? 100 : 10 };
}
