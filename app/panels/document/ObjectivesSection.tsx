/** What the design promises, each line with whether the last run kept it. A line unfolds to be edited. */
import { Check, Minus, Plus, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { type ListedMetric, OBJECTIVE_METRICS, type ObjectiveDoc, type ObjectiveMetric } from '../../../src/design/document.ts';
import { freeId } from '../../../src/design/fresh.ts';
import { metricsOf, partOf } from '../../../src/design/part-figure.ts';
import type { Report } from '../../../src/run/report.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import { dispatch, useDesign } from '../../state/design-store.ts';
import { useRun } from '../../state/run-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { Section } from '../Section.tsx';
import styles from './ObjectivesSection.module.css';
import { PlainRow } from './PlainRow.tsx';
import { METRICS, metricOf, objectiveSpec } from './scenario-specs.ts';

export function ObjectivesSection({ report }: { readonly report: Report | undefined }) {
  const objectives = useDesign((state) => state.design.scenario.objectives);
  const [open, setOpen] = useState<string>();
  const add = (): void => {
    const metric = OBJECTIVE_METRICS.find((one) => one === FIRST && !objectives.some((o) => o.metric === one)) ?? SECOND;
    const { bound, value } = METRICS[metric];
    const id = freeId(new Set(objectives.map((o) => o.id)), metric);
    if (dispatch({ do: 'set-objective', objective: { id, metric, bound, value, class: '' } }) === undefined) setOpen(id);
  };
  const plus = (
    <IconButton label="Add an objective" onClick={add}>
      <Plus aria-hidden="true" />
    </IconButton>
  );
  return (
    <Section title="Objectives" aside={plus}>
      {objectives.length === 0 && (
        <p className={styles['none']}>None yet. Say what it must hold, such as a p99 of at most 200 ms, and each run will tell.</p>
      )}
      <ul className={styles['list']}>
        {objectives.map((objective, i) => (
          <li key={objective.id}>
            <Line
              objective={objective}
              result={report?.objectives[i]}
              open={open === objective.id}
              onOpen={() => setOpen(open === objective.id ? undefined : objective.id)}
            />
            {open === objective.id && <Editor objective={objective} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What a first and a further objective are about (chosen: the two that everybody has). */
const FIRST: ListedMetric = 'latency.p99';
const SECOND: ListedMetric = 'availability';

interface LineProps {
  readonly objective: ObjectiveDoc;
  readonly result: Report['objectives'][number] | undefined;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function Line({ objective, result, open, onOpen }: LineProps) {
  const classes = useDesign((state) => state.design.classes);
  const nodes = useDesign((state) => state.design.nodes);
  const { label, unit } = metricOf(objective.metric, { nodes });
  const whose = objective.class === '' ? '' : ` · ${classes.find((cls) => cls.id === objective.class)?.name ?? objective.class}`;
  const begun = useRun((run) => run.state !== 'empty' && run.state !== 'ready');
  const verdict = result === undefined ? 'unknown' : result.met ? 'met' : 'missed';
  return (
    <button type="button" className={styles['line']} aria-expanded={open} data-verdict={verdict} onClick={onOpen}>
      <span className={styles['mark']}>{VERDICTS[verdict]}</span>
      <span className={styles['what']}>
        {label} {objective.bound === 'most' ? '≤' : '≥'} {formatQuantity(objective.value, unit)}
        {whose}
      </span>
      <span className={styles['result']}>
        {result === undefined
          ? begun
            ? 'told when paused'
            : 'no run yet'
          : `${verdict} · ${result.value === null ? 'no figure' : formatQuantity(result.value, unit, 3)}`}
      </span>
    </button>
  );
}

const VERDICTS = {
  met: <Check aria-hidden="true" />,
  missed: <X aria-hidden="true" />,
  unknown: <Minus aria-hidden="true" />,
} as const;

function Editor({ objective }: { readonly objective: ObjectiveDoc }) {
  const classes = useDesign((state) => state.design.classes);
  const set = (patch: Partial<ObjectiveDoc>, gesture?: string): string | undefined =>
    dispatch({ do: 'set-objective', objective: { ...objective, ...patch } }, gesture)?.message;
  const nodes = useDesign((state) => state.design.nodes);
  const setMetric = (metric: ObjectiveMetric): void => {
    const { bound, value, unit } = metricOf(metric, { nodes });
    set({
      metric,
      bound,
      value: unit === metricOf(objective.metric, { nodes }).unit ? objective.value : value,
      class: partOf(metric) ? '' : objective.class,
    });
  };
  const part = partOf(objective.metric)?.node;
  return (
    <div className={styles['editor']}>
      <Select
        aria-label="Of what"
        options={[{ value: '', label: 'the whole system' }, ...nodes.map(({ id, name }) => ({ value: id, label: name }))]}
        value={part ?? ''}
        onChange={(id) => setMetric(id === '' ? FIRST : (metricsOf(id, { nodes })[0] ?? FIRST))}
      />
      <Select
        aria-label="Figure"
        options={(part === undefined ? OBJECTIVE_METRICS : metricsOf(part, { nodes })).map((value) => ({
          value,
          label: metricOf(value, { nodes }).label,
        }))}
        value={objective.metric}
        onChange={setMetric}
      />
      <Select aria-label="Bound" options={BOUNDS} value={objective.bound} onChange={(bound) => set({ bound })} />
      <PlainRow
        spec={objectiveSpec(objective.metric, { nodes })}
        value={objective.value}
        onSet={(value, gesture) => set({ value: Number(value) }, gesture)}
      />
      <div className={styles['last']}>
        {part === undefined && (
          <Select
            aria-label="Of which requests"
            options={[{ value: '', label: 'all requests' }, ...classes.map((cls) => ({ value: cls.id, label: cls.name }))]}
            value={objective.class}
            onChange={(cls) => set({ class: cls })}
          />
        )}
        <IconButton label="Remove this objective" onClick={() => dispatch({ do: 'remove-objective', id: objective.id })}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  );
}

const BOUNDS = [
  { value: 'most', label: 'at most' },
  { value: 'least', label: 'at least' },
] as const;
